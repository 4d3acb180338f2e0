"""A room as its page shows it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from app.domain.lockdown import Check
from app.domain.room import NOT_STARTED, Connection, Mark, RoomLine, Seen, room_line
from app.domain.silence import silent_after
from app.domain.sitting import SessionState
from app.services.keycodes import OPEN
from app.store.queries import room as queries
from app.store.queries.room_stamp import RoomStamp, room_stamp
from app.store.queries.sessions import (
    SessionLine,
    centre_for,
    session_for,
    session_line,
    sessions_of,
)
from app.store.sessions import ExamSessionRow
from app.web.candidate.saving import PULSE

STATE_WORDS = {
    Seen.EXPECTED: "Expected",
    Seen.WRONG_DETAILS: "Says: not my details",
    Seen.WAITING: "Waiting to be let in",
    Seen.ADMITTED: "Let in, not started",
    Seen.ANSWERING: "Answering",
    Seen.OFFLINE: "Offline",
    Seen.PAUSED: "Paused",
    Seen.REST_BREAK: "Rest break",
    Seen.ON_PAPER: "On paper",
    Seen.TIME_UP: "Time is up",
    Seen.FINISHED: "Handed in",
    Seen.ABSENT: "Absent",
    Seen.VOID: "Void",
}

MARK_WORDS = {
    Mark.UNHEARD: "Has not shown the pause yet",
    Mark.LEFT_ALONE: "Out of the room, alone",
    Mark.LEFT_ROOM: "Out of the room",
    Mark.BREAK_USED_UP: "Break time used up",
    Mark.INCIDENT: "Incident",
    Mark.LATE: "Came late",
}

CONNECTION_WORDS = {
    Connection.NONE: "–",
    Connection.HEARD: "Connected",
    Connection.SILENT: "No word since",
    Connection.FREE: "No computer",
}

# What came of looking for Safe Exam Browser, where staff have something to do or to know.
LOCKDOWN_WORDS: dict[str, str] = {
    Check.MISSING: "Not in Safe Exam Browser",
    Check.WRONG_KEY: "Safe Exam Browser with other settings",
    Check.TOO_OLD: "Safe Exam Browser shows no key: too old?",
    Check.WAIVED: "Without Safe Exam Browser",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNow:
    """How everybody in one session stands at one moment."""

    session: ExamSessionRow
    zone: str
    lines: tuple[RoomLine, ...]
    late_answers: int
    late_candidates: int
    stamp: RoomStamp
    now: datetime

    @property
    def state(self) -> SessionState:
        """How the session stands."""
        return SessionState(self.session.state)

    @property
    def still_answering(self) -> int:
        """How many have started and still have time."""
        return sum(line.running for line in self.lines)

    @property
    def never_started(self) -> int:
        """How many would be marked absent if the session were closed now."""
        return sum(line.seen in NOT_STARTED for line in self.lines)

    def lockdown_words(self, line: RoomLine) -> str:
        """Say what is amiss with a candidate's browser; nothing when all is well."""
        return LOCKDOWN_WORDS.get(line.facts.lockdown, "")

    def words(self, line: RoomLine) -> str:
        """Say how a candidate stands."""
        return STATE_WORDS[line.seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(RoomNow):
    """One session with the lines of its candidates."""

    heading: SessionLine
    centre_number: str
    centre_name: str

    @property
    def can_open(self) -> bool:
        """Whether the keycodes may be given out now."""
        inside = self.session.opens_at <= self.now <= self.session.latest_start_at
        return self.state is SessionState.SCHEDULED and inside


def silence_now() -> timedelta:
    """Return how long a device may be silent, as often as devices are asked to report now."""
    return silent_after(current_app.extensions[PULSE].seconds)


def stamp_now(db: Session, sessions: Collection[ExamSessionRow], now: datetime) -> RoomStamp:
    """Return what tells this moment of some rooms from another; read it before the rooms."""
    return room_stamp(db, sessions, now - silence_now())


def lines_now(
    db: Session, sessions: Collection[ExamSessionRow], now: datetime
) -> dict[UUID, tuple[RoomLine, ...]]:
    """Return how everybody in some sessions stands, by session."""
    silence = silence_now()
    facts = queries.facts_of_rooms(db, sessions, queries.items_of(db, sessions))
    return {
        session: tuple(room_line(fact, now, silence) for fact in found)
        for session, found in facts.items()
    }


def room_now(
    db: Session, session: ExamSessionRow, stamp: RoomStamp, zone: str, now: datetime
) -> RoomNow:
    """Return how everybody in a session stands."""
    return RoomNow(**_now(db, session, stamp, zone, now))


def room_for(
    db: Session, session_id: UUID, centres: Collection[UUID], now: datetime
) -> Room | None:
    """Return a room of one of the centres; None for a stranger's."""
    session = session_for(db, session_id, centres)
    centre = centre_for(db, session.centre_id, centres) if session else None
    if session is None or centre is None:
        return None
    return Room(
        heading=session_line(db, session),
        centre_number=centre.number,
        centre_name=centre.name,
        **_now(db, session, stamp_now(db, [session], now), centre.time_zone, now),
    )


def _now(
    db: Session, session: ExamSessionRow, stamp: RoomStamp, zone: str, now: datetime
) -> dict[str, Any]:
    late, candidates = queries.late_counts(db, session) if stamp.late else (0, 0)
    return {
        "session": session,
        "zone": zone,
        "lines": lines_now(db, [session], now)[session.id],
        "late_answers": late,
        "late_candidates": candidates,
        "stamp": stamp,
        "now": now,
    }


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
