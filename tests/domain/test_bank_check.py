"""What makes a bank sound."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.bank import Bank, Criterion, Outcome
from app.domain.bank_check import check_bank
from tests.files.made_up import BANK, made_up_bank, made_up_item

SOUND = made_up_bank()


def rules(bank: Bank) -> list[str]:
    """Return the rules that the bank breaks."""
    return [problem.rule for problem in check_bank(bank)]


def test_a_sound_bank_has_no_findings() -> None:
    assert rules(SOUND) == []


def test_a_bank_that_has_no_items_yet_has_no_findings() -> None:
    assert rules(BANK) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": "Shop"}, ["id.form"]),
        ({"id": "my shop"}, ["id.form"]),
        ({"title": " "}, ["title.empty"]),
        ({"options": 1}, ["options.range"]),
        ({"options": 9}, ["options.range"]),
        ({"outcomes": ()}, ["outcome.missing"]),
        ({"outcomes": (Outcome("1", "One", ()),)}, ["criterion.missing"]),
    ],
)
def test_a_broken_rule_of_the_outline_is_found(
    fields: dict[str, object], expected: list[str]
) -> None:
    assert rules(replace(BANK, **fields)) == expected  # type: ignore[arg-type]  # the test's own


def test_ids_of_outcomes_and_criteria_are_unique_in_the_unit() -> None:
    twice = Outcome("1", "One", (Criterion("1.1", "a"), Criterion("1.1", "b")))

    assert rules(replace(BANK, outcomes=(twice, twice))) == [
        "outcome.repeated",
        *["criterion.repeated"] * 3,
    ]


def test_an_id_given_twice_is_found() -> None:
    twice = replace(SOUND, items=(*SOUND.items, SOUND.items[0]))

    assert "id.repeated" in rules(twice)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"enemies": ("1.1-1",)}, ["enemies.one-sided"]),
        ({"enemies": ("1.1-0",)}, ["enemies.self"]),
        ({"enemies": ("9.9-9",)}, ["enemies.unknown"]),
        ({"replaces": "9.9-9"}, ["replaces.unknown"]),
        ({"replaces": "1.1-0"}, ["replaces.unknown"]),
        ({"replaces": "1.1-1"}, []),
    ],
)
def test_items_name_other_items_of_the_bank(fields: dict[str, object], expected: list[str]) -> None:
    item = made_up_item("1.1-0", "1.1", **fields)

    assert rules(replace(SOUND, items=(item, *SOUND.items[1:]))) == expected


def test_enemies_that_name_each_other_are_sound() -> None:
    pair = (
        made_up_item("1.1-0", "1.1", enemies=("1.1-1",)),
        made_up_item("1.1-1", "1.1", enemies=("1.1-0",)),
    )

    assert rules(replace(SOUND, items=(*pair, *SOUND.items[2:]))) == []


def test_a_criterion_without_an_approved_item_is_warned_of() -> None:
    fewer = replace(SOUND, items=SOUND.items[:4])

    (problem,) = check_bank(fewer)

    assert (problem.rule, problem.severity) == ("criterion.uncovered", "warning")
    assert "2.1" in problem.what


def test_a_review_is_overdue_only_when_the_day_is_known() -> None:
    dated = made_up_item("1.1-0", "1.1", law_as_at=date(2025, 1, 1), review_by=date(2026, 1, 1))
    bank = replace(SOUND, items=(dated, *SOUND.items[1:]))

    assert check_bank(bank) == []
    assert [problem.rule for problem in check_bank(bank, date(2026, 2, 1))] == ["review_by.past"]
