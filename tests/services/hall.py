"""A hall with a started sitting for every story, on one database."""

from dataclasses import dataclass, field
from itertools import count
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.admission import Identity
from app.domain.candidate import CandidateDetails
from app.services import invigilation
from app.services.entries import enter_from_file
from app.store.answer_log import AnswerLog
from app.store.database import Database
from app.store.queries.sessions import entries_of
from app.store.sessions import ExamSessionRow
from tests.cast import Cast, make_cast
from tests.stories import paper_of
from tests.timetable import OPENS, THE_DAY_BEFORE, publish_sample, schedule

A_ROOM = 50


@dataclass(frozen=True)
class Seat:
    """One candidate's sitting, admitted, and the letters of its paper in the order shown."""

    session: UUID
    sitting: UUID
    orders: tuple[str, ...]


@dataclass
class Hall:
    """Sessions of half an hour that began at nine; a new room is opened when all seats are used."""

    database: Database
    cast: Cast
    version: UUID
    log: AnswerLog
    free: list[Seat] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)
    seats: int = A_ROOM

    @property
    def centre(self) -> UUID:
        """The centre it is at."""
        return self.cast.northtown

    def take(self) -> Seat:
        """Return a seat nobody had before."""
        if not self.free:
            with self.database.begin() as db:
                self._open_room(db)
        return self.free.pop()

    def _open_room(self, db: Session) -> None:
        session = schedule(db, self.cast, self.version)
        people = [
            CandidateDetails(f"{next(self.numbers):05}", "Lee", "Pat") for _ in range(self.seats)
        ]
        enter_from_file(db, session, people, self.cast.cora, THE_DAY_BEFORE)
        invigilation.release_keycodes(db, session, self.cast.ivy, OPENS)
        rows = [line.sitting for line in entries_of(db, db.get_one(ExamSessionRow, session))]
        invigilation.admit(
            db, session, [row.id for row in rows], Identity.KNOWN, self.cast.ivy, OPENS
        )
        invigilation.start_session(db, session, self.cast.ivy, OPENS)
        for row in rows:
            items = paper_of(db, row).items
            self.free.append(Seat(session, row.id, tuple(item.options for item in items)))


def a_hall(database: Database, seats: int = A_ROOM) -> Hall:
    """Publish what is sat, in rooms of so many seats."""
    with database.begin() as db:
        cast = make_cast(db)
        version = publish_sample(db, cast)
    return Hall(database, cast, version, AnswerLog(database.is_sqlite), seats=seats)
