"""Running the room: every act on a session and on its sittings, and whom each refuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from app.domain.admission import Identity
from app.domain.refusals import Reason, Refusal
from app.domain.result import ResultStatus
from app.domain.session_results import CandidateResult
from app.domain.sitting import SittingState
from app.domain.timing import time_left
from app.services import invigilation
from app.services.ledger import ledger_for
from app.store.database import Database
from app.store.queries.results import results_of_session
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.room import entered, open_room
from tests.stories import StorySession, a_session, hand_in, refused, sit, start


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


@pytest.fixture
def under_way(story: StorySession) -> StorySession:
    """Ada and Ben have started."""
    story.begin()
    start(story, 0)
    start(story, 1)
    return story


def left(story: StorySession, place: int) -> timedelta:
    """Work out how much time a candidate has left now."""
    with story.database.read() as db:
        return time_left(ledger_for(db, story.sitting(place)), story.clock.now)


# Letting in, absence, another device


def test_letting_in_twice_changes_nothing_the_second_time(story: StorySession) -> None:
    assert story.do(invigilation.admit, story.sittings, Identity.KNOWN) == 2
    assert story.do(invigilation.admit, story.sittings, Identity.KNOWN) == 0

    assert len(story.events("admit_candidate")) == 2


def test_a_candidate_marked_absent_may_still_come(story: StorySession) -> None:
    assert story.do(invigilation.mark_absent, story.sittings[:1]) == 1
    assert story.do(invigilation.mark_absent, story.sittings[:1]) == 0
    assert story.do(invigilation.admit, story.sittings[:1], Identity.KNOWN) == 1

    assert story.sitting(0).state == SittingState.ADMITTED


def test_whoever_has_started_cannot_be_absent(under_way: StorySession) -> None:
    with refused(Reason.MOVE_NOT_ALLOWED):
        under_way.do(invigilation.mark_absent, under_way.sittings)


def test_an_act_reaches_only_sittings_of_its_own_session(
    story: StorySession, database: Database, cast: Cast, clock: Clock
) -> None:
    other = a_session(database, cast, clock)

    assert story.do(invigilation.admit, other.sittings, Identity.KNOWN) == 0
    assert other.sitting(0).state == SittingState.ENTERED


def test_re_entry_frees_the_lease_and_touches_no_answer(under_way: StorySession) -> None:
    assert under_way.do(invigilation.allow_reentry, under_way.sittings[:1]) == 1
    assert under_way.do(invigilation.allow_reentry, under_way.sittings[:1]) == 0

    assert under_way.sitting(0).lease == ""
    assert under_way.sitting(0).state == SittingState.STARTED
    assert under_way.sitting(1).lease == "device-1"


# Time


def test_the_clock_stands_still_while_a_sitting_is_paused(
    under_way: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=10)
    assert under_way.do(invigilation.pause, under_way.sittings[1:], "Fire alarm") == 1
    clock.tick(minutes=20)
    assert left(under_way, 1) == timedelta(minutes=20)

    assert under_way.do(invigilation.resume, under_way.sittings[1:], "") == 1
    clock.tick(minutes=1)

    assert left(under_way, 1) == timedelta(minutes=19)


def test_pausing_or_resuming_twice_changes_nothing_the_second_time(
    under_way: StorySession,
) -> None:
    counts = [
        under_way.do(act, under_way.sittings, "")
        for act in (
            invigilation.resume,
            invigilation.pause,
            invigilation.pause,
            invigilation.resume,
            invigilation.resume,
        )
    ]

    assert counts == [0, 2, 0, 2, 0]


def test_only_a_running_sitting_can_be_paused(story: StorySession, clock: Clock) -> None:
    story.begin()
    assert story.do(invigilation.pause, story.sittings, "") == 0
    start(story, 1)
    clock.tick(minutes=30)

    assert story.do(invigilation.pause, story.sittings, "") == 0


def test_extra_time_is_added_to_each_sitting_named(under_way: StorySession) -> None:
    given = under_way.do(invigilation.grant_extra_time, under_way.sittings, 5, "Noise")

    assert given == 2
    assert left(under_way, 0) == timedelta(minutes=42, seconds=30)
    assert left(under_way, 1) == timedelta(minutes=35)
    assert {e.facts["minutes"] for e in under_way.events("grant_extra_time")} == {5}


def give(story: StorySession, minutes: int, reason: str = "Noise") -> Any:
    """Give Ben time, at most an hour in all."""
    act = invigilation.grant_extra_time
    return story.do(act, story.sittings[1:], minutes, reason)


def test_extra_time_adds_up_to_the_limit_and_no_further(under_way: StorySession) -> None:
    assert give(under_way, 40) == 1
    assert give(under_way, 20) == 1

    with refused(Reason.EXTRA_TIME_LIMIT):
        give(under_way, 1)


@pytest.mark.parametrize("minutes", [0, -5])
def test_extra_time_is_never_nothing_or_less(under_way: StorySession, minutes: int) -> None:
    with refused(Reason.EXTRA_TIME_LIMIT):
        give(under_way, minutes)


def test_extra_time_needs_a_reason(under_way: StorySession) -> None:
    with refused(Reason.REASON_MISSING):
        give(under_way, 5, "  ")


def test_nobody_who_has_finished_gets_extra_time(under_way: StorySession, clock: Clock) -> None:
    hand_in(under_way, 1)
    assert give(under_way, 5) == 0
    clock.tick(minutes=38)

    act = invigilation.grant_extra_time
    assert under_way.do(act, under_way.sittings[:1], 5, "Noise") == 0


# Ending


def test_void_stops_a_sitting_now_and_keeps_the_reason_out_of_the_record(
    under_way: StorySession, clock: Clock
) -> None:
    moment = clock.tick(minutes=3)
    assert under_way.do(invigilation.void_sittings, under_way.sittings[:1], " Talking ") == 1
    assert under_way.do(invigilation.void_sittings, under_way.sittings[:1], "Again") == 0

    row = under_way.sitting(0)
    assert (row.state, row.void_reason, row.finished_at) == (SittingState.VOID, "Talking", moment)
    [event] = under_way.events("void_sitting")
    assert event.facts == {}


def test_a_sitting_made_void_after_its_time_ended_at_its_deadline(
    under_way: StorySession, clock: Clock
) -> None:
    started = clock.now
    clock.tick(hours=1)
    under_way.do(invigilation.void_sittings, under_way.sittings, "Talking")

    assert under_way.sitting(1).state == SittingState.VOID
    assert under_way.sitting(1).finished_at == started + timedelta(minutes=30)


@pytest.mark.parametrize("act", [invigilation.void_sittings, invigilation.finish_for])
def test_ending_a_test_for_someone_needs_a_reason(under_way: StorySession, act: Any) -> None:
    with refused(Reason.REASON_MISSING):
        under_way.do(act, under_way.sittings, " ")


def test_finishing_for_a_candidate_hands_in_what_is_there_now(
    under_way: StorySession, clock: Clock
) -> None:
    moment = clock.tick(minutes=3)

    assert under_way.do(invigilation.finish_for, under_way.sittings[:1], "Taken ill") == 1
    assert under_way.sitting(0).finish_reason == "Taken ill"

    assert under_way.sitting(0).state == SittingState.SUBMITTED
    assert under_way.sitting(0).finished_at == moment
    assert under_way.sitting(1).state == SittingState.STARTED


def test_nobody_can_be_finished_after_the_deadline(under_way: StorySession, clock: Clock) -> None:
    started = clock.now
    clock.tick(hours=1)

    assert under_way.do(invigilation.finish_for, under_way.sittings, "Too long") == 0

    assert under_way.sitting(1).state == SittingState.TIMED_OUT
    assert under_way.sitting(1).finished_at == started + timedelta(minutes=30)


def test_a_session_is_not_closed_while_anybody_has_time(
    under_way: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=31)

    with pytest.raises(Refusal) as caught:
        under_way.close()

    assert caught.value.reason is Reason.SITTINGS_OPEN
    assert caught.value.facts["count"] == 1


def test_closing_marks_who_never_started_absent_and_gives_everybody_a_result(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=3)
    sit(story, 0, right=2)

    assert story.close() == 3

    states = [story.sitting(place).state for place in range(3)]
    assert states == [SittingState.SUBMITTED, SittingState.ABSENT, SittingState.ABSENT]
    [event] = story.events("close_session")
    assert event.facts == {"entered": 3, "submitted": 1, "absent": 2}


def test_a_session_is_closed_once_and_not_before_it_was_opened(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)

    def close() -> int:
        with database.begin() as db:
            return invigilation.close_session(db, session, cast.ivy, clock.now)

    with refused(Reason.KEYCODES_NOT_RELEASED):
        close()
    open_room(database, cast, session, clock.now)
    assert close() == 2
    with refused(Reason.ALREADY_DONE):
        close()


ACTS: list[tuple[Any, tuple[Any, ...]]] = [
    (invigilation.admit, (Identity.KNOWN,)),
    (invigilation.mark_absent, ()),
    (invigilation.allow_reentry, ()),
    (invigilation.pause, ("",)),
    (invigilation.resume, ("",)),
    (invigilation.finish_for, ("Ill",)),
]


@pytest.mark.parametrize(("act", "more"), ACTS)
def test_nothing_can_be_done_to_a_sitting_of_a_closed_session(
    story: StorySession, act: Any, more: tuple[Any, ...]
) -> None:
    story.close()

    with refused(Reason.SESSION_CLOSED):
        story.do(act, story.sittings, *more)


def test_two_invigilators_who_close_at_once_close_once(under_way: StorySession) -> None:
    hand_in(under_way, 0)
    hand_in(under_way, 1)

    def close(_: int) -> Reason | int:
        try:
            return under_way.close()
        except Refusal as refusal:
            return refusal.reason

    with ThreadPoolExecutor(2) as both:
        told = sorted(map(str, both.map(close, range(2))))

    assert told == ["2", Reason.ALREADY_DONE]
    assert len(under_way.events("mark_sitting")) == 2


def test_malpractice_found_after_the_close_takes_the_mark_away(under_way: StorySession) -> None:
    sit_all(under_way)
    under_way.close()

    assert under_way.do(invigilation.void_sittings, under_way.sittings[:1], "Notes found") == 1

    under_way.release()
    line = results_seen(under_way)[0]
    assert (line.result and line.result.status, line.version) == (ResultStatus.VOID, 2)


def test_a_result_that_is_given_out_is_not_made_void_here(under_way: StorySession) -> None:
    sit_all(under_way)
    under_way.close()
    under_way.release()

    with refused(Reason.ALREADY_RELEASED):
        under_way.do(invigilation.void_sittings, under_way.sittings[:1], "Notes found")

    line = results_seen(under_way)[0]
    assert line.result and line.result.status is ResultStatus.MARKED


def sit_all(story: StorySession) -> None:
    """Let everybody hand in."""
    for place in range(len(story.sittings)):
        hand_in(story, place)


def results_seen(story: StorySession) -> tuple[CandidateResult, ...]:
    """Read the results as the centre does."""
    with story.database.read() as db:
        seen = results_of_session(db, story.session, centres=frozenset({story.centre}))
    assert seen is not None
    return seen.lines
