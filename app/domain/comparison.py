"""How two versions of an item differ, word by word, for someone who is to approve the newer one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from app.domain.item import Item


class Mark(StrEnum):
    """Whether a piece of text stands in both versions or only in one."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is kept, removed or added."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one part of an item."""

    part: str
    pieces: tuple[Piece, ...]


def compare(before: Item, after: Item) -> list[Change]:
    """Return what differs between two versions, part by part in the order of the page.

    Version and status differ by their nature and are left out.
    """
    old, new = _parts(before), _parts(after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        Change(name, tuple(_pieces(old.get(name, ""), new.get(name, ""))))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def compare_part(part: str, before: str, after: str) -> list[Change]:
    """Return what differs between two texts about an item, as one change or none."""
    return [Change(part, tuple(_pieces(before, after)))] if before != after else []


def _parts(item: Item) -> dict[str, str]:
    """Return what a reader compares, by name."""
    return (
        {"Stem": item.stem}
        | {f"Option {option.letter}": option.text for option in item.options}
        | {"Key": ", ".join(sorted(item.key)), "Kind": item.kind}
        | {f"Rationale {option.letter}": option.rationale for option in item.options}
        | {
            "Criterion": item.criterion,
            "Level": item.level,
            "Facility": "" if item.facility is None else f"{item.facility:g}",
            "Guidance": item.guidance,
            "Law as at": str(item.law_as_at or ""),
            "Review by": str(item.review_by or ""),
            "Enemies": ", ".join(item.enemies),
            "Rules set aside": "\n".join(f"{w.rule}: {w.reason}" for w in item.waivers),
            "Options change places": "yes" if item.shuffle else "no",
        }
    )


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Compare two texts by words, each with the white space after it."""
    old, new = re.findall(r"\S+\s*|^\s+", before), re.findall(r"\S+\s*|^\s+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Mark.KEPT, "".join(old[a:b]))
            continue
        if b > a:
            yield Piece(Mark.REMOVED, "".join(old[a:b]))
        if d > c:
            yield Piece(Mark.ADDED, "".join(new[c:d]))
