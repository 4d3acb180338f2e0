"""Whom a session names to invigilate: naming them, and taking them off with the codes they have."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.store.queries.invigilator_codes import codes_that_hold
from app.store.queries.sessions import named_for
from app.store.record import record_about
from app.store.room import InvigilatorCodeRow
from app.store.sessions import ExamSessionRow, SessionInvigilatorRow


def name_for_session(db: Session, session: ExamSessionRow, person: UUID) -> bool:
    """Name an invigilator for a session that is held; False when they are named already."""
    if any(row.person_id == person for row in named_for(db, session)):
        return False
    db.add(
        SessionInvigilatorRow(
            awarding_body_id=session.awarding_body_id,
            centre_id=session.centre_id,
            session_id=session.id,
            person_id=person,
        )
    )
    return True


def take_off_session(
    db: Session, session: ExamSessionRow, people: Collection[UUID], by: UUID | None, now: datetime
) -> None:
    """Take invigilators off a session that is held, and end their codes for it, used or not."""
    codes = codes_that_hold(db, session, people)  # held before the first event is recorded
    for row in named_for(db, session):
        if row.person_id in people:
            db.delete(row)
    for code in codes:
        end_code(db, session, code, "revoke_invigilator_code", by, now)


def end_code(
    db: Session,
    session: ExamSessionRow,
    code: InvigilatorCodeRow,
    act: str,
    by: UUID | None,
    now: datetime,
) -> bool:
    """End a code and the sign-in made with it; False when that was done."""
    if code.revoked_at is not None:
        return False
    code.revoked_at = now
    record_about(db, act, session, now=now, by=by, code=str(code.id), person=str(code.person_id))
    return True
