"""A paper as its candidate reads it: the wording in the order shown, and what is chosen there."""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.item import ItemKind
from app.domain.paper import Paper, PaperItem
from app.domain.refusals import Reason, Refusal
from app.domain.response import AnswerSheet, SheetEntry, fold
from app.services.own_sitting import OwnSitting
from app.store.queries import sittings as queries
from app.store.queries.content import Fragments, fragments_for

KEPT = 5_000  # wordings remembered per process; a version never changes, so they stay good


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One position of a paper. `options` are safe HTML in the order shown, `chosen` their places."""

    position: int
    multiple: bool
    stem: str
    options: tuple[str, ...]
    chosen: frozenset[int]
    flagged: bool


@dataclass(frozen=True, slots=True)
class PaperState:
    """What stands at each position, and where the candidate answered last (1 at the beginning)."""

    sheet: AnswerSheet
    last_position: int

    @property
    def answered(self) -> int:
        """How many positions have an answer."""
        return sum(entry.answered for entry in self.sheet.values())

    @property
    def flagged(self) -> int:
        """How many positions are flagged."""
        return sum(entry.flagged for entry in self.sheet.values())


def read_paper_state(db: Session, own: OwnSitting) -> PaperState:
    """Return what stands on the candidate's paper; whoever calls has checked the lease."""
    log = queries.answers_of_sitting(db, own.centre, own.sitting)
    return PaperState(fold(log, own.items), log[-1].position if log else 1)


def read_question(db: Session, own: OwnSitting, state: PaperState, position: int) -> Question:
    """Return one position of the candidate's paper; refuses one the paper lacks."""
    item = _paper(db, own).positions.get(position)
    if item is None:
        raise Refusal(Reason.NO_SUCH_POSITION, position=position)
    fragments = _fragments(db, own.bank, item)
    return _question(position, item, fragments, state.sheet[position])


def _question(position: int, item: PaperItem, fragments: Fragments, entry: SheetEntry) -> Question:
    return Question(
        position=position,
        multiple=fragments.kind is ItemKind.MULTIPLE,
        stem=fragments.stem_html,
        options=tuple(fragments.options[letter] for letter in item.options),
        chosen=frozenset(p for p, letter in enumerate(item.options) if letter in entry.chosen),
        flagged=entry.flagged,
    )


def _paper(db: Session, own: OwnSitting) -> Paper:
    paper = queries.paper_of_sitting(db, own.centre, own.sitting, own.draw)
    if paper is None:
        raise Refusal(Reason.NO_SUCH_POSITION, position=1)
    return paper


_kept: OrderedDict[tuple[UUID, str, int], Fragments] = OrderedDict()


def _fragments(db: Session, bank: UUID, item: PaperItem) -> Fragments:
    """Return an item version's wording, read once and then remembered."""
    key = (bank, item.id, item.version)
    fragments = _kept.get(key)
    if fragments is None:
        name = (item.id, item.version)
        fragments = _kept[key] = fragments_for(db, bank, [name])[name]
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return fragments
