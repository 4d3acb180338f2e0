"""Setting rules of writing aside."""

from dataclasses import replace

import pytest

from app.domain.bank import Bank
from app.domain.bank_check import check_as_a_whole, check_bank, check_written
from app.domain.item import Item, ItemStatus, Option
from app.domain.problems import Problem, Severity, Where, errors
from app.domain.waiver import Waiver
from app.domain.waivers import can_be_set_aside, check_waivers
from app.domain.writing.check import RULES
from app.domain.writing.thresholds import Thresholds
from tests.files.made_up import BANK, OUTCOMES, made_up_bank, made_up_item

LAW = Waiver("L07", "The regulation lists exactly these.")
OPTIONS = tuple(
    Option(letter, text, "Why.")
    for letter, text in zip("ABCD", ("A hammer", "A saw", "A plane", "Each of these"), strict=True)
)
TOOLS = made_up_item("1.1-0", "1.1", stem="Which tool is meant?", options=OPTIONS)
CRITERIA = BANK.outcome_by_criterion()


def findings(item: Item) -> list[str]:
    """Return the rules that one item breaks and does not set aside."""
    return [problem.rule for problem in check_written(item, BANK, CRITERIA)[0]]


def test_a_rule_set_aside_with_a_reason_finds_nothing_more_and_is_remembered() -> None:
    waived = replace(TOOLS, waivers=(LAW,))

    (aside,) = check_written(waived, BANK, CRITERIA)[1]

    assert findings(TOOLS) == ["L07"]
    assert findings(waived) == []
    assert (aside.where.item, aside.where.path, aside.waiver) == ("1.1-0", ("waiver", 0), LAW)
    assert [problem.rule for problem in aside.problems] == ["L07"]


def test_a_waiver_covers_one_rule_of_one_item() -> None:
    items = (replace(TOOLS, waivers=(LAW,)), replace(TOOLS, id="1.1-1", stem="Which one is it?"))

    found = check_bank(replace(BANK, items=items))

    assert [problem.where.item for problem in found if problem.rule == "L07"] == ["1.1-1"]


@pytest.mark.parametrize(
    ("waiver", "rules"),
    [
        (Waiver("L99", "Because."), ["L07", "waiver.rule"]),
        (Waiver("", "Because."), ["L07", "waiver.rule"]),
        (Waiver("l07", "Because."), ["L07", "waiver.rule"]),
        (Waiver("L01", "Because."), ["L07", "waiver.rule"]),
        (Waiver("L07", " "), ["L07", "waiver.reason"]),
        (Waiver("L04", "Because."), ["L07", "waiver.idle"]),
        (Waiver("B01", "Because."), ["L07", "waiver.idle"]),
    ],
)
def test_a_waiver_that_is_not_sound_covers_nothing_and_is_told(
    waiver: Waiver, rules: list[str]
) -> None:
    assert findings(replace(TOOLS, waivers=(waiver,))) == rules


def test_only_a_waiver_that_finds_nothing_is_no_more_than_a_warning() -> None:
    for waiver, stops in (
        (Waiver("L04", "Because."), False),
        (Waiver("L99", "Because."), True),
        (Waiver("L04", ""), True),
    ):
        found, _ = check_written(made_up_item("1.1-0", "1.1", waivers=(waiver,)), BANK, CRITERIA)
        assert bool(errors(found)) is stops


def test_a_rule_set_aside_twice_is_told() -> None:
    assert findings(replace(TOOLS, waivers=(LAW, LAW))) == ["waiver.idle"]


def test_what_papers_are_drawn_by_cannot_be_set_aside() -> None:
    everything = tuple(Waiver(rule, "Because.") for rule in ("L01", "L25", "L30"))
    broken = replace(
        TOOLS, criterion="9.9", options=OPTIONS[:3], key=frozenset(), waivers=everything
    )

    found, waived = check_written(broken, BANK, CRITERIA)

    assert waived == []
    said = {problem.what for problem in errors(found)}
    assert {
        'The bank has no criterion "9.9".',
        "It has 3 options; the bank asks for 4.",
        "The key is empty.",
    } <= said


def test_a_missing_rationale_can_be_set_aside() -> None:
    silent = replace(
        made_up_item("1.1-0", "1.1"), options=tuple(Option(o.letter, o.text) for o in OPTIONS[:3])
    )
    reason = Waiver("L30", "A transferred item; its source gives none.")
    options = (*silent.options, Option("D", "A chisel"))

    before = findings(replace(silent, options=options))
    after = findings(replace(silent, options=options, waivers=(reason,)))

    assert (before, after) == (["L30"], [])


def test_the_words_of_a_retired_item_are_let_be() -> None:
    retired = replace(TOOLS, status=ItemStatus.RETIRED, waivers=(Waiver("L12", "Because."),))

    assert findings(retired) == []


def test_every_rule_with_a_number_and_a_name_can_be_set_aside() -> None:
    for rule in RULES:
        problem = Problem(Where(item="x"), rule, "What.", "Remedy.", Severity.WARNING)
        assert can_be_set_aside(problem)
        assert list(check_waivers([Waiver(rule, "Because.")])) == []
    assert not can_be_set_aside(Problem(Where(), "id.form", "What.", "Remedy."))


def same_key(waivers: tuple[Waiver, ...] = ()) -> Bank:
    """Return a bank in which every item is keyed at the same place and none is shuffled."""
    bank = made_up_bank(items=20)
    items = tuple(replace(item, shuffle=False) for item in bank.items)
    return replace(bank, items=items, waivers=waivers)


def test_what_the_bank_sets_aside_is_what_is_found_in_all_items_together() -> None:
    reasons = (Waiver("B01", "Transferred as printed."), Waiver("B02", "Transferred as printed."))
    found, waived = check_as_a_whole(same_key(reasons))

    assert "B01" in {problem.rule for problem in check_as_a_whole(same_key())[0]}
    assert not {"B01", "B02"} & {problem.rule for problem in found}
    assert waived[0].where == Where(path=("waiver", 0))


def test_a_bank_cannot_set_aside_what_one_item_breaks() -> None:
    bank = replace(BANK, items=(TOOLS,), waivers=(LAW,))

    rules = {problem.rule for problem in check_bank(bank)}

    assert {"L07", "waiver.idle"} <= rules


@pytest.mark.parametrize(
    ("thresholds", "at"),
    [
        (Thresholds(longest_key_factor=-1.0), "longest_key_factor"),
        (Thresholds(longest_key_factor=float("nan")), "longest_key_factor"),
        (Thresholds(longest_share_errors=float("inf")), "longest_share_errors"),
        (Thresholds(negative_stems_share=1.5), "negative_stems_share"),
        (Thresholds(runs_probability=2.0), "runs_probability"),
        (Thresholds(longest_run_of=0), "longest_run_of"),
        (Thresholds(key_length_lowest=2.0), "key_length_lowest"),
    ],
)
def test_a_threshold_that_bounds_nothing_is_an_error(thresholds: Thresholds, at: str) -> None:
    bank = Bank(id="shop", unit="001", title="Shop", outcomes=OUTCOMES, writing=thresholds)

    (problem,) = errors(check_bank(bank))

    assert (problem.rule, problem.where.path) == ("threshold.range", ("writing", at))
