"""What every act in a room shares: the session, and the sittings it changes, held in order."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState
from app.store.queries.locks import lock_sittings
from app.store.queries.sessions import session_to_change
from app.store.record import record_about, record_about_each
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


def change_each(
    db: Session,
    held: ExamSessionRow,
    sittings: Collection[UUID],
    act: str,
    change: Callable[[SittingRow], bool],
    now: datetime,
    by: UUID,
    **facts: Any,
) -> int:
    """Apply a change to the sittings of the session that are named; record each that changed.

    Where somebody else was faster nothing changes, and one event says who pressed, too.
    """
    changed: list[SittingRow] = []
    late: list[str] = []
    for row in lock_sittings(db, held, sittings):
        if change(row):
            changed.append(row)
        else:
            late.append(str(row.id))
    record_about_each(db, act, changed, now=now, by=by, **facts)
    if late:
        record_about(db, "act_without_effect", held, now=now, by=by, pressed=act, sittings=late)
    return len(changed)


def room_to_change(db: Session, session: UUID) -> ExamSessionRow:
    """Return a session, held until the commit; refuses one there is not."""
    held = session_to_change(db, session)
    if held is None:
        raise Refusal(Reason.SESSION_CLOSED)
    return held


def open_room(db: Session, session: UUID) -> ExamSessionRow:
    """Return a session that is not closed, held until the commit; refuses one that is."""
    held = room_to_change(db, session)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    return held


def moment_of(row: SittingRow, now: datetime) -> datetime:
    """Return `now`, or the moment of an answer saved while we waited for the sitting."""
    return max(now, row.last_answer_at or now)
