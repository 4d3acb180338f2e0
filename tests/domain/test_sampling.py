"""The chances that items of an outcome have."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.domain.chance import Stream
from app.domain.sampling import chances, sample


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[list[int]], int]:
    """Draw groups of weights and a number of items to take from them."""
    weights = st.lists(st.integers(1, 50), min_size=1, max_size=6)
    groups = draw(st.lists(weights, min_size=1, max_size=6))
    return groups, draw(st.integers(len(groups), sum(map(len, groups))))


@given(tasks())
def test_chances_add_up_to_the_count_and_to_one_at_least_in_every_group(
    task: tuple[list[list[int]], int],
) -> None:
    groups, count = task

    whole, lengths = chances(groups, count)

    assert sum(map(sum, lengths)) == count * whole
    assert all(sum(group) >= whole for group in lengths)
    assert all(0 <= length <= whole for group in lengths for length in group)


@given(tasks(), st.binary(max_size=4))
def test_a_sample_has_its_size_and_something_of_every_group(
    task: tuple[list[list[int]], int], seed: bytes
) -> None:
    groups, count = task
    named = [[((g, i), w) for i, w in enumerate(group)] for g, group in enumerate(groups)]

    drawn = sample(named, count, Stream(seed))

    assert len(drawn) == len(set(drawn)) == count
    assert {group for group, _ in drawn} == set(range(len(groups)))


def test_equal_weights_have_equal_chances() -> None:
    whole, lengths = chances([[1] * 5, [1] * 7], 4)

    assert {Fraction(length, whole) for group in lengths for length in group} == {Fraction(4, 12)}


def test_a_small_group_is_raised_and_the_others_share_the_rest() -> None:
    whole, lengths = chances([[1, 1], [1] * 10], 3)

    assert {Fraction(length, whole) for length in lengths[0]} == {Fraction(1, 2)}
    assert {Fraction(length, whole) for length in lengths[1]} == {Fraction(2, 10)}


def test_no_chance_passes_one_however_heavy_the_item() -> None:
    whole, lengths = chances([[100, 1, 1]], 2)

    assert [Fraction(length, whole) for length in lengths[0]] == [1, Fraction(1, 2), Fraction(1, 2)]


def test_items_are_drawn_as_often_as_their_chances_say() -> None:
    stream, groups = Stream(b"often"), [[("a", 2), ("b", 1)], [("c", 1), ("d", 1), ("e", 1)]]
    whole, lengths = chances([[2, 1], [1, 1, 1]], 3)

    counts = Counter(item for _ in range(3000) for item in sample(groups, 3, stream))

    for item, length in zip(
        "abcde", [length for group in lengths for length in group], strict=True
    ):
        assert abs(counts[item] / 3000 - length / whole) < 0.04  # over 4 standard deviations
