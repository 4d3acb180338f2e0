"""Putting files into canonical form."""

from pathlib import Path

import pytest

from app.files.canonical import format_file
from tests.files.made_up import spoil, write_shop

FILES = ["question_banks/shop/1.1.toml", "question_banks/shop/bank.toml", "test_specs/shop.toml"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("old", "new"), [(" = ", "="), ("\n", "\r\n"), ("\n", "\n\n\n")])
def test_what_an_author_typed_is_put_in_order(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    write_shop(tmp_path)
    path = tmp_path / name
    canonical = path.read_bytes()
    path.write_bytes(canonical.replace(old.encode(), new.encode(), 3))

    assert format_file(path) == (True, [])
    assert path.read_bytes() == canonical
    assert format_file(path) == (False, [])


def test_comments_at_the_head_are_kept(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = tmp_path / FILES[2]
    path.write_text("# Why this is so.\n# And more.\n" + path.read_text().replace(" = ", "="))

    format_file(path)

    assert path.read_text().startswith('# Why this is so.\n# And more.\nid = "shop"\n')


def test_a_file_whose_comments_would_be_lost_is_left_as_it_is(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = tmp_path / FILES[0]
    spoil(path, "version = 1", "version = 1  # first")
    before = path.read_bytes()

    changed, (problem,) = format_file(path)

    assert (changed, problem.rule, problem.where.line) == (False, "format.comment", 3)
    assert path.read_bytes() == before


def test_a_file_with_an_error_is_left_as_it_is(tmp_path: Path) -> None:
    write_shop(tmp_path)
    path = tmp_path / FILES[0]
    spoil(path, "version = 1", "version = one")

    changed, problems = format_file(path)

    assert (changed, [problem.rule for problem in problems]) == (False, ["syntax"])
    assert not list(path.parent.glob("*.new"))
