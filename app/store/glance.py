"""How a sitting stands, at the price of a heartbeat: one plain SELECT, nothing locked or written."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.domain.sitting import SessionState, SittingState
from app.domain.timing import TimeLedger
from app.store.answer_log import AnswerLog

_GLANCE = (
    "SELECT s.state, s.lease, s.last_sequence, s.ledger_entries, e.state, e.latest_start_at,"
    " s.on_paper_at"
    " FROM sitting s JOIN exam_session e ON e.id = s.session_id"
    " WHERE s.centre_id = ? AND s.id = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What decides whether a device may go on."""

    state: SittingState
    lease: str
    last_sequence: int
    ledger: TimeLedger
    session: SessionState
    latest_start_at: datetime
    on_paper: bool


def glance_at(engine: Engine, log: AnswerLog, centre: UUID, sitting: UUID) -> Glance | None:
    """Return how the sitting stands; None if there is none. The log remembers time ledgers."""
    is_sqlite = engine.dialect.name == "sqlite"
    sql = _GLANCE if is_sqlite else _GLANCE.replace("?", "%s")
    key = (centre.bytes, sitting.bytes) if is_sqlite else (centre, sitting)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(sql, key)
        row = cursor.fetchone()
        if row is None:
            return None
        state, lease, sequence, entries, session, latest, on_paper_at = row
        return Glance(
            state=SittingState(state),
            lease=lease,
            last_sequence=sequence,
            ledger=log.ledger(cursor, centre, sitting, entries),
            session=SessionState(session),
            latest_start_at=_moment(latest),
            on_paper=on_paper_at is not None,
        )


def _moment(stored: Any) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored.astimezone(UTC)
