"""Unique Learner Numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.candidate import check_uln

PUBLISHED = "9276308686"  # HESA's example: the weighted sum is 296, and 296 = 26 × 11 + 10


def test_the_published_example_is_sound() -> None:
    assert check_uln(PUBLISHED) == ""


@given(st.integers(0, 9), st.integers(0, 9))
def test_any_single_wrong_digit_is_found(place: int, digit: int) -> None:
    wrong = f"{PUBLISHED[:place]}{digit}{PUBLISHED[place + 1 :]}"

    assert bool(check_uln(wrong)) == (wrong != PUBLISHED)


@given(st.integers(0, 8))
def test_any_two_neighbours_that_changed_places_are_found(place: int) -> None:
    swapped = PUBLISHED[:place] + PUBLISHED[place + 1] + PUBLISHED[place] + PUBLISHED[place + 2 :]

    assert bool(check_uln(swapped)) == (swapped != PUBLISHED)


@pytest.mark.parametrize(
    "uln", ["", "927630868", "92763086860", "927630868X", "٩٢٧٦٣٠٨٦٨٦", "9.28E+09"]
)
def test_what_is_not_ten_digits_is_refused(uln: str) -> None:
    assert check_uln(uln) == "A ULN has 10 digits."


def test_a_number_that_begins_with_nought_is_refused() -> None:
    assert check_uln("0000000005") == "A ULN does not begin with 0."


def test_the_placeholder_of_ten_nines_is_refused() -> None:
    assert "check digit" in check_uln("9999999999")
