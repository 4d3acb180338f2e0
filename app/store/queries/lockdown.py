"""What is known of the locked-down browser a sitting is to be sat in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.audit import EventRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

CHECKED = "check_lockdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingLockdown:
    """What decides whether a device of this sitting has to show its browser."""

    awarding_body: UUID
    session: UUID
    lockdown: str
    quit_password: str
    state: str
    lease: str
    waived_at: datetime | None


def sitting_lockdown(db: Session, centre: UUID, sitting: UUID) -> SittingLockdown | None:
    """Return what a sitting's session asks for and whether it is waived."""
    row = db.execute(
        select(
            SittingRow.awarding_body_id.label("awarding_body"),
            SittingRow.session_id.label("session"),
            ExamSessionRow.lockdown,
            ExamSessionRow.quit_password,
            SittingRow.state,
            SittingRow.lease,
            SittingRow.lockdown_waived_at.label("waived_at"),
        )
        .join(ExamSessionRow, ExamSessionRow.id == SittingRow.session_id)
        .where(SittingRow.centre_id == centre, SittingRow.id == sitting)
    ).first()
    return SittingLockdown(**row._asdict()) if row else None


def checks_of(db: Session, sitting: UUID) -> Sequence[EventRow]:
    """Return what checks of one sitting came to, in order."""
    return db.scalars(
        select(EventRow)
        .where(EventRow.subject_id == sitting, EventRow.act == CHECKED)
        .order_by(EventRow.sequence)
    ).all()


def last_checks(db: Session, session: ExamSessionRow) -> dict[UUID, str]:
    """Return what the last check came to that was recorded, by sitting."""
    rows = db.execute(
        select(EventRow.subject_id, EventRow.facts)
        .join(SittingRow, SittingRow.id == EventRow.subject_id)
        .where(EventRow.act == CHECKED, SittingRow.session_id == session.id)
        .order_by(EventRow.sequence)
    )
    return {sitting: facts["outcome"] for sitting, facts in rows if sitting is not None}


def session_of_any_centre(db: Session, session: UUID) -> ExamSessionRow | None:
    """Return a session; whoever calls has checked a link that names it."""
    return db.get(ExamSessionRow, session)
