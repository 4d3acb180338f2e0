"""What the examiner's pages show, gathered from the database in one go each."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank, Criterion, Outcome, by_number
from app.domain.bank_check import check_written
from app.domain.comparison import Change, compare, compare_part
from app.domain.coverage import CoverageLine, coverage
from app.domain.feasibility import Shortage, disjoint_sittings, shortages
from app.domain.item import Item, ItemStatus
from app.domain.item_check import overdue
from app.domain.pool import PoolItem
from app.domain.problems import Problem, errors
from app.domain.waivers import SetAside
from app.services.authoring import faults_as_it_stands, faults_before_approval
from app.store.content import BankRow, ItemRow, ItemVersionRow
from app.store.mapping import bank_of, item_of
from app.store.queries import approvals, content, items
from app.store.queries.content import Fragments, SpecificationVersion
from app.store.queries.items import ItemLine
from app.store.queries.pictures import pictures_of
from app.web.examiner.findings import BankFindings, bank_findings


@dataclass(frozen=True, slots=True, kw_only=True)
class BankLine:
    """A bank in the list: how many items papers are drawn with, and what needs a look."""

    row: BankRow
    drawn: int
    counts: Counter[ItemStatus]
    waiting: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The first page: banks, specifications, and the item versions that wait for this person."""

    banks: list[BankLine]
    specifications: list[SpecificationVersion]
    waiting: list[ItemLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A specification and whether its bank can fill it now."""

    version: SpecificationVersion
    sittings: int
    short: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPage:
    """One bank with its coverage."""

    row: BankRow
    bank: Bank
    drawn: int
    counts: Counter[ItemStatus]
    coverage: list[CoverageLine]
    fillings: list[Filling]
    overdue: list[ItemLine]
    waiting: list[ItemLine]
    findings: BankFindings
    item_ids: dict[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPage:
    """The items of one criterion."""

    row: BankRow
    outcome: Outcome
    criterion: Criterion
    lines: list[ItemLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPart:
    """One version of an item: who stands behind it, and what differs from the version before."""

    row: ItemVersionRow
    acts: Sequence[approvals.Act]
    changes: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """One item: its newest version as candidates see it, its key, its findings, its history."""

    row: ItemRow
    bank: BankRow
    version: ItemVersionRow
    item: Item
    criterion_title: str
    fragments: Fragments
    problems: list[Problem]
    waived: list[SetAside]
    overdue: bool
    history: list[VersionPart]
    drawn: int | None
    may_approve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationPage:
    """One specification with its versions, the newest first, and its bank."""

    newest: SpecificationVersion
    versions: list[SpecificationVersion]
    acts: dict[UUID, list[approvals.Act]]
    bank: Bank
    filling: Filling
    may_approve: bool

    @property
    def titles(self) -> dict[str, str]:
        """The titles of the outcomes by their ids."""
        return {outcome.id: outcome.title for outcome in self.bank.outcomes}

    @property
    def printed(self) -> int | None:
        """The sum of the printed percentages; None where one is missing."""
        percents = [share.percent for share in self.newest.specification.outcomes]
        return None if None in percents else sum(filter(None, percents))


def desk(db: Session, bodies: Collection[UUID], me: UUID, today: date) -> Desk:
    """Gather the first page."""
    lines = items.lines_in(db, bodies)
    return Desk(
        banks=[
            _bank_line(row, [line for line in lines if line.bank_id == row.id], me, today)
            for row in content.banks_in(db, bodies)
        ],
        specifications=content.specifications_in(db, bodies),
        waiting=[line for line in lines if line.waits_for(me)],
    )


def _bank_line(row: BankRow, lines: Sequence[ItemLine], me: UUID, today: date) -> BankLine:
    return BankLine(
        row=row,
        drawn=sum(line.drawn for line in lines),
        counts=Counter(line.status for line in lines),
        waiting=sum(line.waits_for(me) for line in lines),
        overdue=sum(line.is_overdue(today) for line in lines),
    )


def bank_page(
    db: Session, bank_id: UUID, bodies: Collection[UUID], me: UUID, today: date
) -> BankPage | None:
    """Gather one bank's page."""
    row = content.bank_for(db, bank_id, bodies)
    if row is None:
        return None
    lines = items.lines_in(db, bodies, bank_id)
    pool = content.pool_for(db, bank_id)
    versions = content.specifications_on(db, bank_id)
    bank = content.bank_with(db, row)
    reviewed = (line.criterion for line in lines if line.status is ItemStatus.REVIEW)
    return BankPage(
        row=row,
        bank=bank,
        drawn=len(pool),
        counts=Counter(line.status for line in lines),
        coverage=coverage(bank.outcomes, pool, reviewed, [v.specification for v in versions]),
        fillings=[_filling(version, pool) for version in versions],
        overdue=[line for line in lines if line.is_overdue(today)],
        waiting=[line for line in lines if line.waits_for(me)],
        findings=bank_findings(bank),
        item_ids={line.code: line.item_id for line in lines},
    )


def _filling(version: SpecificationVersion, pool: Sequence[PoolItem]) -> Filling:
    spec = version.specification
    return Filling(
        version=version, sittings=disjoint_sittings(spec, pool), short=shortages(spec, pool)
    )


def criterion_page(
    db: Session, bank_id: UUID, criterion: str, bodies: Collection[UUID]
) -> CriterionPage | None:
    """Gather the page of one criterion."""
    row = content.bank_for(db, bank_id, bodies)
    outcomes = bank_of(row).outcomes if row else ()
    place = next(((o, c) for o in outcomes for c in o.criteria if c.id == criterion), None)
    if row is None or place is None:
        return None
    lines = [v for v in items.lines_in(db, bodies, bank_id) if v.criterion == criterion]
    return CriterionPage(row=row, outcome=place[0], criterion=place[1], lines=lines)


def item_page(
    db: Session, item_id: UUID, bodies: Collection[UUID], me: UUID, today: date
) -> ItemPage | None:
    """Gather one item's page."""
    row = items.item_for(db, item_id, bodies)
    if row is None:
        return None
    version = row.versions[-1]
    item = item_of(row, version)
    bank = db.get_one(BankRow, row.bank_id)
    titles = {c.id: c.title for o in bank_of(bank).outcomes for c in o.criteria}
    drawn = next((v.version for v in content.drawable_items(db, bank.id) if v.id == row.code), None)
    waits = version.status == ItemStatus.REVIEW and not row.withdrawn_at
    problems = faults_before_approval(db, row) if waits else faults_as_it_stands(db, row)
    return ItemPage(
        row=row,
        bank=bank,
        version=version,
        item=item,
        criterion_title=titles.get(item.criterion, ""),
        fragments=content.fragments_of(version),
        problems=problems,
        waived=check_written(item, bank_of(bank), titles)[1],
        overdue=bool(overdue(item, today)),
        history=_history(db, row),
        drawn=drawn,
        may_approve=waits and version.created_by != me and not errors(problems),
    )


def _history(db: Session, row: ItemRow) -> list[VersionPart]:
    """Return every version, the newest first, each compared with the one before."""
    acts = approvals.acts_by_subject(db, [version.id for version in row.versions])
    stages = [(item_of(row, version), _pictures(db, version)) for version in row.versions]
    changes = [[], *(_changes(old, new) for old, new in pairwise(stages))]
    parts = [
        VersionPart(row=version, acts=acts.get(version.id, []), changes=changed)
        for version, changed in zip(row.versions, changes, strict=True)
    ]
    return parts[::-1]


def _pictures(db: Session, version: ItemVersionRow) -> str:
    """Tell the pictures of a version apart, also by their content."""
    shown = pictures_of(db, version.id).values()
    return ", ".join(f"{p.name} {p.width} by {p.height} ({p.hash[:8]})" for p in shown)


def _changes(old: tuple[Item, str], new: tuple[Item, str]) -> list[Change]:
    return compare(old[0], new[0]) + compare_part("Pictures", old[1], new[1])


def specification_page(
    db: Session, specification_id: UUID, bodies: Collection[UUID], me: UUID
) -> SpecificationPage | None:
    """Gather one specification's page."""
    versions = content.versions_of_specification(db, specification_id, bodies)
    if not versions:
        return None
    newest = versions[0]
    bank = db.get_one(BankRow, newest.bank_id)
    return SpecificationPage(
        newest=newest,
        versions=versions,
        acts=approvals.acts_by_subject(db, [version.id for version in versions]),
        bank=bank_of(bank),
        filling=_filling(newest, content.pool_for(db, bank.id)),
        may_approve=not newest.approved and newest.created_by != me,
    )


def next_item_id(unit: str, known: Collection[str]) -> str:
    """Propose an id for a new item: the one after the last, in the style of the bank."""
    last = max(known, key=by_number, default="")
    head, dash, number = last.rpartition("-")
    if not dash or not number.isdecimal():
        return f"{unit}-{len(known) + 1:03}"
    return f"{head}-{int(number) + 1:0{len(number)}}"
