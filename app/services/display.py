"""The room display: what anybody in the room may see, found by the code in its address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.display import is_display_code, sessions_to_try, standard_finish
from app.domain.keycode import normalise
from app.domain.sitting import SessionState
from app.store.organisations import CentreRow
from app.store.queries import display as queries
from app.store.queries.sessions import session_line
from app.store.queries.stops import stops_of
from app.store.sessions import ExamSessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What a room display shows. Nothing of a candidate is among it.

    `start` and `finish` are None until the test has started, `stopped_at` while clocks may run.
    A stop that goes on moves `finish` only when it is over.
    """

    centre_number: str
    room: str
    title: str
    minutes: int
    zone: str
    opens_at: datetime
    start: datetime | None
    finish: datetime | None
    stopped_at: datetime | None
    closed: bool

    @property
    def moves_since(self) -> datetime | None:
        """Since when a stop that goes on moves the finish; None while it stands as it is."""
        stop, finish = self.stopped_at, self.finish
        return stop if stop and finish and stop < finish else None


def find_display(db: Session, typed: str, now: datetime) -> Display | None:
    """Return the display that the code of an address leads to; None where it leads nowhere."""
    code = normalise(typed)
    span = sessions_to_try(code)
    found = queries.sessions_between(db, *span) if span else ()
    session = next((s for s in found if is_display_code(code, s.secret, s.id)), None)
    return display_of(db, session, now) if session else None


def display_of(db: Session, session: ExamSessionRow, now: datetime) -> Display:
    """Return what the room display of a session shows; what is printed says the same times."""
    line, centre = session_line(db, session), db.get_one(CentreRow, session.centre_id)
    closed = session.state == SessionState.CLOSED
    return Display(
        centre_number=centre.number,
        room=session.room,
        title=line.title,
        minutes=line.minutes,
        zone=centre.time_zone,
        opens_at=session.opens_at,
        start=session.started_at,
        finish=_finish(db, session, line.minutes, now),
        stopped_at=None if closed else session.clocks_stopped_at,
        closed=closed,
    )


def _finish(db: Session, session: ExamSessionRow, minutes: int, now: datetime) -> datetime | None:
    if session.started_at is None:
        return None
    until = session.clocks_stopped_at or now
    stops = [(begin, end or until) for begin, end in stops_of(db, session)]
    return standard_finish(session.started_at, timedelta(minutes=minutes), stops, until)
