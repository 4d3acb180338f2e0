"""What a candidate's own result says, and what it leaves unsaid."""

from fractions import Fraction

import pytest

from app.domain.bank import Criterion, Outcome
from app.domain.marking import ItemMark
from app.domain.own_result import FEW, OutcomeFigure, figures, topics_to_study
from app.domain.result import profile_by

OUTCOMES = (
    Outcome("2", "Second things", (Criterion("2.10", "Ten"), Criterion("2.9", "Nine"))),
    Outcome("10", "Tenth things", (Criterion("10.1", "One"),)),
)


def marked(outcome: str, criterion: str, mark: int, position: int = 1) -> ItemMark:
    """Give the mark of one item."""
    return ItemMark(
        position=position,
        item="i",
        item_version=1,
        key_version=1,
        outcome=outcome,
        criterion=criterion,
        chosen=frozenset(),
        mark=mark,
    )


def test_each_figure_says_how_many_items_it_rests_on() -> None:
    marks = [marked("2", "2.9", 1), marked("2", "2.10", 0), marked("10", "10.1", 1)]

    lines = figures(profile_by(marks), marks, OUTCOMES)

    assert [(line.id, line.title, line.mark, line.maximum, line.items) for line in lines] == [
        ("2", "Second things", 1, 2, 2),
        ("10", "Tenth things", 1, 1, 1),
    ]


@pytest.mark.parametrize(("items", "share"), [(FEW - 1, None), (FEW, Fraction(50))])
def test_few_items_have_no_percentage(items: int, share: Fraction | None) -> None:
    line = OutcomeFigure(id="1", title="", mark=items // 2, maximum=items, items=items)

    assert line.percentage == share


def test_what_to_study_is_where_marks_were_lost_in_order_of_numbers() -> None:
    marks = [
        marked("10", "10.1", 0),
        marked("2", "2.10", 0),
        marked("2", "2.9", 0),
        marked("2", "2.9", 1),
    ]

    study = topics_to_study(marks, OUTCOMES)

    assert [(each.outcome, [topic.title for topic in each.topics]) for each in study] == [
        ("2", ["Nine", "Ten"]),
        ("10", ["One"]),
    ]


def test_whoever_lost_no_mark_has_nothing_in_particular_to_study() -> None:
    assert topics_to_study([marked("2", "2.9", 1)], OUTCOMES) == ()


def test_a_criterion_the_bank_no_longer_lists_is_named_by_its_number() -> None:
    [study] = topics_to_study([marked("3", "3.1", 0)], OUTCOMES)

    assert (study.outcome, study.title, [topic.id for topic in study.topics]) == ("3", "", ["3.1"])
