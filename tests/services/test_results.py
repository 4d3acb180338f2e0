"""From answers to released results: the numbers against a count of our own, and who sees them when."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain.refusals import Reason
from app.domain.result import Grade, Result, ResultStatus
from app.domain.session_results import CandidateResult, SessionResults
from app.domain.sitting import SessionKind
from app.services import invigilation
from app.services.publishing import approve_specification, set_pass_mark
from app.services.results import mark_sitting, settle_session
from app.store.database import Database
from app.store.queries.content import specification_version_for
from app.store.queries.results import results_of_session
from app.store.results import ResultReleaseRow, ResultRow
from tests.cast import Cast, sample_specification
from tests.conftest import Clock
from tests.stories import (
    StorySession,
    a_session,
    answers,
    hand_in,
    immediate,
    refused,
    save,
    sit,
    start,
)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


def mark(story: StorySession, place: int) -> Result | None:
    """Mark one sitting now."""
    with story.database.begin() as db:
        return mark_sitting(db, story.centre, story.sittings[place], story.clock.now)


def seen(story: StorySession, *, include_held: bool = False) -> SessionResults:
    """Read the results as the centre does, or with those held as the awarding body does."""
    with story.database.read() as db:
        centres, bodies = ([], [story.cast.body]) if include_held else ([story.centre], [])
        results = results_of_session(
            db, story.session, centres=centres, bodies=bodies, include_held=include_held
        )
    assert results is not None
    return results


def shown(story: StorySession, place: int) -> CandidateResult:
    """Read one candidate's line as the centre does."""
    return seen(story).lines[place]


def statuses(results: SessionResults) -> list[ResultStatus | None]:
    """List what each line says."""
    return [line.result.status if line.result else None for line in results.lines]


def versions(story: StorySession, place: int) -> list[ResultRow]:
    """Read every version of a candidate's result."""
    with story.database.read() as db:
        query = select(ResultRow).where(ResultRow.sitting_id == story.sittings[place])
        return list(db.scalars(query.order_by(ResultRow.version)))


def counted(story: StorySession, place: int, chosen: dict[int, str]) -> Counter[str]:
    """Count the right answers by outcome from the bank as written; "" has the number of items."""
    keys = {item.id: set(item.key) for item in story.bank.items}
    outcomes = {item.id: item.criterion.split(".")[0] for item in story.bank.items}
    right: Counter[str] = Counter()
    for position, item in enumerate(story.papers[place].items, start=1):
        right[outcomes[item.id]] += set(chosen.get(position, "")) == keys[item.id]
    return right


@pytest.mark.parametrize(
    "chosen",
    [
        {1: "A", 2: "B", 3: "C", 4: "D", 5: "A"},
        {1: "C", 2: "C", 3: "C", 4: "C", 5: "C"},
        {2: "A", 4: "B"},
        {},
    ],
)
def test_mark_and_profile_are_what_a_count_by_hand_gives(
    story: StorySession, chosen: dict[int, str]
) -> None:
    sit(story, 1, chosen=chosen)

    result = mark(story, 1)

    right = counted(story, 1, chosen)
    assert result is not None
    assert (result.mark, result.maximum) == (right.total(), 5)
    assert {part.id: part.mark for part in result.profile} == right
    assert [(part.id, part.maximum) for part in result.profile] == [("1", 3), ("2", 2)]
    assert result.percentage == Fraction(20 * right.total())


def test_each_items_mark_is_kept_with_the_versions_it_was_marked_by(story: StorySession) -> None:
    sit(story, 1, right=3)
    mark(story, 1)

    [row] = versions(story, 1)

    given = answers(story, 1, 3)
    assert [m["chosen"] for m in row.item_marks] == [given[n] for n in range(1, 6)]
    assert [m["mark"] for m in row.item_marks] == [1, 1, 1, 0, 0]
    assert [m["item"] for m in row.item_marks] == [item.id for item in story.papers[1].items]
    assert {(m["item_version"], m["key_version"]) for m in row.item_marks} == {(1, 1)}
    assert row.marking_rule == "exact-1"


def test_the_last_answer_to_a_question_counts_and_a_cleared_one_earns_nothing(
    story: StorySession,
) -> None:
    right, wrong = answers(story, 1, 5), answers(story, 1, 0)
    story.begin()
    start(story, 1)
    save(story, 1, wrong)
    save(story, 1, right, follows=5)
    save(story, 1, {1: "", 2: wrong[2]}, follows=10)
    hand_in(story, 1)

    result = mark(story, 1)

    assert result is not None and result.mark == 3


def test_answers_saved_before_time_ran_out_count_and_later_ones_do_not(
    story: StorySession, clock: Clock
) -> None:
    story.begin()
    start(story, 1)
    right = answers(story, 1, 5)
    save(story, 1, {1: right[1], 2: right[2]})
    clock.tick(minutes=30)
    late = save(story, 1, {3: right[3]}, follows=2)

    with story.database.begin() as db:
        settle_session(db, story.centre, story.session, clock.now)

    assert late.refused is Reason.TIME_IS_UP
    assert versions(story, 1)[0].mark == 2


def test_nothing_is_marked_before_it_is_finished(story: StorySession) -> None:
    story.begin()
    start(story, 0)

    assert mark(story, 0) is None
    assert mark(story, 1) is None


def test_marking_again_changes_nothing(story: StorySession) -> None:
    sit(story, 0, right=4)

    assert mark(story, 0) == mark(story, 0)
    assert len(versions(story, 0)) == 1
    assert len(story.events("mark_sitting")) == 1


def test_nought_absent_and_void_are_three_different_results(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=3)
    sit(story, 0, chosen={})
    sit(story, 1, right=5)
    story.do(invigilation.void_sittings, story.sittings[1:2], "Talking")
    story.close()
    story.release()

    nought, void, absent = (line.result for line in seen(story).lines)

    assert nought is not None and (nought.status, nought.mark) == (ResultStatus.MARKED, 0)
    assert void == Result(status=ResultStatus.VOID)
    assert absent == Result(status=ResultStatus.ABSENT)
    assert [line.void_reason for line in seen(story).lines] == ["", "Talking", ""]


@pytest.mark.parametrize(
    ("pass_mark", "grade"),
    [(3, Grade.PASS), (4, Grade.FAIL), (None, Grade.NOT_GRADED)],
)
def test_the_pass_mark_itself_passes(
    database: Database, cast: Cast, clock: Clock, pass_mark: int | None, grade: Grade
) -> None:
    story = a_session(database, cast, clock, specification=sample_specification(pass_mark))
    sit(story, 0, right=3)

    result = mark(story, 0)

    assert result is not None and (result.grade, result.pass_mark) == (grade, pass_mark)


def test_a_pass_mark_set_later_does_not_reach_a_session_already_scheduled(
    story: StorySession, clock: Clock
) -> None:
    bodies = frozenset({story.cast.body})
    with story.database.begin() as db:
        version = specification_version_for(db, story.specification_version)
        assert version is not None
        args = (version.specification_id, bodies, 5, "Set later")
        newer = set_pass_mark(db, *args, story.cast.olga, clock.now)
        approve_specification(db, newer, bodies, story.cast.esme, clock.now)
    sit(story, 0, right=3)
    story.close()
    story.release()

    line = shown(story, 0)

    assert line.result is not None
    assert (line.result.pass_mark, line.result.grade) == (3, Grade.PASS)
    assert line.pass_mark_note == "Example pass mark"


def test_a_sitting_made_void_after_it_was_marked_gets_a_second_version(
    story: StorySession,
) -> None:
    sit(story, 0, right=4)
    mark(story, 0)
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")

    assert mark(story, 0) == Result(status=ResultStatus.VOID)
    assert [(row.status, row.reason) for row in versions(story, 0)] == [
        ("marked", ""),
        ("void", "Talking"),
    ]


def test_someone_marked_absent_who_came_after_all_is_marked(story: StorySession) -> None:
    story.do(invigilation.mark_absent, story.sittings[:1])
    assert mark(story, 0) == Result(status=ResultStatus.ABSENT)
    sit(story, 0, right=4)

    result = mark(story, 0)

    assert result is not None and result.mark == 4
    assert [row.version for row in versions(story, 0)] == [1, 2]


# Release


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
