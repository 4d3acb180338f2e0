"""Stopping every clock in the room, and starting again exactly those it stopped."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.refusals import Reason
from app.domain.timing import Cause, Phase, TimeKind, phase_at, time_left
from app.services import invigilation
from app.services.ledger import ledger_for
from app.services.paper_sittings import go_on_paper
from app.store.database import Database
from app.store.room import IncidentRow
from app.store.sittings import LateResponseRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.hall import a_hall
from tests.services.resting import allow_breaks
from tests.services.room import entered
from tests.stories import StorySession, a_session, hand_in, refused, save, start
from tests.timetable import OPENS


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Four have started; the fifth is let in and has not."""
    story = a_session(database, cast, clock, candidates=5)
    story.begin()
    for place in range(4):
        start(story, place)
    return story


def stop(story: StorySession, **also: Any) -> int:
    return int(story.do(invigilation.stop_all_clocks, **also))


def restart(story: StorySession, reason: str = "") -> int:
    return int(story.do(invigilation.restart_clocks, reason))


def phase(story: StorySession, place: int) -> Phase:
    with story.database.read() as db:
        return phase_at(ledger_for(db, story.sitting(place)), story.clock.now)


def left(story: StorySession, place: int) -> timedelta:
    with story.database.read() as db:
        return time_left(ledger_for(db, story.sitting(place)), story.clock.now)


def test_every_clock_that_runs_is_stopped_and_no_time_is_lost(
    story: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=10)
    before = [left(story, place) for place in range(5)]

    assert stop(story) == 4
    clock.tick(minutes=40)

    assert [phase(story, place) for place in range(5)] == [Phase.PAUSED] * 4 + [Phase.READY]
    assert [left(story, place) for place in range(5)] == before
    assert story.row().clocks_stopped_at == clock.now - timedelta(minutes=40)


def test_starting_again_starts_those_it_stopped_and_nobody_who_stood_before(
    story: StorySession, clock: Clock
) -> None:
    allow_breaks(story, 1, minutes=10)
    story.do(invigilation.pause, story.sittings[:1], "Ill")
    story.do(invigilation.begin_break, story.sittings[1:2])
    assert stop(story) == 2

    assert restart(story, "Fire drill") == 2

    assert [phase(story, n) for n in range(4)] == [Phase.PAUSED] * 2 + [Phase.RUNNING] * 2
    assert story.row().clocks_stopped_at is None


def test_a_second_press_changes_nothing(story: StorySession, clock: Clock) -> None:
    since = clock.now
    assert (stop(story), stop(story)) == (4, 0)
    clock.tick(minutes=5)
    assert stop(story) == 0
    assert story.row().clocks_stopped_at == since

    assert (restart(story), restart(story)) == (4, 0)

    assert len(story.events("stop_clock")) == len(story.events("restart_clock")) == 4
    assert len(story.events("stop_all_clocks")) == len(story.events("restart_all_clocks")) == 1


def test_two_invigilators_who_press_at_once_do_no_harm(story: StorySession) -> None:
    with ThreadPoolExecutor(2) as both:
        stopped = sorted(both.map(lambda _: stop(story), range(2)))
        restarted = sorted(both.map(lambda _: restart(story), range(2)))

    assert (stopped, restarted) == ([0, 4], [0, 4])
    with story.database.read() as db:
        entries = ledger_for(db, story.sitting(0)).entries
    assert [e.kind for e in entries][-2:] == [TimeKind.PAUSE, TimeKind.RESUME]


def test_each_stop_is_a_line_in_the_time_ledger_and_in_the_event_log(
    story: StorySession,
) -> None:
    stop(story)

    with story.database.read() as db:
        entry = ledger_for(db, story.sitting(2)).entries[-1]
    assert (entry.kind, entry.cause, entry.by) == (
        TimeKind.PAUSE,
        Cause.STOP_ALL,
        str(story.cast.ivy),
    )
    stopped = {event.subject_id for event in story.events("stop_clock")}
    assert stopped == set(story.sittings[:4])
    [event] = story.events("stop_all_clocks")
    assert (event.by_id, event.facts) == (story.cast.ivy, {"sittings": 4, "resting": 0})


def test_nobody_can_start_while_all_clocks_are_stopped(story: StorySession) -> None:
    stop(story)
    with refused(Reason.CLOCKS_STOPPED):
        start(story, 4)

    restart(story)
    start(story, 4)

    assert phase(story, 4) is Phase.RUNNING


def test_no_single_clock_is_started_while_all_are_stopped(story: StorySession) -> None:
    allow_breaks(story, 0)
    story.do(invigilation.begin_break, story.sittings[:1])
    stop(story)

    with refused(Reason.CLOCKS_STOPPED):
        story.do(invigilation.resume, story.sittings, "")


def test_who_goes_on_on_paper_meanwhile_stands_with_the_room(
    story: StorySession, clock: Clock
) -> None:
    stop(story)
    story.do(go_on_paper, story.sittings[3:], "Power cut")
    clock.tick(minutes=10)

    assert [phase(story, place) for place in (3, 4)] == [Phase.PAUSED] * 2
    assert restart(story) == 5
    assert left(story, 4) == timedelta(minutes=30)


def test_clocks_on_paper_are_stopped_too(story: StorySession) -> None:
    story.do(go_on_paper, story.sittings[:1], "Screen broken")

    assert stop(story) == 4
    assert phase(story, 0) is Phase.PAUSED


def test_a_finished_test_is_left_alone(story: StorySession) -> None:
    hand_in(story, 0)

    assert stop(story) == 3


def test_the_reason_may_follow_and_stands_among_the_incidents_not_in_the_log(
    story: StorySession, clock: Clock
) -> None:
    stopped = clock.now
    stop(story)
    clock.tick(minutes=3)
    with refused(Reason.REASON_MISSING):
        story.do(invigilation.give_reason, stopped, " ")

    restart(story)
    assert story.do(invigilation.give_reason, stopped, " Fire alarm in block B ") == 1

    with story.database.read() as db:
        [note] = db.scalars(select(IncidentRow))
    assert (note.text, note.happened_at) == ("Fire alarm in block B", stopped)
    [event] = story.events("reason_for_stop")
    assert event.facts == {"incident": str(note.id)}


def test_the_first_reason_for_a_stop_stands(story: StorySession, clock: Clock) -> None:
    stopped = clock.now
    stop(story)
    story.do(invigilation.give_reason, stopped, "Fire bell")

    assert story.do(invigilation.give_reason, stopped, "A drill") == 0
    restart(story, "A drill")

    with story.database.read() as db:
        assert list(db.scalars(select(IncidentRow.text))) == ["Fire bell"]
    assert len(story.events("reason_for_stop")) == 1


def test_there_is_no_reason_to_give_for_a_moment_at_which_nothing_was_stopped(
    story: StorySession, clock: Clock
) -> None:
    with refused(Reason.CLOCKS_RUNNING):
        story.do(invigilation.give_reason, clock.now, "Fire")
    stop(story)

    with refused(Reason.CLOCKS_RUNNING):
        story.do(invigilation.give_reason, clock.now - timedelta(minutes=1), "Fire")


def test_a_session_whose_keycodes_are_held_back_has_no_clocks_to_stop(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)

    with refused(Reason.KEYCODES_NOT_RELEASED), database.begin() as db:
        invigilation.stop_all_clocks(db, session, cast.ivy, clock.now)


def test_an_answer_from_a_device_that_has_not_heard_is_kept_apart(story: StorySession) -> None:
    save(story, 0, {1: "A"})
    stop(story)

    saved = save(story, 0, {2: "B"}, follows=1)

    assert (saved.refused, saved.kept_apart) == (Reason.PAUSED, ("0-1",))
    assert (saved.pause, saved.last_sequence) == (Cause.STOP_ALL, 1)
    with story.database.read() as db:
        [late] = db.scalars(select(LateResponseRow))
    assert (late.reason, late.chosen, late.position) == (Reason.PAUSED, "B", 2)


def test_a_break_over_which_the_room_was_stopped_loses_none_of_its_pool(
    story: StorySession, clock: Clock
) -> None:
    allow_breaks(story, 0, minutes=10)
    story.do(invigilation.begin_break, story.sittings[:1])
    clock.tick(minutes=4)
    stop(story)
    clock.tick(minutes=30)
    restart(story)
    clock.tick(minutes=5)
    story.do(invigilation.resume, story.sittings[:1], "")

    assert story.events("overrun_rest_breaks") == []
    assert story.do(invigilation.begin_break, story.sittings[:1]) == 1


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_two_hundred_clocks_are_stopped_well_within_two_seconds(database: Database) -> None:
    hall = a_hall(database, 200)
    seats = [hall.take() for _ in range(200)]
    session = seats[0].session
    with database.begin() as db:
        go_on_paper(
            db, session, [seat.sitting for seat in seats], "To start them", hall.cast.ivy, OPENS
        )

    since = time.perf_counter()
    with database.begin() as db:
        assert invigilation.stop_all_clocks(db, session, hall.cast.ivy, OPENS) == 200
    took = time.perf_counter() - since

    assert took < 2
