"""Banks and specifications of a working directory, read together."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.problems import errors
from app.files.bank_toml import survey_bank, write_bank
from app.files.library import BANKS, read_library, shelves_named, shelves_of
from tests.files.made_up import BANK, SPECIFICATION, line_of, made_up_bank, spoil, write_shop

HOUSE = Path(__file__).parents[2]  # the project itself, with the banks it ships


def test_a_specification_is_held_against_its_bank(tmp_path: Path) -> None:
    write_shop(tmp_path)

    library = read_library(shelves_of(tmp_path))

    (feasibility,) = library.feasibilities
    assert (feasibility.id, feasibility.fillable, feasibility.short) == ("shop", True, ())
    assert feasibility.disjoint_sittings == 2
    assert (library.items, library.problems) == (6, ())


def test_a_bank_that_cannot_fill_a_specification_is_a_warning_at_the_specification(
    tmp_path: Path,
) -> None:
    write_shop(tmp_path, BANK)

    library = read_library(shelves_of(tmp_path))

    (warning,) = library.problems
    path = tmp_path / "test_specs" / "shop.toml"
    assert (warning.rule, warning.severity) == ("bank.short", "warning")
    assert (warning.where.file, warning.where.line) == (path.as_posix(), line_of(path, "bank"))
    assert [shortage.needed for shortage in library.feasibilities[0].short] == [2, 1]


def test_a_specification_of_a_bank_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    write_shop(tmp_path)
    spoil(tmp_path / "test_specs" / "shop.toml", 'bank = "shop"', 'bank = "ship"')

    (warning,) = read_library(shelves_of(tmp_path)).problems

    assert warning.rule == "bank.unknown"
    assert 'Did you mean "shop"?' in warning.remedy


def test_outcomes_that_the_bank_does_not_have_are_an_error(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = tmp_path / "test_specs" / "shop.toml"
    spoil(path, 'id = "2"', 'id = "3"')

    told = errors(read_library(shelves_of(tmp_path)).problems)

    assert {problem.rule: problem.where.line for problem in told} == {
        "outcome.missing": line_of(path, "[[outcome]]"),
        "outcome.unknown": line_of(path, 'id = "3"'),
    }


def test_an_item_with_an_error_does_not_count_towards_a_paper(tmp_path: Path) -> None:
    folder = write_shop(tmp_path, made_up_bank(1))
    spoil(folder / "2.1.toml", 'key = "B"', 'key = "X"')

    assert not read_library(shelves_of(tmp_path)).feasibilities[0].fillable


def test_two_banks_of_one_id_are_an_error(tmp_path: Path) -> None:
    write_shop(tmp_path)
    write_bank(BANK, tmp_path / BANKS / "zzz")

    told = errors(read_library(shelves_of(tmp_path)).problems)

    assert [(p.rule, Path(p.where.file).parent.name) for p in told] == [("id.repeated", "zzz")]


@pytest.mark.parametrize(
    "named",
    [
        "",
        "question_banks",
        "question_banks/shop",
        "question_banks/shop/1.1.toml",
        "test_specs/shop.toml",
        "test_specs",
    ],
)
def test_a_path_brings_its_bank_and_its_specifications_along(tmp_path: Path, named: str) -> None:
    write_shop(tmp_path)
    write_bank(replace(BANK, id="other"), tmp_path / BANKS / "other")

    shelves = shelves_named([tmp_path / named], tmp_path)

    assert tmp_path / BANKS / "shop" in shelves.banks
    assert shelves.specifications == (tmp_path / "test_specs" / "shop.toml",)
    assert (len(shelves.banks) == 2) == (named in ("", "question_banks"))


def test_nothing_is_found_in_our_own_banks_and_specifications_and_every_test_can_be_filled() -> (
    None
):
    library = read_library(shelves_of(HOUSE))

    assert library.problems == ()
    assert {f.id for f in library.feasibilities if f.fillable} == {
        "cg-4417-201",
        "cg-4417-272",
        "cg-4417-371",
        "cg-4417-372",
    }


@pytest.mark.parametrize("unit", ["201", "272", "371", "372"])
def test_our_own_banks_hold_three_papers_without_a_common_item(unit: str) -> None:
    library = read_library(shelves_of(HOUSE))
    id = f"cg-4417-{unit}"
    bank = next(survey.bank for survey in library.banks if survey.bank and survey.bank.id == id)
    feasibility = next(each for each in library.feasibilities if each.id == id)

    assert feasibility.disjoint_sittings >= 3
    assert all(item.facility is not None and item.guidance for item in bank.items)
    assert all(option.rationale for item in bank.items for option in item.options)


@pytest.mark.parametrize(
    ("unit", "reference", "criteria", "counts", "minutes"),
    [
        ("201", "J/600/1003", [10, 8, 5, 3, 6], [15, 9, 8, 5, 8], 75),
        ("272", "F/504/1358", [7, 5, 8, 8], [11, 8, 14, 12], 75),
        ("371", "L/600/0659", [3, 5, 5, 5], [7, 12, 11, 10], 60),
        ("372", "F/504/1361", [5, 5, 9], [11, 10, 19], 60),
    ],
)
def test_our_own_files_hold_what_the_document_prints(
    unit: str, reference: str, criteria: list[int], counts: list[int], minutes: int
) -> None:
    id = f"cg-4417-{unit}"
    bank = survey_bank(HOUSE / BANKS / id).bank
    library = read_library(shelves_of(HOUSE))
    spec = next(s.specification for s in library.specifications if s.id == id)

    assert bank is not None and spec is not None
    assert (bank.reference, [len(o.criteria) for o in bank.outcomes]) == (reference, criteria)
    assert ([*spec.counts.values()], spec.minutes, spec.pass_mark) == (counts, minutes, None)
    assert spec.items == sum(counts) and spec.id != SPECIFICATION.id
