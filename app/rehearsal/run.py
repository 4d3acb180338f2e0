"""One rehearsal from the copy to the report."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.config import Settings
from app.domain.admission import Identity
from app.domain.refusals import Refusal
from app.domain.rehearsal import Finding, Phase, would_fail
from app.rehearsal.copying import Copy, make_copy
from app.rehearsal.driver import Candidate, Pace, Room, Seat
from app.rehearsal.facts import facts_of
from app.rehearsal.report import Conditions, Ending, make_report
from app.rehearsal.server import folder_of, remove_folder, serving
from app.services import invigilation
from app.services.rehearsals import note_progress, progress_of, test_under_way
from app.store.database import Database
from app.store.queries.rehearsals import needed_for, stored_bytes
from app.store.queries.sessions import entries_of
from app.store.room import RehearsalRow
from app.store.sessions import ExamSessionRow

TOLD_EVERY = 1.0  # seconds
ARRIVE_WITHIN = 300.0  # seconds after which those who are there begin without the others

Clock = Callable[[], datetime]
Told = Callable[[Phase, int, int], object]


class CalledOff(Exception):
    """A rehearsal that had to stop; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one rehearsal is held with: the installation, the pace, the clock, who is told."""

    database: Database
    settings: Settings
    rehearsal: UUID
    pace: Pace
    clock: Clock
    told: Told

    def tell(self, phase: Phase, done: int = 0, of: int = 0) -> None:
        """Tell how far it is. Raises CalledOff when it was deleted, or a live test has begun."""
        now = self.clock()
        self.told(phase, done, of)
        with self.database.begin() as db:
            if not note_progress(db, self.rehearsal, progress_of(phase, done, of, now)):
                raise CalledOff("It was deleted while it ran.")
            if test_under_way(db, now):
                raise CalledOff("A live test has begun, and the machine is needed for it.")


def run_rehearsal(stage: Stage) -> dict[str, Any]:
    """Hold a rehearsal that was begun and return its report; files stay until it is deleted.

    Raises CalledOff, and ServerDown when the copy cannot be served.
    """
    stage.tell(Phase.COPYING)
    folder = folder_of(stage.settings, stage.rehearsal)
    with _at_one_moment(stage.database) as db:
        row = db.get_one(RehearsalRow, stage.rehearsal)
        session, wanted = db.get_one(ExamSessionRow, row.session_id), row.candidates
        facts = facts_of(stage.database, db, stage.settings, session, stage.clock())
        planned, needed = would_fail(facts), needed_for(db, session.id)
    try:
        copy = make_copy(folder, needed, wanted, stage.clock())
    except Refusal as refusal:
        return _without_sittings(stage, planned, wanted, refusal)
    except BaseException:
        remove_folder(folder)
        raise
    return _Hall(stage, copy, wanted, max(0, wanted - len(needed.places))).hold(planned)


class _Hall:
    """The copy's session while it is held."""

    def __init__(self, stage: Stage, copy: Copy, wanted: int, invented: int) -> None:
        self._stage, self._copy, self._wanted, self._invented = stage, copy, wanted, invented
        self._room = Room()

    def hold(self, planned: Sequence[Finding]) -> dict[str, Any]:
        """Serve the copy, let everybody sit, and report."""
        stage, before = self._stage, self._size()
        stage.tell(Phase.SERVING)
        began = time.perf_counter()
        with serving(self._copy.folder, stage.settings.threads) as address:
            ready = time.perf_counter() - began
            database = Database(self._copy.url)
            try:
                seats = self._sit(database, address)
                ending = self._end(database)
            finally:
                database.close()
        conditions = Conditions(
            candidates=self._wanted,
            invented=self._invented,
            between=stage.pace.between,
            arrive=stage.pace.arrive,
            processors=os.cpu_count() or 1,
            copied_from="SQLite" if stage.database.is_sqlite else "PostgreSQL",
            server_ready=ready,
            copy_bytes=before,
            copy_bytes_after=self._size(),
        )
        return make_report(seats, conditions, ending, planned)

    def _sit(self, database: Database, address: str) -> list[Seat]:
        slips = self._open(database)
        candidates = [
            Candidate(
                Seat(place, f"{slip.given_names} {slip.family_name}", slip.seat),
                slip.keycode,
                address,
                self._stage.pace,
                self._room,
            )
            for place, slip in enumerate(slips, start=1)
        ]
        with ThreadPoolExecutor(len(candidates)) as threads:
            try:
                sitting = [threads.submit(each.sit) for each in candidates]
                self._watch(database, sitting)
            finally:
                self._room.stop.set()
        return [each.result() for each in sitting]

    def _open(self, database: Database) -> list[invigilation.Slip]:
        by, now = self._copy.invigilator, self._stage.clock()
        with database.begin() as db:
            invigilation.release_keycodes(db, self._copy.session, by, now)
            slips = invigilation.print_slips(db, self._copy.session, by, now)
        return sorted(slips, key=lambda slip: slip.candidate_number)

    def _watch(self, database: Database, sitting: Sequence[Future[Seat]]) -> None:
        """Tell how far it is, and say "start" as soon as everybody waits for it."""
        room, stage, until = self._room, self._stage, time.monotonic() + ARRIVE_WITHIN
        while room.waiting < len(sitting) and time.monotonic() < until:
            stage.tell(Phase.ARRIVING, room.waiting, len(sitting))
            room.stop.wait(TOLD_EVERY if room.waiting < len(sitting) else 0)
        stage.tell(Phase.STARTING, 0, len(sitting))
        self._start(database)
        room.start.set()
        while not all(each.done() for each in sitting):
            stage.tell(Phase.ANSWERING, room.over, len(sitting))
            room.stop.wait(TOLD_EVERY)
        stage.tell(Phase.CLOSING, room.over, len(sitting))

    def _start(self, database: Database) -> None:
        by, now = self._copy.invigilator, self._stage.clock()
        with database.begin() as db:
            sittings = list(self._sittings(db))
            invigilation.admit(db, self._copy.session, sittings, Identity.KNOWN, by, now)
            invigilation.start_session(db, self._copy.session, by, now)

    def _end(self, database: Database) -> Ending:
        refused = ""
        try:
            with database.begin() as db:
                by, now = self._copy.invigilator, self._stage.clock()
                invigilation.close_session(db, self._copy.session, by, now)
        except Refusal as refusal:
            refused = str(refusal)
        with database.read() as db:
            states: dict[str, int] = {}
            for state in self._sittings(db).values():
                states[state] = states.get(state, 0) + 1
        return Ending(states, refused)

    def _sittings(self, db: Session) -> dict[UUID, str]:
        session = db.get_one(ExamSessionRow, self._copy.session)
        return {line.sitting.id: line.sitting.state for line in entries_of(db, session)}

    def _size(self) -> int:
        database = Database(self._copy.url)
        try:
            with database.read() as db:
                return stored_bytes(db)
        finally:
            database.close()


def _without_sittings(
    stage: Stage, planned: Sequence[Finding], wanted: int, refusal: Refusal
) -> dict[str, Any]:
    """Report on the plan alone when not even a copy of the session can be opened."""
    conditions = Conditions(
        candidates=wanted,
        invented=0,
        between=stage.pace.between,
        arrive=stage.pace.arrive,
        processors=os.cpu_count() or 1,
        copied_from="SQLite" if stage.database.is_sqlite else "PostgreSQL",
        server_ready=0,
        copy_bytes=0,
        copy_bytes_after=0,
    )
    return make_report([], conditions, Ending({}, "" if planned else str(refusal)), planned)


@contextmanager
def _at_one_moment(database: Database) -> Iterator[Session]:
    """Open a transaction that reads everything as it is at one moment, on either database."""
    engine = database.engine
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine, expire_on_commit=False) as db:
        yield db
