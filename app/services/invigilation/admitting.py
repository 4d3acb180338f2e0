"""Who is in the room: letting people in, marking them absent, another computer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.sitting import SittingState, move
from app.services.invigilation.acts import change_each, open_room
from app.store.sittings import SittingRow


def admit(db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime) -> int:
    """Let candidates in, their identity checked; return how many were let in now."""

    def let_in(row: SittingRow) -> bool:
        if row.state not in (SittingState.ENTERED, SittingState.ABSENT):
            return False
        row.state = move(SittingState(row.state), SittingState.ADMITTED)
        row.admitted_at = now
        return True

    return change_each(db, open_room(db, session), sittings, "admit_candidate", let_in, now, by)


def mark_absent(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Mark candidates who have not started as absent; return how many."""

    def mark(row: SittingRow) -> bool:
        if row.state == SittingState.ABSENT:
            return False
        row.state = move(SittingState(row.state), SittingState.ABSENT)
        return True

    return change_each(db, open_room(db, session), sittings, "mark_absent", mark, now, by)


def allow_reentry(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Let the next device that enters the keycode take the sitting over; return how many."""

    def free(row: SittingRow) -> bool:
        if not row.lease:
            return False
        row.lease, row.leased_at = "", None
        return True

    return change_each(db, open_room(db, session), sittings, "allow_reentry", free, now, by)
