"""Reading banks, items, keys, what a page shows of an item, and specifications."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from app.domain.bank import Bank, by_number
from app.domain.item import Item, ItemKind, ItemStatus
from app.domain.marking import Key
from app.domain.pool import PoolItem, pool_of
from app.domain.specification import Specification
from app.store.audit import ApprovalRow
from app.store.content import (
    BankRow,
    ItemRow,
    ItemVersionRow,
    KeyVersionRow,
    SpecificationRow,
    SpecificationVersionRow,
)
from app.store.mapping import bank_of, item_of, specification_of
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries.items import DECIDED

IdVersion = tuple[str, int]  # an item's code and the number of a version


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragments:
    """What a page shows of an item version: safe HTML, never a key or a rationale.

    `options` maps the authored letters, in authored order, to their HTML.
    """

    stem_html: str
    options: dict[str, str]
    kind: ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationVersion:
    """One version of a specification. `id` is the version's; only an approved one is scheduled."""

    id: UUID
    specification_id: UUID
    awarding_body_id: UUID
    bank_id: UUID
    version: int
    specification: Specification
    hash: str
    approved: bool
    created_by: UUID | None
    created_at: datetime


def bank_for(db: Session, bank_id: UUID, bodies: Collection[UUID]) -> BankRow | None:
    """Return a bank of these awarding bodies."""
    return db.scalar(
        select(BankRow).where(BankRow.id == bank_id, BankRow.awarding_body_id.in_(bodies))
    )


def bank_coded(db: Session, body: UUID, code: str) -> BankRow | None:
    """Return the awarding body's bank of this code."""
    return db.scalar(select(BankRow).where(BankRow.awarding_body_id == body, BankRow.code == code))


def banks_named(db: Session, name: str, body: str | None = None) -> Sequence[BankRow]:
    """Return the banks of this code or, failing that, this unit; of one awarding body by name."""
    query = select(BankRow).order_by(BankRow.code)
    if body is not None:
        query = query.join(AwardingBodyRow).where(AwardingBodyRow.name == body)
    coded = db.scalars(query.where(BankRow.code == name)).all()
    return coded or db.scalars(query.where(BankRow.unit == name)).all()


def banks_in(db: Session, bodies: Collection[UUID]) -> Sequence[BankRow]:
    """Return the banks of these awarding bodies in order of their codes."""
    rows = db.scalars(select(BankRow).where(BankRow.awarding_body_id.in_(bodies))).all()
    return sorted(rows, key=lambda row: by_number(row.code))


def items_of(db: Session, bank_id: UUID) -> list[Item]:
    """Return the newest version of each item that is not withdrawn, in order of their ids."""
    rows = _item_rows(db, bank_id)
    return _in_order(item_of(row, row.versions[-1]) for row in rows if row.versions)


def drawable_items(db: Session, bank_id: UUID) -> list[Item]:
    """Return the newest approved version of each item that is neither withdrawn nor retired."""
    decided = [(row, _decided(row)) for row in _item_rows(db, bank_id)]
    return _in_order(
        item_of(row, version)
        for row, version in decided
        if version and version.status == ItemStatus.APPROVED
    )


def bank_with(db: Session, row: BankRow) -> Bank:
    """Return a bank with the newest version of each of its items: what an export writes."""
    return bank_of(row, items_of(db, row.id))


def pool_for(db: Session, bank_id: UUID) -> tuple[PoolItem, ...]:
    """Return what a draw may choose from: the newest approved version of each item not withdrawn."""
    row = db.get_one(BankRow, bank_id)
    known = {criterion["id"] for outcome in row.outcomes for criterion in outcome["criteria"]}
    items = (item for item in drawable_items(db, bank_id) if item.criterion in known)
    return pool_of(bank_of(row, items))


def keys_for(db: Session, bank_id: UUID, wanted: Iterable[IdVersion]) -> dict[IdVersion, Key]:
    """Return the newest key of each item version asked for; one that does not exist is left out."""
    asked = frozenset(wanted)
    found = db.execute(
        select(ItemRow.code, ItemVersionRow.version, KeyVersionRow.version, KeyVersionRow.letters)
        .join_from(ItemRow, ItemVersionRow)
        .join(KeyVersionRow)
        .where(ItemRow.bank_id == bank_id, _any_code(asked))
        .order_by(KeyVersionRow.version)
    )
    return {
        (code, version): Key(key_version, frozenset(letters))
        for code, version, key_version, letters in found
        if (code, version) in asked
    }


def fragments_for(
    db: Session, bank_id: UUID, wanted: Iterable[IdVersion]
) -> dict[IdVersion, Fragments]:
    """Return what pages show of each item version asked for; one that does not exist is left out."""
    asked = frozenset(wanted)
    found = db.execute(
        select(ItemRow.code, ItemVersionRow)
        .join_from(ItemRow, ItemVersionRow)
        .where(ItemRow.bank_id == bank_id, _any_code(asked))
    )
    return {
        (code, row.version): fragments_of(row)
        for code, row in found
        if (code, row.version) in asked
    }


def fragments_of(row: ItemVersionRow) -> Fragments:
    """Return what pages show of an item version."""
    letters = (option["letter"] for option in row.options)
    return Fragments(
        stem_html=row.stem_html,
        options=dict(zip(letters, row.options_html, strict=True)),
        kind=ItemKind(row.kind),
    )


def specification_version_for(
    db: Session, version_id: UUID, bodies: Collection[UUID] | None = None
) -> SpecificationVersion | None:
    """Return one version of a specification, of these awarding bodies where they are given."""
    query = _specifications().where(SpecificationVersionRow.id == version_id)
    if bodies is not None:
        query = query.where(SpecificationRow.awarding_body_id.in_(bodies))
    return next(iter(_read_specifications(db, query)), None)


def versions_of_specification(
    db: Session, specification_id: UUID, bodies: Collection[UUID]
) -> list[SpecificationVersion]:
    """Return every version of a specification of these awarding bodies, the newest first."""
    query = _specifications().where(
        SpecificationRow.id == specification_id, SpecificationRow.awarding_body_id.in_(bodies)
    )
    return _read_specifications(db, query)[::-1]


def specifications_in(db: Session, bodies: Collection[UUID]) -> list[SpecificationVersion]:
    """Return the newest version of each specification of these awarding bodies."""
    query = _specifications().where(SpecificationRow.awarding_body_id.in_(bodies))
    return _newest(_read_specifications(db, query))


def specifications_on(db: Session, bank_id: UUID) -> list[SpecificationVersion]:
    """Return the newest version of each specification that draws from the bank."""
    query = _specifications().where(SpecificationRow.bank_id == bank_id)
    return _newest(_read_specifications(db, query))


def offered_to(db: Session, centre_id: UUID) -> list[SpecificationVersion]:
    """Return what a centre can schedule: its awarding body's newest approved versions."""
    query = _specifications().join(
        CentreRow, CentreRow.awarding_body_id == SpecificationRow.awarding_body_id
    )
    versions = _read_specifications(db, query.where(CentreRow.id == centre_id))
    return _newest(version for version in versions if version.approved)


def specification_coded(db: Session, body: UUID, code: str) -> SpecificationRow | None:
    """Return the awarding body's specification of this code with its versions."""
    return db.scalar(
        select(SpecificationRow)
        .where(SpecificationRow.awarding_body_id == body, SpecificationRow.code == code)
        .options(selectinload(SpecificationRow.versions))
    )


def bank_of_specification(db: Session, version_id: UUID) -> BankRow | None:
    """Return the bank that a version of a specification draws from."""
    return db.scalar(
        select(BankRow)
        .join(SpecificationRow, SpecificationRow.bank_id == BankRow.id)
        .join(SpecificationVersionRow)
        .where(SpecificationVersionRow.id == version_id)
    )


def _item_rows(db: Session, bank_id: UUID) -> Sequence[ItemRow]:
    """Return the items that are not withdrawn, with versions and keys."""
    return db.scalars(
        select(ItemRow)
        .where(ItemRow.bank_id == bank_id, ItemRow.withdrawn_at.is_(None))
        .options(selectinload(ItemRow.versions).selectinload(ItemVersionRow.keys))
        .execution_options(populate_existing=True)
    ).all()


def _decided(row: ItemRow) -> ItemVersionRow | None:
    """Return the newest version about which it is decided whether it is drawn."""
    return next((v for v in reversed(row.versions) if v.status in DECIDED), None)


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: (by_number(item.id), item.id))


def _any_code(asked: Collection[IdVersion]) -> ColumnElement[bool]:
    return ItemRow.code.in_({code for code, _ in asked})


def _specifications() -> Select[SpecificationVersionRow, int]:
    approvals = (
        select(func.count())
        .where(
            ApprovalRow.subject_kind == "specification_version",
            ApprovalRow.subject_id == SpecificationVersionRow.id,
            ApprovalRow.act == "approved",
        )
        .correlate(SpecificationVersionRow)
        .scalar_subquery()
    )
    return (
        select(SpecificationVersionRow, approvals)
        .join(SpecificationVersionRow.specification)
        .options(contains_eager(SpecificationVersionRow.specification))
    )


def _read_specifications(
    db: Session, query: Select[SpecificationVersionRow, int]
) -> list[SpecificationVersion]:
    """Return what the query finds, by code and then by version."""
    found = [_specification_version(row, bool(approvals)) for row, approvals in db.execute(query)]
    return sorted(found, key=lambda v: (by_number(v.specification.id), v.version))


def _specification_version(row: SpecificationVersionRow, approved: bool) -> SpecificationVersion:
    return SpecificationVersion(
        id=row.id,
        specification_id=row.specification_id,
        awarding_body_id=row.awarding_body_id,
        bank_id=row.specification.bank_id,
        version=row.version,
        specification=specification_of(row.specification.code, row),
        hash=row.hash,
        approved=approved,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def _newest(versions: Iterable[SpecificationVersion]) -> list[SpecificationVersion]:
    """Return the last version of each specification."""
    return list({version.specification_id: version for version in versions}.values())
