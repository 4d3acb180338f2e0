"""Reading what a result code leads to: the sitting, its newest released result, its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.marking import ItemMark
from app.store.content import BankRow, ItemRow, ItemVersionRow, KeyVersionRow, SpecificationRow
from app.store.organisations import AwardingBodyRow
from app.store.queries.content import Fragments, fragments_of
from app.store.queries.results import is_release
from app.store.queries.sittings import SittingLine, sitting_line
from app.store.results import ResultReleaseRow, ResultRow
from app.store.sessions import EntryRow
from app.store.sittings import ResultCodeRow, SittingRow


@dataclass(frozen=True, slots=True)
class Released:
    """A version of a result that was given out."""

    result: ResultRow
    release: ResultReleaseRow


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """An item version as it was shown, with the key version it was marked by."""

    fragments: Fragments
    key: frozenset[str]
    rationales: dict[str, str]


def sitting_with_code(db: Session, code_hash: bytes) -> SittingLine | None:
    """Return the sitting a result code leads to; None when there is none or the entry was withdrawn."""
    found = db.execute(
        select(SittingRow.centre_id, SittingRow.id)
        .join(
            ResultCodeRow,
            (ResultCodeRow.centre_id == SittingRow.centre_id)
            & (ResultCodeRow.sitting_id == SittingRow.id),
        )
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .where(ResultCodeRow.hash == code_hash, EntryRow.withdrawn_at.is_(None))
    ).first()
    return sitting_line(db, *found) if found else None


def newest_released(db: Session, centre: UUID, sitting: UUID) -> Released | None:
    """Return the newest version of a sitting's result that was given out."""
    found = db.execute(
        select(ResultRow, ResultReleaseRow)
        .join(ResultReleaseRow, is_release())
        .where(ResultRow.centre_id == centre, ResultRow.sitting_id == sitting)
        .order_by(ResultRow.version.desc())
        .limit(1)
    ).first()
    return Released(*found) if found else None


def bank_of_line(db: Session, line: SittingLine) -> BankRow:
    """Return the bank a sitting's paper was drawn from."""
    return db.get_one(BankRow, line.bank_id)


def specification_code(db: Session, line: SittingLine) -> str:
    """Return the code of the specification that was sat."""
    return db.get_one(SpecificationRow, line.specification.specification_id).code


def awarding_body_name(db: Session, body: UUID) -> str:
    """Return what an awarding body is called."""
    return db.get_one(AwardingBodyRow, body).name


def items_as_marked(db: Session, bank_id: UUID, marks: Iterable[ItemMark]) -> dict[int, MarkedItem]:
    """Return by position what was shown and the key that was marked by."""
    positions = {(m.item, m.item_version, m.key_version): m.position for m in marks}
    found = db.execute(
        select(ItemRow.code, ItemVersionRow, KeyVersionRow)
        .join_from(ItemRow, ItemVersionRow)
        .join(KeyVersionRow)
        .where(ItemRow.bank_id == bank_id, ItemRow.code.in_({code for code, _, _ in positions}))
    )
    return {
        position: MarkedItem(fragments_of(version), frozenset(key.letters), key.rationales)
        for code, version, key in found
        if (position := positions.get((code, version.version, key.version))) is not None
    }
