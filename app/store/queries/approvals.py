"""Reading who put a version forward and who approved it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.audit import ApprovalRow
from app.store.people import PersonRow


@dataclass(frozen=True, slots=True)
class Act:
    """That a person proposed or approved a version, and when."""

    act: str
    person_id: UUID
    name: str
    at: datetime


def acts_on(db: Session, kind: str, subject: UUID) -> dict[str, UUID]:
    """Return who proposed and who approved a version, by the name of the act."""
    found = db.execute(
        select(ApprovalRow.act, ApprovalRow.person_id).where(
            ApprovalRow.subject_kind == kind, ApprovalRow.subject_id == subject
        )
    )
    return {act: person for act, person in found}


def acts_by_subject(db: Session, subjects: Collection[UUID]) -> dict[UUID, list[Act]]:
    """Return, for each version, who proposed and who approved it, in the order of the acts."""
    found = db.execute(
        select(
            ApprovalRow.subject_id,
            ApprovalRow.act,
            ApprovalRow.person_id,
            PersonRow.name,
            ApprovalRow.at,
        )
        .join(PersonRow, PersonRow.id == ApprovalRow.person_id)
        .where(ApprovalRow.subject_id.in_(subjects))
        .order_by(ApprovalRow.at, ApprovalRow.act.desc())
    )
    acts: dict[UUID, list[Act]] = {}
    for subject, act, person, name, at in found:
        acts.setdefault(subject, []).append(Act(act, person, name, at))
    return acts
