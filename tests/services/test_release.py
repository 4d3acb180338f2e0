"""Giving results out: who sees them when, and that a release adds and never changes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain.refusals import Reason
from app.domain.result import Grade, Result, ResultStatus
from app.domain.sitting import SessionKind
from app.store.database import Database
from app.store.queries.results import results_of_session
from app.store.results import ResultReleaseRow, ResultRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.outcome import mark, seen, shown, statuses, versions
from tests.stories import (
    StorySession,
    a_session,
    immediate,
    refused,
    sit,
)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


def test_the_centre_sees_nothing_before_release_and_everything_after(story: StorySession) -> None:
    sit(story, 0, right=4)
    story.close()
    assert statuses(seen(story)) == [None, None]
    assert seen(story).released == 0

    assert story.release() == 2

    assert statuses(seen(story)) == [ResultStatus.MARKED, ResultStatus.ABSENT]
    assert seen(story).released == 2
    assert shown(story, 0).released_at == story.clock.now


def test_the_awarding_body_sees_what_is_held(story: StorySession) -> None:
    sit(story, 0, right=4)
    story.close()

    held = seen(story, include_held=True)

    assert (held.waiting, held.released) == (2, 0)
    assert held.counts == {ResultStatus.MARKED: 1, ResultStatus.ABSENT: 1}
    assert held.grades == {Grade.PASS: 1}


def test_a_stranger_finds_no_results(story: StorySession) -> None:
    stranger = {story.cast.southport, UUID(int=7)}
    with story.database.read() as db:
        assert results_of_session(db, story.session, centres=stranger) is None
        assert results_of_session(db, story.session, bodies=stranger) is None
        assert results_of_session(db, story.session) is None


def test_nothing_is_released_before_the_session_is_closed(story: StorySession) -> None:
    sit(story, 0, right=4)

    with refused(Reason.NOTHING_TO_RELEASE):
        story.release()


def test_results_are_released_once(story: StorySession) -> None:
    story.close()
    story.release()

    with refused(Reason.ALREADY_RELEASED):
        story.release()

    [event] = story.events("release_results")
    assert (event.by_id, event.facts) == (story.cast.olga, {"results": 2})


@pytest.mark.parametrize("kind", [SessionKind.PRACTICE, SessionKind.REHEARSAL])
def test_what_does_not_count_is_never_released(
    database: Database, cast: Cast, clock: Clock, kind: SessionKind
) -> None:
    story = a_session(database, cast, clock, kind=kind, specification=immediate())
    sit(story, 0, right=4)
    story.close()

    with refused(Reason.NOT_LIVE):
        story.release()
    assert seen(story).released == 0


def test_results_are_out_at_the_close_where_the_specification_says_so(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, specification=immediate())
    sit(story, 0, right=4)
    story.close()

    assert statuses(seen(story)) == [ResultStatus.MARKED, ResultStatus.ABSENT]
    [event] = story.events("release_results")
    assert event.by_id == cast.ivy
    with refused(Reason.ALREADY_RELEASED):
        story.release()


def test_a_session_nobody_was_entered_for_is_closed_with_nothing_to_release(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=0, specification=immediate())

    assert story.close() == 0
    with refused(Reason.NOTHING_TO_RELEASE):
        story.release()


def newer_version(story: StorySession, **other: object) -> None:
    """Keep a second version of Ada's result, as a re-mark or a withholding does."""
    with story.database.begin() as db:
        kept = versions(story, 0)[-1]
        columns = {c.key: getattr(kept, c.key) for c in ResultRow.__table__.columns}
        db.add(ResultRow(**(columns | {"version": kept.version + 1, "reason": "Key 2"} | other)))


def test_the_version_given_out_stands_until_the_next_one_is_released(story: StorySession) -> None:
    sit(story, 0, right=4)
    story.close()
    story.release()
    newer_version(story, mark=5)

    before, held = shown(story, 0), seen(story, include_held=True)
    assert before.result is not None and (before.version, before.result.mark) == (1, 4)
    assert (held.waiting, held.lines[0].version) == (1, 2)

    assert story.release() == 1
    after = shown(story, 0)
    assert after.result is not None and (after.version, after.result.mark) == (2, 5)


def test_a_withheld_result_is_told_apart_and_marking_leaves_it_alone(story: StorySession) -> None:
    sit(story, 0, right=4)
    story.close()
    bare: dict[str, object] = {
        "mark": None,
        "maximum": None,
        "grade": None,
        "profile": [],
        "item_marks": [],
    }
    newer_version(story, status="withheld", pass_mark=None, **bare)
    story.release()

    assert shown(story, 0).result == Result(status=ResultStatus.WITHHELD)
    assert mark(story, 0) == Result(status=ResultStatus.WITHHELD)


def test_releasing_adds_rows_and_changes_none(story: StorySession) -> None:
    story.close()
    before = [(row.version, row.status) for row in versions(story, 0)]
    story.release()

    assert [(row.version, row.status) for row in versions(story, 0)] == before
    with story.database.read() as db:
        assert db.scalar(select(func.count()).select_from(ResultReleaseRow)) == 2


def test_lines_come_in_the_order_of_candidate_numbers(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=5)
    story.close()
    story.release()

    assert [line.candidate_number for line in seen(story).lines] == [
        "0012",
        "0013",
        "0014",
        "0015",
        "0016",
    ]


def test_the_day_is_the_centres_and_the_time_taken_is_by_the_wall(
    story: StorySession, clock: Clock
) -> None:
    sit(story, 0, right=4)
    story.close()
    story.release()
    results = seen(story)

    assert results.lines[0].time_taken == timedelta(minutes=1)
    late = replace(results, opens_at=results.opens_at.replace(month=7, hour=23, minute=30))
    assert late.day.isoformat() == "2026-07-24"
