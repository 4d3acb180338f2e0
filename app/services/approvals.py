"""Two people behind every version: one puts it forward, another approves it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.store.audit import ApprovalRow
from app.store.content import ItemVersionRow, KeyVersionRow, SpecificationVersionRow
from app.store.queries.approvals import acts_on

Version = ItemVersionRow | KeyVersionRow | SpecificationVersionRow


def propose(db: Session, version: Version, kind: str, by: UUID, now: datetime) -> None:
    """Keep that the person put the version forward, unless somebody did before."""
    if "proposed" not in acts_on(db, kind, version.id):
        _keep(db, version, kind, "proposed", by, now)


def approve(db: Session, version: Version, kind: str, by: UUID, now: datetime) -> None:
    """Keep that the person approved the version, unless somebody did before.

    Refuses whoever put it forward (SAME_PERSON).
    """
    acts = acts_on(db, kind, version.id)
    if "approved" in acts:
        return
    if by == acts.get("proposed", version.created_by):
        raise Refusal(Reason.SAME_PERSON)
    _keep(db, version, kind, "approved", by, now)


def _keep(db: Session, version: Version, kind: str, act: str, person: UUID, now: datetime) -> None:
    db.add(
        ApprovalRow(
            awarding_body_id=version.awarding_body_id,
            subject_kind=kind,
            subject_id=version.id,
            subject_version=version.version,
            act=act,
            person_id=person,
            at=now,
        )
    )
    db.flush()
