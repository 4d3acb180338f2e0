"""Marking: a pure, versioned function of the paper, the keys and the answer sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.paper import Paper
from app.domain.response import AnswerSheet, SheetEntry


class MarkingRule(StrEnum):
    """How responses become marks. The name carries the version; a rule is never changed."""

    EXACT_1 = "exact-1"  # one mark when the options chosen are exactly the key, otherwise none


@dataclass(frozen=True, slots=True)
class Key:
    """The key version an item version is marked by."""

    version: int
    letters: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMark:
    """The mark for one item: what was chosen, the key version it was marked by, mark of maximum."""

    position: int
    item: str
    item_version: int
    key_version: int
    outcome: str
    criterion: str
    chosen: frozenset[str]
    mark: int
    maximum: int = 1


def mark_responses(
    paper: Paper,
    keys: Mapping[tuple[str, int], Key],
    sheet: AnswerSheet,
    rule: MarkingRule = MarkingRule.EXACT_1,
) -> tuple[ItemMark, ...]:
    """Mark every position of the paper; a blank earns nothing and nothing is deducted.

    `keys` maps (item id, item version) to its key; KeyError when one is missing, for a paper is
    never marked on a guessed key.
    """
    marks = []
    for position, item in enumerate(paper.items, start=1):
        key = keys[item.id, item.version]
        chosen = sheet.get(position, SheetEntry()).chosen
        marks.append(
            ItemMark(
                position=position,
                item=item.id,
                item_version=item.version,
                key_version=key.version,
                outcome=item.outcome,
                criterion=item.criterion,
                chosen=chosen,
                mark=int(chosen == key.letters),
            )
        )
    return tuple(marks)
