"""Each fault an author can put into bank.toml, and the line at which it is told."""

from pathlib import Path

import pytest

from app.files.bank_toml import survey_bank
from tests.files.made_up import line_of, spoil, write_shop


@pytest.mark.parametrize(
    ("old", "new", "rule", "at", "nth"),
    [
        ('id = "shop"\n', "", "missing", "unit", 1),
        ('id = "shop"', 'id = "Shop"', "id.form", "id", 1),
        ('title = "Working in a shop"', 'title = ""', "title.empty", "title", 1),
        ('unit = "001"', "unit = 1", "type", "unit", 1),
        ('unit = "001"', 'unit = "001"\nlevels = 2', "unknown", "levels", 1),
        ("options = 4", "options = 1", "options.range", "options", 1),
        ("options = 4", "options = 9", "options.range", "options", 1),
        ('id = "1.2"', 'id = "1.1"', "criterion.repeated", 'id = "1.1"', 2),
        ('id = "2.1"', 'id = "1.1"', "criterion.repeated", 'id = "1.1"', 2),
        ('id = "2.1"', 'id = "../2.1"', "criterion.form", 'id = "../2.1"', 1),
        ('id = "2.1"', 'id = "bank"', "criterion.form", 'id = "bank"', 1),
        ('id = "2"', 'id = "1"', "outcome.repeated", 'id = "1"', 2),
        ('title = "The till"\n', "", "missing", "[[outcome.criterion]]", 1),
        ("[[outcome.criterion]]", "[[outcome.criteria]]", "unknown", "[[outcome.criteria]]", 1),
    ],
)
def test_a_fault_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, rule: str, at: str, nth: int
) -> None:
    folder = write_shop(tmp_path)
    path = folder / "bank.toml"
    spoil(path, old, new)

    told = [problem for problem in survey_bank(folder).problems if problem.rule == rule]

    line = 1 if rule == "missing" and at == "unit" else line_of(path, at, nth)
    assert [problem.where.line for problem in told][-1:] == [line]
    assert all(problem.where.file == path.as_posix() and problem.remedy for problem in told)


def test_an_outcome_without_criteria_is_told_at_the_outcome(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "bank.toml"
    spoil(path, '\n[[outcome.criterion]]\nid = "2.1"\ntitle = "The labels"\n', "")

    problem = survey_bank(folder).problems[0]

    assert (problem.rule, problem.where.line) == (
        "criterion.missing",
        line_of(path, "[[outcome]]", 2),
    )


def test_a_bank_without_outcomes_is_told(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "bank.toml"
    path.write_text(path.read_text().split("\n[[outcome]]")[0])

    assert survey_bank(folder).problems[0].rule == "outcome.missing"


def test_with_a_wrong_bank_toml_the_items_are_still_read(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    spoil(folder / "bank.toml", "options = 4", "options = four")
    spoil(folder / "2.1.toml", "version = 1", "version = 1.5")

    survey = survey_bank(folder)

    assert [problem.rule for problem in survey.problems] == ["syntax", "type"]
    assert (survey.bank, survey.items) == (None, 6)
