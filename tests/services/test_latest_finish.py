"""The latest finish bounds planning only: it cuts nobody's time."""

from datetime import timedelta

from app.domain.sitting import SittingState
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import a_session, hand_in, save, start


def test_a_sitting_that_has_started_goes_on_past_the_latest_finish(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(
        database,
        cast,
        clock,
        latest_start_at=clock.now + timedelta(minutes=10),
        latest_finish_at=clock.now + timedelta(minutes=11),
    )
    story.begin()
    clock.tick(minutes=9)
    start(story, 0)

    clock.tick(minutes=30)  # half an hour past the latest finish, of 37 and a half minutes
    save(story, 0, {1: "A"})
    hand_in(story, 0)

    assert story.sitting(0).state == SittingState.SUBMITTED
    assert story.sitting(0).finished_at == clock.now
    assert story.sitting(0).last_sequence == 1
