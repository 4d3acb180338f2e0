"""Write and edit items: each change is a new version that someone else approves."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank
from app.domain.bank_check import check_links, check_written
from app.domain.item import Item, ItemStatus
from app.domain.picture import Picture
from app.domain.problems import Problem, ProblemsError, errors
from app.domain.refusals import Reason, Refusal
from app.files.markup import render, render_line
from app.files.media import check_shown
from app.services import versions
from app.services.approvals import approve, propose
from app.store.content import BankRow, ItemRow, ItemVersionRow
from app.store.mapping import item_of
from app.store.queries import content
from app.store.queries.items import item_coded
from app.store.queries.pictures import pictures_of
from app.store.record import record

Pictures = Mapping[str, Picture]  # by the names that Markdown gives them
NO_PICTURES: Pictures = {}


def check_draft(
    db: Session, bank_id: UUID, item: Item, pictures: Pictures = NO_PICTURES
) -> list[Problem]:
    """Return every finding in an item as it would stand in its bank: what a file's check says."""
    bank = content.bank_with(db, db.get_one(BankRow, bank_id))
    return _findings(bank, item, pictures)


def preview(item: Item, pictures: Pictures = NO_PICTURES) -> content.Fragments:
    """Return what a candidate would see of an item that is not stored."""
    return content.Fragments(
        stem_html=render(item.stem, pictures),
        options={o.letter: render_line(o.text, pictures) for o in item.options},
        kind=item.kind,
    )


def edit_item(
    db: Session,
    bank_id: UUID,
    item: Item,
    by: UUID,
    now: datetime,
    pictures: Pictures = NO_PICTURES,
) -> UUID:
    """Store the item as its next version, waiting for review, and return that version's id.

    Of the pictures, which are kept already, the version has those that it shows.
    `item.version` is the number the new version shall have; 1 makes a new item. Refuses another
    number, because somebody else was faster or the id is taken (ITEM_OVERTAKEN), and an item that
    is withdrawn (ITEM_WITHDRAWN); ProblemsError with every finding when the item is not sound.
    """
    bank = db.get_one(BankRow, bank_id, with_for_update=True)
    item = replace(item, status=ItemStatus.REVIEW)
    if faults := errors(_findings(content.bank_with(db, bank), item, pictures)):
        raise ProblemsError(faults)
    row = item_coded(db, bank_id, item.id)
    if item.version != (row.versions[-1].version + 1 if row else 1):
        raise Refusal(Reason.ITEM_OVERTAKEN, item=item.id)
    if row is not None and row.withdrawn_at:
        raise Refusal(Reason.ITEM_WITHDRAWN, item=item.id)
    row = row or versions.new_item(db, bank, item)
    version = versions.add_version(db, row, item, pictures, by, now)
    propose(db, version, versions.ITEM_VERSION, by, now)
    _record(db, "edit_item", version, by, now)
    return version.id


def approve_item(db: Session, item_version_id: UUID, by: UUID, now: datetime) -> None:
    """Approve the newest version of an item, so that papers may be drawn with it.

    Refuses whoever put the version forward (SAME_PERSON), a version on which it is decided already
    (ALREADY_DONE), one that is not the newest (ITEM_OVERTAKEN), an item that is withdrawn
    (ITEM_WITHDRAWN) and a draft or an item with an error (ITEM_FAULTY).
    """
    version = db.get_one(ItemVersionRow, item_version_id, with_for_update=True)
    row = version.item
    if row.withdrawn_at:
        raise Refusal(Reason.ITEM_WITHDRAWN, item=row.code)
    if version is not row.versions[-1]:
        raise Refusal(Reason.ITEM_OVERTAKEN, item=row.code)
    if version.status == ItemStatus.DRAFT:
        raise Refusal(Reason.ITEM_FAULTY, item=row.code, faults="It is still a draft.")
    if version.status != ItemStatus.REVIEW:
        raise Refusal(Reason.ALREADY_DONE)
    if faults := errors(faults_before_approval(db, row)):
        raise Refusal(Reason.ITEM_FAULTY, item=row.code, faults=" ".join(f.what for f in faults))
    approve(db, version, versions.ITEM_VERSION, by, now)
    version.status = ItemStatus.APPROVED
    _record(db, "approve_item", version, by, now)


def withdraw_item(db: Session, item_id: UUID, by: UUID, now: datetime) -> None:
    """Withdraw an item: no paper is drawn with it from now on; papers already locked keep it.

    Refuses an item withdrawn before (ALREADY_DONE).
    """
    row = db.get_one(ItemRow, item_id, with_for_update=True)
    if row.withdrawn_at:
        raise Refusal(Reason.ALREADY_DONE)
    row.withdrawn_at = now
    record(db, "withdraw_item", "item", row.id, now=now, by=by, body=row.awarding_body_id)


def faults_as_it_stands(db: Session, row: ItemRow) -> list[Problem]:
    """Return the findings in an item's newest version."""
    return _faults_of_newest(db, row, ItemStatus(row.versions[-1].status))


def faults_before_approval(db: Session, row: ItemRow) -> list[Problem]:
    """Return the findings in an item's newest version as if it were approved."""
    return _faults_of_newest(db, row, ItemStatus.APPROVED)


def _faults_of_newest(db: Session, row: ItemRow, status: ItemStatus) -> list[Problem]:
    version = row.versions[-1]
    item = replace(item_of(row, version), status=status)
    return check_draft(db, row.bank_id, item, pictures_of(db, version.id))


def _findings(bank: Bank, item: Item, pictures: Pictures) -> list[Problem]:
    """Return the findings in one item beside the others of its bank."""
    others = [other for other in bank.items if other.id != item.id]
    problems, _ = check_written(item, bank, bank.outcome_by_criterion())
    problems += check_shown(item, pictures)
    return problems + _about(item, check_links([*others, item], _ids([*others, item])))


def _about(item: Item, problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.where.item == item.id]


def _ids(items: Iterable[Item]) -> set[str]:
    return {item.id for item in items}


def _record(db: Session, act: str, version: ItemVersionRow, by: UUID, now: datetime) -> None:
    record(
        db,
        act,
        versions.ITEM_VERSION,
        version.id,
        now=now,
        by=by,
        body=version.awarding_body_id,
        item=str(version.item_id),
        version=version.version,
    )
