"""Entering candidates for a session, and withdrawing them."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.domain.digests import GENESIS
from app.domain.refusals import Reason, Refusal
from app.domain.timing import allowance
from app.services.entries import (
    enter_candidate,
    enter_candidates,
    enter_from_file,
    withdraw_entry,
)
from app.services.invigilation import print_slips, release_keycodes
from app.services.ledger import ledger_for
from app.store.audit import EventRow
from app.store.database import Database
from app.store.queries.candidates import candidates_not_entered
from app.store.queries.locks import lock_sitting
from app.store.queries.room import seated
from app.store.queries.sessions import entries_of, session_line, session_to_change
from app.store.queries.voids import voids_of
from app.store.record import record
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import KeycodeRow, PaperRow, SittingRow
from tests.cast import Cast
from tests.timetable import ADA, BEN, OPENS, THE_DAY_BEFORE, add, publish_sample, schedule


def scheduled(db: Session, cast: Cast) -> ExamSessionRow:
    """Schedule the Monday's session."""
    return db.get_one(ExamSessionRow, schedule(db, cast, publish_sample(db, cast)))


def enter(db: Session, cast: Cast, session: ExamSessionRow, candidate: UUID) -> SittingRow:
    """Enter a candidate on the day before."""
    id = enter_candidate(db, session.id, candidate, cast.cora, THE_DAY_BEFORE)
    return db.get_one(SittingRow, (session.centre_id, id))


def test_an_entry_brings_a_sitting_and_a_provisional_paper(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = scheduled(db, cast)
        candidate = add(db, cast)

        sitting = enter(db, cast, session, candidate)

        entry = db.get_one(EntryRow, sitting.entry_id)
        assert (entry.candidate_id, entry.entered_by) == (candidate, cast.cora)
        assert (sitting.state, sitting.last_digest, sitting.progress) == (
            "entered",
            GENESIS,
            ".....",
        )
        assert db.query(PaperRow).one().sitting_id == sitting.id


def test_nobody_is_entered_twice(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        enter(db, cast, session, candidate)

        with pytest.raises(Refusal) as refusal:
            enter(db, cast, session, candidate)

    assert refusal.value.reason is Reason.ALREADY_ENTERED


def test_a_candidate_of_another_centre_cannot_be_entered(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, stranger = scheduled(db, cast), add(db, cast, centre=cast.southport)

        with pytest.raises(Refusal) as refusal:
            enter(db, cast, session, stranger)

    assert refusal.value.reason is Reason.CANDIDATE_UNKNOWN


def test_one_stranger_among_many_enters_nobody(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, ada = scheduled(db, cast), add(db, cast)

        with pytest.raises(Refusal):
            enter_candidates(db, session.id, [ada, uuid4()], cast.cora, OPENS)

        assert entries_of(db, session) == []


@pytest.mark.parametrize("state", ["scheduled", "released", "started"])
def test_walk_ins_are_entered_until_the_session_is_closed(
    database: Database, cast: Cast, state: str
) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        session.state = state

        enter(db, cast, session, candidate)

        assert session_line(db, session).entered == 1


def test_nobody_is_entered_for_a_closed_session(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        session.state = "closed"

        with pytest.raises(Refusal) as refusal:
            enter(db, cast, session, candidate)

    assert refusal.value.reason is Reason.ENTRIES_CLOSED


def test_a_file_saves_candidates_and_enters_those_who_are_not_entered(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, ada = scheduled(db, cast), add(db, cast)
        enter(db, cast, session, ada)

        assert enter_from_file(db, session.id, [ADA, BEN], cast.cora, OPENS) == 1
        assert enter_from_file(db, session.id, [ADA, BEN], cast.cora, OPENS) == 0

        lines = entries_of(db, session)
        assert [line.candidate.number for line in lines] == ["0012", "0013"]
        assert [line.extra_time.percent for line in lines] == [25, 0]


def test_everyone_has_a_paper_of_their_own(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = scheduled(db, cast)
        details = [replace(BEN, number=f"{n:04}") for n in range(20)]

        enter_from_file(db, session.id, details, cast.cora, OPENS)

        digests = {row.digest for row in db.query(PaperRow)}
        assert len(digests) == 20


def test_a_withdrawn_entry_no_longer_stands(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)

        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

        assert entries_of(db, session) == []
        assert session_line(db, session).entered == 0
        assert [line.candidate.id for line in candidates_not_entered(db, session)] == [candidate]


def test_a_withdrawn_candidate_entered_again_keeps_sitting_and_paper(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

        assert enter(db, cast, session, candidate).id == sitting.id

        assert db.query(PaperRow).count() == 1
        assert len(entries_of(db, session)) == 1


def test_withdrawing_someone_who_was_let_in_takes_them_out_of_the_room(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        sitting.state, sitting.admitted_at, sitting.lease = "admitted", OPENS, "device"

        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

        assert (sitting.state, sitting.lease) == ("entered", "")
        assert sitting.admitted_at is None


def test_a_candidate_entered_again_may_use_another_computer(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        sitting.lease, sitting.leased_at, sitting.confirmed_at = "device", OPENS, OPENS

        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)
        enter(db, cast, session, candidate)

        line = entries_of(db, session)[0].sitting
        assert (line.lease, line.leased_at, line.confirmed_at) == ("", None, None)


@pytest.mark.parametrize("state", ["started", "submitted", "timed_out", "absent", "void"])
def test_nobody_is_withdrawn_after_the_start(database: Database, cast: Cast, state: str) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        sitting.state = state

        with pytest.raises(Refusal) as refusal:
            withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

    assert refusal.value.reason is Reason.MOVE_NOT_ALLOWED


def test_a_walk_in_after_the_keycodes_are_out_can_sit_at_once(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = scheduled(db, cast)
        enter(db, cast, session, add(db, cast, ADA))
        release_keycodes(db, session.id, cast.ivy, OPENS)

        sitting = enter(db, cast, session, add(db, cast, BEN))

        assert db.get_one(PaperRow, (sitting.centre_id, sitting.id, 1)).locked_at is not None
        assert allowance(ledger_for(db, sitting)) == timedelta(minutes=30)
        assert db.query(KeycodeRow).filter_by(sitting_id=sitting.id).count() == 1


def test_someone_withdrawn_and_entered_again_on_the_day_keeps_the_keycode(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        release_keycodes(db, session.id, cast.ivy, OPENS)
        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

        enter(db, cast, session, candidate)

        assert db.query(KeycodeRow).filter_by(sitting_id=sitting.id).count() == 1
        assert sitting.ledger_entries == 2


def test_a_walk_in_does_not_wait_for_someone_who_is_just_starting(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = scheduled(db, cast)
        ada = enter(db, cast, session, add(db, cast, ADA))
        ben = add(db, cast, BEN)
        release_keycodes(db, session.id, cast.ivy, OPENS)

    def walk_in() -> UUID:
        with database.begin() as db:
            return enter_candidate(db, session.id, ben, cast.cora, OPENS)

    with ThreadPoolExecutor() as beside:
        with database.begin() as db:
            lock_sitting(db, cast.northtown, ada.id)
            entering = beside.submit(walk_in)
            wait([entering], timeout=0.1 if database.is_sqlite else 20)
            assert database.is_sqlite or entering.done()
            record(db, "start_sitting", "sitting", ada.id, now=OPENS, centre=cast.northtown)
        assert entering.result() != ada.id


def test_a_session_is_read_anew_when_it_is_taken_to_be_changed(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        id = scheduled(db, cast).id
    with database.read() as db:
        before = db.get_one(ExamSessionRow, id)
        db.commit()
        with database.begin() as other:
            other.get_one(ExamSessionRow, id).state = "closed"

        assert session_to_change(db, id) is before

        assert before.state == "closed"


def test_entering_and_withdrawing_are_recorded_by_identifiers(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, candidate = scheduled(db, cast), add(db, cast)
        sitting = enter(db, cast, session, candidate)
        withdraw_entry(db, sitting.entry_id, cast.cora, OPENS)

        events = db.query(EventRow).filter_by(subject_id=sitting.id).order_by(EventRow.sequence)
        facts = {
            "session": str(session.id),
            "candidate": str(candidate),
            "entry": str(sitting.entry_id),
        }
        assert [(event.act, event.facts) for event in events] == [
            ("enter_candidate", facts),
            ("withdraw_entry", facts),
        ]


def test_every_list_of_a_room_has_one_order_shorter_numbers_first(
    database: Database, cast: Cast
) -> None:
    numbers = ["9", "10", "100", "0099"]
    people = [replace(BEN, number=number, given_names=number) for number in numbers]
    with database.begin() as db:
        session = scheduled(db, cast)
        enter_from_file(db, session.id, people[::-1], cast.cora, THE_DAY_BEFORE)
        release_keycodes(db, session.id, cast.ivy, OPENS)

        slips = print_slips(db, session.id, cast.ivy, OPENS)
        assert [line.candidate.number for line in entries_of(db, session)] == numbers
        assert [candidate.number for _, candidate in seated(db, session)] == numbers
        assert [slip.candidate_number for slip in slips] == numbers
        for line in entries_of(db, session):
            line.sitting.state = "void"
        assert [line.candidate.number for line in voids_of(db, session.id)] == numbers
