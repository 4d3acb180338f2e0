"""A TOML file on the table: its text, its values, its lines and what was found wrong with it."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from app.domain.problems import Problem, Severity, Where
from app.files.toml_lines import Lines, find_lines

# What tomllib complains of, and what an author can do about it.
_SYNTAX_REMEDIES = {
    "Cannot overwrite a value": "A field stands here for the second time; keep one of them.",
    "Cannot declare": "A table stands here for the second time; keep one of them.",
    "Invalid value": 'Put text in straight double quotes: "…".',
    "Unescaped": r"Write a backslash as two: \\.",
    "Illegal character": 'Put the text in one line of double quotes, or between """ and """.',
    "Unterminated string": 'Close the text with """.',
    "Expected ']'": "Close the square bracket.",
    "Expected '='": 'Write a field as name = "value".',
    "Expected newline": 'Write one field a line, and \\" for a quotation mark inside text.',
}


@dataclass(slots=True)
class TomlSource:
    """A file that was read; `content` is empty and `sound` false when it is not TOML at all.

    `canonical` is what our own writer would have written, once a reader has made sense of the file.
    """

    name: str
    text: str
    content: dict[str, Any]
    lines: Lines
    problems: list[Problem] = field(default_factory=list)
    sound: bool = True
    canonical: str | None = None

    def place(self, problem: Problem, *base: str | int) -> Problem:
        """Return the problem with its file and with the line that its path from `base` leads to."""
        line = self.lines.of((*base, *problem.where.path))
        return problem.at(self.name, self._line_with(problem.where.text, line))

    def _line_with(self, text: str, start: int) -> int:
        """Return the first line from `start` on that holds the text; `start` where none does."""
        if not text:
            return start
        lines = enumerate(self.text.split("\n")[start - 1 :], start)
        return next((n for n, line in lines if text in line), start)

    def check_form(self, canonical: str) -> None:
        """Keep the canonical form, below the file's own head comment, and warn of a difference."""
        self.canonical = head_comment(self) + canonical
        if self.text == self.canonical:
            return
        where = Where(self.name, _first_difference(self.text, self.canonical))
        what = "The file is not in the canonical form."
        remedy = f"Run `testamur bank format {self.name}`."
        if comments := inner_comments(self):
            remedy = f"Move the comment of line {comments[0]} to the head of the file. {remedy}"
        self.problems.append(Problem(where, "format", what, remedy, Severity.WARNING))


def read_source(path: FilePath) -> TomlSource:
    """Read a file; what is not UTF-8 or not TOML becomes a problem with its line."""
    name = path.as_posix()
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return _unreadable(
            name, "", line, "encoding", "This is not UTF-8 text.", "Save the file as UTF-8."
        )
    return parse_source(name, text)


def parse_source(name: str, text: str) -> TomlSource:
    """Parse the text of a file, overlooking a byte order mark, which formatting takes away."""
    bare = text.removeprefix("\ufeff")
    try:
        content = tomllib.loads(bare)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what, line = _syntax_problem(str(error), bare)
        remedy = next(
            (r for start, r in _SYNTAX_REMEDIES.items() if what.startswith(start)), "Mend the line."
        )
        return _unreadable(name, text, line, "syntax", f"This is not TOML: {what}.", remedy)
    return TomlSource(name, text, content, find_lines(bare))


def head_comment(source: TomlSource) -> str:
    """Return the comment lines at the head of the file; the canonical form keeps them."""
    kept = re.match(r"(?:#[^\n]*\n)*", source.text.removeprefix("\ufeff").replace("\r\n", "\n"))
    return kept[0] if kept else ""


def inner_comments(source: TomlSource) -> list[int]:
    """Return the lines of the comments below the head, which the canonical form cannot keep."""
    head = head_comment(source).count("\n")
    return [line for line in source.lines.comments if line > head]


def _unreadable(name: str, text: str, line: int, rule: str, what: str, remedy: str) -> TomlSource:
    """Return a source without content that carries the one problem."""
    problem = Problem(Where(name, line), rule, what, remedy)
    return TomlSource(name, text, {}, Lines({}), [problem], sound=False)


def _syntax_problem(message: str, text: str) -> tuple[str, int]:
    """Return what tomllib says and the line it says it of."""
    found = re.fullmatch(
        r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL
    )
    if not found:
        return message, 1
    return found[1], int(found[2] or text.count("\n") + (not text.endswith("\n")))


def _first_difference(text: str, canonical: str) -> int:
    """Return the first line in which the two texts differ."""
    ours, theirs = text.split("\n"), canonical.split("\n")
    pairs = enumerate(zip(ours, theirs, strict=False), 1)
    return next((n for n, (a, b) in pairs if a != b), min(len(ours), len(theirs)))
