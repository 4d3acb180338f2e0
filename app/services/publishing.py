"""Take checked banks and specifications into the database, version by version.

Two different people stand behind everything published: one puts it forward, the other approves it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank
from app.domain.bank_check import check_bank
from app.domain.fingerprint import specification_hash
from app.domain.picture import Picture
from app.domain.problems import ProblemsError, errors
from app.domain.refusals import Reason, Refusal
from app.domain.specification import Specification
from app.domain.specification_check import check_specification
from app.domain.writing.threshold_check import set_otherwise
from app.files.media import PictureFile, check_shown
from app.services.approvals import approve, propose
from app.services.bank_publication import Publication, Published, refuse_changed
from app.services.pictures import keep_shown
from app.store.content import BankRow, SpecificationRow, SpecificationVersionRow
from app.store.mapping import (
    bank_of,
    corrections_json,
    outcomes_json,
    specification_content,
    specification_of,
    waivers_json,
)
from app.store.queries import content
from app.store.queries.items import item_rows
from app.store.record import record

SPECIFICATION_VERSION = "specification_version"


def publish_bank(
    db: Session,
    body: UUID,
    bank: Bank,
    by: UUID,
    approved_by: UUID,
    now: datetime,
    files: Iterable[PictureFile] = (),
) -> Published:
    """Take a bank and its items into the database; what it no longer holds is withdrawn.

    Of the files, the pictures beside the bank, it takes those that its items show.

    Items written on the pages that the bank never held are left as they are.

    Items keep the status their file claims; approved ones are put forward by one person and
    approved by the other. Refuses one person in both parts (SAME_PERSON) and a version that is
    already published with other words, pictures or another key (ITEM_CHANGED, all at once);
    ProblemsError with every finding when the bank is not sound.
    """
    if by == approved_by:
        raise Refusal(Reason.SAME_PERSON)
    beside = {file.picture.name: file for file in files}
    pictures = {name: file.picture for name, file in beside.items()}
    _refuse_unsound(bank, pictures)
    row = _bank_row(db, body, bank)
    kept = {item.code: item for item in item_rows(db, row.id)}
    refuse_changed(db, row.id, bank, kept, pictures)
    keep_shown(db, body, bank, beside)
    published = Publication(db, row, kept, pictures, by, approved_by, now).publish(bank)
    _record_bank(db, row, published, by, approved_by, now)
    return published


def publish_specification(
    db: Session,
    body: UUID,
    spec: Specification,
    by: UUID,
    now: datetime,
    *,
    approved_by: UUID | None = None,
) -> UUID:
    """Take a specification into the database and return its version's id; a new one only if it differs.

    Without `approved_by` it waits for `approve_specification`: a centre can schedule only approved
    versions. With it, what waits already goes on waiting: a new version is approved. The approved
    pass mark stands where the file names none. Refuses one person in both parts (SAME_PERSON), a
    bank that is not published (NOT_PUBLISHED) and another bank than before (BANK_CHANGED);
    ProblemsError with every finding when specification and bank do not fit.
    """
    if by == approved_by:
        raise Refusal(Reason.SAME_PERSON)
    bank = content.bank_coded(db, body, spec.bank)
    if bank is None:
        raise Refusal(Reason.NOT_PUBLISHED, what=f"the bank {spec.bank}")
    row = content.specification_coded(db, body, spec.id)
    if row is not None and row.bank_id != bank.id:
        raise Refusal(Reason.BANK_CHANGED, specification=spec.id)
    before = _newest_approved(db, row) if row else None
    spec = _with_approved_pass_mark(before, spec)
    if faults := errors(check_specification(spec, bank_of(bank))):
        raise ProblemsError(faults)
    row = row or _new_specification(db, bank, spec)
    if before and specification_of(row.code, before) == spec:
        version = before
    elif approved_by is None:
        version = _specification_version(db, row, spec, by, now)
    else:
        version = _new_version(db, row, spec, by, now)
        approve(db, version, SPECIFICATION_VERSION, approved_by, now)
    _record_specification(db, "publish_specification", version, by, now, approved_by)
    return version.id


def set_pass_mark(
    db: Session,
    specification_id: UUID,
    bodies: frozenset[UUID],
    pass_mark: int | None,
    note: str,
    by: UUID,
    now: datetime,
) -> UUID:
    """Put forward a version of the specification with this pass mark; someone else approves it.

    Refuses a specification that is not of these awarding bodies (NOT_PUBLISHED) and a pass mark
    that no paper can reach (PASS_MARK_RANGE).
    """
    found = content.versions_of_specification(db, specification_id, bodies)
    if not found:
        raise Refusal(Reason.NOT_PUBLISHED, what="the specification")
    spec = found[0].specification
    if pass_mark is not None and not 1 <= pass_mark <= spec.items:
        raise Refusal(Reason.PASS_MARK_RANGE, items=spec.items)
    row = content.specification_coded(db, found[0].awarding_body_id, spec.id)
    assert row is not None  # noqa: S101 - it has the version found
    changed = replace(spec, pass_mark=pass_mark, pass_mark_note=note.strip())
    version = _specification_version(db, row, changed, by, now)
    _record_specification(db, "set_pass_mark", version, by, now)
    return version.id


def approve_specification(
    db: Session, version_id: UUID, bodies: frozenset[UUID], by: UUID, now: datetime
) -> None:
    """Approve a version of a specification, so that centres can schedule it.

    Refuses whoever put it forward (SAME_PERSON), a version approved before (ALREADY_DONE) and one
    that is not of these awarding bodies (NOT_PUBLISHED).
    """
    found = content.specification_version_for(db, version_id, bodies)
    if found is None:
        raise Refusal(Reason.NOT_PUBLISHED, what="the specification")
    if found.approved:
        raise Refusal(Reason.ALREADY_DONE)
    version = db.get_one(SpecificationVersionRow, version_id)
    approve(db, version, SPECIFICATION_VERSION, by, now)
    _record_specification(db, "approve_specification", version, by, now)


def _record_bank(
    db: Session, row: BankRow, published: Published, by: UUID, approved_by: UUID, now: datetime
) -> None:
    record(
        db,
        "publish_bank",
        "bank",
        row.id,
        now=now,
        by=by,
        body=row.awarding_body_id,
        approved_by=str(approved_by),
        added=len(published.added),
        changed=len(published.changed),
        withdrawn=len(published.withdrawn),
    )


def _refuse_unsound(bank: Bank, pictures: Mapping[str, Picture]) -> None:
    """Raise ProblemsError with every error in the bank and in the pictures its items show."""
    problems = [problem for item in bank.items for problem in check_shown(item, pictures)]
    if faults := errors(check_bank(bank) + problems):
        raise ProblemsError(faults)


def _bank_row(db: Session, body: UUID, bank: Bank) -> BankRow:
    """Return the bank's row with everything but its items brought up to date."""
    row = content.bank_coded(db, body, bank.id)
    if row is None:
        row = BankRow(awarding_body_id=body, code=bank.id)
        db.add(row)
    for name in ("unit", "reference", "title", "level", "language", "options", "source"):
        setattr(row, name, getattr(bank, name))
    row.outcomes = outcomes_json(bank.outcomes)
    row.corrections = corrections_json(bank.corrections)
    row.waivers = waivers_json(bank.waivers)
    row.writing = set_otherwise(bank.writing)
    db.flush()
    return row


def _newest_approved(db: Session, row: SpecificationRow) -> SpecificationVersionRow | None:
    """Return the newest version that is approved: what centres schedule."""
    bodies = {row.awarding_body_id}
    found = content.versions_of_specification(db, row.id, bodies)
    approved = {version.id for version in found if version.approved}
    return next((version for version in reversed(row.versions) if version.id in approved), None)


def _with_approved_pass_mark(
    before: SpecificationVersionRow | None, spec: Specification
) -> Specification:
    """Keep the pass mark approved before where the file names none.

    It was set for a paper of so many items on each outcome; any other paper needs its own.
    """
    if before is None or before.pass_mark is None or spec.pass_mark is not None:
        return spec
    kept = specification_of(spec.id, before)
    if (kept.items, kept.counts) != (spec.items, spec.counts):
        return spec
    return replace(spec, pass_mark=kept.pass_mark, pass_mark_note=kept.pass_mark_note)


def _new_specification(db: Session, bank: BankRow, spec: Specification) -> SpecificationRow:
    """Add a specification, as yet without any version, that draws from the bank for good."""
    row = SpecificationRow(
        awarding_body_id=bank.awarding_body_id, bank_id=bank.id, code=spec.id, versions=[]
    )
    db.add(row)
    return row


def _specification_version(
    db: Session, row: SpecificationRow, spec: Specification, by: UUID, now: datetime
) -> SpecificationVersionRow:
    """Return the newest version if it is this, else a new one, put forward by the person."""
    newest = row.versions[-1] if row.versions else None
    if newest is not None and specification_of(row.code, newest) == spec:
        return newest
    return _new_version(db, row, spec, by, now)


def _new_version(
    db: Session, row: SpecificationRow, spec: Specification, by: UUID, now: datetime
) -> SpecificationVersionRow:
    """Add the next version of the specification, put forward by the person."""
    version = SpecificationVersionRow(
        awarding_body_id=row.awarding_body_id,
        version=row.versions[-1].version + 1 if row.versions else 1,
        title=spec.title,
        items=spec.items,
        minutes=spec.minutes,
        pass_mark=spec.pass_mark,
        pass_mark_note=spec.pass_mark_note,
        content=specification_content(spec),
        hash=specification_hash(spec),
        created_by=by,
        created_at=now,
    )
    row.versions.append(version)
    db.flush()
    propose(db, version, SPECIFICATION_VERSION, by, now)
    return version


def _record_specification(
    db: Session,
    act: str,
    version: SpecificationVersionRow,
    by: UUID,
    now: datetime,
    approved_by: UUID | None = None,
) -> None:
    record(
        db,
        act,
        SPECIFICATION_VERSION,
        version.id,
        now=now,
        by=by,
        body=version.awarding_body_id,
        version=version.version,
        approved_by=str(approved_by or ""),
    )
