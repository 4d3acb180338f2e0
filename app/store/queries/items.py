"""Reading items with all that was ever published of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from app.domain.bank import by_number
from app.domain.item import ItemStatus
from app.store.audit import EventRow
from app.store.content import BankRow, ItemRow, ItemVersionRow

DECIDED = (ItemStatus.APPROVED, ItemStatus.RETIRED)  # whether such a version is drawn is settled

_SHOWN_IN_LISTS = (
    ItemVersionRow.version,
    ItemVersionRow.criterion,
    ItemVersionRow.level,
    ItemVersionRow.status,
    ItemVersionRow.facility,
    ItemVersionRow.review_by,
    ItemVersionRow.stem,
    ItemVersionRow.created_by,
    ItemVersionRow.created_at,
)
_EVERYTHING = selectinload(ItemRow.versions).selectinload(ItemVersionRow.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """The newest version of an item as a list shows it."""

    bank_id: UUID
    bank: str
    item_id: UUID
    version_id: UUID
    code: str
    version: int
    criterion: str
    level: str
    status: ItemStatus
    drawn: bool  # whether papers are drawn with this version or one before
    facility: float | None
    review_by: date | None
    stem: str
    created_by: UUID | None
    created_at: datetime

    def waits_for(self, person: UUID) -> bool:
        """Say whether the person may decide on it: it is in review and someone else's."""
        return self.status is ItemStatus.REVIEW and self.created_by != person

    def is_overdue(self, today: date) -> bool:
        """Say whether its law should have been looked at again before today."""
        retired = self.status is ItemStatus.RETIRED
        return self.review_by is not None and self.review_by < today and not retired


def item_rows(db: Session, bank_id: UUID) -> Sequence[ItemRow]:
    """Return every item of the bank, withdrawn or not, with versions and keys."""
    return db.scalars(select(ItemRow).where(ItemRow.bank_id == bank_id).options(_EVERYTHING)).all()


def written_here(db: Session, bank_id: UUID) -> frozenset[str]:
    """Return the ids of the bank's items whose first version was written on the pages, not in files."""
    first = (ItemVersionRow.version == 1) & (EventRow.act == "edit_item")
    return frozenset(
        db.scalars(
            select(ItemRow.code)
            .join(ItemVersionRow)
            .join(EventRow, EventRow.subject_id == ItemVersionRow.id)
            .where(ItemRow.bank_id == bank_id, first)
        )
    )


def item_coded(db: Session, bank_id: UUID, code: str) -> ItemRow | None:
    """Return one item of the bank with its versions and keys."""
    return db.scalar(
        select(ItemRow).where(ItemRow.bank_id == bank_id, ItemRow.code == code).options(_EVERYTHING)
    )


def item_for(db: Session, item_id: UUID, bodies: Collection[UUID]) -> ItemRow | None:
    """Return an item of these awarding bodies with its versions and keys."""
    return db.scalar(
        select(ItemRow)
        .where(ItemRow.id == item_id, ItemRow.awarding_body_id.in_(bodies))
        .options(_EVERYTHING)
    )


def version_for(db: Session, version_id: UUID, bodies: Collection[UUID]) -> ItemVersionRow | None:
    """Return an item version of these awarding bodies with its item."""
    return db.scalar(
        select(ItemVersionRow)
        .where(ItemVersionRow.id == version_id, ItemVersionRow.awarding_body_id.in_(bodies))
        .options(joinedload(ItemVersionRow.item))
    )


def lines_in(db: Session, bodies: Collection[UUID], bank_id: UUID | None = None) -> list[ItemLine]:
    """Return the newest version of each item of these bodies that is not withdrawn, in order."""
    query = (
        select(BankRow.code, ItemRow, ItemVersionRow)
        .join_from(ItemRow, BankRow)
        .join(ItemVersionRow)
        .where(ItemRow.awarding_body_id.in_(bodies), ItemRow.withdrawn_at.is_(None))
        .order_by(ItemVersionRow.version)
        .options(load_only(*_SHOWN_IN_LISTS))
    )
    if bank_id is not None:
        query = query.where(ItemRow.bank_id == bank_id)
    drawn: dict[UUID, bool] = {}
    lines: dict[UUID, ItemLine] = {}
    for bank, item, version in db.execute(query):
        if version.status in DECIDED:
            drawn[item.id] = version.status == ItemStatus.APPROVED
        lines[item.id] = _line(bank, item, version, drawn.get(item.id, False))
    return sorted(
        lines.values(), key=lambda line: (by_number(line.bank), by_number(line.code), line.code)
    )


def _line(bank: str, item: ItemRow, row: ItemVersionRow, drawn: bool) -> ItemLine:
    return ItemLine(
        bank_id=item.bank_id,
        bank=bank,
        item_id=item.id,
        version_id=row.id,
        code=item.code,
        version=row.version,
        criterion=row.criterion,
        level=row.level,
        status=ItemStatus(row.status),
        drawn=drawn,
        facility=row.facility,
        review_by=row.review_by,
        stem=row.stem,
        created_by=row.created_by,
        created_at=row.created_at,
    )
