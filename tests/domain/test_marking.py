"""Marks and results: what is right earns a mark, and nothing is rounded up."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.marking import Key, mark_responses
from app.domain.paper import Paper, PaperItem
from app.domain.response import SheetEntry
from app.domain.result import Grade, OutcomeMark, grade, percentage_text, profile_by

ITEMS = tuple(
    PaperItem(
        id=f"i{n}", version=1, outcome="1" if n < 3 else "2", criterion=f"{n}", options="BACD"
    )
    for n in range(1, 6)
)
PAPER = Paper(
    algorithm=1, specification_hash="", bank_hash="", seed=b"s" * 32, items=ITEMS, relaxations=()
)
KEYS = {(f"i{n}", 1): Key(1, frozenset("ABCDA"[n - 1])) for n in range(1, 6)}


def sheet(answers: str) -> dict[int, SheetEntry]:
    """Read a sheet: one letter a position, "." for blank."""
    return {
        place: SheetEntry(frozenset(letter) if letter != "." else frozenset())
        for place, letter in enumerate(answers, start=1)
    }


def test_each_right_answer_earns_one_mark_and_a_blank_none() -> None:
    marks = mark_responses(PAPER, KEYS, sheet("AB.DB"))

    assert [mark.mark for mark in marks] == [1, 1, 0, 1, 0]


def test_two_options_where_one_is_right_earn_nothing() -> None:
    ticked = sheet("ABCDA") | {1: SheetEntry(frozenset("AB"))}

    assert mark_responses(PAPER, KEYS, ticked)[0].mark == 0


def test_a_paper_is_never_marked_on_a_guessed_key() -> None:
    keys = {pair: key for pair, key in KEYS.items() if pair != ("i3", 1)}

    with pytest.raises(KeyError):
        mark_responses(PAPER, keys, sheet("ABCDA"))


def test_the_profile_adds_up_by_outcome_in_order_of_number() -> None:
    marks = mark_responses(PAPER, KEYS, sheet("A.CDA"))

    assert profile_by(marks) == (OutcomeMark("1", 1, 2), OutcomeMark("2", 3, 3))


@pytest.mark.parametrize(
    ("answers", "pass_mark", "verdict"),
    [
        ("ABC..", 3, Grade.PASS),
        ("AB...", 3, Grade.FAIL),
        (".....", 1, Grade.FAIL),
        ("ABCDA", None, Grade.NOT_GRADED),
    ],
)
def test_the_pass_mark_itself_passes_and_without_one_nothing_is_graded(
    answers: str, pass_mark: int | None, verdict: Grade
) -> None:
    assert grade(mark_responses(PAPER, KEYS, sheet(answers)), pass_mark).grade is verdict


def test_nought_is_a_mark() -> None:
    result = grade(mark_responses(PAPER, KEYS, sheet(".....")), 3)

    assert result.mark == 0
    assert percentage_text(result.percentage) == "0.0"


@pytest.mark.parametrize(
    ("mark", "maximum", "text"), [(2, 3, "66.7"), (1, 3, "33.3"), (27, 45, "60.0"), (1, 16, "6.3")]
)
def test_a_percentage_has_one_decimal_rounded_half_up(mark: int, maximum: int, text: str) -> None:
    assert percentage_text(Fraction(100 * mark, maximum)) == text


@given(st.text("ABCD.", min_size=5, max_size=5), st.permutations("ABCD"))
def test_the_order_options_were_shown_in_never_changes_a_mark(
    answers: str, order: list[str]
) -> None:
    shown = tuple(replace(item, options="".join(order)) for item in ITEMS)
    shuffled = replace(PAPER, items=shown)

    one = [mark.mark for mark in mark_responses(PAPER, KEYS, sheet(answers))]
    other = [mark.mark for mark in mark_responses(shuffled, KEYS, sheet(answers))]

    assert one == other
