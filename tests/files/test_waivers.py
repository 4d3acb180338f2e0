"""Rules set aside and thresholds in a bank's files: where faults in them are told, what they do."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.item import Option
from app.domain.waiver import Waiver
from app.domain.writing.thresholds import Thresholds
from app.files.bank_toml import read_bank, survey_bank
from tests.files.made_up import line_of, made_up_bank, spoil, write_shop

LAST = 'D = "Why D."\n'
ALL = Option("D", "Each of these", "Why D.")


def waiver(rule: str, reason: str, head: str = "item.waiver") -> str:
    """Return a waiver as a file holds it."""
    return f'\n[[{head}]]\nrule = "{rule}"\nreason = "{reason}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the made-up bank with one item that a rule stops."""
    bank = made_up_bank()
    first, *others = bank.items
    flawed = replace(first, options=(*first.options[:3], ALL))
    return write_shop(tmp_path, replace(bank, items=(flawed, *others)))


@pytest.mark.parametrize(
    ("written", "rule", "at"),
    [
        (waiver("L99", "Because."), "waiver.rule", 'rule = "L99"'),
        (waiver("L01", "Because."), "waiver.rule", 'rule = "L01"'),
        (waiver("L07", ""), "waiver.reason", "reason"),
        (waiver("L04", "Because."), "waiver.idle", "[[item.waiver]]"),
        ('\n[[item.waiver]]\nrule = "L07"\n', "missing", "[[item.waiver]]"),
        ('\n[[item.waiver]]\nreason = "x"\n', "missing", "[[item.waiver]]"),
        ('\n[[item.waiver]]\nrule = 7\nreason = "x"\n', "type", "rule"),
        ('\n[[item.waiver]]\nrule = "L07"\nreason = "x"\nby = "E"\n', "unknown", "by"),
        ('\n[item.waiver]\nrule = "L07"\nreason = "x"\n', "type", "[item.waiver]"),
    ],
)
def test_a_fault_in_an_items_waiver_is_told_at_its_line(
    folder: Path, written: str, rule: str, at: str
) -> None:
    path = folder / "1.1.toml"
    spoil(path, LAST, LAST + written)

    told = [problem for problem in survey_bank(folder).problems if problem.rule == rule]

    assert [(p.where.line, p.where.item) for p in told] == [(line_of(path, at), "1.1-0")]
    assert all(problem.remedy for problem in told)


@pytest.mark.parametrize(
    ("written", "rule", "at"),
    [
        ("[writing]\nlongest_key = 2\n", "unknown", "longest_key"),
        ("[writing]\nlongest_key_factor = true\n", "type", "longest_key_factor"),
        ("[writing]\nlongest_key_characters = 2.5\n", "type", "longest_key_characters"),
        ("[writing]\nnegative_stems_share = 10\n", "threshold.range", "negative_stems_share"),
        (waiver("L99", "Because.", "waiver"), "waiver.rule", 'rule = "L99"'),
        (waiver("B01", "", "waiver"), "waiver.reason", "reason"),
        ('\n[[waiver]]\nrule = "B01"\n', "missing", "[[waiver]]"),
    ],
)
def test_a_fault_in_what_the_bank_sets_is_told_at_its_line(
    folder: Path, written: str, rule: str, at: str
) -> None:
    path = folder / "bank.toml"
    path.write_text(path.read_text() + "\n" + written.lstrip("\n"))

    told = [problem for problem in survey_bank(folder).problems if problem.rule == rule]

    assert [problem.where.line for problem in told] == [line_of(path, at)]
    assert all(problem.where.file == path.as_posix() and problem.remedy for problem in told)


def test_a_bank_waiver_that_finds_nothing_is_told_at_its_line(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "bank.toml"
    path.write_text(path.read_text() + waiver("B01", "Because.", "waiver"))

    (told,) = [problem for problem in survey_bank(folder).problems if problem.rule == "waiver.idle"]

    assert (told.where.file, told.where.line) == (path.as_posix(), line_of(path, "[[waiver]]"))


def test_an_error_that_is_set_aside_stops_nothing_and_is_listed_with_its_reason(
    folder: Path,
) -> None:
    path = folder / "1.1.toml"
    before = [problem.rule for problem in survey_bank(folder).problems]
    spoil(path, LAST, LAST + waiver("L07", "The regulation lists these."))

    survey = survey_bank(folder)

    assert "L07" in before
    assert "L07" not in [problem.rule for problem in survey.problems]
    assert survey.bank is not None
    assert survey.bank.items[0].id == "1.1-0"
    (aside,) = survey.waived
    assert aside.waiver == Waiver("L07", "The regulation lists these.")
    assert str(aside.where) == f"{path.as_posix()}:{line_of(path, '[[item.waiver]]')}, item 1.1-0"


def test_waivers_in_another_order_are_put_in_order_of_their_rules(folder: Path) -> None:
    path = folder / "1.1.toml"
    spoil(path, LAST, LAST + waiver("L12", "Because.") + waiver("L07", "Because."))

    assert "format" in [problem.rule for problem in survey_bank(folder).problems]


def test_only_thresholds_that_differ_are_written(tmp_path: Path) -> None:
    bank = replace(made_up_bank(), writing=Thresholds(longest_key_factor=1.4, fewest_options=2))

    folder = write_shop(tmp_path, bank)

    text = (folder / "bank.toml").read_text()
    assert "[writing]\nlongest_key_factor = 1.40\nfewest_options = 2\n" in text
    assert text.count(" = ") == 5 + 5 * 2 + 2
    assert read_bank(folder).bank == bank


def test_what_the_bank_sets_stands_between_criteria_and_corrections(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "bank.toml"
    correction = '\n[[correction]]\nwhere = "1"\nprinted = "a"\ncorrect = "b"\nwhy = "c"\n'
    settings = "\n[writing]\nfewest_options = 2\n" + waiver("B01", "Because.", "waiver")
    path.write_text(path.read_text() + settings + correction)
    in_order = [problem.rule for problem in survey_bank(folder).problems]
    spoil(path, settings, "")
    path.write_text(path.read_text() + settings)

    out_of_order = [problem.rule for problem in survey_bank(folder).problems]

    assert "format" not in in_order
    assert "format" in out_of_order


def test_where_an_option_cannot_be_read_its_item_is_not_held_against_the_rules(
    folder: Path,
) -> None:
    spoil(folder / "1.1.toml", 'A = "Answer A"', "A = 7")

    assert "L07" not in [problem.rule for problem in survey_bank(folder).problems]
