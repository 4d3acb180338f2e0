"""Which items stand on a paper: equal chances, criteria in turn, enemies apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt

import pytest

from app.domain.chance import Stream
from app.domain.draw import draw_items
from app.domain.feasibility import PaperShort
from app.domain.pool import PoolItem
from app.domain.specification import Specification
from tests.domain.pools import has_enemies, made_up_pool, made_up_specification

DRAWS = 2000
LARGE = {"1.1": 15, "1.2": 10, "1.3": 8, "1.4": 12, "2.1": 9, "2.2": 9, "2.3": 9}
THIRD = made_up_specification({"1": 15, "2": 9})


def rates(spec: Specification, pool: Iterable[PoolItem], draws: int = DRAWS) -> dict[str, float]:
    """Return how often each item is drawn."""
    pool = list(pool)
    used = Counter(
        item.id
        for seed in range(draws)
        for item in draw_items(spec, pool, Stream(seed.to_bytes(4, "big"))).items
    )
    return {item.id: used[item.id] / draws for item in pool}


def criteria(
    spec: Specification, pool: Iterable[PoolItem], seed: int, coverage: Mapping[str, int]
) -> set[str]:
    """Return the criteria that a draw covers."""
    drawn = draw_items(spec, list(pool), Stream(bytes([seed])), coverage)
    return {item.criterion for item in drawn.items}


def test_every_item_of_an_outcome_is_drawn_equally_often() -> None:
    four_deviations = 4 * sqrt(1 / 3 * 2 / 3 / DRAWS)

    for rate in rates(THIRD, made_up_pool(LARGE)).values():
        assert rate == pytest.approx(1 / 3, abs=four_deviations)


def test_an_item_with_enemies_is_drawn_nearly_as_often_as_the_others() -> None:
    pairs = [("1.1-1", "1.1-2"), ("1.2-1", "2.1-1"), ("1.3-1", "1.4-1"), ("2.2-1", "2.3-1")]
    family = [("1.4-5", "1.4-6"), ("1.4-6", "1.4-7"), ("1.4-5", "1.4-7")]

    for rate in rates(THIRD, made_up_pool(LARGE, pairs + family)).values():
        assert rate == pytest.approx(1 / 3, abs=0.05)


def test_a_criterion_of_few_items_takes_no_more_than_it_must() -> None:
    rate = rates(made_up_specification({"1": 4}), made_up_pool({"1.1": 2, "1.2": 18}))

    assert rate["1.1-1"] == pytest.approx(1 / 2, abs=0.05)  # one of two, always
    assert rate["1.2-1"] == pytest.approx(3 / 18, abs=0.04)


def test_no_draw_has_enemies_even_where_a_third_of_the_bank_is_hostile() -> None:
    pairs = [(f"1.{c}-{n}", f"2.{c}-{n}") for c in (1, 2, 3) for n in range(1, 9)]
    pool = made_up_pool(LARGE, pairs)

    for seed in range(200):
        drawn = draw_items(THIRD, pool, Stream(bytes([seed]))).items
        assert not has_enemies(drawn)
        assert Counter(item.outcome for item in drawn) == {"1": 15, "2": 9}


def test_the_one_paper_there_is_is_found() -> None:
    pairs = [("1.1-1", f"1.2-{n}") for n in range(2, 30)] + [("1.2-1", f"1.3-{n}") for n in (2, 3)]
    pool = made_up_pool({"1.1": 1, "1.2": 29, "1.3": 3}, pairs)

    drawn = draw_items(made_up_specification({"1": 3}), pool, Stream(b"")).items

    assert {item.id for item in drawn} == {"1.1-1", "1.2-1", "1.3-1"}


def test_a_crowded_outcome_covers_first_what_was_covered_longest_ago() -> None:
    spec, pool = made_up_specification({"1": 2}), made_up_pool({"1.1": 9, "1.2": 9, "1.3": 9})

    for seed in range(20):
        assert criteria(spec, pool, seed, {"1.1": 3, "1.2": 1, "1.3": 2}) == {"1.2", "1.3"}
        assert "1.3" in criteria(spec, pool, seed, {"1.1": 1, "1.2": 2})


def test_criteria_never_covered_take_turns() -> None:
    spec, pool = made_up_specification({"1": 1}), made_up_pool({"1.1": 1, "1.2": 20})

    taken = Counter(next(iter(criteria(spec, pool, seed, {}))) for seed in range(200))

    assert taken["1.1"] == pytest.approx(100, abs=30)


def test_criteria_left_out_are_named_in_order() -> None:
    spec, pool = made_up_specification({"1": 1}), made_up_pool({"1.9": 1, "1.10": 1, "1.2": 1})

    drawn = draw_items(spec, pool, Stream(b""), {"1.9": 2, "1.10": 2, "1.2": 1})

    assert drawn.relaxations == ("outcome 1 has 1 items for 3 criteria: 1.9, 1.10 left out",)


def test_where_enemies_forbid_the_first_criteria_the_next_best_are_covered() -> None:
    spec = made_up_specification({"1": 2, "2": 1})
    pool = made_up_pool({"1.1": 1, "1.2": 1, "1.3": 1, "1.4": 1, "2.1": 1}, [("1.1-1", "1.2-1")])

    covered = criteria(spec, pool, 0, {"1.1": 1, "1.2": 2, "1.3": 3, "1.4": 4})

    assert covered == {"1.1", "1.3", "2.1"}


def test_an_impossible_draw_is_refused() -> None:
    pool = made_up_pool({"1.1": 1, "2.1": 1}, [("1.1-1", "2.1-1")])

    with pytest.raises(PaperShort, match="Criterion 1.1|Outcome 1"):
        draw_items(made_up_specification({"1": 1, "2": 1}), pool, Stream(b""))
