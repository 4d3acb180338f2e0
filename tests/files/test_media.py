"""Pictures beside a bank: proved, measured, and every fault told at its line."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.bank import Bank
from app.domain.problems import Problem, ProblemsError, Severity
from app.files.bank_toml import read_bank, survey_bank, write_bank
from app.files.canonical import format_file
from app.files.media import MOST_BYTES, MOST_PIXELS, PictureFile, measure
from tests.files.made_up import line_of, made_up_bank, spoil, write_shop
from tests.pictures import drawn, illustrated, picture_file, png

PLAN = "![A plan](media/plan.png)"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give the folder of a bank whose first item shows a picture."""
    bank = made_up_bank()
    first = replace(bank.items[0], stem=f"What about it?\n\n{PLAN}\n\nWhich is right?")
    folder = write_shop(tmp_path, replace(bank, items=(first, *bank.items[1:])))
    (folder / "media").mkdir()
    (folder / "media/plan.png").write_bytes(png())
    return folder


def problems(folder: Path) -> list[Problem]:
    """Return every finding in a bank."""
    return list(survey_bank(folder).problems)


# What a picture is


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
    ],
)
def test_a_picture_is_known_by_its_content(kind: str, type: str) -> None:
    file = measure("media/anything.txt", drawn(kind))

    assert isinstance(file, PictureFile)
    assert (file.picture.type, file.picture.width, file.picture.height) == (type, 8, 6)


def test_a_photograph_is_measured_as_it_is_held() -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"

    file = measure("media/photo.jpg", drawn("JPEG", exif=exif))

    assert isinstance(file, PictureFile)
    assert (file.picture.width, file.picture.height) == (6, 8)


@pytest.mark.parametrize(
    ("content", "rule", "says"),
    [
        (b"", "type", "is not a PNG, JPEG, WebP or GIF"),
        (b"<html>", "type", "is not a PNG, JPEG, WebP or GIF"),
        (b"%PDF-1.7", "type", "is not a PNG, JPEG, WebP or GIF"),
        (drawn("BMP"), "type", "is not a PNG, JPEG, WebP or GIF"),
        (drawn("TIFF"), "type", "is not a PNG, JPEG, WebP or GIF"),
        (png(40, 40)[:60], "type", "damaged"),
        (drawn("JPEG")[:200], "type", "damaged"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"><script/></svg>', "type", "can run scripts"),
        (drawn("GIF", frames=3), "animated", "moves"),
        (drawn("WEBP", frames=3), "animated", "moves"),
        (drawn("PNG", frames=3), "animated", "moves"),
        (b"\x89PNG" + bytes(MOST_BYTES), "size", "1.0 MB"),
        (png(MOST_PIXELS + 1, 1), "size", "4001 by 1"),
        (png(60_000, 60_000 // 60_000), "size", "60000 by 1"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(
    content: bytes, rule: str, says: str
) -> None:
    fault = measure("media/x.png", content)

    assert isinstance(fault, Problem)
    assert fault.rule == f"picture.{rule}"
    assert says in fault.what
    assert fault.remedy


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    header = png(4, 3).replace(b"\0\0\0\x04\0\0\0\x03", b"\0\0\xff\xff\0\0\xff\xff")

    fault = measure("media/x.png", header)

    assert isinstance(fault, Problem)


# In a bank's folder


def test_a_bank_with_its_picture_is_sound(shop: Path) -> None:
    read = read_bank(shop)

    assert read.warnings == ()
    assert [file.picture.name for file in read.pictures] == ["media/plan.png"]


def test_a_bank_with_pictures_comes_back_byte_for_byte(shop: Path, tmp_path: Path) -> None:
    read = read_bank(shop)

    write_bank(read.bank, tmp_path / "out/shop", read.pictures)

    names = [path.relative_to(shop) for path in shop.rglob("*") if path.is_file()]
    assert Path("media/plan.png") in names
    assert all((tmp_path / "out/shop" / n).read_bytes() == (shop / n).read_bytes() for n in names)


@pytest.mark.parametrize(
    ("new", "rule", "says"),
    [
        ("![](media/plan.png)", "picture.alternative", '![](media/plan.png "decorative")'),
        ("![A plan](media/paln.png)", "picture.missing", 'Did you mean "media/plan.png"?'),
        ("![A plan](https://example.org/x.png)", "picture.place", "is not a picture of the bank"),
        ("![Answer D](media/plan.png)", "picture.hint", "speaks of the answer"),
        ("![Answer for B](media/plan.png)", "", ""),
        ("![An answer b](media/plan.png)", "picture.key", "names the key"),
    ],
)
def test_a_fault_is_told_at_the_line_where_the_picture_is_shown(
    shop: Path, new: str, rule: str, says: str
) -> None:
    path = shop / "1.1.toml"
    spoil(path, PLAN, new)

    told = [p for p in problems(shop) if p.severity is Severity.ERROR]

    assert [problem.rule for problem in told] == ([rule] if rule else [])
    for problem in told:
        place = (path.as_posix(), line_of(path, new[:8]), "1.1-0")
        assert (problem.where.file, problem.where.line, problem.where.item) == place
        assert says in f"{problem.what} {problem.remedy}"


def test_a_file_that_is_no_picture_is_told_where_it_is_shown(shop: Path) -> None:
    (shop / "media/plan.png").write_bytes(b"<svg/>")

    (problem,) = problems(shop)

    assert (problem.rule, problem.where.line) == (
        "picture.type",
        line_of(shop / "1.1.toml", PLAN),
    )
    assert "SVG" in problem.what


def test_a_picture_in_an_option_is_told_at_the_option(shop: Path) -> None:
    spoil(shop / "1.1.toml", 'C = "Answer C"', 'C = "![](media/plan.png)"')

    told = {problem.rule: problem.where.line for problem in problems(shop)}

    line = line_of(shop / "1.1.toml", "C = ")
    assert told == {"picture.alternative": line, "picture.option": line}


def test_a_file_that_no_item_shows_is_worth_a_look(shop: Path) -> None:
    (shop / "media/old.png").write_bytes(png())
    (shop / "media/.DS_Store").write_bytes(b"")
    (shop / "media/sub").mkdir()

    told = {(p.where.file, p.rule, p.severity) for p in problems(shop)}

    unused = ("picture.unused", Severity.WARNING)
    assert told == {
        ((shop / "media/old.png").as_posix(), *unused),
        ((shop / "media/sub").as_posix(), *unused),
    }


def test_notes_in_a_picture_are_worth_a_look(shop: Path) -> None:
    (shop / "media/plan.png").write_bytes(drawn("GIF", comment=b"the right one is B"))

    (warning,) = problems(shop)

    assert (warning.rule, warning.severity) == ("picture.notes", Severity.WARNING)


def test_a_bank_whose_picture_is_missing_is_not_read(shop: Path) -> None:
    (shop / "media/plan.png").unlink()

    with pytest.raises(ProblemsError):
        read_bank(shop)


def test_formatting_leaves_pictures_alone(shop: Path) -> None:
    before = (shop / "media/plan.png").read_bytes()

    assert [format_file(path) for path in sorted(shop.glob("*.toml"))] == [(False, [])] * 4
    assert (shop / "media/plan.png").read_bytes() == before


def test_a_bank_of_many_pictures_is_written_once_each(tmp_path: Path) -> None:
    bank: Bank = illustrated(made_up_bank())

    written = write_bank(bank, tmp_path / "shop", [picture_file()])

    assert [path.name for path in written].count("plan.png") == 1
    assert read_bank(tmp_path / "shop").bank == bank
