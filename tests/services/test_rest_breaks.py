"""Supervised rest breaks: for whom, how long, and what is written down."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from app.domain.refusals import Reason
from app.domain.sitting import SittingState
from app.domain.timing import Cause, Phase, phase_at, time_left
from app.services import invigilation
from app.services.ledger import ledger_for
from app.store.candidates import AccessArrangementRow
from app.store.database import Database
from app.store.organisations import AwardingBodyRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.resting import allow_breaks
from tests.stories import StorySession, a_session, refused, start


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada may rest for ten minutes in all, Ben not; both have started."""
    story = a_session(database, cast, clock)
    allow_breaks(story, 0, minutes=10)
    story.begin()
    start(story, 0)
    start(story, 1)
    return story


def rest(story: StorySession, place: int = 0) -> int:
    return int(story.do(invigilation.begin_break, story.sittings[place : place + 1]))


def go_on(story: StorySession) -> int:
    return int(story.do(invigilation.resume, story.sittings, ""))


def test_the_clock_stands_while_a_candidate_rests(story: StorySession, clock: Clock) -> None:
    assert rest(story) == 1
    clock.tick(minutes=8)

    with story.database.read() as db:
        ledger = ledger_for(db, story.sitting(0))
    assert phase_at(ledger, clock.now) is Phase.PAUSED
    assert time_left(ledger, clock.now) == timedelta(minutes=37, seconds=30)
    assert ledger.entries[-1].cause is Cause.REST_BREAK
    assert len(story.events("begin_break")) == 1


def test_whoever_has_none_arranged_is_not_sent_to_rest_and_neither_is_anybody_with_them(
    story: StorySession,
) -> None:
    with refused(Reason.NO_REST_BREAKS):
        story.do(invigilation.begin_break, story.sittings)

    assert story.events("begin_break") == []


def test_beginning_twice_is_one_break(story: StorySession) -> None:
    assert (rest(story), rest(story)) == (1, 0)


def test_an_arrangement_that_ended_allows_nothing(story: StorySession) -> None:
    with story.database.begin() as db:
        db.execute(
            update(AccessArrangementRow)
            .where(AccessArrangementRow.kind == "rest_breaks")
            .values(ended_at=story.clock.now)
        )

    with refused(Reason.NO_REST_BREAKS):
        rest(story)


def test_once_the_pool_is_used_up_no_other_break_begins(story: StorySession, clock: Clock) -> None:
    for minutes in (4, 6):
        rest(story)
        clock.tick(minutes=minutes)
        go_on(story)

    with refused(Reason.REST_BREAKS_USED):
        rest(story)


def test_a_break_past_its_pool_is_never_cut_and_is_recorded(
    story: StorySession, clock: Clock
) -> None:
    rest(story)
    clock.tick(hours=2)
    assert story.sitting(0).state == SittingState.STARTED

    assert go_on(story) == 1

    [event] = story.events("overrun_rest_breaks")
    assert event.facts == {"seconds": 6600}
    with story.database.read() as db:
        left = time_left(ledger_for(db, story.sitting(0)), clock.now)
    assert left == timedelta(minutes=37, seconds=30)


def test_without_a_limit_breaks_may_be_as_long_and_as_many_as_are_needed(
    story: StorySession, clock: Clock
) -> None:
    allow_breaks(story, 1)
    for _ in range(3):
        assert rest(story, 1) == 1
        clock.tick(minutes=20)
        assert go_on(story) == 1

    assert story.events("overrun_rest_breaks") == []


# Extra time


def test_the_awarding_body_says_how_much_extra_time_there_may_be(story: StorySession) -> None:
    with story.database.begin() as db:
        db.get_one(AwardingBodyRow, story.cast.body).extra_time_limit_minutes = 15

    assert story.do(invigilation.grant_extra_time, story.sittings, 15, "Noise") == 2
    with refused(Reason.EXTRA_TIME_LIMIT):
        story.do(invigilation.grant_extra_time, story.sittings, 1, "Noise")


def test_extra_time_may_be_given_before_the_start_and_while_a_candidate_is_paused(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=3)
    story.begin()
    start(story, 0)
    story.do(invigilation.pause, story.sittings[:1], "Alarm")
    start(story, 1)
    story.do(invigilation.stop_all_clocks)

    assert story.do(invigilation.grant_extra_time, story.sittings, 10, "Alarm") == 3


def test_who_would_finish_after_the_latest_finish_is_named_and_nobody_is_refused(
    story: StorySession, clock: Clock
) -> None:
    latest = story.row().latest_finish_at

    assert late(story) == {}
    story.do(invigilation.pause, story.sittings[1:], "Power cut")
    clock.now = latest
    assert late(story) == {story.sittings[1]: latest + timedelta(minutes=30)}
    assert story.do(invigilation.grant_extra_time, story.sittings[1:], 60, "Power cut") == 1


def late(story: StorySession) -> dict[UUID, datetime]:
    """Read who would finish too late."""
    with story.database.read() as db:
        return invigilation.would_finish_late(db, story.session, story.sittings, story.clock.now)
