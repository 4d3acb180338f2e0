"""Keycodes: hard to mistype, easy to paste."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.keycode import (
    ALPHABET,
    LENGTH,
    grouped,
    invigilator_code_for,
    is_invigilator_code,
    is_result_code,
    is_well_formed,
    keycode_for,
    normalise,
    result_code_for,
)

keycodes = st.builds(
    keycode_for, st.binary(min_size=32, max_size=32), st.uuids().map(str), st.integers(1, 9)
)

result_codes = st.builds(result_code_for, st.binary(min_size=32, max_size=32), st.uuids().map(str))


def test_no_character_of_the_alphabet_is_mistaken_for_another() -> None:
    assert not set(ALPHABET) & set("01ILOSU")
    assert len(set(ALPHABET)) == 29


@given(keycodes)
def test_a_keycode_is_well_formed_however_it_is_spaced_or_cased(keycode: str) -> None:
    assert len(keycode) == LENGTH
    assert is_well_formed(normalise(f"  {grouped(keycode).lower()}\n"))
    assert is_well_formed(normalise("-".join(keycode)))


@given(keycodes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(keycode: str, place: int, other: str) -> None:
    wrong = keycode[:place] + other + keycode[place + 1 :]

    assert is_well_formed(wrong) == (wrong == keycode)


@given(keycodes, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_swap_of_two_characters_is_found(keycode: str, one: int, two: int) -> None:
    swapped = list(keycode)
    swapped[one], swapped[two] = swapped[two], swapped[one]

    assert is_well_formed("".join(swapped)) == ("".join(swapped) == keycode)


@given(st.text(max_size=40))
def test_anything_else_is_told_to_be_mistyped_without_fail(typed: str) -> None:
    assert is_well_formed(normalise(typed)) in (True, False)


def test_a_new_issue_of_a_keycode_is_another_keycode() -> None:
    assert keycode_for(b"s" * 32, "sitting", 1) != keycode_for(b"s" * 32, "sitting", 2)


@given(result_codes)
def test_a_result_code_is_well_formed_however_it_is_spaced_or_cased(code: str) -> None:
    assert len(code) == LENGTH
    assert is_result_code(normalise(f"  {grouped(code).lower()}\n"))


@given(result_codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_of_a_result_code_is_found(
    code: str, place: int, other: str
) -> None:
    wrong = code[:place] + other + code[place + 1 :]

    assert is_result_code(wrong) == (wrong == code)


@given(keycodes, result_codes)
def test_neither_code_is_ever_well_formed_as_the_other(keycode: str, result_code: str) -> None:
    assert not is_result_code(keycode)
    assert not is_well_formed(result_code)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_nothing_is_well_formed_as_both(typed: str) -> None:
    assert not (is_well_formed(typed) and is_result_code(typed))


def test_the_two_codes_of_a_sitting_have_nothing_to_do_with_one_another() -> None:
    keycode, code = keycode_for(b"s" * 32, "sitting"), result_code_for(b"s" * 32, "sitting")

    assert keycode[:-1] != code[:-1]


@given(st.binary(min_size=32, max_size=32))
def test_an_invigilators_code_is_well_formed_as_no_other_kind(secret: bytes) -> None:
    code = invigilator_code_for(secret)

    assert is_invigilator_code(code)
    assert not is_well_formed(code)
    assert not is_result_code(code)
    assert not is_invigilator_code(keycode_for(secret, "a sitting"))
    assert not is_invigilator_code(result_code_for(secret, "a sitting"))
