"""Each rule finds its planted flaw, and leaves the twin with the cure alone."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.item import Item, ItemKind
from app.domain.item_check import check_item
from app.domain.problems import Problem, Severity
from app.domain.writing.check import RULES, check_writing
from app.domain.writing.thresholds import Thresholds
from tests.domain.writing.planted import PLANTED, Planted, item_of

OF_A_BANK = {"B01", "B02", "B03", "L30"}  # no flaw of a text: they are planted elsewhere


def findings(item: Item) -> list[Problem]:
    """Return everything that is found in the item."""
    found = check_item(item, ["1.1"], len(item.options))
    return found + check_writing(item, Thresholds())


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_planted_flaw_is_found_by_its_rule(planted: Planted) -> None:
    assert planted.rule in [problem.rule for problem in findings(planted.flawed)]


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_a_clean_twin_has_no_findings(planted: Planted) -> None:
    assert findings(planted.clean) == []


def test_each_rule_of_an_item_is_planted_eight_times() -> None:
    times = Counter(planted.rule for planted in PLANTED)

    assert set(times) == set(RULES) - OF_A_BANK
    assert min(times.values()) >= 8


def test_nearly_every_flaw_is_found_and_hardly_a_twin_is_blamed() -> None:
    found = sum(p.rule in [q.rule for q in findings(p.flawed)] for p in PLANTED)
    blamed = Counter(
        severity
        for planted in PLANTED
        for severity in {problem.severity for problem in findings(planted.clean)}
    )

    assert found / len(PLANTED) >= 0.95
    assert blamed[Severity.ERROR] / len(PLANTED) <= 0.03
    assert blamed[Severity.WARNING] / len(PLANTED) <= 0.10


def test_every_finding_says_where_what_and_how_to_cure_it() -> None:
    for planted in PLANTED:
        for problem in findings(planted.flawed):
            assert problem.where.item == "planted"
            assert problem.where.path
            assert problem.what.endswith((".", '."', ").")) and problem.what[0].isupper()
            assert problem.remedy.endswith((".", "**."))


@given(planted=st.sampled_from(PLANTED), data=st.data())
def test_a_clean_item_stays_clean_in_any_order_unless_it_is_kept(
    planted: Planted, data: st.DataObject
) -> None:
    item = planted.clean
    if item.shuffle:
        item = replace(item, options=tuple(data.draw(st.permutations(item.options))))

    assert findings(item) == []


@given(planted=st.sampled_from(PLANTED), data=st.data())
def test_a_flaw_is_found_wherever_its_options_stand(planted: Planted, data: st.DataObject) -> None:
    item = planted.flawed
    if item.shuffle:
        item = replace(item, options=tuple(data.draw(st.permutations(item.options))))

    assert planted.rule in [problem.rule for problem in findings(item)]


@given(st.text(max_size=60), st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_no_text_is_too_odd_to_be_checked(stem: str, texts: list[str]) -> None:
    options = "\n".join(f"- {' '.join(text.split())}x" for text in texts)
    item = item_of(f"x\n=\n{options}".replace("{", "("))

    check_writing(replace(item, stem=stem, key=frozenset("A")), Thresholds())


def test_a_rule_about_the_key_says_nothing_where_several_options_are_right() -> None:
    for planted in PLANTED:
        if planted.rule in {"L04", "L05", "L12", "L13"}:
            several = replace(
                planted.flawed, kind=ItemKind.MULTIPLE, key=planted.flawed.key | {"A", "B"}
            )
            assert check_writing(several, Thresholds()) == []


def test_a_bank_may_set_other_thresholds() -> None:
    longest = next(planted.flawed for planted in PLANTED if planted.rule == "L04")
    bearable = Thresholds(longest_key_factor=9.0, key_length_highest=9.0)

    assert check_writing(longest, bearable) == []
