"""Finding the session that a room display is of."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.sessions import ExamSessionRow


def sessions_between(db: Session, first: UUID, last: UUID) -> Sequence[ExamSessionRow]:
    """Return the sessions with identifiers from one to another, both included."""
    return db.scalars(select(ExamSessionRow).where(ExamSessionRow.id.between(first, last))).all()
