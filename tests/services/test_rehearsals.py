"""Rehearsals as the installation knows of them."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.refusals import Reason
from app.domain.rehearsal import Phase
from app.services import invigilation
from app.services.rehearsals import (
    begin_rehearsal,
    delete_rehearsal,
    end_rehearsal,
    note_progress,
    progress_of,
    rehearsal_state,
)
from app.store.audit import EventRow
from app.store.database import Database
from app.store.room import RehearsalRow
from tests.cast import Cast
from tests.stories import refused
from tests.timetable import LATEST_FINISH, OPENS, THE_DAY_BEFORE, publish_sample, schedule


@pytest.fixture
def session(database: Database, cast: Cast) -> UUID:
    with database.begin() as db:
        return schedule(db, cast, publish_sample(db, cast))


def begin(database: Database, cast: Cast, session: UUID, now: datetime = THE_DAY_BEFORE) -> UUID:
    with database.begin() as db:
        return begin_rehearsal(db, session, 30, cast.cora, now)


def row_of(database: Database, rehearsal: UUID) -> RehearsalRow:
    with database.read() as db:
        return db.get_one(RehearsalRow, rehearsal)


def start(database: Database, cast: Cast, session: UUID) -> None:
    with database.begin() as db:
        invigilation.release_keycodes(db, session, cast.ivy, OPENS)
        invigilation.start_session(db, session, cast.ivy, OPENS)


def test_it_runs_until_it_says_what_it_showed(
    database: Database, cast: Cast, session: UUID
) -> None:
    id = begin(database, cast, session)
    later = THE_DAY_BEFORE + timedelta(minutes=2)

    with database.begin() as db:
        assert note_progress(db, id, progress_of(Phase.ANSWERING, 3, 30, later))
    assert rehearsal_state(row_of(database, id), later) == "running"
    with database.begin() as db:
        end_rehearsal(db, id, {"counts": {}}, later)

    row = row_of(database, id)
    assert (row.state, row.report, row.finished_at) == ("done", {"counts": {}}, later)
    with database.begin() as db:
        assert not note_progress(db, id, progress_of(Phase.ANSWERING, 4, 30, later))


def test_one_whose_process_died_is_told_by_its_silence_and_holds_no_other_up(
    database: Database, cast: Cast, session: UUID
) -> None:
    id = begin(database, cast, session)
    later = THE_DAY_BEFORE + timedelta(minutes=2)

    assert rehearsal_state(row_of(database, id), later) == "lost"
    begin(database, cast, session, later)


def test_two_at_once_are_refused(database: Database, cast: Cast, session: UUID) -> None:
    begin(database, cast, session)

    with refused(Reason.REHEARSAL_RUNNING):
        begin(database, cast, session)


def test_a_session_that_has_started_is_not_rehearsed(
    database: Database, cast: Cast, session: UUID
) -> None:
    start(database, cast, session)

    with refused(Reason.REHEARSAL_TOO_LATE):
        begin(database, cast, session, OPENS)


def test_no_rehearsal_takes_the_machine_from_a_live_test(
    database: Database, cast: Cast, session: UUID
) -> None:
    with database.begin() as db:
        other = schedule(db, cast, publish_sample(db, cast), room="Room 5")
    start(database, cast, session)

    with refused(Reason.REHEARSAL_DURING_TEST):
        begin(database, cast, other, OPENS)
    begin(database, cast, other, LATEST_FINISH + timedelta(days=1))  # nobody closed it


def test_deleting_one_leaves_one_line_and_a_second_time_nothing(
    database: Database, cast: Cast, session: UUID
) -> None:
    id = begin(database, cast, session)

    for _ in range(2):
        with database.begin() as db:
            delete_rehearsal(db, id, cast.cora, THE_DAY_BEFORE, 4096)

    with database.read() as db:
        assert db.get(RehearsalRow, id) is None
        [event] = db.query(EventRow).filter(EventRow.act.contains("rehearsal"))
    assert (event.act, event.by_id, event.facts["bytes"]) == ("delete_rehearsal", cast.cora, 4096)
    with database.begin() as db:
        assert not note_progress(db, id, {})
        end_rehearsal(db, id, {}, THE_DAY_BEFORE)  # a process that notices late
