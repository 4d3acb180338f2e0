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
        ({"criterion": "1.3"}, "L30"),
        ({"stem": " \n"}, "stem.empty"),
        ({"key": frozenset()}, "L01"),
        ({"key": frozenset("Z")}, "L01"),
        ({"key": frozenset("AB")}, "L01"),
        ({"kind": ItemKind.MULTIPLE, "key": frozenset("ABCD")}, "key.all"),
        ({"options": ITEM.options[:3]}, "L25"),
        ({"options": (*ITEM.options, Option("E", "e", "e"))}, "L25"),
        ({"options": (*ITEM.options[:3], Option("D", "", "d"))}, "options.empty"),
        ({"options": (*ITEM.options[:3], Option("D", "Answer\n A", "d"))}, "L02"),
        ({"options": (*ITEM.options[:3], Option("D", "d", " "))}, "L30"),
        ({"guidance": " "}, "L30"),
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("café", "cafe\u0301"),
        ("At once", "at  once."),
        ("Not now", "**Not** now"),
        ("See `x`", "See x"),
        ("ﬁve", "five"),
        ("0.5", "1/2"),
        ("1/2", "50 %"),
        ("0.5", "50%"),
        ("£1,000", "£1000"),
        ("50p", "£0.50"),
        ("Two days", "2 days"),
        ("90 minutes", "1½ hours"),
        ("2 pm", "14:00"),
        ("Within a week", "Within 7 days"),
    ],
)
def test_two_ways_to_say_the_same_are_the_same_option(one: str, other: str) -> None:
    options = (*ITEM.options[:2], Option("C", one, "c"), Option("D", other, "d"))

    assert rules(options=options) == ["L02"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 mW", "5 MW"),
        ("Co", "CO"),
        ("10²", "102"),
        ("`5`", "`5.0`"),
        (">", "<"),
        ("x > 3", "x < 3"),
        ("-5", "5"),
        ("£5", "5"),
        ("5 days", "5 working days"),
        ("2 am", "2 pm"),
        ("Sell it", "Sells it"),
        ("Under 5", "Up to 5"),
        ("Not now", "Now"),
    ],
)
def test_options_that_a_mark_or_a_capital_tells_apart_are_not_the_same(
    one: str, other: str
) -> None:
    options = (*ITEM.options[:2], Option("C", one, "c"), Option("D", other, "d"))

    assert rules(options=options) == []


def test_only_an_approved_item_must_name_its_guidance() -> None:
    severities = {
        status: [
            p.severity for p in check_item(replace(ITEM, guidance="", status=status), ["1.1"], 4)
        ]
        for status in ItemStatus
    }

    assert severities.pop(ItemStatus.APPROVED) == ["error"]
    assert set(map(tuple, severities.values())) == {("warning",)}


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
