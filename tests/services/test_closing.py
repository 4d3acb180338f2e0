"""Sittings whose time has run out end at their deadline, however late anybody looks."""

from datetime import datetime, timedelta

import pytest

from app.domain.sitting import SittingState
from app.services import invigilation
from app.services.closing import close_overdue, close_sitting_if_overdue
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, hand_in, save, start

HALF_AN_HOUR = timedelta(minutes=30)
A_QUARTER_MORE = timedelta(minutes=37, seconds=30)
MOMENT = timedelta(microseconds=1)
ADA, BEN = 0, 1


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada, who has a quarter more time, and Ben have started at the same moment."""
    story = a_session(database, cast, clock)
    story.begin()
    start(story, ADA)
    start(story, BEN)
    return story


def look(story: StorySession, at: datetime) -> int:
    """Look at the whole session at a moment; say how many sittings were closed."""
    with story.database.begin() as db:
        return close_overdue(db, story.centre, story.session, at)


@pytest.mark.parametrize(("place", "time"), [(ADA, A_QUARTER_MORE), (BEN, HALF_AN_HOUR)])
def test_a_sitting_is_open_up_to_its_deadline_and_closed_at_it(
    story: StorySession, clock: Clock, place: int, time: timedelta
) -> None:
    deadline = clock.now + time

    def look_at(moment: datetime) -> bool:
        with story.database.begin() as db:
            return close_sitting_if_overdue(db, story.centre, story.sittings[place], moment)

    assert [look_at(deadline - MOMENT), look_at(deadline), look_at(deadline)] == [0, 1, 0]
    assert story.sitting(place).state == SittingState.TIMED_OUT


def test_the_finish_is_the_deadline_however_late_it_is_noticed(
    story: StorySession, clock: Clock
) -> None:
    started = clock.now

    assert look(story, started + timedelta(days=3)) == 2
    assert story.sitting(ADA).finished_at == started + A_QUARTER_MORE
    assert story.sitting(BEN).finished_at == started + HALF_AN_HOUR


def test_only_those_whose_time_is_up_are_closed(story: StorySession, clock: Clock) -> None:
    assert look(story, clock.now + HALF_AN_HOUR) == 1

    assert story.sitting(ADA).state == SittingState.STARTED
    assert story.sitting(BEN).state == SittingState.TIMED_OUT


def test_closing_is_recorded_once_with_the_end_of_the_answer_log(
    story: StorySession, clock: Clock
) -> None:
    save(story, BEN, {1: "A", 2: "B"})
    look(story, clock.tick(hours=2))
    look(story, clock.tick(hours=2))

    events = story.events("close_sitting_at_deadline")

    assert {event.subject_id for event in events} == set(story.sittings)
    assert len(events) == 2
    facts = next(event.facts for event in events if event.subject_id == story.sittings[BEN])
    assert facts == {"responses": 2, "digest": story.sitting(BEN).last_digest}


def test_time_given_moves_the_deadline(story: StorySession, clock: Clock) -> None:
    started = clock.now
    story.do(invigilation.grant_extra_time, story.sittings[1:], 10, "Fire alarm")

    assert look(story, started + A_QUARTER_MORE) == 1
    assert look(story, started + timedelta(minutes=40)) == 1
    assert story.sitting(BEN).finished_at == started + timedelta(minutes=40)


def test_a_pause_moves_the_deadline_by_its_length(story: StorySession, clock: Clock) -> None:
    started = clock.now
    clock.tick(minutes=10)
    story.do(invigilation.pause, story.sittings, "Fire alarm")

    assert look(story, clock.tick(hours=1)) == 0

    story.do(invigilation.resume, story.sittings, "")
    look(story, clock.tick(hours=2))

    assert story.sitting(BEN).finished_at == started + HALF_AN_HOUR + timedelta(hours=1)


def test_what_is_handed_in_or_not_started_is_left_alone(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    story.begin()
    start(story, ADA)
    clock.tick(minutes=5)
    hand_in(story, ADA)
    finished = clock.now

    assert look(story, clock.tick(hours=5)) == 0
    assert story.sitting(ADA).finished_at == finished
    assert story.sitting(BEN).state == SittingState.ADMITTED
