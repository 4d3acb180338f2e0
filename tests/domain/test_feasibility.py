"""Whether a paper exists, and what is short when none does."""

import pytest
from hypothesis import given

from app.domain.feasibility import Shortage, disjoint_sittings, live_items, shortages
from app.domain.specification import Specification
from tests.domain.pools import (
    POOL,
    SPECIFICATION,
    Choice,
    every_paper,
    made_up_pool,
    made_up_specification,
    small_tasks,
)

Task = tuple[Specification, Choice]


def test_a_pool_that_fills_the_specification_lacks_nothing() -> None:
    assert shortages(SPECIFICATION, POOL) == ()


@given(small_tasks())
def test_nothing_is_short_exactly_when_a_paper_exists(task: Task) -> None:
    spec, pool = task

    paper = next(every_paper(spec, pool), None)

    assert (shortages(spec, pool) == ()) == (paper is not None)


@given(small_tasks())
def test_a_shortage_is_the_same_whatever_the_order_of_the_pool(task: Task) -> None:
    spec, pool = task

    assert shortages(spec, pool[::-1]) == shortages(spec, pool)


@given(small_tasks())
def test_what_is_short_is_short_by_at_least_one(task: Task) -> None:
    for shortage in shortages(*task):
        assert 0 <= shortage.have < shortage.needed


def test_an_outcome_with_too_few_items_is_named_with_its_numbers() -> None:
    spec = made_up_specification({"1": 2, "2": 4, "3": 1})
    pool = made_up_pool({"1.1": 2, "2.1": 1, "2.2": 1})

    assert shortages(spec, pool) == (
        Shortage("2", None, 4, 2, "Outcome 2 needs 4 items; 2 are approved: 2 short"),
        Shortage("3", None, 1, 0, "Outcome 3 needs 1 item; 0 are approved: 1 short"),
    )


def test_an_outcome_whose_items_are_enemies_is_named_with_what_may_stand_together() -> None:
    pool = made_up_pool({"1.1": 4}, [("1.1-1", "1.1-2"), ("1.1-2", "1.1-3"), ("1.1-1", "1.1-3")])

    assert shortages(made_up_specification({"1": 3}), pool) == (
        Shortage(
            "1",
            None,
            3,
            2,
            "Outcome 1 needs 3 items; enemies let 2 of its 4 stand together: 1 short",
        ),
    )


def test_criteria_in_each_others_way_are_both_named() -> None:
    pool = made_up_pool({"1.1": 1, "1.2": 5, "2.1": 1, "2.2": 5}, [("1.1-1", "2.1-1")])

    found = shortages(made_up_specification({"1": 3, "2": 3}), pool)

    assert [(s.outcome, s.criterion, s.needed, s.have) for s in found] == [
        ("1", "1.1", 1, 0),
        ("2", "2.1", 1, 0),
    ]
    assert found[0].why == (
        "Criterion 1.1 needs 1 item; enemies leave it 0 once criterion 2.1 can be met: 1 short"
    )


def test_all_shortages_are_found_at_once() -> None:
    pool = made_up_pool({"1.1": 1, "1.2": 1, "2.1": 1, "3.1": 9}, [("1.1-1", "1.2-1")])

    found = shortages(made_up_specification({"1": 2, "2": 3, "3": 9}), pool)

    assert {s.outcome for s in found} == {"1", "2"}


def test_a_crowded_outcome_needs_items_of_different_criteria() -> None:
    pool = made_up_pool({"1.1": 9, "1.2": 1, "1.3": 1}, [("1.2-1", "1.3-1")])
    every_other = made_up_pool(
        {"1.1": 9, "1.2": 1, "1.3": 1}, [("1.2-1", f"1.1-{n}") for n in range(1, 10)]
    )

    assert shortages(made_up_specification({"1": 2}), pool) == ()
    assert shortages(made_up_specification({"1": 2}), every_other) == ()
    assert live_items(made_up_specification({"1": 2}), every_other, insist={"1.1", "1.2"}) is None


def test_an_outcome_asked_for_no_items_lacks_none() -> None:
    assert shortages(made_up_specification({"1": 0, "2": 1}), made_up_pool({"2.1": 1})) == ()


@pytest.mark.parametrize(
    ("sizes", "counts", "sittings"),
    [
        ({"1.1": 6, "1.2": 3}, {"1": 2}, 3),  # 9 items of 2, but only 3 of criterion 1.2
        ({"1.1": 6, "1.2": 6}, {"1": 5}, 2),
        ({"1.1": 2, "1.2": 2, "1.3": 2}, {"1": 2}, 3),  # crowded: criteria take turns
        ({"1.1": 4, "2.1": 1}, {"1": 1, "2": 2}, 0),
        ({}, {"1": 1}, 0),
        ({"1.1": 4}, {"1": 0}, 0),
    ],
)
def test_disjoint_sittings_are_bounded_by_the_scarcest_outcome_or_criterion(
    sizes: dict[str, int], counts: dict[str, int], sittings: int
) -> None:
    assert disjoint_sittings(made_up_specification(counts), made_up_pool(sizes)) == sittings
