"""What is documented is there, and what is there is documented."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app._setup import ROOT
from app.cli import main
from app.config import PREFIX, Settings

PROGRAM = r"(?:\btestamur|python3 -m app)"
README = ROOT / "README.md"
DOCS = ROOT / "docs"


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    """Return every command with its full name, those that only hold others left out."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)
        else:
            yield " ".join((*above, name)), command


COMMANDS = dict(commands(main))


def written() -> str:
    """Read the README and the documentation, as far as they are there."""
    pages = [
        README,
        *(page for page in sorted(DOCS.rglob("*.md")) if "decisions" not in page.parts),
    ]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.exists())


def needed(page: Path) -> str:
    """Read a page that a test is about; without it there is nothing to test yet."""
    if not page.exists():
        pytest.skip(f"{page.relative_to(ROOT)} is not written yet")
    return page.read_text(encoding="utf-8")


# Commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]

    told = CliRunner().invoke(main, [*name.split(), "--help"])

    assert told.exit_code == 0
    assert re.match(r"[A-Z].*\.", command.help or ""), command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_group_of_commands_says_what_it_is_for() -> None:
    groups = [main, *(group for group in main.commands.values() if isinstance(group, click.Group))]

    assert [group.name for group in groups if not (group.help or "").endswith(".")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_or_the_documentation(name: str) -> None:
    needed(README)

    assert re.search(rf"(testamur|app) {name}\b", written()), f"nobody is told of {name}"


def test_every_command_that_is_documented_is_there() -> None:
    told = (line for line in written().splitlines() if "does not exist" not in line)
    used = {word for line in told for word in re.findall(rf"{PROGRAM} ([a-z]+)\b", line)}
    known = {word for name in COMMANDS for word in name.split()[:1]} | {"test", "lock"}

    assert used - known == set()


# Settings


def test_every_setting_is_explained_to_whoever_operates_it() -> None:
    page = needed(DOCS / "operating.md")

    named = {field.name for field in fields(Settings)}
    missing = [n for n in named if f"`{n}`" not in page and f"{PREFIX}{n.upper()}" not in page]

    assert missing == []


def test_every_setting_that_is_explained_is_there() -> None:
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}

    assert set(re.findall(rf"{PREFIX}[A-Z_]+\b", written())) - known == set()


# Decisions and links


def test_every_link_between_our_pages_leads_somewhere() -> None:
    pages = [README, ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    dead = [
        (page.relative_to(ROOT).as_posix(), link)
        for page in pages
        if page.exists()
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", _prose(page))
        if not (page.parent / link).exists()
    ]

    assert dead == []


def _prose(page: Path) -> str:
    """Read a page without the pieces of code in it, which may look like links."""
    return re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(page.name[:4]) for page in sorted((DOCS / "decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))
