"""The bot finds what was planted, and finds nothing where keys fell by chance."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import sqrt
from random import Random

import numpy as np
import pytest

from app.domain.item import Item, ItemKind, ItemStatus
from app.psychometrics.strategies import seen
from app.psychometrics.testwise import (
    AS_AUTHORED,
    MARKS,
    POSITION,
    Bot,
    Guessing,
    Measured,
    guess,
    two_sided_p,
)
from tests.psychometrics.made_up_words import bank_of, item_of, longest, phrase, shorter


def measured(guessing: Guessing, strategy: str) -> Measured:
    """Return what one strategy earned."""
    return next(one for one in guessing.strategies if one.strategy == strategy)


# What is planted is found


def test_a_bank_whose_key_is_the_longest_in_sixty_per_cent_is_found_by_name() -> None:
    found = guess(bank_of(300, seed=2, plant=longest, share=0.6))

    assert measured(found, "longest").proportion >= 0.55
    assert found.best == "longest"
    assert "longest" in found.outside
    assert found.excess > 10 > MARKS


def test_a_bank_whose_key_is_never_the_longest_is_found_too() -> None:
    never = bank_of(300, seed=3, plant=shorter, share=1.0)

    found = guess(never)

    assert measured(found, "longest").proportion == 0
    assert "longest" in found.outside
    assert found.excess > MARKS


def _with_hedge(chance: Random, key: int) -> list[str]:
    return [f"{'may' if n == key else 'will'} {phrase(chance, 4, 4)}" for n in range(4)]


def _with_absolutes(chance: Random, key: int) -> list[str]:
    return [f"{'here' if n == key else 'always'} {phrase(chance, 4, 4)}" for n in range(4)]


def _with_odd_form(chance: Random, key: int) -> list[str]:
    return [f"{'to' if n == key else 'the'} {phrase(chance, 4, 4)}" for n in range(4)]


def _with_middle(chance: Random, key: int) -> list[str]:
    low, lower, high, higher = (str(n) for n in sorted(chance.sample(range(1, 99), 4)))
    rest = [low, high, higher]
    return [*rest[:key], lower, *rest[key:]]


def _convergent(chance: Random, key: int) -> list[str]:
    common = [phrase(chance, 1, 1) + ending for ending in "xyz"]
    return [
        " ".join(common) if n == key else f"{common[n % 3]} {phrase(chance, 2, 2)}"
        for n in range(4)
    ]


@pytest.mark.parametrize(
    ("strategy", "options"),
    [
        ("most hedged", _with_hedge),
        ("no absolute words", _with_absolutes),
        ("odd one out", _with_odd_form),
        ("middle number", _with_middle),
        ("convergence", _convergent),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_planted_hint_is_found_by_its_name(strategy: str, options: object) -> None:
    chance = Random(4)
    items = []
    for _ in range(40):
        key = chance.randrange(4)
        items.append(item_of("Which holds?", options(chance, key), key))  # type: ignore[operator]

    assert strategy in guess(items).outside


@pytest.mark.parametrize(("strategy", "keyed"), [("most of the stem", 0), ("least of the stem", 3)])
def test_words_shared_with_the_stem_are_found(strategy: str, keyed: int) -> None:
    chance = Random(5)
    items = []
    for _ in range(40):
        asked = [phrase(chance, 1, 1) + ending for ending in "xyz"]
        texts = [" ".join(asked[: 3 - n] + ["other"] * n) for n in range(4)]
        items.append(item_of(f"What of {' '.join(asked)}?", texts, keyed))

    found = guess(items)

    assert strategy in found.outside
    assert measured(found, strategy).proportion == 1


def test_a_shortest_key_is_found() -> None:
    keys = bank_of(100, 6, plant=lambda texts: min(range(4), key=lambda n: len(texts[n])))

    assert "shortest" in guess(keys).outside


# Positions


def _keyed_in_third_place(shuffle: bool) -> list[Item]:
    items = bank_of(100, seed=7, plant=lambda texts: 2, share=0.6)
    return [replace(item, shuffle=shuffle) for item in Random(7).sample(items, 100)]


def test_a_favourite_position_is_found_where_candidates_see_the_authored_order() -> None:
    fixed = guess(_keyed_in_third_place(shuffle=False))

    assert fixed.outside == (POSITION,)
    assert guess(_keyed_in_third_place(shuffle=True), shuffled=False).outside == (POSITION,)
    assert AS_AUTHORED not in {one.strategy for one in fixed.strategies}


def test_a_favourite_position_is_told_but_not_judged_where_options_are_shuffled() -> None:
    shuffled = guess(_keyed_in_third_place(shuffle=True))

    assert shuffled.outside == ()
    assert measured(shuffled, POSITION).items == 0
    authored = measured(shuffled, AS_AUTHORED)
    assert not authored.judged
    assert authored.proportion > 0.5


@pytest.mark.parametrize("seed", range(5))
def test_evenly_spread_keys_are_no_hint(seed: int) -> None:
    chance = Random(seed)
    places = chance.sample([0, 1, 2, 3] * 30, 120)
    items = [
        item_of("Which holds?", [phrase(chance) for _ in range(4)], place, shuffle=False)
        for place in places
    ]

    assert POSITION not in guess(items).outside


def test_a_position_is_learned_only_from_the_items_before() -> None:
    items = [item_of("Which?", ("a", "b", "c", "d"), key, shuffle=False) for key in (1, 1, 2, 1)]
    bot = Bot([seen(item) for item in items])

    shares = bot.by_position(np.array([[1, 1, 2, 1]]), bot.fixed)[0]

    assert shares.tolist() == [[0.25] * 4, [0, 1, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0]]


# Figures


def test_an_item_is_worth_one_over_the_options_that_share_the_guess() -> None:
    items = [
        item_of("Which?", ("aaa", "bbb", "c", "d"), 0),  # two longest: a half
        item_of("Which?", ("aaa", "b", "c", "d"), 0),  # one
        item_of("Which?", ("aaa", "b", "c"), 1),  # nothing
    ]

    longest_ones = measured(guess(items), "longest")

    assert longest_ones.proportion == pytest.approx(1.5 / 3)
    assert longest_ones.chance == pytest.approx((1 / 4 + 1 / 4 + 1 / 3) / 3)
    variance = (1 / 8 - 1 / 16) + (1 / 4 - 1 / 16) + (1 / 3 - 1 / 9)
    assert longest_ones.z == pytest.approx((1.5 - 5 / 6) / sqrt(variance))


@pytest.mark.parametrize("keys", list(product(range(3), repeat=2)))
def test_p_is_the_share_of_all_keyings_at_least_as_far_from_chance(keys: tuple[int, ...]) -> None:
    ticked, options = (1, 2, 1, 3), (3, 3, 4, 4)
    worth = [
        [Fraction(1, m) if place < m else Fraction(0) for place in range(k)]
        for m, k in zip(ticked, options, strict=True)
    ]
    mean = sum(Fraction(1, k) for k in options)
    totals = [sum(values, Fraction(0)) for values in product(*worth)]
    right = sum((worth[i][key] for i, key in enumerate((*keys, 0, 3))), Fraction(0))
    wanted = sum(abs(total - mean) >= abs(right - mean) for total in totals) / len(totals)

    p = two_sided_p(float(right), np.array(ticked), np.array(options))

    assert p == pytest.approx(wanted)


def test_p_is_adjusted_by_holm_over_the_strategies_that_prefer_anything() -> None:
    found = guess(bank_of(60, seed=8))
    family = sorted(
        (one for one in found.strategies if one.items and one.judged), key=lambda m: m.p
    )

    before = 0.0
    for rank, one in enumerate(family):
        before = max(before, min(1.0, one.p * (len(family) - rank)))
        assert one.adjusted_p == pytest.approx(before)
    assert len(family) == 6  # no hedge, absolute, number or fixed order in these words


def test_excess_is_what_the_best_earns_beyond_the_best_by_chance() -> None:
    found = guess(bank_of(300, seed=2, plant=longest), paper=30)

    assert found.excess == pytest.approx(30 * (found.proportion - found.expected))
    assert 0.25 < found.expected < 0.31


def test_the_same_bank_is_told_the_same() -> None:
    items = bank_of(50, seed=9)

    assert guess(items) == guess(items)


# Where keys fell by chance


def test_of_banks_keyed_by_chance_about_one_in_a_hundred_is_outside_the_band() -> None:
    chance = np.random.Generator(np.random.PCG64(10))
    bots = [Bot([seen(item) for item in bank_of(60, seed)]) for seed in range(5)]
    outside = [
        any(one.outside for one in bot.measure((chance.random((1, 60)) * 4).astype(np.int64)))
        for bot in bots
        for _ in range(80)
    ]

    assert sum(outside) / len(outside) <= 0.015


def test_banks_keyed_by_chance_have_no_excess_on_average() -> None:
    excess = [guess(bank_of(60, seed)).excess for seed in range(30)]

    assert abs(float(np.mean(excess))) < 0.7


# What it leaves alone


def test_only_items_with_one_right_answer_that_may_be_drawn_are_tried() -> None:
    item = item_of("Which?", ("one", "two", "three"))
    left = [
        replace(item, kind=ItemKind.MULTIPLE, key=frozenset("AB")),
        replace(item, kind=ItemKind.MULTIPLE),
        replace(item, key=frozenset("X")),
        replace(item, key=frozenset()),
        replace(item, status=ItemStatus.RETIRED),
        replace(item, options=item.options[:1]),
    ]

    assert guess([item, *left]).items == 1


def test_nothing_to_try_is_nothing_guessed() -> None:
    assert guess([]) == Guessing(0, 45, ())
    assert guess([]).excess == 0


def test_items_may_differ_in_their_number_of_options() -> None:
    items = bank_of(30, 11, options=3) + bank_of(30, 12, options=5) + bank_of(30, 13, options=2)

    found = guess(items)

    assert measured(found, "longest").chance == pytest.approx((1 / 3 + 1 / 5 + 1 / 2) / 3)
    assert found.outside == ()
