"""A sitting's time ledger: reading it, and the one way to add a line."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.timing import TimeEntry, TimeLedger
from app.store import mapping
from app.store.queries import ledger as queries
from app.store.sittings import SittingRow


def ledger_for(db: Session, sitting: SittingRow) -> TimeLedger:
    """Return the sitting's time ledger."""
    return mapping.ledger_of(queries.time_entries(db, sitting.centre_id, sitting.id))


def ledgers_for(db: Session, sittings: Collection[SittingRow]) -> Mapping[UUID, TimeLedger]:
    """Return the time ledgers of sittings of one session, by sitting, in one look."""
    kept = queries.time_entries_by_sitting(db, sittings)
    return {sitting: mapping.ledger_of(rows) for sitting, rows in kept.items()}


def add_time_entry(db: Session, sitting: SittingRow, entry: TimeEntry, by: UUID | None) -> None:
    """Append one line to the sitting's time ledger; the caller holds the sitting's lock."""
    add_time_entries(db, [(sitting, entry)], by)


def add_time_entries(
    db: Session, lines: Iterable[tuple[SittingRow, TimeEntry]], by: UUID | None
) -> None:
    """Append lines to the time ledgers of sittings, in order; the caller holds their locks."""
    for sitting, entry in lines:
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
