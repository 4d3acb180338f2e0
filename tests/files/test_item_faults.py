"""Each fault an author can put into an item, and the line at which it is told."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.files.bank_toml import survey_bank
from tests.files.made_up import line_of, spoil, write_shop


@dataclass(frozen=True, slots=True)
class Fault:
    """What an author changes in the file of criterion 1.1, and what he is told."""

    old: str
    new: str
    rule: str
    at: str  # the beginning of the line at which it is told
    says: str = ""
    nth: int = 1


FAULTS = [
    Fault('stem = """', 'stemm = """', "unknown", "stemm", 'Did you mean "stem"?'),
    Fault('stem = """', 'stemm = """', "missing", "[[item]]", '"stem" is missing'),
    Fault('id = "1.1-0"\n', "", "missing", "[[item]]", '"id" is missing'),
    Fault('status = "approved"\n', "", "missing", "[[item]]", '"status" is missing'),
    Fault("version = 1", 'version = "1"', "type", "version", "without quotes"),
    Fault("version = 1", "version = true", "type", "version", "true or false"),
    Fault("version = 1", "version = 0", "version.range", "version"),
    Fault("facility = 0.70", "facility = -0.2", "facility.range", "facility"),
    Fault("facility = 0.70", "facility = nan", "facility.range", "facility"),
    Fault('level = "apply"', 'level = "aply"', "choice", "level", 'Did you mean "apply"?'),
    Fault('status = "approved"', 'status = "live"', "choice", "status", "draft, review, approved"),
    Fault('criterion = "1.1"', "criterion = 1.1", "type", "criterion", "double quotes"),
    Fault('criterion = "1.1"', 'criterion = "1.9"', "L30", "criterion", "mean"),
    Fault('criterion = "1.1"', 'criterion = "1.2"', "criterion.file", "criterion", "1.2.toml"),
    Fault('id = "1.1-0"', 'id = "1.1 0"', "id.form", "id"),
    Fault('id = "1.1-0"', 'id = "1.1-1"', "id.repeated", "id", "1.1.toml:1", nth=2),
    Fault('id = "1.1-0"', 'id = "2.1-0"', "id.repeated", "id", "before, at"),
    Fault('key = "B"', 'key = "b"', "L01", "key", 'Did you mean "B"?'),
    Fault('key = "B"', 'key = "E"', "L01", "key", "A, B, C, D"),
    Fault('key = "B"', 'key = ""', "L01", "key"),
    Fault('key = "B"', "key = []", "L01", "key"),
    Fault('key = "B"', 'key = ["B", "B"]', "key.repeated", "key"),
    Fault('key = "B"', 'key = ["A", "B", "C", "D"]', "key.all", "key"),
    Fault('key = "B"', 'kind = "single"\nkey = "B"', "unknown", "kind"),
    Fault('D = "Answer D"\n', "", "L25", "[item.options]", "3 options"),
    Fault('D = "Answer D"\n', "", "rationale.unknown", 'D = "Why', "no such option"),
    Fault('D = "Answer D"', 'D = "Answer  C "', "L02", "D", "Options C and D"),
    Fault('D = "Answer D"', 'D = " "', "options.empty", "D"),
    Fault('D = "Answer D"', "D = 3.10", "type", "D", "double quotes"),
    Fault('D = "Answer D"', 'D = "Answer D"\nE = "E"', "L25", "[item.options]"),
    Fault('D = "Answer D"', 'D = "Answer D"\nI = "I"', "options.letter", "I", "A to H"),
    Fault('D = "Answer D"', 'd = "Answer D"', "options.letter", "d", "capital"),
    Fault('D = "Why D."\n', "", "L30", "[item.rationale]", "for D"),
    Fault('guidance = "1.1"\n', "", "L30", "[[item]]", "paragraph"),
    Fault('D = "Why D."', 'D = "Why D."\nkey = "A"', "options.letter", 'key = "A"', "Move it"),
    Fault('stem = """', 'set = 7\nstem = """', "type", "set"),
    Fault('stem = """', 'enemies = "x"\nstem = """', "type", "enemies", "list"),
    Fault('stem = """', 'enemies = [7]\nstem = """', "type", "enemies"),
    Fault('stem = """', 'enemies = ["1.1-9"]\nstem = """', "enemies.unknown", "enemies", "mean"),
    Fault('stem = """', 'enemies = ["1.1-0"]\nstem = """', "enemies.self", "enemies"),
    Fault('stem = """', 'enemies = ["1.1-1"]\nstem = """', "enemies.one-sided", "enemies", "Add"),
    Fault('stem = """', 'replaces = "x"\nstem = """', "replaces.unknown", "replaces"),
    Fault('stem = """', 'shuffle = 0\nstem = """', "type", "shuffle"),
    Fault('stem = """', 'law_as_at = 2026-11-01\nstem = """', "review_by.missing", "law_as_at"),
    Fault('stem = """', 'law_as_at = "2026-11-01"\nstem = """', "type", "law", "without quotes"),
    Fault('stem = """', 'review_by = 2026-11-01T09:00:00\nstem = """', "type", "review_by"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}: {fault.new[:20]}")
def test_a_fault_is_told_at_its_line(tmp_path: Path, fault: Fault) -> None:
    folder = write_shop(tmp_path)
    path = folder / "1.1.toml"
    spoil(path, fault.old, fault.new)

    told = [problem for problem in survey_bank(folder).problems if problem.rule == fault.rule]

    last = told[-1]
    file = folder / "2.1.toml" if last.where.file.endswith("2.1.toml") else path
    assert last.where.line == line_of(file, fault.at, fault.nth)
    assert fault.says in f"{last.what} {last.remedy}"
    assert last.remedy


def test_a_field_below_the_options_is_told_once_and_not_called_missing(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "1.1.toml"
    spoil(path, 'key = "B"\n', "")
    spoil(path, "[item.options]\n", '[item.options]\nkey = "B"\n')

    (problem,) = survey_bank(folder).problems

    assert problem.what == '"key" is not an option letter.'
    assert problem.remedy == "Move it above [item.options]."
    assert (problem.where.item, problem.where.line) == ("1.1-0", line_of(path, "key"))


def test_a_stem_of_white_space_is_empty(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    path = folder / "1.1.toml"
    spoil(path, 'stem = """\nWhat about 1.1-0?\n\nWhich is right?\n"""', 'stem = "  "')

    assert "stem.empty" in [problem.rule for problem in survey_bank(folder).problems]


def test_a_draft_may_still_lack_rationales(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    spoil(folder / "1.1.toml", 'status = "approved"', 'status = "draft"')
    spoil(folder / "1.1.toml", 'D = "Why D."\n', "")

    (problem,) = survey_bank(folder).problems

    assert (problem.rule, problem.severity) == ("L30", "warning")


def test_single_brackets_are_told(tmp_path: Path) -> None:
    folder = write_shop(tmp_path)
    (folder / "1.1.toml").write_text('[item]\nid = "x"\n')

    assert "[[item]]" in survey_bank(folder).problems[0].remedy
