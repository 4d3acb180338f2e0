"""Closing sittings whose time has run out; nothing has to be running for it to be true.

Time decides when a sitting is over (`app.domain.timing`). This only writes it down, whenever
somebody next looks: the finish is the deadline, however late it was noticed.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.sitting import SittingState, move
from app.domain.timing import Phase, deadline, phase_at
from app.services.ledger import ledger_for
from app.store.queries.locks import lock_session_sittings, lock_sitting
from app.store.record import record_about
from app.store.sittings import SittingRow


def close_sitting_if_overdue(db: Session, centre: UUID, sitting: UUID, now: datetime) -> bool:
    """Close one sitting at its deadline if that has passed; say whether it was closed now."""
    row = lock_sitting(db, centre, sitting)
    return row is not None and _close(db, row, now)


def close_overdue(db: Session, centre: UUID, session: UUID, now: datetime) -> int:
    """Close every sitting of a session whose time has run out; return how many."""
    return sum(_close(db, row, now) for row in lock_session_sittings(db, centre, session))


def _close(db: Session, row: SittingRow, now: datetime) -> bool:
    if row.state != SittingState.STARTED or row.on_paper_at:
        return False  # what is on paper ends when it is handed in
    ledger = ledger_for(db, row)
    if phase_at(ledger, now) is not Phase.OVER:
        return False
    row.state = move(SittingState.STARTED, SittingState.TIMED_OUT)
    row.finished_at = deadline(ledger, now)
    record_about(
        db,
        "close_sitting_at_deadline",
        row,
        now=now,
        responses=row.last_sequence,
        digest=row.last_digest,
    )
    return True
