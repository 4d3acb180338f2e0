"""`testamur paper`: the contract that programs rely on."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli.paper import NO_ESTIMATE, expected_facilities
from app.domain.pool import pool_of
from tests.files.made_up import made_up_bank, spoil, write_shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a directory that holds the made-up bank; return the bank's folder."""
    folder = write_shop(tmp_path, made_up_bank(4))
    monkeypatch.chdir(tmp_path)
    return folder.relative_to(tmp_path)


def run(*words: str) -> Result:
    """Run `paper assemble` as typed."""
    return CliRunner().invoke(main, ["paper", "assemble", *words])


def papers(*words: str) -> list[dict[str, object]]:
    """Draw papers and return them as programs read them."""
    result = run("shop", "--json", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    return list(json.loads(result.stdout)["papers"])


def test_a_paper_has_everything_a_program_needs(shop: Path) -> None:
    document = json.loads(run("shop", "--seed", "S", "--json").stdout)

    (paper,) = document["papers"]
    assert (document["specification"], document["counts"]) == ("shop", {"1": 2, "2": 1})
    assert document["seed"] == "S"
    assert sorted(item["outcome"] for item in paper["items"]) == ["1", "1", "2"]
    assert {item["criterion"] for item in paper["items"]} == {"1.1", "1.2", "2.1"}
    assert all(item["version"] == 1 and item["facility"] == 0.7 for item in paper["items"])
    assert paper["mean_facility"] == pytest.approx(0.7)
    assert list(paper["options"]) == [item["id"] for item in paper["items"]]
    assert all(sorted(letters) == [*"ABCD"] for letters in paper["options"].values())


def test_the_first_papers_do_not_depend_on_how_many_are_drawn(shop: Path) -> None:
    assert papers("--seed", "S", "--count", "2") == papers("--seed", "S", "--count", "5")[:2]


def test_papers_differ_and_so_do_seeds(shop: Path) -> None:
    drawn = papers("--seed", "S", "--count", "5") + papers("--seed", "T")

    assert len({str(paper["seed"]) for paper in drawn}) == 6


def test_without_a_seed_a_new_one_is_taken_and_named(shop: Path) -> None:
    first = json.loads(run("shop", "--json").stdout)
    second = json.loads(run("shop", "--json").stdout)

    assert first["seed"] != second["seed"]
    assert papers("--seed", first["seed"]) == first["papers"]


def test_a_specification_may_be_named_by_its_file(shop: Path) -> None:
    by_file = json.loads(run("test_specs/shop.toml", "--seed", "S", "--json").stdout)

    assert by_file["papers"] == papers("--seed", "S")


def test_a_bank_that_is_short_is_refused_with_one_document(shop: Path) -> None:
    (shop / "2.1.toml").unlink()

    result = run("shop", "--json")

    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert document["papers"] == []
    assert [(s["outcome"], s["needed"], s["have"]) for s in document["short"]] == [("2", 1, 0)]
    assert "Outcome 2" in result.stderr


def test_a_bank_with_an_error_is_refused_with_one_document(shop: Path) -> None:
    spoil(shop / "2.1.toml", 'key = "B"', 'key = "X"')

    result = run("shop", "--json")

    document = json.loads(result.stdout)
    assert (result.exit_code, document["papers"]) == (1, [])
    assert [error["rule"] for error in document["errors"]] == ["L01"]


@pytest.mark.parametrize("words", [("ship",), (), ("shop", "--count", "0"), ("shop", "--seeds")])
def test_misuse_exits_with_two(shop: Path, words: tuple[str, ...]) -> None:
    result = run("--json", *words)

    assert (result.exit_code, result.stdout) == (2, "")


def test_an_unknown_specification_is_answered_with_the_nearest(shop: Path) -> None:
    assert 'Did you mean "shop"?' in run("ship").stderr


def test_people_are_shown_items_and_option_orders(shop: Path) -> None:
    lines = run("shop", "--seed", "S", "--count", "2").stdout.splitlines()

    assert lines[0].startswith("Paper 1 of 2, seed ")
    assert len(lines) == 8


def test_an_item_without_an_estimate_is_given_the_mean_of_its_bank() -> None:
    bank = made_up_bank(1)
    easy, hard, unknown = (
        replace(item, facility=f) for item, f in zip(bank.items, (0.9, 0.5, None), strict=True)
    )

    assert expected_facilities(pool_of(replace(bank, items=(easy, hard, unknown)))) == {
        easy.id: 0.9,
        hard.id: 0.5,
        unknown.id: pytest.approx(0.7),
    }
    assert expected_facilities(pool_of(replace(bank, items=(unknown,)))) == {
        unknown.id: NO_ESTIMATE
    }


@pytest.mark.parametrize(("unit", "criteria"), [("201", 32), ("272", 28), ("371", 18), ("372", 19)])
def test_papers_of_our_own_tests_meet_every_criterion(
    monkeypatch: pytest.MonkeyPatch, unit: str, criteria: int
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])

    document = json.loads(run(f"cg-4417-{unit}", "--count", "5", "--seed", "S", "--json").stdout)

    for paper in document["papers"]:
        assert len({item["criterion"] for item in paper["items"]}) == criteria
        assert len(paper["items"]) == sum(document["counts"].values())
