"""`testamur bank`: the contract that programs rely on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.files.made_up import BANK, line_of, spoil, write_shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a directory that holds the made-up bank; return the bank's folder."""
    folder = write_shop(tmp_path)
    monkeypatch.chdir(tmp_path)
    return folder.relative_to(tmp_path)


def run(*words: str | Path) -> Result:
    """Run a command as typed."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_tells_programs_of_a_sound_bank(shop: Path) -> None:
    result = run("bank", "check", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "items": 6,
        "errors": [],
        "warnings": [],
        "waivers": [],
        "specifications": [
            {"id": "shop", "fillable": True, "disjoint_sittings": 2, "short": []},
        ],
    }


def test_check_tells_programs_of_each_finding_and_exits_with_one(shop: Path) -> None:
    spoil(shop / "1.1.toml", 'key = "B"', 'key = "X"')

    result = run("bank", "check", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["errors"] == [
        {
            "file": "question_banks/shop/1.1.toml",
            "line": line_of(shop / "1.1.toml", "key"),
            "item": "1.1-0",
            "rule": "L01",
            "message": 'Key "X" is not an option.',
            "remedy": "Name one of A, B, C, D.",
        }
    ]


def test_warnings_alone_do_not_fail_the_check(shop: Path) -> None:
    for path in shop.glob("[0-9]*.toml"):
        path.unlink()

    result = run("bank", "check", "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [warning["rule"] for warning in report["warnings"]] == ["bank.short"]
    (specification,) = report["specifications"]
    assert not specification["fillable"]
    told = [(s["outcome"], s["criterion"], s["needed"], s["have"]) for s in specification["short"]]
    assert told == [("1", None, 2, 0), ("2", None, 1, 0)]


def test_check_tells_people_in_words(shop: Path) -> None:
    spoil(shop / "1.1.toml", 'key = "B"', 'key = "X"')

    result = run("bank", "check", shop)

    place = f"question_banks/shop/1.1.toml:{line_of(shop / '1.1.toml', 'key')}, item 1.1-0"
    assert result.stdout.splitlines() == [
        f'{place}: error: Key "X" is not an option. Name one of A, B, C, D.',
        "Items: 6. Errors: 1. Warnings: 0. Set aside: 0.",
        "shop: can be filled; papers without a common item: 1 at most.",
    ]


@pytest.mark.parametrize("words", [("--what",), ("nowhere",), ("empty",)])
def test_misuse_exits_with_two_and_prints_nothing_for_programs(
    shop: Path, words: tuple[str]
) -> None:
    Path("empty").mkdir()

    result = run("bank", "check", "--json", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_a_directory_without_banks_is_misuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("bank", "check").exit_code == 2


def test_format_writes_the_canonical_form(shop: Path) -> None:
    canonical = (shop / "1.1.toml").read_bytes()
    spoil(shop / "1.1.toml", "facility = 0.70", "facility=0.7")

    result = run("bank", "format", shop)

    assert (result.exit_code, result.stdout) == (0, "question_banks/shop/1.1.toml written.\n")
    assert (shop / "1.1.toml").read_bytes() == canonical
    assert run("bank", "format").stdout == ""


def test_format_leaves_a_file_with_an_error_and_says_so(shop: Path) -> None:
    spoil(shop / "1.1.toml", "version = 1", "version = one")

    result = run("bank", "format", shop / "1.1.toml")

    assert result.exit_code == 1
    assert "question_banks/shop/1.1.toml:3: error: This is not TOML" in result.stderr


def test_a_bank_that_has_no_items_yet_can_be_checked(shop: Path) -> None:
    assert BANK.id == shop.name
    assert run("bank", "check", shop / "bank.toml").exit_code == 0


@pytest.mark.parametrize("words", [(), ("bank",), ("bank", "check"), ("bank", "format")])
def test_every_command_has_help(words: tuple[str, ...]) -> None:
    assert run(*words, "--help").exit_code == 0
