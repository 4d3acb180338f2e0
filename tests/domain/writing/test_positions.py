"""What is found in a bank as a whole: where keys stand, how long they are, how many say not."""

from dataclasses import replace
from random import Random

import pytest

from app.domain.item import Item
from app.domain.problems import Severity
from app.domain.writing.check import check_writing_of_bank
from app.domain.writing.odds import beyond, chi_squared_above, runs_by_chance
from app.domain.writing.thresholds import Thresholds
from tests.domain.writing.planted import item_of

# Four options of one length, so that no key is the longest.
ITEM = item_of("fixed Which of these is right?\n=\n* Aaaaa\n- Bbbbb\n- Ccccc\n- Ddddd")


def keyed(letters: str, shuffle: bool = False) -> list[Item]:
    """Return items keyed by these letters."""
    return [replace(ITEM, key=frozenset(letter), shuffle=shuffle) for letter in letters]


def rules(items: list[Item], thresholds: Thresholds | None = None) -> list[str]:
    """Return the rules that the bank breaks."""
    return [problem.rule for problem in check_writing_of_bank(items, thresholds or Thresholds())]


def mixed(letters: str, seed: int) -> str:
    """Return the letters in an order made by chance."""
    return "".join(Random(seed).sample(letters, len(letters)))


EVEN = mixed("ABCD" * 15, 1)


@pytest.mark.parametrize(
    ("uneven", "even"),
    [
        (mixed("A" * 30 + "BCD" * 10, 7), mixed("ABCD" * 15, 7)),
        (mixed("B" * 31 + "ACD" * 10, 2), mixed("B" * 18 + "ACD" * 14, 1)),
        (mixed("C" * 35 + "ABD" * 9, 3), mixed("C" * 14 + "ABD" * 15, 5)),
        (mixed("D" * 29 + "ABC" * 10, 6), mixed("D" * 17 + "ABC" * 14, 9)),
        (mixed("AB" * 25 + "CD" * 5, 5), mixed("AB" * 15 + "CD" * 14, 5)),
        (mixed("BC" * 28 + "AD" * 6, 2), mixed("BC" * 14 + "AD" * 16, 2)),
        (mixed("CD" * 26 + "AB" * 8, 7), mixed("CD" * 16 + "AB" * 13, 3)),
        (mixed("ABC" * 22 + "D", 8), mixed("ABC" * 14 + "D" * 14, 8)),
    ],
)
def test_keys_that_prefer_a_place_are_found(uneven: str, even: str) -> None:
    assert "B01" in rules(keyed(uneven))
    assert "B01" not in rules(keyed(even))
    assert rules(keyed(uneven, shuffle=True)) == []


@pytest.mark.parametrize("letter", "ABCD")
@pytest.mark.parametrize("at", [0, 40])
def test_a_long_run_of_one_place_is_found(letter: str, at: int) -> None:
    others = EVEN.replace(letter, "")[:40]

    assert "B02" in rules(keyed(others[:at] + letter * 7 + others[at:]))
    assert "B02" not in rules(keyed(others[:at] + letter * 4 + others[at:]))


@pytest.mark.parametrize("keys", ["ABCD" * 12, "AAABBBCCCDDD" * 5, "AABBCCDD" * 9, "AB" * 20])
def test_keys_that_move_too_regularly_or_too_seldom_are_found(keys: str) -> None:
    assert "B02" in rules(keyed(keys))
    assert rules(keyed(keys, shuffle=True)) == []


def test_a_longer_bank_is_allowed_a_longer_run() -> None:
    short, long = mixed("ABCD" * 9, 12), mixed("ABCD" * 60, 12)

    assert "B02" in rules(keyed("D" + short.strip("A") + "AAAAAB"))
    assert "B02" not in rules(keyed(long.strip("A") + "DAAAAAB"))


def with_lengths(hits: int, misses: int) -> list[Item]:
    """Return items of which so many have the longest option for their key."""
    longest = item_of("Which of these is right?\n=\n* Aaaaaaa\n- Bbbbb\n- Ccccc\n- Ddddd")
    shorter = item_of("Which of these is right?\n=\n* Aaaaa\n- Bbbbbbb\n- Ccccc\n- Ddddd")
    return [longest] * hits + [shorter] * misses


@pytest.mark.parametrize(
    ("hits", "misses", "found"),
    [
        (25, 75, False),
        (37, 63, False),
        (39, 61, True),
        (13, 87, False),
        (11, 89, True),
        (0, 100, True),
        (100, 0, True),
        (60, 40, True),
        (150, 150, True),
        (75, 225, False),
        (4, 6, False),
        (0, 0, False),
    ],
)
def test_keys_too_often_or_too_seldom_the_longest_are_found(
    hits: int, misses: int, found: bool
) -> None:
    assert rules(with_lengths(hits, misses)) == (["B03"] if found else [])


def test_options_of_one_length_say_nothing_about_the_longest() -> None:
    assert rules(keyed(EVEN, shuffle=True)) == []


@pytest.mark.parametrize(("negative", "found"), [(1, []), (2, []), (3, ["L10"]), (8, ["L10"])])
def test_too_many_questions_in_the_negative_are_found(negative: int, found: list[str]) -> None:
    plain = "Which of these is right?\n=\n* Aaaaa\n- Bbbbb\n- Ccccc\n- Ddddd"
    denied = item_of(plain.replace("is right", "is **not** right"))

    assert rules([denied] * negative + [item_of(plain)] * (20 - negative)) == found


def test_a_finding_about_a_bank_is_a_warning_at_no_item() -> None:
    for problem in check_writing_of_bank(keyed("A" * 50), Thresholds()):
        assert (problem.where.item, problem.where.path) == ("", ())
        assert problem.severity is Severity.WARNING


def test_a_bank_may_bear_more() -> None:
    lenient = Thresholds(longest_share_errors=20)

    assert rules(with_lengths(100, 0), lenient) == []


def test_a_bank_without_items_has_no_findings() -> None:
    assert rules([]) == []


@pytest.mark.parametrize(
    ("value", "freedom", "probability"),
    # From the printed table of critical values.
    [(6.635, 1, 0.01), (9.210, 2, 0.01), (7.815, 3, 0.05), (13.277, 4, 0.01), (15.086, 5, 0.01)],
)
def test_chi_squared_agrees_with_the_table(value: float, freedom: int, probability: float) -> None:
    assert chi_squared_above(value, freedom) == pytest.approx(probability, rel=1e-3)


def test_runs_agree_with_a_count_of_every_order() -> None:
    from itertools import groupby, permutations
    from statistics import mean, pstdev

    runs = [sum(1 for _ in groupby(order)) for order in permutations("AABBC")]

    assert runs_by_chance("AABBC") == pytest.approx((mean(runs), pstdev(runs)))


def test_a_normal_value_lies_beyond_1_96_in_one_case_of_twenty() -> None:
    assert beyond(1.96) == beyond(-1.96) == pytest.approx(0.05, abs=1e-4)
