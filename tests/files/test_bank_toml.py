"""Reading and writing banks: what is right is taken whole, what is wrong is told all at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.item import ItemKind
from app.domain.problems import Problem, ProblemsError, Severity
from app.files.bank_toml import read_bank, survey_bank, write_bank
from tests.files.made_up import BANK, line_of, made_up_bank, made_up_item, spoil, write_shop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the made-up bank."""
    return write_shop(tmp_path)


def problems_in(folder: Path) -> list[Problem]:
    """Read a bank that has an error and return every finding."""
    with pytest.raises(ProblemsError) as caught:
        read_bank(folder)
    return list(caught.value.problems)


def test_a_bank_is_read_as_it_was_written(folder: Path) -> None:
    read = read_bank(folder)

    assert read.bank == made_up_bank()
    assert not read.warnings


def test_each_item_is_found_at_its_file_and_line(folder: Path) -> None:
    place = read_bank(folder).places["1.2-1"]

    assert place.file == (folder / "1.2.toml").as_posix()
    assert place.line == line_of(folder / "1.2.toml", "[[item]]", 2)


def test_a_bank_that_has_no_items_yet_is_legal(tmp_path: Path) -> None:
    write_bank(BANK, tmp_path / "shop")

    assert read_bank(tmp_path / "shop").bank == BANK


def test_a_list_of_keys_makes_a_multiple_item(folder: Path) -> None:
    spoil(folder / "1.1.toml", 'key = "B"', 'key = ["A", "B"]')

    item = read_bank(folder).bank.items[0]

    assert (item.kind, item.key) == (ItemKind.MULTIPLE, frozenset("AB"))


def test_every_fault_of_every_file_is_told_at_once(folder: Path) -> None:
    spoil(folder / "1.1.toml", 'key = "B"', 'key = "E"')
    spoil(folder / "1.1.toml", "facility = 0.70", "facility = -1.00")
    spoil(folder / "1.2.toml", "version = 1", 'version = "1"')
    spoil(folder / "1.2.toml", 'criterion = "1.2"', 'criterion = "1.3"')
    spoil(folder / "2.1.toml", "[item.options]", "[item.options")

    rules = [problem.rule for problem in problems_in(folder)]

    assert rules == ["facility.range", "L01", "type", "L30", "syntax"]


def test_a_file_that_is_not_toml_is_told_with_its_line_and_the_rest_is_read(folder: Path) -> None:
    spoil(folder / "1.2.toml", 'key = "B"', "key = B")

    survey = survey_bank(folder)

    (problem,) = survey.problems
    assert (problem.rule, problem.where.line) == ("syntax", line_of(folder / "1.2.toml", "key"))
    assert survey.items == 4


def test_a_doubled_key_line_is_refused(folder: Path) -> None:
    spoil(folder / "1.1.toml", 'key = "B"\n', 'key = "B"\nkey = "C"\n')

    problem = problems_in(folder)[-1]

    assert (problem.rule, problem.where.line) == ("syntax", line_of(folder / "1.1.toml", "key", 2))
    assert "keep one" in problem.remedy


def test_a_file_that_is_not_utf8_is_told_with_its_line(folder: Path) -> None:
    path = folder / "1.1.toml"
    path.write_bytes(path.read_bytes().replace(b"Answer C", b"caf\xe9", 1))

    problem = problems_in(folder)[-1]

    assert (problem.rule, problem.where.line) == ("encoding", line_number(path, b"caf\xe9"))


def line_number(path: Path, part: bytes) -> int:
    """Return the line of a file that holds these bytes."""
    return next(n for n, line in enumerate(path.read_bytes().split(b"\n"), 1) if part in line)


def test_an_enemy_in_a_file_that_cannot_be_read_is_not_called_unknown(folder: Path) -> None:
    bank = made_up_bank()
    friend = replace(bank.items[0], enemies=(bank.items[2].id,))
    write_bank(replace(bank, items=(friend, *bank.items[1:])), folder)
    spoil(folder / "1.2.toml", "[[item]]", "[[item]")

    assert "enemies.unknown" not in [problem.rule for problem in problems_in(folder)]


def test_a_folder_without_bank_toml_is_no_bank(tmp_path: Path) -> None:
    (problem,) = problems_in(tmp_path)

    assert problem.where.file == (tmp_path / "bank.toml").as_posix()


def test_a_criterion_without_an_approved_item_is_a_warning(folder: Path) -> None:
    (folder / "2.1.toml").unlink()

    (warning,) = read_bank(folder).warnings

    assert (warning.rule, warning.where.line) == (
        "criterion.uncovered",
        line_of(folder / "bank.toml", 'id = "2.1"'),
    )


def test_a_folder_of_another_name_is_a_warning(tmp_path: Path) -> None:
    write_bank(BANK, tmp_path / "elsewhere")

    (warning,) = read_bank(tmp_path / "elsewhere").warnings

    assert (warning.rule, warning.where.line) == ("folder", 1)


def test_a_file_in_another_form_is_a_warning_that_names_the_command(folder: Path) -> None:
    spoil(folder / "1.1.toml", "facility = 0.70", "facility = 0.7")

    (warning,) = read_bank(folder).warnings

    assert warning.severity is Severity.WARNING
    assert (warning.rule, warning.where.line) == ("format", line_of(folder / "1.1.toml", "facil"))
    assert f"testamur bank format {folder.as_posix()}/1.1.toml" in warning.remedy


@pytest.mark.parametrize("mark", ["\ufeff", "# A note of the author's.\n"])
def test_a_byte_order_mark_or_a_comment_at_the_head_does_no_harm(folder: Path, mark: str) -> None:
    path = folder / "1.1.toml"
    path.write_text(mark + path.read_text())

    assert read_bank(folder).bank == made_up_bank()


def test_a_review_that_is_overdue_is_a_warning_only_when_the_day_is_known(folder: Path) -> None:
    bank = made_up_bank()
    dated = replace(bank.items[0], law_as_at=date(2025, 1, 1), review_by=date(2026, 1, 1))
    write_bank(replace(bank, items=(dated, *bank.items[1:])), folder)

    (warning,) = survey_bank(folder, date(2026, 1, 2)).problems

    assert not survey_bank(folder).problems
    assert (warning.rule, warning.where.line) == (
        "review_by.past",
        line_of(folder / "1.1.toml", "review_by"),
    )


def test_items_stand_in_one_file_a_criterion_in_order_of_their_ids(tmp_path: Path) -> None:
    items = [made_up_item("x-10", "1.1"), made_up_item("x-9", "1.1"), made_up_item("x-1", "2.1")]

    paths = write_bank(replace(BANK, items=tuple(items)), tmp_path / "shop")

    assert [path.name for path in paths] == ["bank.toml", "1.1.toml", "2.1.toml"]
    assert [item.id for item in read_bank(tmp_path / "shop").bank.items] == ["x-9", "x-10", "x-1"]


def test_a_bank_is_not_written_over_items_of_another(folder: Path) -> None:
    with pytest.raises(ProblemsError) as caught:
        write_bank(BANK, folder)

    assert [problem.rule for problem in caught.value.problems] == ["folder"] * 3
