"""A test specification: how many items each outcome gets, how long, and what is a pass."""

from dataclasses import dataclass
from enum import StrEnum


class Navigation(StrEnum):
    """Whether a candidate may move freely between items or only forwards."""

    FREE = "free"
    FORWARD = "forward"


class ReleasePolicy(StrEnum):
    """When results reach the centre: after the awarding body releases them, or at the close."""

    MANUAL = "manual"
    IMMEDIATE = "immediate"


class ReviewPolicy(StrEnum):
    """What a candidate may see afterwards: result only, or items with keys and rationales."""

    RESULT = "result"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """An outcome's published number of items and the percentage printed beside it (None if none)."""

    id: str
    items: int
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What a paper must hold. `minutes` is the base time; `pass_mark` is in marks, None if not set."""

    id: str
    title: str
    bank: str
    unit: str
    items: int
    minutes: int
    outcomes: tuple[OutcomeShare, ...]
    pass_mark: int | None = None
    pass_mark_note: str = ""
    navigation: Navigation = Navigation.FREE
    release: ReleasePolicy = ReleasePolicy.MANUAL
    review: ReviewPolicy = ReviewPolicy.RESULT
    shuffle_items: bool = True
    shuffle_options: bool = True
    source: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Items by outcome id."""
        return {share.id: share.items for share in self.outcomes}
