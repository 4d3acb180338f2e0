"""Rules set aside, as the commands tell and keep them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installation import Installation, installed
from tests.files.made_up import line_of, spoil, write_shop

SHOP = Path("question_banks/shop")
TWO = ("--by", "edgar@example.org", "--approved-by", "esme@example.org")
LAST = 'D = "Why D."\n'
WAIVER = '\n[[item.waiver]]\nrule = "L07"\nreason = "The regulation lists these."\n'
SETTINGS = (
    '\n[writing]\nlongest_key_factor = 1.40\n\n[[waiver]]\nrule = "L10"\nreason = "Safety."\n'
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Work in an installation with a bank of which one item is stopped by a rule."""
    write_shop(tmp_path)
    spoil(tmp_path / SHOP / "1.1.toml", '"Answer D"', '"Each of these"')
    installation = installed(tmp_path, monkeypatch)
    yield installation
    installation.database.close()


def test_a_finding_is_told_to_people_with_the_number_that_sets_it_aside(
    here: Installation,
) -> None:
    told = here.run("bank", "check", SHOP).stdout

    assert "item 1.1-0: error: L07: " in told
    assert "Items: 6. Errors: 1. Warnings: 0. Set aside: 0." in told


def test_what_is_set_aside_is_counted_for_people_and_listed_for_programs(
    here: Installation,
) -> None:
    spoil(SHOP / "1.1.toml", LAST, LAST + WAIVER)

    told = here.run("bank", "check", SHOP)
    document = json.loads(here.run("bank", "check", SHOP, "--json").stdout)

    assert told.exit_code == 0
    assert "Items: 6. Errors: 0. Warnings: 0. Set aside: 1." in told.stdout
    assert "The regulation" not in told.stdout
    assert document["waivers"] == [
        {
            "file": "question_banks/shop/1.1.toml",
            "line": line_of(SHOP / "1.1.toml", "[[item.waiver]]"),
            "item": "1.1-0",
            "rule": "L07",
            "reason": "The regulation lists these.",
        }
    ]


def test_what_a_bank_sets_goes_through_the_database_byte_for_byte(here: Installation) -> None:
    spoil(SHOP / "1.1.toml", LAST, LAST + WAIVER)
    (SHOP / "bank.toml").write_text((SHOP / "bank.toml").read_text() + SETTINGS)

    published = here.run("bank", "publish", SHOP, *TWO)
    exported = here.run("bank", "export", "shop", "-o", "out")

    assert (published.exit_code, exported.exit_code) == (0, 0)
    for path in SHOP.iterdir():
        assert (Path("out") / path.name).read_bytes() == path.read_bytes()
