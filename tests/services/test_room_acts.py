"""Arriving late, leaving the room, changing seats, reasons that follow, void and its reversal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.admission import Identity
from app.domain.refusals import Reason
from app.domain.result import ResultStatus
from app.domain.sitting import SittingState
from app.domain.timing import Phase, phase_at, time_left
from app.services import invigilation
from app.services.heartbeat import read_heartbeat
from app.services.ledger import ledger_for
from app.services.sitting import confirm_details, start_sitting, take_lease
from app.store.database import Database
from app.store.queries.reasons import unexplained_entries, unexplained_stops
from app.store.queries.results import results_of_session
from app.store.room import RoomReasonRow
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, answers, hand_in, lease_of, refused, save, start


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada, Ben and Cole are entered; their keycodes are out."""
    return a_session(database, cast, clock, candidates=3)


@pytest.fixture
def under_way(story: StorySession) -> StorySession:
    """Ada and Ben have started; Cole is expected."""
    admit(story, story.sittings[:2])
    story.do(invigilation.start_session)
    start(story, 0)
    start(story, 1)
    return story


def admit(story: StorySession, sittings: Sequence[Any], identity: Any = None, **more: Any) -> int:
    """Let candidates in whom Ivy knows."""
    known = identity or Identity.KNOWN
    return int(story.do(invigilation.admit, sittings, known, **more))


def left(story: StorySession, place: int) -> timedelta:
    """Work out how much time a candidate has left now."""
    with story.database.read() as db:
        return time_left(ledger_for(db, story.sitting(place)), story.clock.now)


def phase(story: StorySession, place: int) -> Phase:
    """Say where a candidate stands in time now."""
    with story.database.read() as db:
        return phase_at(ledger_for(db, story.sitting(place)), story.clock.now)


def reasons(story: StorySession) -> list[tuple[str, str]]:
    """Read what is written beside the acts, with the act."""
    with story.database.read() as db:
        rows = db.scalars(select(RoomReasonRow).order_by(RoomReasonRow.at, RoomReasonRow.id))
        return [(row.act, row.text) for row in rows]


# Identity


def test_by_what_a_candidate_was_known_and_by_whom_is_kept(story: StorySession) -> None:
    assert admit(story, story.sittings[:1], Identity.PHOTO_DOCUMENT) == 1
    assert admit(story, story.sittings[:1], Identity.CENTRE_CARD) == 0

    row = story.sitting(0)
    assert (row.identity_check, row.admitted_by) == ("photo_document", story.cast.ivy)
    [event] = story.events("admit_candidate")
    assert event.facts == {"identity": "photo_document", "arrival": "in_time"}


def test_something_else_needs_a_note_and_the_note_stays_out_of_the_event_log(
    story: StorySession,
) -> None:
    with refused(Reason.IDENTITY_NOTE):
        admit(story, story.sittings[:1], Identity.OTHER, note=" ")
    assert story.sitting(0).state == SittingState.ENTERED

    admit(story, story.sittings[:1], Identity.OTHER, note="Bank card and a letter")

    assert reasons(story) == [("admit_candidate", "Bank card and a letter")]
    assert "Bank" not in str(story.events("admit_candidate")[0].facts)


# Late


def test_a_late_arrival_is_let_in_with_a_reason_and_starts_past_the_latest_start(
    under_way: StorySession, clock: Clock
) -> None:
    clock.tick(hours=2)
    with refused(Reason.REASON_MISSING):
        admit(under_way, under_way.sittings[2:])
    assert under_way.sitting(2).state == SittingState.ENTERED

    assert admit(under_way, under_way.sittings[2:], late_reason=" Train cancelled ") == 1

    assert under_way.sitting(2).late_reason == "Train cancelled"
    assert under_way.events("admit_candidate")[-1].facts["arrival"] == "very_late"
    start(under_way, 2)
    assert left(under_way, 2) == timedelta(minutes=30)


def test_the_waiting_device_is_told_the_same_as_the_start(
    under_way: StorySession, clock: Clock, database: Database
) -> None:
    clock.tick(hours=2)
    sitting, lease = under_way.sittings[2], lease_of(2)
    with database.begin() as db:
        take_lease(db, under_way.centre, sitting, clock.now, token=lease)
        confirm_details(db, under_way.centre, sitting, lease, clock.now)

    def told() -> Reason | None:
        log = under_way.log
        return read_heartbeat(database, log, under_way.centre, sitting, lease, clock.now).refused

    assert told() is Reason.TOO_LATE_TO_START
    admit(under_way, [sitting], late_reason="Bus")
    assert told() is None
    with database.begin() as db:
        start_sitting(db, under_way.centre, sitting, lease, clock.now)


def test_who_was_let_in_in_time_needs_a_reason_to_start_past_the_latest_start(
    story: StorySession, clock: Clock
) -> None:
    story.begin()
    clock.tick(hours=2)
    with refused(Reason.TOO_LATE_TO_START):
        start(story, 0)

    assert admit(story, story.sittings[:1], late_reason="Computer broken") == 1
    assert admit(story, story.sittings[:1], late_reason="Again") == 0

    assert story.sitting(0).late_reason == "Computer broken"
    start(story, 0)


def test_absent_by_mistake_is_mended_by_letting_in_late(
    under_way: StorySession, clock: Clock
) -> None:
    under_way.do(invigilation.mark_absent, under_way.sittings[2:])
    clock.tick(minutes=5)

    assert admit(under_way, under_way.sittings[2:], late_reason="Was in the wrong room") == 1


# Out of the room


def test_leaving_and_coming_back_are_each_noted_once_and_the_clock_runs_on(
    under_way: StorySession, clock: Clock
) -> None:
    ada = under_way.sittings[:1]
    assert under_way.do(invigilation.leave_room, ada, False) == 1
    assert under_way.do(invigilation.leave_room, ada, True) == 0
    assert under_way.sitting(0).left_at == clock.now
    clock.tick(minutes=5)

    assert under_way.do(invigilation.return_to_room, ada, "") == 1
    assert under_way.do(invigilation.return_to_room, ada, "") == 0

    assert under_way.sitting(0).left_at is None
    assert left(under_way, 0) == timedelta(minutes=32, seconds=30)
    assert [e.facts for e in under_way.events("leave_room")] == [{"alone": 0}]


def test_who_was_out_alone_comes_back_only_with_a_reason(under_way: StorySession) -> None:
    under_way.do(invigilation.leave_room, under_way.sittings[:1], True)
    with refused(Reason.REASON_MISSING):
        under_way.do(invigilation.return_to_room, under_way.sittings[:1], " ")
    assert under_way.sitting(0).left_alone

    under_way.do(invigilation.return_to_room, under_way.sittings[:1], "Seen by the first aider")

    assert not under_way.sitting(0).left_alone
    assert reasons(under_way) == [("return_to_room", "Seen by the first aider")]


def test_who_is_not_in_the_room_cannot_leave_it(under_way: StorySession) -> None:
    assert under_way.do(invigilation.leave_room, under_way.sittings[2:], False) == 0


# Seats


def move(story: StorySession, place: int, seat: str, **more: Any) -> int:
    """Move one candidate."""
    return int(story.do(invigilation.move_seats, {story.sittings[place]: seat}, **more))


def test_a_move_frees_the_computer_and_keeps_every_answer(under_way: StorySession) -> None:
    save(under_way, 0, answers(under_way, 0, right=2))
    before = under_way.sitting(0)

    assert move(under_way, 0, "B2") == 1
    assert move(under_way, 0, "b2 ") == 0

    row = under_way.sitting(0)
    assert (row.seat, row.lease) == ("B2", "")
    assert (row.last_sequence, row.last_digest) == (before.last_sequence, before.last_digest)
    with under_way.database.begin() as db:
        now = under_way.clock.now
        assert take_lease(db, under_way.centre, row.id, now, token="other") == "other"
    assert under_way.events("move_seat")[0].facts == {"seat": "B2", "before": before.seat}


def test_two_swap_seats_in_one_act(under_way: StorySession) -> None:
    move(under_way, 0, "A1")
    move(under_way, 1, "A2")
    with refused(Reason.SEAT_TAKEN):
        move(under_way, 0, "A2")
    assert under_way.sitting(0).seat == "A1"

    assert move(under_way, 0, "A2", swap=True) == 2

    assert [under_way.sitting(place).seat for place in (0, 1)] == ["A2", "A1"]


def test_a_sitting_of_another_session_is_not_moved(
    under_way: StorySession, database: Database, cast: Cast, clock: Clock
) -> None:
    other = a_session(database, cast, clock)

    assert under_way.do(invigilation.move_seats, {other.sittings[0]: "Z9"}) == 0


# Reasons that follow


def test_a_pause_asks_for_its_reason_afterwards_and_once(
    under_way: StorySession, clock: Clock
) -> None:
    under_way.do(invigilation.pause, under_way.sittings[:2], "")
    with under_way.database.read() as db:
        [press] = invigilation.still_to_explain(unexplained_entries(db, under_way.row()))
    entries = [(each.sitting, each.entry) for each in press]
    assert len(entries) == 2
    clock.tick(minutes=5)

    with refused(Reason.REASON_MISSING):
        under_way.do(invigilation.explain, entries, " ")
    assert under_way.do(invigilation.explain, entries, "Fire bell") == 2
    assert under_way.do(invigilation.explain, entries, "Another") == 0

    assert reasons(under_way) == [("pause_sitting", "Fire bell")] * 2
    with under_way.database.read() as db:
        assert unexplained_entries(db, under_way.row()) == []
    assert {e.facts["entry"] for e in under_way.events("give_reason")} == {e for _, e in entries}


def test_a_pause_with_a_reason_and_a_void_ask_for_none(under_way: StorySession) -> None:
    under_way.do(invigilation.pause, under_way.sittings[:1], "Ill")
    under_way.do(invigilation.void_sittings, under_way.sittings[1:2], "Talking")

    with under_way.database.read() as db:
        assert unexplained_entries(db, under_way.row()) == []


def stops_owed(story: StorySession) -> list[datetime]:
    """Return the stops of all clocks that nobody has explained."""
    with story.database.read() as db:
        return unexplained_stops(db, story.row())


def test_a_stop_of_all_clocks_asks_for_its_reason_until_there_is_one(
    under_way: StorySession, clock: Clock
) -> None:
    at = clock.now
    under_way.do(invigilation.stop_all_clocks)
    assert stops_owed(under_way) == [at]
    with under_way.database.read() as db:
        assert unexplained_entries(db, under_way.row()) == []
    clock.tick(minutes=1)
    under_way.do(invigilation.restart_clocks, "")
    assert stops_owed(under_way) == [at]

    under_way.do(invigilation.give_reason, at, "Fire bell")

    assert stops_owed(under_way) == []


def test_every_stop_of_all_clocks_is_owed_its_own_reason(
    under_way: StorySession, clock: Clock
) -> None:
    stops = [clock.now, clock.now + timedelta(minutes=10)]
    for _ in stops:
        under_way.do(invigilation.stop_all_clocks)
        clock.tick(minutes=5)
        under_way.do(invigilation.restart_clocks, "")
        clock.tick(minutes=5)
    assert stops_owed(under_way) == stops

    under_way.do(invigilation.give_reason, stops[1], "The bell again")
    assert stops_owed(under_way) == stops[:1]
    under_way.do(invigilation.give_reason, stops[0], "Fire bell")

    assert stops_owed(under_way) == []


def test_a_reason_for_another_session_is_not_taken(
    under_way: StorySession, database: Database, cast: Cast, clock: Clock
) -> None:
    other = a_session(database, cast, clock)
    other.begin()
    start(other, 0)
    other.do(invigilation.pause, other.sittings[:1], "")
    with database.read() as db:
        [entry] = unexplained_entries(db, other.row())

    assert under_way.do(invigilation.explain, [(entry.sitting, entry.entry)], "Mine") == 0
    assert under_way.do(invigilation.explain, [(under_way.sittings[0], 1)], "No pause") == 0


# Finish for a candidate


def test_the_event_of_a_finish_holds_the_digest_as_handing_in_does(
    under_way: StorySession,
) -> None:
    save(under_way, 0, answers(under_way, 0, right=2))
    save(under_way, 1, answers(under_way, 1, right=2))
    under_way.do(invigilation.finish_for, under_way.sittings[:1], "Taken ill")
    hand_in(under_way, 1)

    [finished], [submitted] = (
        under_way.events("finish_for_candidate"),
        under_way.events("submit_sitting"),
    )
    assert finished.facts["digest"] == under_way.sitting(0).last_digest
    assert set(finished.facts) == set(submitted.facts) == {"digest", "responses", "answered"}
    assert finished.facts["answered"] == submitted.facts["answered"] == 5


# Void, and its reversal


def void(story: StorySession, place: int) -> None:
    """Let Ivy make a sitting void."""
    story.do(invigilation.void_sittings, [story.sittings[place]], "Telephone rang")


def reverse(story: StorySession, place: int, reason: str = "It was not theirs", **by: Any) -> int:
    """Let the exams officer, or whoever else, take a void back."""
    by.setdefault("by", story.cast.cora)
    return int(story.do(invigilation.reverse_void, story.sittings[place], reason, **by))


def test_a_reversal_finds_the_time_there_was_and_the_room_resumes_it(
    under_way: StorySession, clock: Clock
) -> None:
    save(under_way, 1, {1: "A"})
    clock.tick(minutes=10)
    void(under_way, 1)
    row = under_way.sitting(1)
    assert (row.voided_from, row.voided_by) == ("started", under_way.cast.ivy)
    clock.tick(minutes=15)

    assert reverse(under_way, 1) == 1
    assert reverse(under_way, 1) == 0

    row = under_way.sitting(1)
    assert (row.state, row.finished_at, row.void_reason) == (SittingState.STARTED, None, "")
    assert phase(under_way, 1) is Phase.PAUSED
    assert left(under_way, 1) == timedelta(minutes=20)
    assert under_way.do(invigilation.resume, [row.id], "") == 1
    clock.tick(minutes=1)
    assert left(under_way, 1) == timedelta(minutes=19)
    assert reasons(under_way) == [
        ("void_sitting", "Telephone rang"),
        ("reverse_void", "It was not theirs"),
    ]


def test_a_sitting_that_was_paused_when_it_was_made_void_comes_back_paused(
    under_way: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=10)
    under_way.do(invigilation.pause, under_way.sittings[1:2], "Ill")
    clock.tick(minutes=5)
    void(under_way, 1)
    clock.tick(minutes=5)

    reverse(under_way, 1)

    assert phase(under_way, 1) is Phase.PAUSED
    assert left(under_way, 1) == timedelta(minutes=20)


@pytest.mark.parametrize("place", [0, 2])
def test_in_an_open_session_everybody_stands_again_as_they_did(
    under_way: StorySession, place: int
) -> None:
    hand_in(under_way, 0)
    before = under_way.sitting(place)
    void(under_way, place)

    reverse(under_way, place)

    row = under_way.sitting(place)
    assert (row.state, row.finished_at) == (before.state, before.finished_at)


def test_after_the_close_a_reversal_gives_the_mark_back(under_way: StorySession) -> None:
    save(under_way, 0, answers(under_way, 0, right=4))
    hand_in(under_way, 0)
    hand_in(under_way, 1)
    under_way.close()
    before = line(under_way, 0)
    void(under_way, 0)
    assert line(under_way, 0).result.status is ResultStatus.VOID

    reverse(under_way, 0)

    after = line(under_way, 0)
    assert (after.result, after.version) == (before.result, 3)
    under_way.release()
    assert line(under_way, 0).released_at is not None


def test_who_was_answering_when_made_void_counts_as_handed_in_after_the_close(
    under_way: StorySession, clock: Clock
) -> None:
    save(under_way, 0, answers(under_way, 0, right=4))
    moment = clock.tick(minutes=3)
    void(under_way, 0)
    hand_in(under_way, 1)
    clock.tick(hours=1)
    under_way.close()

    reverse(under_way, 0)

    row = under_way.sitting(0)
    assert (row.state, row.finished_at) == (SittingState.SUBMITTED, moment)
    assert line(under_way, 0).result.mark == 4


def test_a_void_is_not_reversed_by_whom_it_was_made_nor_without_a_reason(
    under_way: StorySession,
) -> None:
    void(under_way, 0)

    with refused(Reason.SAME_PERSON):
        reverse(under_way, 0, by=under_way.cast.ivy)
    with refused(Reason.REASON_MISSING):
        reverse(under_way, 0, " ")
    assert under_way.sitting(0).state == SittingState.VOID


def test_a_result_that_is_given_out_stays_void(under_way: StorySession) -> None:
    void(under_way, 0)
    hand_in(under_way, 1)
    under_way.close()
    under_way.release()

    with refused(Reason.ALREADY_RELEASED):
        reverse(under_way, 0)
    assert under_way.sitting(0).state == SittingState.VOID


def test_a_sitting_of_another_session_is_not_reversed(
    under_way: StorySession, database: Database, cast: Cast, clock: Clock
) -> None:
    other = a_session(database, cast, clock)
    void(under_way, 0)

    assert other.do(invigilation.reverse_void, under_way.sittings[0], "Mine", by=cast.cora) == 0
    assert under_way.sitting(0).state == SittingState.VOID


def test_a_voided_sitting_can_be_taken_up_again_on_any_computer(under_way: StorySession) -> None:
    void(under_way, 0)
    reverse(under_way, 0)

    with under_way.database.begin() as db:
        now = under_way.clock.now
        lease = take_lease(db, under_way.centre, under_way.sittings[0], now, token="new")
    assert lease == "new"


def line(story: StorySession, place: int) -> Any:
    """Read a candidate's result as the awarding body does."""
    with story.database.read() as db:
        seen = results_of_session(
            db, story.session, bodies=frozenset({story.cast.body}), include_held=True
        )
    assert seen is not None
    return next(each for each in seen.lines if each.sitting == story.sittings[place])


def test_no_sitting_is_void_without_saying_how_it_stood(under_way: StorySession) -> None:
    for place in range(3):
        void(under_way, place)

    with under_way.database.read() as db:
        rows = db.scalars(select(SittingRow).order_by(SittingRow.id)).all()
    assert {row.voided_from for row in rows} == {"started", "entered"}


def test_the_log_shows_both_who_pressed_and_who_pressed_in_vain(under_way: StorySession) -> None:
    ada = under_way.sittings[:1]
    assert under_way.do(invigilation.pause, ada, "A spilt drink") == 1
    assert under_way.do(invigilation.pause, ada, "A spilt drink") == 0

    assert len(under_way.events("pause_sitting")) == 1
    [vain] = under_way.events("act_without_effect")
    assert vain.facts["pressed"] == "pause_sitting"
    assert vain.facts["sittings"] == [str(each) for each in ada]
