"""Reading time ledgers."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.sittings import SittingRow, TimeEntryRow


def time_entries(db: Session, centre: UUID, sitting: UUID) -> Sequence[TimeEntryRow]:
    """Return a sitting's time entries in order."""
    return db.scalars(
        select(TimeEntryRow)
        .where(TimeEntryRow.centre_id == centre, TimeEntryRow.sitting_id == sitting)
        .order_by(TimeEntryRow.sequence)
    ).all()


def time_entries_by_sitting(
    db: Session, sittings: Collection[SittingRow]
) -> dict[UUID, list[TimeEntryRow]]:
    """Return the time entries of sittings of one centre, each sitting's in order."""
    kept: dict[UUID, list[TimeEntryRow]] = {row.id: [] for row in sittings}
    centres = {row.centre_id for row in sittings}
    found = db.scalars(
        select(TimeEntryRow)
        .where(TimeEntryRow.centre_id.in_(centres), TimeEntryRow.sitting_id.in_(list(kept)))
        .order_by(TimeEntryRow.sitting_id, TimeEntryRow.sequence)
    )
    for entry in found:
        kept[entry.sitting_id].append(entry)
    return kept
