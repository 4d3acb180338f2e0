"""The answer log as it is stored, for tests that look behind the sheet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.sittings import ResponseRow


def responses_of(db: Session, centre: UUID, sitting: UUID) -> Sequence[ResponseRow]:
    """Return a sitting's answer log in order."""
    return db.scalars(
        select(ResponseRow)
        .where(ResponseRow.centre_id == centre, ResponseRow.sitting_id == sitting)
        .order_by(ResponseRow.sequence)
    ).all()
