"""`testamur bank publish`, `bank export` and `specification publish`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from app.store.content import BankRow
from app.store.queries import content
from tests.cli.installation import Installation, installed
from tests.files.made_up import line_of, spoil, write_shop
from tests.pictures import png

SHOP = Path("question_banks/shop")
TWO = ("--by", "edgar@example.org", "--approved-by", "esme@example.org")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    """Work in an installation whose directory holds the made-up bank."""
    write_shop(tmp_path)
    installation = installed(tmp_path, monkeypatch)
    yield installation
    installation.database.close()


def publish(here: Installation, *words: str) -> Result:
    """Publish the made-up bank."""
    return here.run("bank", "publish", SHOP, *TWO, *words)


def banks(here: Installation) -> list[BankRow]:
    """Return what is published."""
    with here.database.read() as db:
        return list(content.banks_in(db, {here.cast.body}))


def test_a_bank_goes_from_files_to_the_database_and_back_byte_for_byte(here: Installation) -> None:
    published = publish(here)
    exported = here.run("bank", "export", "001", "--format", "toml", "-o", "out/shop")

    assert (published.exit_code, exported.exit_code) == (0, 0)
    assert "shop: 6 new versions" in published.output
    assert "6 items in 4 files in out/shop. Lost in toml: nothing." in exported.output
    names = sorted(path.name for path in SHOP.iterdir())
    assert sorted(path.name for path in Path("out/shop").iterdir()) == names
    assert all((Path("out/shop") / n).read_bytes() == (SHOP / n).read_bytes() for n in names)


def test_programs_read_what_was_published(here: Installation) -> None:
    publish(here)
    (SHOP / "2.1.toml").unlink()

    document = json.loads(publish(here, "--json").stdout)

    assert document == {
        "published": True,
        "errors": [],
        "banks": [
            {
                "id": "shop",
                "added": [],
                "changed": [],
                "unchanged": 4,
                "withdrawn": ["2.1-0", "2.1-1"],
                "still_withdrawn": [],
                "newer_here": [],
                "only_here": [],
            }
        ],
    }


def test_a_wrong_file_says_everything_at_once_and_publishes_nothing(here: Installation) -> None:
    spoil(SHOP / "1.1.toml", 'key = "B"', 'key = "X"')
    spoil(SHOP / "2.1.toml", "facility = 0.70", "facility = 7.0")

    result = publish(here, "--json")

    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(e["file"], e["line"], e["rule"]) for e in document["errors"]] == [
        ((SHOP / "1.1.toml").as_posix(), line_of(SHOP / "1.1.toml", "key"), "L01"),
        ((SHOP / "2.1.toml").as_posix(), line_of(SHOP / "2.1.toml", "facility"), "facility.range"),
    ]
    assert all(error["remedy"] for error in document["errors"])
    assert banks(here) == []


def test_items_changed_without_a_new_version_are_all_named_with_file_and_line(
    here: Installation,
) -> None:
    publish(here)
    spoil(SHOP / "1.1.toml", 'key = "B"', 'key = "A"')
    spoil(SHOP / "1.2.toml", "Which is right?", "Which is correct?")
    spoil(SHOP / "bank.toml", "Working in a shop", "Working in another shop")

    result = publish(here)

    assert result.exit_code == 1
    assert (
        "question_banks/shop/1.1.toml:1, item 1.1-0: error: Version 1 is already" in result.stderr
    )
    assert (
        "question_banks/shop/1.2.toml:1, item 1.2-0: error: Version 1 is already" in result.stderr
    )
    assert banks(here)[0].title == "Working in a shop"


@pytest.mark.parametrize(
    ("by", "approved_by", "code", "said"),
    [
        ("edgar", "edgar", 1, "The person who made a change cannot approve it."),
        ("edgar", "nobody", 2, "nobody@example.org is not the address of an examiner."),
        ("cora", "esme", 2, "cora@example.org is not the address of an examiner."),
    ],
)
def test_two_different_examiners_stand_behind_it(
    here: Installation, by: str, approved_by: str, code: int, said: str
) -> None:
    people = ("--by", f"{by}@example.org", "--approved-by", f"{approved_by}@example.org")

    result = here.run("bank", "publish", SHOP, *people)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert banks(here) == []


def test_a_refusal_is_one_document_too(here: Installation) -> None:
    alone = ("--by", "edgar@example.org", "--approved-by", "Edgar@example.org")

    result = here.run("bank", "publish", SHOP, *alone, "--json")

    assert json.loads(result.stdout)["refused"] == "same_person"


def test_a_specification_follows_its_bank(here: Installation) -> None:
    early = here.run("specification", "publish", "test_specs", *TWO)
    publish(here)
    late = here.run("specification", "publish", "test_specs", *TWO)

    assert early.exit_code == 1
    assert "test_specs/shop.toml:3: error: The bank shop is not published." in early.stderr
    assert (late.exit_code, late.output) == (0, "shop: version 1.\n")
    with here.database.read() as db:
        assert len(content.offered_to(db, here.cast.northtown)) == 1


def test_a_specification_that_names_another_bank_than_before_says_where(
    here: Installation,
) -> None:
    publish(here)
    here.run("specification", "publish", "test_specs", *TWO)
    with here.database.begin() as db:
        kept = content.bank_coded(db, here.cast.body, "shop")
        assert kept is not None
        kept.code = "corner-shop"
    publish(here)

    result = here.run("specification", "publish", "test_specs", *TWO)

    assert result.exit_code == 1
    assert "test_specs/shop.toml:3: error: The specification shop is published" in result.stderr
    assert "Give the specification a new id." in result.stderr


def test_a_specification_that_does_not_fit_its_bank_says_where(here: Installation) -> None:
    publish(here)
    spoil(Path("test_specs/shop.toml"), 'unit = "001"', 'unit = "002"')

    result = here.run("specification", "publish", "test_specs/shop.toml", *TWO, "--json")

    (error,) = json.loads(result.stdout)["errors"]
    assert (error["file"], error["line"], error["rule"]) == ("test_specs/shop.toml", 4, "unit.bank")


def test_what_is_not_there_is_misuse(here: Installation) -> None:
    assert here.run("bank", "publish", "instance", *TWO).exit_code == 2
    assert here.run("specification", "publish", "instance", *TWO).exit_code == 2
    assert here.run("bank", "export", "404").exit_code == 2


def test_an_export_leaves_a_folder_of_another_bank_alone(here: Installation) -> None:
    publish(here)
    Path("other").mkdir()
    Path("other/9.9.toml").write_text("")

    result = here.run("bank", "export", "shop", "-o", "other")

    assert result.exit_code == 1
    assert "other/9.9.toml" in result.stderr
    assert not Path("other/bank.toml").exists()


def test_pictures_go_with_their_bank_and_come_back_byte_for_byte(
    here: Installation, tmp_path: Path
) -> None:
    _illustrate()
    checked = here.run("bank", "check", SHOP)

    published = publish(here)
    exported = here.run("bank", "export", "001", "-o", "out/shop")

    assert (checked.exit_code, published.exit_code, exported.exit_code) == (0, 0, 0)
    assert "Errors: 0. Warnings: 0." in checked.output
    files = [path.relative_to(SHOP) for path in SHOP.rglob("*") if path.is_file()]
    assert Path("media/plan.png") in files
    assert all((Path("out/shop") / n).read_bytes() == (SHOP / n).read_bytes() for n in files)


def test_another_picture_by_the_same_name_is_told_at_the_item(here: Installation) -> None:
    _illustrate()
    publish(here)
    (SHOP / "media/plan.png").write_bytes(png(grey=1))

    result = publish(here)

    assert result.exit_code == 1
    assert f"1.1.toml:{line_of(SHOP / '1.1.toml', '[[item]]')}, item 1.1-0" in result.stderr
    assert "other words, pictures or another key" in result.stderr


def test_a_picture_names_the_bank_it_lies_in(here: Installation) -> None:
    _illustrate()
    (SHOP / "media/plan.png").write_bytes(b"<svg/>")

    result = here.run("bank", "check", SHOP / "media/plan.png", "--json")

    (error,) = json.loads(result.stdout)["errors"]
    assert (error["rule"], error["line"]) == (
        "picture.type",
        line_of(SHOP / "1.1.toml", "![A plan]"),
    )


def _illustrate() -> None:
    """Show a picture in the first item of the made-up bank."""
    spoil(SHOP / "1.1.toml", "Which is right?", "![A plan](media/plan.png)")
    (SHOP / "media").mkdir()
    (SHOP / "media/plan.png").write_bytes(png())
