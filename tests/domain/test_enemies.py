"""Choosing among enemies: exact, whatever their number."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.enemies import Demand, compatible


def rivals_of(size: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Turn pairs of enemies into a set for each item."""
    rivals = [0] * size
    for one, other in pairs:
        rivals[one] |= 1 << other
        rivals[other] |= 1 << one
    return rivals


def is_lawful(choice: int, rivals: list[int]) -> bool:
    """Say whether a choice holds no two enemies."""
    return all(not (choice >> item & 1 and others & choice) for item, others in enumerate(rivals))


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[Demand]]:
    """Draw up to nine items with enemies among them and up to four demands."""
    size = draw(st.integers(2, 9))
    pairs = draw(st.lists(st.sampled_from(list(combinations(range(size), 2))), max_size=16))
    sets = st.integers(1, (1 << size) - 1)
    demands = draw(st.lists(st.builds(Demand, sets, st.integers(0, 4)), max_size=4))
    return rivals_of(size, pairs), demands


@given(problems())
def test_a_choice_is_found_exactly_when_there_is_one(
    problem: tuple[list[int], list[Demand]],
) -> None:
    rivals, demands = problem
    choices = [choice for choice in range(1 << len(rivals)) if is_lawful(choice, rivals)]

    found = compatible(rivals, demands)

    def meets(choice: int) -> bool:
        return all((choice & demand.members).bit_count() >= demand.need for demand in demands)

    assert (found is not None) == any(map(meets, choices))
    assert found is None or (found in choices and meets(found))


def test_a_choice_leaves_out_only_enemies() -> None:
    assert compatible(rivals_of(4, [(0, 1), (2, 3)]), []) == 0b0101


def test_thirty_pairs_give_two_outcomes_thirty_items_and_no_more() -> None:
    rivals = rivals_of(60, [(2 * n, 2 * n + 1) for n in range(30)])
    one, other = sum(1 << 2 * n for n in range(30)), sum(2 << 2 * n for n in range(30))

    assert compatible(rivals, [Demand(one, 15), Demand(other, 15)]) is not None
    assert compatible(rivals, [Demand(one, 15), Demand(other, 16)]) is None


def test_twenty_rings_of_five_give_two_items_each() -> None:
    pairs = [(5 * ring + n, 5 * ring + (n + 1) % 5) for ring in range(20) for n in range(5)]
    rivals, every_item = rivals_of(100, pairs), (1 << 100) - 1

    assert compatible(rivals, [Demand(every_item, 40)]) is not None
    assert compatible(rivals, [Demand(every_item, 41)]) is None


def test_a_long_chain_of_enemies_is_searched_where_the_first_glance_fails() -> None:
    size = 300
    rivals = rivals_of(size, [(n, n + 1) for n in range(size - 1)])
    even, odd = sum(1 << n for n in range(0, size, 2)), sum(1 << n for n in range(1, size, 2))

    choice = compatible(rivals, [Demand(even, 50), Demand(odd, 75)])  # at first glance: 150, 0

    assert choice is not None
    assert is_lawful(choice, rivals)
    assert (choice & even).bit_count() >= 50
    assert (choice & odd).bit_count() >= 75
