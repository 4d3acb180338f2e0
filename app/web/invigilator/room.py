"""A room as its page shows it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.late_sitting import LateSitting
from app.domain.lockdown import Check
from app.domain.room import RoomLine, Seen, room_line
from app.domain.sitting import SessionState
from app.services.keycodes import OPEN
from app.store.queries import room as queries
from app.store.queries.late_answers import late_sittings
from app.store.queries.sessions import (
    SessionLine,
    centre_for,
    session_for,
    session_line,
    sessions_of,
)
from app.store.sessions import ExamSessionRow

STATE_WORDS = {
    Seen.EXPECTED: "Expected",
    Seen.WRONG_DETAILS: "Says: not my details",
    Seen.WAITING: "Waiting to be let in",
    Seen.ADMITTED: "Let in, not started",
    Seen.ANSWERING: "Answering",
    Seen.OFFLINE: "Offline",
    Seen.PAUSED: "Paused",
    Seen.ON_PAPER: "On paper",
    Seen.TIME_UP: "Time is up",
    Seen.FINISHED: "Handed in",
    Seen.ABSENT: "Absent",
    Seen.VOID: "Void",
}

# What came of looking for Safe Exam Browser, where staff have something to do or to know.
LOCKDOWN_WORDS: dict[str, str] = {
    Check.MISSING: "Not in Safe Exam Browser",
    Check.WRONG_KEY: "Safe Exam Browser with other settings",
    Check.TOO_OLD: "Safe Exam Browser shows no key: too old?",
    Check.WAIVED: "Without Safe Exam Browser",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One session with the lines of its candidates."""

    session: ExamSessionRow
    heading: SessionLine
    centre_number: str
    centre_name: str
    zone: str
    lines: tuple[RoomLine, ...]
    late: tuple[LateSitting, ...]
    now: datetime

    @property
    def state(self) -> SessionState:
        """How the session stands."""
        return SessionState(self.session.state)

    @property
    def can_open(self) -> bool:
        """Whether the keycodes may be given out now."""
        inside = self.session.opens_at <= self.now <= self.session.latest_start_at
        return self.state is SessionState.SCHEDULED and inside

    @property
    def still_answering(self) -> int:
        """How many have started and still have time."""
        return sum(line.running for line in self.lines)

    @property
    def never_started(self) -> int:
        """How many would be marked absent if the session were closed now."""
        before = {Seen.EXPECTED, Seen.WRONG_DETAILS, Seen.WAITING, Seen.ADMITTED}
        return sum(line.seen in before for line in self.lines)

    @property
    def late_answers(self) -> int:
        """How many answers came too late."""
        return sum(len(each.kept) for each in self.late)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many candidates stand how, in the order of a sitting."""
        seen = Counter(line.seen for line in self.lines)
        return [(STATE_WORDS[state], seen[state]) for state in Seen if seen[state]]

    def lockdown_words(self, line: RoomLine) -> str:
        """Say what is amiss with a candidate's browser; nothing when all is well."""
        return LOCKDOWN_WORDS.get(line.facts.lockdown, "")

    def words(self, line: RoomLine) -> str:
        """Say how a candidate stands."""
        return STATE_WORDS[line.seen]


def room_for(
    db: Session, session_id: UUID, centres: Collection[UUID], now: datetime
) -> Room | None:
    """Return a room of one of the centres; None for a stranger's."""
    session = session_for(db, session_id, centres)
    if session is None:
        return None
    centre = centre_for(db, session.centre_id, centres)
    heading = session_line(db, session)
    if centre is None:
        return None
    facts = queries.sitting_facts(db, session, heading.items)
    return Room(
        session=session,
        heading=heading,
        centre_number=centre.number,
        centre_name=centre.name,
        zone=centre.time_zone,
        lines=tuple(room_line(fact, now) for fact in facts),
        late=late_sittings(db, session),
        now=now,
    )


def open_rooms(
    db: Session, centres: Collection[UUID], now: datetime
) -> list[tuple[SessionLine, str]]:
    """Return the sessions from yesterday on, and all older ones not closed, each with its zone."""
    rooms = []
    for centre_id in centres:
        centre = centre_for(db, centre_id, centres)
        zone = centre.time_zone if centre else "UTC"
        since = now - timedelta(days=1)
        rooms += [
            (line, zone)
            for line in sessions_of(db, centre_id)
            if line.session.opens_at >= since or line.session.state in OPEN
        ]
    return sorted(rooms, key=lambda pair: pair[0].session.opens_at)
