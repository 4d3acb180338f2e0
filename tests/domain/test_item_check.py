"""What makes an item well formed."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.item import ItemKind, ItemStatus, Option
from app.domain.item_check import check_item, overdue
from tests.files.made_up import made_up_item

ITEM = made_up_item("x-1", "1.1")
LAW = date(2026, 11, 1)


def rules(**fields: object) -> list[str]:
    """Return the rules that the made-up item breaks when these fields are changed."""
    item = replace(ITEM, **fields)  # type: ignore[arg-type]  # the test's own
    return [problem.rule for problem in check_item(item, ["1.1", "1.2"], 4)]


def test_a_sound_item_has_no_findings() -> None:
    assert rules() == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"version": 0}, "version.range"),
        ({"criterion": "1.3"}, "criterion.unknown"),
        ({"stem": " \n"}, "stem.empty"),
        ({"key": frozenset()}, "key.empty"),
        ({"key": frozenset("Z")}, "key.unknown"),
        ({"key": frozenset("AB")}, "key.several"),
        ({"kind": ItemKind.MULTIPLE, "key": frozenset("ABCD")}, "key.all"),
        ({"options": ITEM.options[:3]}, "options.too-few"),
        ({"options": (*ITEM.options, Option("E", "e", "e"))}, "options.too-many"),
        ({"options": (*ITEM.options[:3], Option("D", "", "d"))}, "options.empty"),
        ({"options": (*ITEM.options[:3], Option("D", "Answer\n A", "d"))}, "options.repeated"),
        ({"options": (*ITEM.options[:3], Option("D", "d", " "))}, "rationale.missing"),
        ({"facility": 1.01}, "facility.range"),
        ({"facility": -0.01}, "facility.range"),
        ({"facility": float("nan")}, "facility.range"),
        ({"law_as_at": LAW}, "review_by.missing"),
        ({"law_as_at": LAW, "review_by": LAW}, "review_by.order"),
    ],
)
def test_a_broken_rule_is_found(fields: dict[str, object], expected: str) -> None:
    assert rules(**fields) == [expected]


@pytest.mark.parametrize("fields", [{"facility": 0.0}, {"facility": 1.0}, {"facility": None}])
def test_a_facility_from_nought_to_one_is_sound(fields: dict[str, object]) -> None:
    assert rules(**fields) == []


def test_composed_and_decomposed_accents_are_the_same_option() -> None:
    options = (*ITEM.options[:2], Option("C", "café", "c"), Option("D", "cafe\u0301", "d"))

    assert rules(options=options) == ["options.repeated"]


@pytest.mark.parametrize("id", ["", "a b", 'a"b', "é", "-a", "a/b", "a\n"])
def test_an_id_that_could_not_be_passed_on_safely_is_refused(id: str) -> None:
    assert [p.rule for p in check_item(replace(ITEM, id=id), ["1.1"], 4)] == ["id.form"]


def test_a_draft_without_rationales_is_only_warned_of() -> None:
    bare = tuple(replace(option, rationale="") for option in ITEM.options)

    (problem,) = check_item(replace(ITEM, options=bare, status=ItemStatus.DRAFT), ["1.1"], 4)

    assert (problem.severity, problem.what) == ("warning", "No rationale for A, B, C, D.")


def test_a_review_is_overdue_from_the_day_after_it_was_due() -> None:
    item = replace(ITEM, law_as_at=LAW, review_by=date(2027, 11, 1))

    assert overdue(item, date(2027, 11, 1)) == []
    assert [problem.rule for problem in overdue(item, date(2027, 11, 2))] == ["review_by.past"]
    assert overdue(ITEM, date(2099, 1, 1)) == []
