"""`testamur bank guess`: what people and programs are told of a bank's words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.domain.item import Item, ItemKind, ItemStatus
from app.domain.specification import OutcomeShare
from app.files.specification_toml import write_specification
from tests.files.made_up import BANK, SPECIFICATION, made_up_item, spoil, write_shop
from tests.psychometrics.made_up_words import Plant, bank_of, longest

KEYS = {"bank", "guessed", "left_out", "items", "paper_items", "best", "best_proportion"} | {
    "expected_best",
    "excess_marks",
    "outside",
    "strategies",
    "outcomes",
    "errors",
}


def shop_items(plant: Plant | None) -> list[Item]:
    """Return items of the shop's outcome 1 with made-up words, and a few of outcome 2."""
    return [
        made_up_item(
            f"{criterion}-{item.id}",
            criterion,
            stem=item.stem,
            key=item.key,
            options=tuple(replace(option, rationale="So.") for option in item.options),
        )
        for criterion, planted, seed in (("1.1", plant, 1), ("2.1", None, 2))
        for item in bank_of(60, seed, planted)
    ]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a directory without banks."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, items: list[Item]) -> Path:
    """Write the shop with these items; return the bank's folder."""
    return write_shop(root, replace(BANK, items=tuple(items)))


def run(*words: str | Path) -> Result:
    """Run the command as typed."""
    return CliRunner().invoke(main, ["bank", "guess", *(str(word) for word in words)])


def test_a_bank_that_gives_nothing_away_exits_with_nought(work: Path) -> None:
    write(work, shop_items(None))

    result = run()

    assert result.exit_code == 0
    assert result.stdout.startswith("shop: 120 items\n")
    assert "longest" in result.stdout
    assert "Nothing in the words gives the keys away." in result.stdout


def test_a_bank_that_gives_its_keys_away_exits_with_one_and_says_how(work: Path) -> None:
    write(work, shop_items(longest))

    result = run("question_banks/shop")

    assert result.exit_code == 1
    assert "GIVES KEYS AWAY" in result.stdout
    assert "The bank can be guessed: longest" in result.stdout
    assert "Best: longest" in result.stdout


def test_programs_are_told_every_figure(work: Path) -> None:
    write(work, shop_items(longest))

    result = run("--json", "--by-outcome")

    document = json.loads(result.stdout)
    (bank,) = document["banks"]
    assert result.exit_code == 1
    assert (document["band"], document["marks"]) == (0.01, 2.0)
    assert set(bank) == KEYS
    assert (bank["bank"], bank["items"], bank["guessed"], bank["best"]) == (
        "shop",
        120,
        True,
        "longest",
    )
    assert bank["paper_items"] == SPECIFICATION.items
    assert "longest" in bank["outside"]
    told = {one["strategy"]: one for one in bank["strategies"]}
    assert told["longest"]["outside"]
    assert not told["position as authored"]["judged"]
    assert set(told["longest"]) == {"strategy", "items", "proportion", "chance", "z", "p"} | {
        "adjusted_p",
        "outside",
        "judged",
    }


def test_outcomes_are_shown_only_when_asked_for(work: Path) -> None:
    write(work, shop_items(longest))

    def outcomes(*words: str) -> list[dict[str, object]]:
        (bank,) = json.loads(run("--json", *words).stdout)["banks"]
        told: list[dict[str, object]] = bank["outcomes"]
        return told

    assert outcomes() == []
    first, second = outcomes("--by-outcome")
    assert (first["outcome"], first["items"], first["paper_items"]) == ("1", 60, 2)
    assert (second["outcome"], second["items"], second["paper_items"]) == ("2", 60, 1)
    assert (first["best"], second["outside"]) == ("longest", [])
    assert "shop, outcome 2: 60 items" in run("--by-outcome").stdout


def test_thresholds_are_options(work: Path) -> None:
    write(work, shop_items(longest))

    assert run("--band", "0").exit_code == 0
    assert run("--band", "0", "--marks", "0.1").exit_code == 1
    assert "more than 0.1 marks" in run("--band", "0", "--marks", "0.1").stdout


def test_without_a_specification_a_paper_has_45_items(work: Path) -> None:
    write(work, shop_items(None))
    (work / "test_specs" / "shop.toml").unlink()

    (bank,) = json.loads(run("--json", "--by-outcome").stdout)["banks"]

    assert bank["paper_items"] == 45
    assert [outcome["paper_items"] for outcome in bank["outcomes"]] == [22, 22]


def test_a_paper_whose_options_are_not_shuffled_has_positions_to_learn(work: Path) -> None:
    write(work, shop_items(lambda texts: 2))
    assert run().exit_code == 0

    fixed = replace(SPECIFICATION, shuffle_options=False, outcomes=(OutcomeShare("1", 3, 100),))
    write_specification(fixed, work / "test_specs" / "shop.toml")

    result = run()

    assert result.exit_code == 1
    assert "The bank can be guessed: position" in result.stdout


def test_what_cannot_be_tried_is_counted(work: Path) -> None:
    items = shop_items(None)
    items[5] = replace(items[5], status=ItemStatus.RETIRED)
    items[1] = replace(items[1], kind=ItemKind.MULTIPLE, key=frozenset("AB"))
    folder = write(work, items)
    spoil(folder / "1.1.toml", "version = 1", 'version = "one"')

    result = run()

    assert result.exit_code == 0
    first = result.stdout.splitlines()[0]
    assert first == "shop: 117 items; not tried: 3 (several answers, retired or faulty)"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("1.1.toml", "[[item]]", "[[item"), ("bank.toml", 'id = "shop"', "id = 7")],
)
def test_a_file_that_cannot_be_read_is_named_and_exits_with_one(
    work: Path, name: str, old: str, new: str
) -> None:
    folder = write(work, shop_items(None))
    spoil(folder / name, old, new)

    result = run("--json")

    (bank,) = json.loads(result.stdout)["banks"]
    assert result.exit_code == 1
    assert bank["items"] == 0
    assert bank["errors"][0]["file"] == f"question_banks/shop/{name}"
    assert f"{name}:1" in result.stderr
    assert run().stdout == ""


def test_a_folder_without_an_outline_is_named(work: Path) -> None:
    folder = write(work, shop_items(None))
    (folder / "bank.toml").unlink()

    result = run()

    assert result.exit_code == 1
    assert "no bank.toml" in result.stderr


def test_a_bank_without_items_has_nothing_to_guess(work: Path) -> None:
    write(work, [])

    result = run("--by-outcome")

    assert result.exit_code == 0
    assert "There is nothing to guess." in result.stdout


@pytest.mark.parametrize("words", [(), ("empty",), ("nowhere",), ("--band", "2")])
def test_misuse_exits_with_two(work: Path, words: tuple[str, ...]) -> None:
    (work / "empty").mkdir()

    result = run("--json", *words)

    assert (result.exit_code, result.stdout) == (2, "")
