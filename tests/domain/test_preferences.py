"""How a candidate likes the test to look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.preferences import (
    LONGER_WARNINGS,
    STANDARD,
    TEXT_SIZES,
    Font,
    Layout,
    Preferences,
    Scheme,
)
from app.domain.refusals import Reason, Refusal

PREFERENCES = st.builds(
    Preferences,
    text_size=st.sampled_from(TEXT_SIZES),
    scheme=st.sampled_from(Scheme),
    font=st.sampled_from(Font),
    layout=st.sampled_from(Layout),
    ruler=st.booleans(),
    eliminator=st.booleans(),
    time_hidden=st.booleans(),
    longer_warnings=st.booleans(),
    keys=st.booleans(),
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ANYTHING = st.recursive(PLAIN, lambda kept: st.lists(kept) | st.dictionaries(st.text(), kept))


@given(PREFERENCES)
def test_what_is_kept_is_read_back_as_it_was(preferences: Preferences) -> None:
    assert Preferences.from_settings(preferences.settings) == preferences
    assert Preferences.checked(preferences.all) == preferences


def test_nothing_is_kept_of_the_standard_and_it_needs_no_class() -> None:
    assert Preferences.from_settings({}) == STANDARD
    assert (STANDARD.settings, STANDARD.classes) == ({}, "")


def test_single_letter_keys_are_off_until_they_are_asked_for() -> None:
    assert STANDARD.keys is False


@given(st.dictionaries(st.sampled_from([*STANDARD.all, "colour"]), ANYTHING))
def test_whatever_was_kept_is_read_as_something_that_is_offered(kept: dict[str, object]) -> None:
    read = Preferences.from_settings(kept)

    assert read.text_size in TEXT_SIZES
    assert Preferences.checked(read.all) == read


@pytest.mark.parametrize(
    "sent",
    [
        {"text_size": 110},
        {"text_size": "150"},
        {"text_size": 150.0},
        {"text_size": True},
        {"scheme": "purple"},
        {"scheme": ["cream"]},
        {"scheme": "cream", "font": "comic"},
        {"layout": None},
        {"ruler": "yes"},
        {"keys": 1},
        {"colour": "cream"},
        {"scheme": "cream app-test"},
    ],
)
def test_what_is_sent_and_not_offered_is_refused(sent: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        Preferences.checked(sent)

    assert refused.value.reason is Reason.UNKNOWN_PREFERENCE


def test_the_classes_say_colours_size_and_letters() -> None:
    chosen = Preferences(scheme=Scheme.CREAM, text_size=150, font=Font.PLAIN, ruler=True)

    assert chosen.classes == "app-scheme--cream app-text--150 app-font--plain"


@given(PREFERENCES)
def test_classes_are_names_and_nothing_else(preferences: Preferences) -> None:
    assert all(
        name.isascii() and name.replace("-", "").isalnum() for name in preferences.classes.split()
    )


@given(PREFERENCES, st.sets(st.integers(1, 600)))
def test_longer_warnings_take_none_of_the_usual_ones_away(
    preferences: Preferences, usual: set[int]
) -> None:
    told = preferences.warnings_at(usual)

    assert list(told) == sorted(set(told), reverse=True)
    assert set(told) == usual | (set(LONGER_WARNINGS) if preferences.longer_warnings else set())
