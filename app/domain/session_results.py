"""The results of one session as screens and files show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.result import Grade, Result, ResultStatus
from app.domain.sitting import SessionKind, SessionState
from app.domain.specification import ReleasePolicy


@dataclass(frozen=True, slots=True)
class OutcomeHead:
    """An outcome as the head of its column names it, with how many items a paper has of it."""

    id: str
    title: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateResult:
    """One line of a session's results; `result` is None where there is none that may be shown.

    `provisional` says that late answers of it are still to be decided.
    """

    candidate_number: str
    family_name: str
    given_names: str
    date_of_birth: date | None
    uln: str | None
    sitting: UUID
    started_at: datetime | None
    finished_at: datetime | None
    void_reason: str
    result: Result | None
    pass_mark_note: str
    version: int | None
    released_at: datetime | None
    provisional: bool = False

    @property
    def time_taken(self) -> timedelta | None:
        """How long a marked sitting lasted by the clock on the wall, pauses included."""
        marked = self.result is not None and self.result.status is ResultStatus.MARKED
        if not marked or self.started_at is None or self.finished_at is None:
            return None
        if self.finished_at < self.started_at:  # on paper, and noted down afterwards
            return None
        return self.finished_at - self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResults:
    """The results of one session with what stands at their head."""

    session: UUID
    kind: SessionKind
    state: SessionState
    awarding_body: str
    centre_number: str
    centre_name: str
    zone: str
    specification: str
    specification_version: int
    title: str
    items: int
    outcomes: tuple[OutcomeHead, ...]
    pass_mark: int | None
    pass_mark_note: str
    release: ReleasePolicy
    opens_at: datetime
    closed_at: datetime | None
    room: str
    lines: tuple[CandidateResult, ...]

    @property
    def day(self) -> date:
        """The day of the session where it is held."""
        return self.opens_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def released(self) -> int:
        """How many results have been given out."""
        return sum(line.released_at is not None for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many of the results shown have not been given out."""
        return sum(line.result is not None and line.released_at is None for line in self.lines)

    @property
    def provisional(self) -> int:
        """How many wait for a decision about late answers."""
        return sum(line.provisional for line in self.lines)

    @property
    def counts(self) -> Counter[ResultStatus]:
        """How many of the results shown say what."""
        return Counter(line.result.status for line in self.lines if line.result is not None)

    @property
    def grades(self) -> Counter[Grade]:
        """How many of the results shown are a pass, a fail or not graded."""
        graded = (line.result.grade for line in self.lines if line.result is not None)
        return Counter(grade for grade in graded if grade is not None)

    @property
    def released_at(self) -> datetime | None:
        """When the last of the results was given out."""
        return max((line.released_at for line in self.lines if line.released_at), default=None)
