"""A bank: the items of one unit with the outcomes and criteria they are tagged by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.domain.item import Item, ItemStatus
from app.domain.waiver import Waiver
from app.domain.writing.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Criterion:
    """An assessment criterion: the number the document prints, and what must be shown."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome with its criteria in printed order."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip or an overtaken statement in the source document, with what holds instead and why."""

    where: str
    printed: str
    correct: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The items of one unit. `reference` is the unit's accreditation number.

    `writing` are the numbers its items are held against, `waivers` the rules of writing that do
    not hold for the bank as a whole.
    """

    id: str
    unit: str
    title: str
    outcomes: tuple[Outcome, ...]
    items: tuple[Item, ...] = ()
    reference: str = ""
    level: int = 0
    language: str = "en-GB"
    options: int = 4
    source: str = ""
    corrections: tuple[Correction, ...] = ()
    writing: Thresholds = field(default_factory=Thresholds)
    waivers: tuple[Waiver, ...] = ()

    def outcome_of(self, criterion: str) -> str:
        """Return the id of the outcome that lists the criterion; KeyError when none does."""
        return self.outcome_by_criterion()[criterion]

    def outcome_by_criterion(self) -> dict[str, str]:
        """Map every criterion id to its outcome id."""
        return {c.id: outcome.id for outcome in self.outcomes for c in outcome.criteria}

    def approved(self) -> Iterator[Item]:
        """Yield the items that may be drawn."""
        return (item for item in self.items if item.status is ItemStatus.APPROVED)


def by_number(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key for outcome, criterion and item ids: numeric parts as numbers, so 1.1.10 follows 1.1.9."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
