"""A paper as its candidate reads it: the wording in the order shown, and what is chosen there."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.item import ItemKind
from app.domain.paper import Paper, PaperItem
from app.domain.refusals import Reason, Refusal
from app.domain.response import AnswerSheet, Response, SheetEntry, fold
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
    """What stands at each position, and where the candidate answered last (1 at the beginning).

    `newest` has the last response at each position that has one.
    """

    sheet: AnswerSheet
    last_position: int
    newest: Mapping[int, Response]

    @property
    def last_sequence(self) -> int:
        """The sequence number of the last response, 0 before the first."""
        return max((response.sequence for response in self.newest.values()), default=0)

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
    return state_of(log, own.items)


def state_of(log: Sequence[Response], items: int) -> PaperState:
    """Return what stands on a paper of so many items after these responses."""
    return PaperState(
        sheet=fold(log, items),
        last_position=log[-1].position if log else 1,
        newest={response.position: response for response in log},
    )


def read_question(db: Session, own: OwnSitting, state: PaperState, position: int) -> Question:
    """Return one position of the candidate's paper; refuses one the paper lacks."""
    item = _paper(db, own).positions.get(position)
    if item is None:
        raise Refusal(Reason.NO_SUCH_POSITION, position=position)
    [fragments] = _fragments(db, own.bank, [item])
    return question_of(position, item, fragments, state.sheet[position])


def read_questions(db: Session, own: OwnSitting, state: PaperState) -> tuple[Question, ...]:
    """Return every position of the candidate's paper in order."""
    items = _paper(db, own).items
    fragments = _fragments(db, own.bank, items)
    return tuple(
        question_of(position, item, wording, state.sheet[position])
        for position, (item, wording) in enumerate(zip(items, fragments, strict=True), start=1)
    )


def places_shown(db: Session, own: OwnSitting, state: PaperState) -> tuple[tuple[int, ...], ...]:
    """Return the 0-based places chosen at each position, as its candidate sees them."""
    return tuple(
        tuple(_places(item, state.sheet[position]))
        for position, item in _paper(db, own).positions.items()
    )


def question_of(
    position: int, item: PaperItem, fragments: Fragments, entry: SheetEntry
) -> Question:
    """Join a position of a paper, its wording and what is chosen there."""
    return Question(
        position=position,
        multiple=fragments.kind is ItemKind.MULTIPLE,
        stem=fragments.stem_html,
        options=tuple(fragments.options[letter] for letter in item.options),
        chosen=frozenset(_places(item, entry)),
        flagged=entry.flagged,
    )


def _places(item: PaperItem, entry: SheetEntry) -> list[int]:
    return [place for place, letter in enumerate(item.options) if letter in entry.chosen]


def _paper(db: Session, own: OwnSitting) -> Paper:
    paper = queries.paper_of_sitting(db, own.centre, own.sitting, own.draw)
    if paper is None:
        raise Refusal(Reason.NO_SUCH_POSITION, position=1)
    return paper


_kept: OrderedDict[tuple[UUID, str, int], Fragments] = OrderedDict()


def _fragments(db: Session, bank: UUID, items: Sequence[PaperItem]) -> list[Fragments]:
    """Return the wording of item versions in order, read once and then remembered."""
    names = [(item.id, item.version) for item in items]
    known = {name: wording for name in names if (wording := _kept.get((bank, *name))) is not None}
    missing = [name for name in names if name not in known]
    for name, wording in fragments_for(db, bank, missing).items() if missing else ():
        known[name] = _kept[bank, *name] = wording
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return [known[name] for name in names]
