"""Reading what a room display shows, and finding whose it is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.timing import TimeEntry
from app.store import mapping
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow, TimeEntryRow


def sessions_between(db: Session, first: UUID, last: UUID) -> Sequence[ExamSessionRow]:
    """Return the sessions with identifiers from one to another, both included."""
    return db.scalars(select(ExamSessionRow).where(ExamSessionRow.id.between(first, last))).all()


def stopped_ledgers(db: Session, session: ExamSessionRow) -> list[tuple[TimeEntry, ...]]:
    """Return the time ledgers of the session's sittings whose clock was stopped with all others."""
    of_session = (SittingRow.centre_id == session.centre_id, SittingRow.session_id == session.id)
    stopped = (
        select(TimeEntryRow.sitting_id)
        .join(
            SittingRow,
            (SittingRow.centre_id == TimeEntryRow.centre_id)
            & (SittingRow.id == TimeEntryRow.sitting_id),
        )
        .where(*of_session, TimeEntryRow.cause == "stop_all")
    )
    rows = db.scalars(
        select(TimeEntryRow)
        .where(
            TimeEntryRow.centre_id == session.centre_id,
            TimeEntryRow.sitting_id.in_(stopped),
            TimeEntryRow.kind.in_(("pause", "resume")),
        )
        .order_by(TimeEntryRow.sitting_id, TimeEntryRow.sequence)
    )
    ledgers: dict[UUID, list[TimeEntryRow]] = {}
    for row in rows:
        ledgers.setdefault(row.sitting_id, []).append(row)
    return [mapping.ledger_of(each).entries for each in ledgers.values()]
