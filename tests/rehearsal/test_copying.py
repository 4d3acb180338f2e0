"""The copy that a rehearsal is held on."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.candidate import CandidateDetails
from app.domain.keycode import keycode_for
from app.domain.waiver import Waiver
from app.rehearsal.copying import Copy, make_copy
from app.services import invigilation
from app.services.entries import enter_from_file
from app.store.candidates import CandidateRow
from app.store.content import ItemRow, ItemVersionRow
from app.store.database import Database
from app.store.queries.rehearsals import needed_for
from app.store.queries.sessions import entries_of
from app.store.rows import Base
from app.store.sessions import ExamSessionRow
from tests.cast import CANARY, Cast, sample_bank
from tests.services.published import publish, with_first
from tests.timetable import ADA, BEN, SECRET, THE_DAY_BEFORE, publish_sample, schedule

WAIVED = Waiver("L12", "Set aside for a reason")
REAL = (
    "Adeyemi", "9276308686", "Beck", "Sample question", "Answer a of", CANARY, WAIVED.reason,
    "Cora", "Ivy",
)  # fmt: skip


@pytest.fixture
def session(database: Database, cast: Cast) -> UUID:
    with database.begin() as db:
        id = schedule(db, cast, publish_sample(db, cast))
        enter_from_file(db, id, [ADA, BEN], cast.cora, THE_DAY_BEFORE)
        lines = entries_of(db, db.get_one(ExamSessionRow, id))
        lines[0].sitting.seat = "A1"
    publish(
        database, cast, replace(with_first(sample_bank(), waivers=(WAIVED,)), waivers=(WAIVED,))
    )
    return id


def copied(database: Database, session: UUID, folder: Path, candidates: int = 3) -> Copy:
    with database.read() as db:
        return make_copy(folder, needed_for(db, session), candidates, THE_DAY_BEFORE)


def test_no_real_name_question_or_key_is_in_the_copys_files(
    database: Database, session: UUID, tmp_path: Path
) -> None:
    copied(database, session, tmp_path / "copy")

    held = b"".join(path.read_bytes() for path in (tmp_path / "copy").iterdir())
    assert b"Pretend 1" in held
    assert [text for text in REAL if text.encode() in held] == []
    assert SECRET not in held


def test_items_keep_what_papers_are_drawn_by(
    database: Database, session: UUID, tmp_path: Path
) -> None:
    copy = Database(copied(database, session, tmp_path / "copy").url)

    def drawn_by(of: Database) -> list[tuple[object, ...]]:
        with of.read() as db:
            query = select(
                ItemRow.code,
                ItemVersionRow.id,
                ItemVersionRow.version,
                ItemVersionRow.criterion,
                ItemVersionRow.facility,
                ItemVersionRow.status,
            ).join_from(ItemRow, ItemVersionRow)
            return sorted(tuple(row) for row in db.execute(query))

    assert drawn_by(copy) == drawn_by(database)
    copy.close()


def test_extra_time_and_seats_are_kept_and_others_are_invented(
    database: Database, session: UUID, tmp_path: Path
) -> None:
    copy = Database(copied(database, session, tmp_path / "copy").url)

    with copy.read() as db:
        lines = entries_of(db, db.get_one(ExamSessionRow, session))
        assert [line.extra_time.percent for line in lines] == [25, 0, 0]
        assert [line.sitting.seat for line in lines] == ["A1", "(2)", "(3)"]
    copy.close()


def test_fewer_candidates_than_are_entered_can_be_played(
    database: Database, session: UUID, tmp_path: Path
) -> None:
    copy = Database(copied(database, session, tmp_path / "copy", candidates=1).url)

    with copy.read() as db:
        assert len(db.scalars(select(CandidateRow)).all()) == 1
    copy.close()


def test_the_session_is_a_rehearsal_that_can_be_opened_now_with_other_keycodes(
    database: Database, session: UUID, tmp_path: Path
) -> None:
    made = copied(database, session, tmp_path / "copy")
    copy, now = Database(made.url), THE_DAY_BEFORE + timedelta(minutes=1)

    with copy.begin() as db:
        row = db.get_one(ExamSessionRow, session)
        assert row.kind == "rehearsal"
        assert invigilation.release_keycodes(db, session, made.invigilator, now) == 3
        slips = invigilation.print_slips(db, session, made.invigilator, now)
    real = {keycode_for(SECRET, str(slip.sitting)) for slip in slips}
    assert not real & {slip.keycode for slip in slips}
    copy.close()


def test_a_session_under_which_much_has_happened_is_copied_as_if_nothing_had(
    database: Database, cast: Cast, session: UUID, tmp_path: Path
) -> None:
    opens = THE_DAY_BEFORE + timedelta(days=1)
    with database.begin() as db:
        invigilation.release_keycodes(db, session, cast.ivy, opens)
        late = [CandidateDetails("0014", "Cole", "C.")]
        enter_from_file(db, session, late, cast.cora, opens)

    copy = Database(copied(database, session, tmp_path / "copy").url)

    empty = ("approval", "response", "result", "time_entry", "keycode", "room_message")
    with copy.read() as db:
        assert db.get_one(ExamSessionRow, session).state == "scheduled"
        for name in empty:
            assert db.execute(select(Base.metadata.tables[name])).first() is None, name
    copy.close()
