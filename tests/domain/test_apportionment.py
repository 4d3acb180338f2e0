"""Sharing out items by printed percentages."""

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.apportionment import Apportionment, ApportionmentError, Weight, apportion

PUBLISHED = [
    (45, [33, 20, 18, 11, 18], [15, 9, 8, 5, 8]),
    (45, [24, 18, 31, 27], [11, 8, 14, 12]),
    (40, [18, 30, 27, 25], [7, 12, 11, 10]),
    (40, [27, 25, 48], [11, 10, 19]),
]


def shared(total: int, weights: list[Weight], minimum: int = 1) -> Apportionment:
    """Share among outcomes "1", "2" …"""
    return apportion(total, {str(n): w for n, w in enumerate(weights, 1)}, minimum=minimum)


@st.composite
def percentages(draw: st.DrawFn) -> dict[str, Weight]:
    """Draw up to twelve whole percentages that total 100, under ids in any order."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), max_size=11)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    ids = draw(st.permutations([str(n) for n in range(1, len(weights) + 1)]))
    return dict(zip(ids, weights, strict=True))


@pytest.mark.parametrize(("total", "weights", "counts"), PUBLISHED)
def test_the_published_tables_come_out_as_printed(
    total: int, weights: list[Weight], counts: list[int]
) -> None:
    result = shared(total, weights)

    assert list(result.counts.values()) == counts
    assert not result.tied
    assert not result.off_hundred


@pytest.mark.parametrize(
    ("total", "weights", "counts"),
    [
        (10, [33, 33, 33], [4, 3, 3]),
        (10, [25] * 4, [3, 3, 2, 2]),
        (3, ["12.5", "37.5", 50], [0, 1, 2]),
    ],
)
def test_a_tie_goes_to_the_larger_weight_then_to_the_lower_number_and_is_reported(
    total: int, weights: list[Weight], counts: list[int]
) -> None:
    result = shared(total, weights, minimum=0)

    assert list(result.counts.values()) == counts
    assert result.tied == (weights != ["12.5", "37.5", 50])


def test_outcome_ten_comes_after_outcome_nine_in_a_tie() -> None:
    assert apportion(1, {"10": 50, "9": 50}, minimum=0).counts == {"9": 1, "10": 0}


def test_every_outcome_with_a_weight_gets_the_minimum() -> None:
    assert list(shared(40, [96, 1, 1, 1, 1]).counts.values()) == [36, 1, 1, 1, 1]
    assert list(shared(40, [96, 1, 1, 1, 1], minimum=0).counts.values()) == [39, 1, 0, 0, 0]


def test_an_outcome_of_weight_nought_gets_no_item() -> None:
    assert shared(5, [50, 0, 50]).counts["2"] == 0


@pytest.mark.parametrize(
    ("last", "off"), [(33, False), ("33.5", False), ("33.6", True), (38, True)]
)
def test_weights_that_miss_100_by_more_than_half_a_point_are_reported(
    last: Weight, off: bool
) -> None:
    assert shared(9, [33, 34, last]).off_hundred == off


@pytest.mark.parametrize(
    ("total", "weights", "message"),
    [
        (9, [50, "55.01"], "total 105.01 per cent"),
        (9, [50, 44], "total 94 per cent"),
        (9, [], "total 0 per cent"),
        (9, [110, -10], "below nought"),
        (9, [50, "half"], "not a number"),
        (9, [50, 50.5], "write 50.5 as text"),
        (2, [40, 30, 30], "2 items cannot give 3 outcomes 1 each"),
        (-1, [50, 50], "-1 items"),
    ],
)
def test_what_cannot_be_shared_is_refused(total: int, weights: list[Weight], message: str) -> None:
    with pytest.raises(ApportionmentError, match=message):
        shared(total, weights)


@given(percentages(), st.integers(0, 200))
def test_the_total_is_right_and_no_share_is_left_by_a_whole_item(
    weights: dict[str, Weight], total: int
) -> None:
    result = apportion(total, weights, minimum=0)

    assert sum(result.counts.values()) == total
    for outcome, weight in weights.items():
        quota = Fraction(total * int(weight), 100)
        assert floor(quota) <= result.counts[outcome] <= ceil(quota)


@given(percentages(), st.integers(12, 200), st.integers(0, 1))
def test_the_minimum_holds_and_leaves_the_total_right(
    weights: dict[str, Weight], total: int, minimum: int
) -> None:
    counts = apportion(total, weights, minimum=minimum).counts

    assert sum(counts.values()) == total
    assert all(counts[outcome] >= minimum for outcome, weight in weights.items() if weight)


@given(percentages(), st.integers(12, 200), st.randoms(use_true_random=False))
def test_the_order_of_lines_makes_no_difference(
    weights: dict[str, Weight], total: int, random: object
) -> None:
    lines = list(weights.items())
    random.shuffle(lines)  # type: ignore[attr-defined]

    assert apportion(total, dict(lines)) == apportion(total, weights)
