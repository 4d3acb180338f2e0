"""From answers to results: the numbers, against a count of our own."""

from collections import Counter
from fractions import Fraction

import pytest

from app.domain.refusals import Reason
from app.domain.result import Grade, Result, ResultStatus
from app.services import invigilation
from app.services.publishing import approve_specification, set_pass_mark
from app.services.results import settle_session
from app.store.database import Database
from app.store.queries.content import specification_version_for
from tests.cast import Cast, sample_specification
from tests.conftest import Clock
from tests.services.outcome import mark, seen, shown, versions
from tests.stories import (
    StorySession,
    a_session,
    answers,
    hand_in,
    save,
    sit,
    start,
)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


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
