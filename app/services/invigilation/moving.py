"""Candidates on the move: out of the room and back, and to another seat."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.seats import moved, same_seat
from app.domain.sitting import SittingState
from app.services.invigilation.acts import change_each, open_room
from app.services.invigilation.reasons import keep_reason
from app.store.queries.locks import lock_session_sittings
from app.store.record import record_about
from app.store.sittings import SittingRow

IN_THE_ROOM = frozenset({SittingState.ADMITTED, SittingState.STARTED})


def leave_room(
    db: Session, session: UUID, sittings: Collection[UUID], alone: bool, by: UUID, now: datetime
) -> int:
    """Note that candidates have left the room, escorted or alone; return how many.

    Their clocks run on.
    """

    def leave(row: SittingRow) -> bool:
        if row.state not in IN_THE_ROOM or row.left_at is not None:
            return False
        row.left_at, row.left_alone = now, alone
        return True

    held, facts = open_room(db, session), {"alone": int(alone)}
    return change_each(db, held, sittings, "leave_room", leave, now, by, **facts)


def return_to_room(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Note that candidates are back in the room; return how many.

    Refuses who was out alone without a reason.
    """

    def come_back(row: SittingRow) -> bool:
        if row.left_at is None:
            return False
        if row.left_alone and not reason.strip():
            raise Refusal(Reason.REASON_MISSING)
        keep_reason(db, row, "return_to_room", reason, by, now)
        row.left_at, row.left_alone = None, False
        return True

    return change_each(db, open_room(db, session), sittings, "return_to_room", come_back, now, by)


def move_seats(
    db: Session,
    session: UUID,
    seats: Mapping[UUID, str],
    by: UUID,
    now: datetime,
    *,
    swap: bool = False,
) -> int:
    """Give candidates other seats and free their computers, answers kept; return how many moved.

    With `swap`, who sits where somebody is to sit gets that one's old seat. Refuses a seat that two
    would have (SEAT_TAKEN), naming it.
    """
    held = open_room(db, session)
    rows = {row.id: row for row in lock_session_sittings(db, held.centre_id, held.id)}
    before = {row.id: row.seat for row in rows.values()}
    after = moved(before, {id: seat for id, seat in seats.items() if id in rows}, swap=swap)
    changed = [row for row in rows.values() if not same_seat(before[row.id], after[row.id])]
    for row in changed:
        row.seat, row.lease, row.leased_at = after[row.id], "", None
    for row in changed:
        record_about(
            db, "move_seat", row, now=now, by=by, seat=after[row.id], before=before[row.id]
        )
    return len(changed)
