"""How often candidates' devices are asked to report: seldom enough for the machine to bear all."""

from datetime import datetime, timedelta
from uuid import UUID

from app.domain.silence import seconds_between

WINDOW = timedelta(seconds=60)


class Pulse:
    """Counts the sittings heard from in the last window, one set a window; losing it harms nothing."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._now: set[UUID] = set()
        self._before = 0
        self._since: datetime | None = None

    def hear(self, sitting: UUID, now: datetime) -> int:
        """Note that a sitting was heard from; return the seconds until it should be heard again."""
        if self._since is None or now - self._since >= WINDOW:
            self._before, self._now, self._since = len(self._now), set(), now
        self._now.add(sitting)
        return self.seconds

    @property
    def seconds(self) -> int:
        """The seconds between two heartbeats as devices are told now."""
        return seconds_between(max(self._before, len(self._now)) * self._processes)
