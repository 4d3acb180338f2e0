"""Reading time ledgers."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.sittings import TimeEntryRow


def time_entries(db: Session, centre: UUID, sitting: UUID) -> Sequence[TimeEntryRow]:
    """Return a sitting's time entries in order."""
    return db.scalars(
        select(TimeEntryRow)
        .where(TimeEntryRow.centre_id == centre, TimeEntryRow.sitting_id == sitting)
        .order_by(TimeEntryRow.sequence)
    ).all()
