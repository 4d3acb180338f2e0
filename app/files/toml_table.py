"""One table of a TOML file, read field by field: every wrong one is noted, none is the end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.problems import Problem, Where, did_you_mean, errors
from app.files.toml_lines import Path
from app.files.toml_source import TomlSource

T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound=StrEnum)

# What a field of each type holds, and how to write it.
_WANTED: dict[type, tuple[str, str]] = {
    str: ("text", "Put it in double quotes."),
    int: ("a whole number", "Write figures without quotes."),
    float: ("a number", "Write it like 0.72, without quotes."),
    bool: ("true or false", "Write true or false without quotes."),
    date: ("a date", "Write it like 2026-11-01, without quotes."),
    list: ("a list", 'Write it like ["…", "…"].'),
    dict: ("a table", "Write its fields below its name in square brackets."),
}


class Table:
    """Reads the fields of one table. What was not asked for is unknown: see `close`."""

    def __init__(
        self, source: TomlSource, path: Path = (), content: Any = None, item: str = ""
    ) -> None:
        self.source = source
        self.path = path
        self.content: dict[str, Any] = source.content if content is None else content
        self.item = item
        self.excused: set[str] = set()
        self._problems: list[Problem] = []
        self._faulty: set[Path] = set()
        self._asked: list[str] = []
        self._parts: list[Table] = []

    def findings(self) -> list[Problem]:
        """Return what was noted here and in the tables within."""
        return self._problems + [problem for part in self._parts for problem in part.findings()]

    def faulty(self) -> set[Path]:
        """Return the paths of the fields, here and within, whose values are not the author's."""
        misplaced = {(*self.path, name) for name in self.excused}
        return self._faulty.union(misplaced, *(part.faulty() for part in self._parts))

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong here or within."""
        return not errors(self.findings())

    def note(self, rule: str, what: str, remedy: str, *path: str | int) -> None:
        """Note that the field which the path leads to from here cannot be used."""
        self._faulty.add((*self.path, *path))
        self.add([Problem(Where(path=path), rule, what, remedy)])

    def add(self, problems: Iterable[Problem]) -> None:
        """Take findings about what was read and give each its line."""
        for problem in problems:
            placed = self.source.place(problem, *self.path)
            self._problems.append(replace(placed, where=replace(placed.where, item=self.item)))

    def add_checked(self, problems: Iterable[Problem]) -> None:
        """Take what the domain says of the values read, but not of those noted as faulty."""
        faulty = self.faulty()
        self.add(p for p in problems if (*self.path, *p.where.path) not in faulty)

    def take(self, name: str, kind: type[T], default: D) -> T | D:
        """Return the field's value, or the default where it is missing or not of its kind."""
        self._asked.append(name)
        if name not in self.content:
            return default
        value = self.content[name]
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is kind:
            return value
        wanted, remedy = _WANTED[kind]
        self.note("type", f'"{name}" is {_described(value)}; it should be {wanted}.', remedy, name)
        return default

    def require(self, name: str, kind: type[T], default: T) -> T:
        """Return the field's value; note when it is missing."""
        self._note_missing(name)
        return self.take(name, kind, default)

    def _note_missing(self, name: str) -> None:
        """Note that a field is missing, unless it was found in a wrong place."""
        if name not in self.content and name not in self.excused:
            remedy = f"Add it below {self._title()}."
            self.note("missing", f'"{name}" is missing.', remedy, name)

    def _unasked(self) -> list[str]:
        """Return the names in the table that nobody has asked for yet."""
        return [name for name in self.content if name not in self._asked]

    def _title(self) -> str:
        """Return how the file writes the head of this table."""
        names = ".".join(str(part) for part in self.path if isinstance(part, str))
        if not names:
            return "the head of the file"
        return f"[[{names}]]" if isinstance(self.path[-1], int) else f"[{names}]"

    def choose(self, name: str, kind: type[E], default: E, required: bool = False) -> E:
        """Return the field as one of the words of an enumeration."""
        if required:
            self._note_missing(name)
        word = self.take(name, str, None)
        words = [member.value for member in kind]
        if word is None or word in words:
            return default if word is None else kind(word)
        remedy = f"Use one of {', '.join(words)}.{did_you_mean(word, words)}"
        self.note("choice", f'"{word}" is not a {name}.', remedy, name)
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the field as a list of texts."""
        values: list[object] = self.take(name, list, [])
        wrong = [value for value in values if not isinstance(value, str)]
        if wrong:
            what = f'"{name}" holds {_described(wrong[0])}; it should hold texts.'
            self.note("type", what, _WANTED[str][1], name)
        return tuple(value for value in values if isinstance(value, str))

    def part(self, name: str) -> "Table":
        """Return the table within that has this name; an empty one where it is missing."""
        content: dict[str, Any] = self.take(name, dict, {})
        return self._within((name,), content)

    def parts(self, name: str) -> list["Table"]:
        """Return the tables of the array that has this name."""
        if isinstance(self.content.get(name), dict):
            self._asked.append(name)
            remedy = f"Write [[{name}]] in double brackets."
            self.note("type", f"[{name}] stands in single brackets.", remedy, name)
            return []
        values: list[object] = self.take(name, list, [])
        return [self._within((name, n), value) for n, value in enumerate(values)]

    def _within(self, path: Path, content: object) -> "Table":
        """Return a table within this one, whose findings count as this one's."""
        known = content if isinstance(content, dict) else {}
        part = Table(self.source, (*self.path, *path), known, self.item)
        if not isinstance(content, dict):
            what = f'"{path[0]}" holds {_described(content)}.'
            part.note("type", what, f"Write it as [[{path[0]}]].")
        self._parts.append(part)
        return part

    def close(self) -> None:
        """Add a problem for every field that nobody asked for."""
        for name in self._unasked():
            what = f'"{name}" is not a field of {self._title()}.'
            nearest = did_you_mean(name, self._asked).lstrip()
            remedy = nearest or f"Known here: {', '.join(self._asked)}."
            self.add([Problem(Where(path=(name,)), "unknown", what, remedy)])


def _described(value: object) -> str:
    """Name the type of a value in an author's words."""
    if isinstance(value, bool):
        return "true or false"
    words: dict[type, str] = {
        str: "text", int: "a number", float: "a number", list: "a list", dict: "a table"
    }  # fmt: skip
    return words.get(type(value), "a date or time")
