"""An item: stem, options, key and what an examiner says about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.waiver import Waiver

LETTERS = "ABCDEFGH"


class ItemKind(StrEnum):
    """How an item is answered: one option, or every option that is right."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class Level(StrEnum):
    """Cognitive level, after Bloom."""

    RECALL = "recall"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class ItemStatus(StrEnum):
    """Where an item version stands in its life; only approved versions are drawn."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice offered: its authored letter, its Markdown text and why it is right or wrong."""

    letter: str
    text: str
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One version of one question.

    `key` holds the authored letters of the right options; `facility` is the expected proportion
    right, 0 to 1; `enemies` are ids of items that may not stand on the same paper; `waivers` are
    rules of writing that do not hold here.
    """

    id: str
    version: int
    criterion: str
    stem: str
    options: tuple[Option, ...]
    key: frozenset[str]
    kind: ItemKind = ItemKind.SINGLE
    level: Level = Level.UNDERSTAND
    status: ItemStatus = ItemStatus.DRAFT
    facility: float | None = None
    guidance: str = ""
    law_as_at: date | None = None
    review_by: date | None = None
    replaces: str = ""
    enemies: tuple[str, ...] = ()
    set_id: str = ""
    shuffle: bool = True
    waivers: tuple[Waiver, ...] = ()

    @property
    def distractors(self) -> tuple[Option, ...]:
        """The options that are not keyed."""
        return tuple(option for option in self.options if option.letter not in self.key)

    @property
    def letters(self) -> tuple[str, ...]:
        """The authored letters in authored order."""
        return tuple(option.letter for option in self.options)
