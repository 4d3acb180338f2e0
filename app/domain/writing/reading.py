"""An item as the rules of writing read it: each text without marks, and as words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from app.domain.item import Item, ItemKind
from app.domain.problems import Problem, Severity, Where
from app.domain.writing.measures import Measured, measure
from app.domain.writing.stem import Stem, read_stem
from app.domain.writing.thresholds import Thresholds
from app.domain.writing.words import as_read


@dataclass(frozen=True)
class Reading:
    """One item with its texts as read; an option without text is left out, other rules see it."""

    item: Item
    thresholds: Thresholds

    @cached_property
    def options(self) -> dict[str, str]:
        """The options as read, by letter, in authored order."""
        texts = {option.letter: as_read(option.text) for option in self.item.options}
        return {letter: text for letter, text in texts.items() if text}

    @cached_property
    def measured(self) -> dict[str, Measured]:
        """The options as amounts and the words around them, by letter."""
        return {letter: measure(text) for letter, text in self.options.items()}

    @cached_property
    def stem(self) -> Stem:
        """The stem's prose and what it asks."""
        return read_stem(self.item.stem)

    @cached_property
    def key(self) -> str:
        """The one keyed letter; empty where several are right, or none is there."""
        single = self.item.kind is ItemKind.SINGLE and len(self.item.key) == 1
        letter = next(iter(self.item.key)) if single else ""
        return letter if letter in self.options else ""

    @cached_property
    def distractors(self) -> dict[str, str]:
        """The options beside the one key, as read; empty where there is no one key."""
        return {k: text for k, text in self.options.items() if self.key and k != self.key}

    def problem(self, rule: str, what: str, remedy: str, *path: str) -> Problem:
        """Return a warning of the item, at the field that the path leads to."""
        return Problem(Where(item=self.item.id, path=path), rule, what, remedy, Severity.WARNING)

    def error(self, rule: str, what: str, remedy: str, *path: str) -> Problem:
        """Return an error of the item, at the field that the path leads to."""
        return Problem(Where(item=self.item.id, path=path), rule, what, remedy)


Rule = Callable[[Reading], list[Problem]]


def listed(letters: list[str]) -> str:
    """Write letters as a reader says them: A, B and D."""
    return " and ".join(filter(None, [", ".join(letters[:-1]), *letters[-1:]]))
