"""A sitting's time ledger: reading it, and the one way to add a line."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.timing import TimeEntry, TimeLedger
from app.store import mapping
from app.store.queries import ledger as queries
from app.store.sittings import SittingRow


def ledger_for(db: Session, sitting: SittingRow) -> TimeLedger:
    """Return the sitting's time ledger."""
    return mapping.ledger_of(queries.time_entries(db, sitting.centre_id, sitting.id))


def add_time_entry(db: Session, sitting: SittingRow, entry: TimeEntry, by: UUID | None) -> None:
    """Append one line to the sitting's time ledger; the caller holds the sitting's lock."""
    sitting.ledger_entries += 1
    db.add(
        mapping.time_entry_row(
            entry,
            body=sitting.awarding_body_id,
            centre=sitting.centre_id,
            sitting=sitting.id,
            sequence=sitting.ledger_entries,
            by=by,
        )
    )
    db.flush()
