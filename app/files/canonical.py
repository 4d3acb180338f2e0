"""Putting our own TOML files into their canonical form, in place."""

from pathlib import Path

from app.domain.problems import Problem, Severity, Where, errors
from app.files.bank_toml import OUTLINE
from app.files.items_toml import read_entries
from app.files.outline_toml import read_outline
from app.files.specification_toml import survey_specification
from app.files.toml_source import TomlSource, inner_comments, read_source


def format_file(path: Path) -> tuple[bool, list[Problem]]:
    """Rewrite the file canonically; return whether that changed it, and what forbade it."""
    source = _read(path)
    if source.canonical is None:
        return False, errors(source.problems)
    if source.text == source.canonical:
        return False, []
    if comments := inner_comments(source):
        return False, [_comment_in_the_way(source.name, line) for line in comments]
    new = path.with_name(path.name + ".new")
    new.write_bytes(source.canonical.encode())
    new.replace(path)
    return True, []


def _read(path: Path) -> TomlSource:
    """Read a file as what it is: the head of a bank, a bank's items, or a specification."""
    if path.name != OUTLINE and not (path.parent / OUTLINE).is_file():
        return survey_specification(path).source
    source = read_source(path)
    if path.name == OUTLINE:
        read_outline(source)
    else:
        for entry in read_entries(source):
            source.problems.extend(entry.table.findings())
    return source


def _comment_in_the_way(file: str, line: int) -> Problem:
    """Return the problem of a comment that the canonical form would lose."""
    what = "The canonical form would lose this comment."
    remedy = "Move it to the head of the file, or into a rationale or a correction."
    return Problem(Where(file, line), "format.comment", what, remedy, Severity.ERROR)
