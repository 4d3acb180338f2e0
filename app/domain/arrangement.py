"""Access arrangements: what a candidate is allowed at every sitting, and how it is put in words.

The kinds follow JCQ, Access Arrangements and Reasonable Adjustments 2025-26, as far as they bear on
an on-screen test. They are special-category data: only those who need one are shown it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MOST_PERCENT = 100  # per cent of extra time; more is arranged with the awarding body
MOST_MINUTES = 240  # of fixed extra time, or of all rest breaks together


class ArrangementKind(StrEnum):
    """What is allowed."""

    EXTRA_TIME_PERCENT = "extra_time_percent"
    EXTRA_TIME_MINUTES = "extra_time_minutes"
    REST_BREAKS = "rest_breaks"
    COMPUTER_READER = "computer_reader"
    HUMAN_READER = "human_reader"
    SCRIBE = "scribe"
    PROMPTER = "prompter"
    PRACTICAL_ASSISTANT = "practical_assistant"
    SIGN_LANGUAGE = "sign_language"
    BILINGUAL_DICTIONARY = "bilingual_dictionary"
    COLOUR_SCHEME = "colour_scheme"
    PAPER_VERSION = "paper_version"
    SEPARATE_ROOM = "separate_room"
    OTHER = "other"


NAMES: dict[ArrangementKind, str] = {
    ArrangementKind.EXTRA_TIME_PERCENT: "Extra time, percentage",
    ArrangementKind.EXTRA_TIME_MINUTES: "Extra time, fixed minutes",
    ArrangementKind.REST_BREAKS: "Supervised rest breaks",
    ArrangementKind.COMPUTER_READER: "Computer reader",
    ArrangementKind.HUMAN_READER: "Reader",
    ArrangementKind.SCRIBE: "Scribe",
    ArrangementKind.PROMPTER: "Prompter",
    ArrangementKind.PRACTICAL_ASSISTANT: "Practical assistant",
    ArrangementKind.SIGN_LANGUAGE: "Communication professional (sign language)",
    ArrangementKind.BILINGUAL_DICTIONARY: "Bilingual dictionary",
    ArrangementKind.COLOUR_SCHEME: "Colour scheme or overlay",
    ArrangementKind.PAPER_VERSION: "Paper version",
    ArrangementKind.SEPARATE_ROOM: "Separate room",
    ArrangementKind.OTHER: "Other",
}

# Kinds that add to the time ledger when papers are locked.
EXTRA_TIME = frozenset({ArrangementKind.EXTRA_TIME_PERCENT, ArrangementKind.EXTRA_TIME_MINUTES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """One adjustment. `percent` is of the base time; `minutes` are fixed extra time, or the most
    that all rest breaks together may take (0: no limit). `evidence` says where the centre keeps it.
    """

    kind: ArrangementKind
    percent: int = 0
    minutes: int = 0
    detail: str = ""
    evidence: str = ""

    @property
    def pool(self) -> timedelta | None:
        """How long all rest breaks together may be; None for no limit."""
        return timedelta(minutes=self.minutes) if self.minutes else None


def in_words(arrangement: Arrangement) -> str:
    """Return an arrangement as an invigilator reads it."""
    kind = arrangement.kind
    if kind is ArrangementKind.EXTRA_TIME_PERCENT:
        words = f"{arrangement.percent} % extra time"
    elif kind is ArrangementKind.EXTRA_TIME_MINUTES:
        words = f"{arrangement.minutes} minutes extra time"
    elif kind is ArrangementKind.REST_BREAKS and arrangement.minutes:
        words = f"Supervised rest breaks, {arrangement.minutes} minutes in all"
    else:
        words = NAMES[kind]
    return f"{words} ({arrangement.detail})" if arrangement.detail else words


def amounts_wrong(arrangement: Arrangement) -> str:
    """Say why the amounts do not fit the kind; nothing when they do."""
    percent, minutes = arrangement.percent, arrangement.minutes
    if arrangement.kind is ArrangementKind.EXTRA_TIME_PERCENT:
        return _range(percent, 1, MOST_PERCENT, "percentage") or _none(minutes, "minutes")
    if arrangement.kind is ArrangementKind.EXTRA_TIME_MINUTES:
        return _range(minutes, 1, MOST_MINUTES, "number of minutes") or _none(percent, "percentage")
    if arrangement.kind is ArrangementKind.REST_BREAKS:
        return _range(minutes, 0, MOST_MINUTES, "number of minutes") or _none(percent, "percentage")
    return _none(percent, "percentage") or _none(minutes, "minutes")


def all_in_words(arrangements: Iterable[Arrangement]) -> str:
    """Return arrangements as one line, in the order of the kinds."""
    order = list(ArrangementKind)
    ranked = sorted(arrangements, key=lambda each: order.index(each.kind))
    return "; ".join(in_words(each) for each in ranked)


def _range(value: int, least: int, most: int, what: str) -> str:
    return "" if least <= value <= most else f"Enter a {what} from {least} to {most}."


def _none(value: int, what: str) -> str:
    return "" if not value else f"This arrangement has no {what}."
