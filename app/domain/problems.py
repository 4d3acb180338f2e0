"""How the domain says no: findings in files and refusals to people."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding stops the work (error) or only deserves a look (warning)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a source: file as given, 1-based line (0 unknown), item id (empty for the file).

    `path` leads from the item (or, without one, from the file) to the field: `("options", "C")`;
    `text` stands on the line in question within it.
    """

    file: str = ""
    line: int = 0
    item: str = ""
    path: tuple[str | int, ...] = field(default=(), compare=False)
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        """Read as `file:line, item id`, leaving out what is unknown."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ", ".join(part for part in (place, self.item and f"item {self.item}") if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a file: where it is, which rule, what is wrong and what to do about it."""

    where: Where
    rule: str
    what: str
    remedy: str
    severity: Severity = Severity.ERROR

    def at(self, file: str, line: int) -> "Problem":
        """Return the same finding with its place in a file filled in."""
        return replace(self, where=replace(self.where, file=file, line=line))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question that offers the nearest known word, with a leading space, or nothing."""
    nearest = get_close_matches(word, list(known), n=1)
    return f' Did you mean "{nearest[0]}"?' if nearest else ""


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the findings that stop the work."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


class ProblemsError(Exception):
    """A source that cannot be taken as it is; carries every finding at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.where}: {p.what}" for p in self.problems))
