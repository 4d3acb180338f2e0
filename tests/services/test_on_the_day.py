"""On the day, in an open room: who comes, goes, or is called otherwise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails
from app.domain.keycode import fast_hash
from app.domain.on_the_day import NameReason, TransferReason, WithdrawalReason
from app.domain.refusals import Reason, Refusal
from app.domain.session_record import reconcile
from app.domain.sitting import SittingState
from app.domain.timing import allowance
from app.services import invigilation, on_the_day
from app.services.ledger import ledger_for
from app.services.session_record import session_counts
from app.store.audit import EventRow
from app.store.candidates import CandidateRow
from app.store.content import SpecificationVersionRow
from app.store.database import Database
from app.store.queries.sessions import EntryLine, entries_of, invigilators_of
from app.store.queries.sittings import sitting_behind
from app.store.room import RoomReasonRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PaperRow, SittingRow
from tests.cast import Cast, sample_specification
from tests.conftest import Clock
from tests.stories import StorySession, a_session, start
from tests.timetable import ADA, BEN, OPENS, THE_DAY_BEFORE, add, schedule

CLEO = CandidateDetails("0099", "Cole", "Cleo", date(2008, 1, 2), "9276308686")
Act = Callable[..., Any]


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    return a_session(database, cast, clock)


def lines(db: Session, session: UUID) -> list[EntryLine]:
    """Return who is entered."""
    return list(entries_of(db, db.get_one(ExamSessionRow, session)))


def everything(database: Database) -> dict[str, int]:
    """Count what the acts of the day write."""
    tables = (CandidateRow, EntryRow, SittingRow, PaperRow, EventRow, RoomReasonRow)
    with database.read() as db:
        standing = db.query(EntryRow).filter(EntryRow.withdrawn_at.is_(None)).count()
        return {each.__tablename__: db.query(each).count() for each in tables} | {"stand": standing}


def refused(story: StorySession, act: Act, *args: Any) -> Reason:
    """Return why an act is refused, having changed nothing."""
    before = everything(story.database)
    with pytest.raises(Refusal) as refusal:
        story.do(act, *args)
    assert everything(story.database) == before
    return refusal.value.reason


def elsewhere(story: StorySession, **other: Any) -> UUID:
    """Schedule another session of the same test, in the afternoon."""
    later = {
        "opens_at": OPENS + timedelta(hours=4),
        "latest_start_at": OPENS + timedelta(hours=5),
        "latest_finish_at": OPENS + timedelta(hours=6),
        "room": "Room 9",
        "secret": bytes(32),
    }
    with story.database.begin() as db:
        return schedule(db, story.cast, story.specification_version, **(later | other))


# Walking in


def test_somebody_on_the_list_is_entered_with_a_locked_paper_and_a_keycode(
    story: StorySession,
) -> None:
    with story.database.begin() as db:
        candidate = add(db, story.cast, CLEO)

    came = story.do(on_the_day.enter_walk_in, candidate)

    with story.database.read() as db:
        sitting = next(
            line.sitting for line in lines(db, story.session) if line.candidate.id == candidate
        )
        paper = db.get_one(PaperRow, (story.centre, sitting.id, 1))
        assert paper.locked_at == story.clock.now
        assert came.slip.sitting == sitting.id
        behind = sitting_behind(db, fast_hash(came.slip.keycode))
        assert behind is not None
        assert behind.sitting.id == sitting.id
    [event] = story.events("walk_in")
    assert (event.subject_id, event.by_id) == (sitting.id, story.cast.ivy)
    assert event.facts["candidate"] == str(candidate)
    assert event.facts["added"] is False
    assert event.facts["keycode_shown"] is True


def test_somebody_new_is_put_on_the_list_and_entered_as_one_act(story: StorySession) -> None:
    came = story.do(on_the_day.add_walk_in, replace(CLEO, uln=None), sure=False)

    with story.database.read() as db:
        row = db.query(CandidateRow).filter_by(number="0099").one()
        assert (row.centre_id, row.date_of_birth) == (story.centre, date(2008, 1, 2))
    assert came.slip is not None
    [event] = story.events("walk_in")
    assert event.facts["added"] is True
    assert story.events("save_candidate") == []
    assert "Cole" not in str(event.facts)


def test_before_the_keycodes_are_out_a_walk_in_gets_one_with_everybody_else(
    story: StorySession,
) -> None:
    later = elsewhere(story)
    with story.database.begin() as db:
        came = on_the_day.add_walk_in(
            db, later, replace(CLEO, uln=None), False, story.cast.ivy, story.clock.now
        )

    assert came.slip is None
    assert story.events("walk_in")[0].facts["keycode_shown"] is False


@pytest.mark.parametrize(
    "likeness",
    [
        {"number": "0500"},
        {"number": "0500", "family_name": "Other", "given_names": "Someone"},  # the same ULN
        {"number": "0500", "uln": None, "family_name": "ADEYEMI", "given_names": "ada"},
        {"number": "0500", "uln": None, "date_of_birth": None},
    ],
)
def test_somebody_very_like_one_on_the_list_is_pointed_out_before_anything_is_written(
    story: StorySession, likeness: dict[str, Any]
) -> None:
    twin = replace(ADA, extra_time_percent=0, **likeness)

    assert refused(story, on_the_day.add_walk_in, twin, False) is Reason.POSSIBLE_DUPLICATE

    assert story.do(on_the_day.add_walk_in, twin, True).slip is not None


@pytest.mark.parametrize(
    "unlike",
    [
        {"date_of_birth": date(2008, 5, 4)},
        {"given_names": "Adam"},
        {"family_name": "Adeyem"},
    ],
)
def test_somebody_else_of_a_like_name_is_not_held_up(
    story: StorySession, unlike: dict[str, Any]
) -> None:
    other = replace(ADA, number="0500", uln=None, extra_time_percent=0, **unlike)

    assert story.do(on_the_day.add_walk_in, other, False).slip is not None


def test_a_number_on_the_list_and_somebody_entered_already_are_refused(
    story: StorySession,
) -> None:
    taken = replace(CLEO, number=BEN.number, uln=None)
    with story.database.read() as db:
        ben = lines(db, story.session)[1].candidate.id

    assert refused(story, on_the_day.add_walk_in, taken, True) is Reason.NUMBER_TAKEN
    assert refused(story, on_the_day.enter_walk_in, ben) is Reason.ALREADY_ENTERED


def test_a_candidate_of_another_centre_and_one_there_is_not_are_refused(
    story: StorySession,
) -> None:
    with story.database.begin() as db:
        stranger = add(db, story.cast, CLEO, centre=story.cast.southport)

    assert refused(story, on_the_day.enter_walk_in, stranger) is Reason.CANDIDATE_UNKNOWN
    assert refused(story, on_the_day.enter_walk_in, uuid4()) is Reason.CANDIDATE_UNKNOWN


def test_what_is_known_of_the_candidate_counts_for_the_walk_in(story: StorySession) -> None:
    with story.database.begin() as db:
        candidate = add(db, story.cast, replace(CLEO, extra_time_percent=50))

    story.do(on_the_day.enter_walk_in, candidate)

    with story.database.read() as db:
        sitting = lines(db, story.session)[-1].sitting
        assert allowance(ledger_for(db, sitting)) == timedelta(minutes=45)


# Names


def test_a_name_is_put_right_and_the_record_says_which_fields_and_no_names(
    story: StorySession,
) -> None:
    story.begin()
    start(story, 1)
    paper = story.papers[1]

    changed = story.do(
        on_the_day.correct_name,
        story.sittings[1],
        ("Becker", "Ben", date(2008, 2, 3)),
        NameReason.MISSPELT,
        words="As on the passport",
    )

    assert changed == ["family_name", "date_of_birth"]
    with story.database.read() as db:
        line = lines(db, story.session)[1]
        assert (line.candidate.family_name, line.candidate.number) == ("Becker", "0013")
        assert db.query(RoomReasonRow).one().text == "As on the passport"
    assert story.sitting(1).state == "started"
    assert story.papers[1] == paper
    [event] = story.events("correct_name")
    assert event.facts["fields"] == ["family_name", "date_of_birth"]
    assert event.facts["reason"] == "misspelt"
    assert not {"Becker", "Beck", "2008", "passport"} & set(str(event.facts).split("'"))


def test_a_name_that_is_right_already_leaves_no_trace(story: StorySession) -> None:
    before = everything(story.database)

    right = ("Beck", "Ben", None)
    assert story.do(on_the_day.correct_name, story.sittings[1], right, NameReason.ORDER) == []

    assert everything(story.database) == before


# Withdrawing


def test_a_candidate_is_withdrawn_with_a_reason_until_the_sitting_starts(
    story: StorySession,
) -> None:
    story.begin()
    story.do(
        on_the_day.withdraw_from_room, story.sittings[1], WithdrawalReason.UNWELL, words="Went home"
    )

    with story.database.read() as db:
        assert [line.candidate.number for line in lines(db, story.session)] == ["0012"]
        assert sitting_behind(db, fast_hash(story.keycodes[1])) is None
        assert db.query(RoomReasonRow).one().act == "withdraw_entry"
    [event] = story.events("withdraw_entry")
    assert event.facts["reason"] == "unwell"

    start(story, 0)
    reason = WithdrawalReason.OTHER
    act = on_the_day.withdraw_from_room
    assert refused(story, act, story.sittings[0], reason) is Reason.MOVE_NOT_ALLOWED
    assert refused(story, act, story.sittings[1], reason) is Reason.NOT_ENTERED_HERE


# Transferring


def test_a_transfer_leaves_here_arrives_there_and_is_one_event_that_names_both(
    story: StorySession,
) -> None:
    later = elsewhere(story)

    went = story.do(
        on_the_day.transfer_entry, story.sittings[0], later, TransferReason.LATE, words="The bus"
    )

    with story.database.read() as db:
        assert [line.candidate.number for line in lines(db, story.session)] == ["0013"]
        [there] = lines(db, later)
        assert there.candidate.number == "0012"
        left = db.query(EntryRow).filter(EntryRow.withdrawn_at.is_not(None)).one()
        assert left.transferred_to_id == there.entry.id
    assert went.slip is None  # its keycodes are not out
    [event] = story.events("transfer_entry")
    assert event.subject_id == story.sittings[0]
    assert event.facts["session"] == str(story.session)
    assert event.facts["to_session"] == str(later)
    assert event.facts["to_entry"] == str(there.entry.id)
    assert event.facts["reason"] == "late"
    assert story.events("withdraw_entry") == []


def test_extra_time_follows_into_a_session_whose_keycodes_are_out(story: StorySession) -> None:
    from app.services.invigilation import release_keycodes

    other = elsewhere(story, opens_at=OPENS)
    with story.database.begin() as db:
        release_keycodes(db, other, story.cast.ivy, story.clock.now)

    went = story.do(on_the_day.transfer_entry, story.sittings[0], other, TransferReason.ROOM)

    with story.database.read() as db:
        [there] = lines(db, other)
        assert allowance(ledger_for(db, there.sitting)) == timedelta(minutes=37, seconds=30)
        assert db.get_one(PaperRow, (story.centre, there.sitting.id, 1)).locked_at
        assert sitting_behind(db, fast_hash(went.slip.keycode)).sitting.id == there.sitting.id  # type: ignore[union-attr]
        assert sitting_behind(db, fast_hash(story.keycodes[0])) is None


def test_who_went_can_come_back(story: StorySession) -> None:
    later = elsewhere(story)
    story.do(on_the_day.transfer_entry, story.sittings[0], later, TransferReason.LATE)
    with story.database.begin() as db:
        [there] = lines(db, later)
        on_the_day.transfer_entry(
            db,
            later,
            there.sitting.id,
            story.session,
            TransferReason.WRONG_SESSION,
            story.cast.ivy,
            story.clock.now,
        )

    with story.database.read() as db:
        back = lines(db, story.session)[0]
        assert back.sitting.id == story.sittings[0]
        assert back.entry.transferred_to_id is None
        assert lines(db, later) == []


def test_another_version_of_the_test_will_do_and_another_test_will_not(
    story: StorySession,
) -> None:
    from app.services.publishing import publish_specification

    cast = story.cast
    with story.database.begin() as db:
        newer = publish_specification(
            db,
            cast.body,
            replace(sample_specification(), minutes=40),
            cast.edgar,
            THE_DAY_BEFORE,
            approved_by=cast.olga,
        )
        other = publish_specification(
            db,
            cast.body,
            replace(sample_specification(), id="other", title="Another test"),
            cast.edgar,
            THE_DAY_BEFORE,
            approved_by=cast.olga,
        )
        versions = db.query(SpecificationVersionRow)
        assert len({row.specification_id for row in versions}) == 2
    late = TransferReason.LATE
    unlike = elsewhere(story, specification_version_id=other)
    act = on_the_day.transfer_entry
    assert refused(story, act, story.sittings[0], unlike, late) is Reason.TRANSFER_ELSEWHERE

    same = elsewhere(story, specification_version_id=newer)
    story.do(act, story.sittings[0], same, late)

    with story.database.read() as db:
        assert [line.candidate.number for line in lines(db, same)] == ["0012"]


def test_a_transfer_is_refused_once_started_to_where_it_cannot_go_and_twice(
    story: StorySession,
) -> None:
    act, late = on_the_day.transfer_entry, TransferReason.LATE
    later, past = elsewhere(story), elsewhere(story)
    with story.database.begin() as db:
        row = db.get_one(ExamSessionRow, past)
        row.opens_at, row.latest_start_at = OPENS - timedelta(2), OPENS - timedelta(1)
        foreign = schedule(
            db, story.cast, story.specification_version, centre_id=story.cast.southport,
            invigilators=[],
        )  # fmt: skip
    ada, ben = story.sittings

    assert refused(story, act, ada, story.session, late) is Reason.TRANSFER_ELSEWHERE
    assert refused(story, act, ada, foreign, late) is Reason.TRANSFER_ELSEWHERE
    assert refused(story, act, ada, past, late) is Reason.TRANSFER_TOO_LATE
    story.do(act, ben, later, late)
    assert refused(story, act, ben, later, late) is Reason.NOT_ENTERED_HERE
    with story.database.begin() as db:
        ada_there = lines(db, story.session)[0].candidate.id
        on_the_day.enter_walk_in(db, later, ada_there, story.cast.ivy, story.clock.now)
    assert refused(story, act, ada, later, late) is Reason.ALREADY_ENTERED
    story.begin()
    start(story, 0)
    third = elsewhere(story)
    assert refused(story, act, ada, third, late) is Reason.MOVE_NOT_ALLOWED
    with story.database.begin() as db:
        db.get_one(ExamSessionRow, third).state = "closed"
    assert refused(story, act, ada, third, late) is Reason.ENTRIES_CLOSED


def test_who_was_marked_absent_is_transferred_and_the_first_register_adds_up(
    story: StorySession,
) -> None:
    later = elsewhere(story)
    ada, ben = story.sittings
    story.do(invigilation.mark_absent, [ada, ben])

    story.do(on_the_day.transfer_entry, ada, later, TransferReason.LATE)

    assert story.sitting(0).state == SittingState.ENTERED
    with story.database.begin() as db:
        assert [line.candidate.number for line in lines(db, later)] == ["0012"]
        invigilation.close_session(db, story.session, story.cast.ivy, story.clock.now)
        counts = session_counts(db, db.get_one(ExamSessionRow, story.session))
        assert reconcile(counts) == ()
        assert (counts.entered, counts.transferred, counts.absent) == (2, 1, 1)


def test_who_was_absent_and_transferred_can_come_back_and_sit(story: StorySession) -> None:
    later = elsewhere(story)
    story.do(invigilation.mark_absent, story.sittings[:1])
    story.do(on_the_day.transfer_entry, story.sittings[0], later, TransferReason.LATE)
    with story.database.begin() as db:
        [there] = lines(db, later)
        back, by, now = TransferReason.WRONG_SESSION, story.cast.ivy, story.clock.tick(minutes=1)
        on_the_day.transfer_entry(db, later, there.sitting.id, story.session, back, by, now)

    story.begin()
    start(story, 0)

    assert story.sitting(0).state == SittingState.STARTED
    with story.database.read() as db:
        counts = session_counts(db, story.row())
        assert (counts.entered, counts.admitted, counts.transferred) == (2, 2, 0)


def test_nobody_absent_is_transferred_out_of_a_closed_session(story: StorySession) -> None:
    later = elsewhere(story)
    story.close()
    assert story.sitting(0).state == SittingState.ABSENT

    act, late = on_the_day.transfer_entry, TransferReason.LATE
    assert refused(story, act, story.sittings[0], later, late) is Reason.ENTRIES_CLOSED


@pytest.mark.parametrize("alone", [False, True])
def test_who_was_out_of_the_room_and_is_withdrawn_comes_back_as_if_nobody_had_been_there(
    story: StorySession, alone: bool
) -> None:
    story.begin()
    story.do(invigilation.leave_room, story.sittings[1:], alone)
    story.do(on_the_day.withdraw_from_room, story.sittings[1], WithdrawalReason.UNWELL)

    with story.database.read() as db:
        ben = db.query(CandidateRow).filter_by(number="0013").one().id
    story.do(on_the_day.enter_walk_in, ben)

    row = story.sitting(1)
    assert (row.state, row.left_at, row.left_alone) == ("entered", None, False)


# A second invigilator


def test_a_second_invigilator_is_named_once_and_only_one_of_the_centre(
    story: StorySession,
) -> None:
    from app.domain.roles import Grant, Role
    from app.services.people import make_person

    with story.database.begin() as db:
        place = Grant(Role.INVIGILATOR, story.cast.body, story.centre)
        iris = make_person(db, "Iris", "iris@example.org", [place], None, THE_DAY_BEFORE)

    assert story.do(on_the_day.name_invigilator, iris)
    assert not story.do(on_the_day.name_invigilator, iris)

    with story.database.read() as db:
        named = invigilators_of(db, db.get_one(ExamSessionRow, story.session))
        assert [person.name for person in named] == ["Iris", "Ivy"]
    [event] = story.events("name_invigilator")
    assert event.facts == {"person": str(iris)}
    stranger = refused(story, on_the_day.name_invigilator, story.cast.ian)
    assert stranger is Reason.INVIGILATOR_UNKNOWN


# After the close


def test_nothing_of_it_is_done_in_a_closed_session_or_to_a_sitting_of_another(
    story: StorySession,
) -> None:
    other = elsewhere(story)
    name = ("Else", "Someone", None)
    by: dict[str, Any] = {"by": story.cast.ivy, "now": story.clock.now}
    with story.database.begin() as db:
        with pytest.raises(Refusal) as refusal:
            on_the_day.correct_name(db, other, story.sittings[0], name, NameReason.ORDER, **by)
        assert refusal.value.reason is Reason.NOT_ENTERED_HERE
    story.close()

    ada = story.sittings[0]
    for act, args in (
        (on_the_day.add_walk_in, (replace(CLEO, uln=None), True)),
        (on_the_day.enter_walk_in, (uuid4(),)),
        (on_the_day.correct_name, (ada, name, NameReason.ORDER)),
        (on_the_day.withdraw_from_room, (ada, WithdrawalReason.OTHER)),
        (on_the_day.transfer_entry, (ada, other, TransferReason.OTHER)),
        (on_the_day.name_invigilator, (story.cast.ivy,)),
    ):
        assert refused(story, act, *args) is Reason.ENTRIES_CLOSED
