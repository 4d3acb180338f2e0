"""Time in the room: pauses, and extra time for an incident."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState
from app.domain.timing import Phase, TimeEntry, TimeKind, phase_at, started_at
from app.services.invigilation.acts import change_each, open_room
from app.services.ledger import add_time_entry, ledger_for
from app.store.sittings import SittingRow

ENDED = frozenset({SittingState.SUBMITTED, SittingState.TIMED_OUT, SittingState.VOID})


def pause(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Stop the clocks of those who are answering; return how many were stopped."""
    return _time_act(db, session, sittings, TimeKind.PAUSE, Phase.RUNNING, reason, by, now)


def resume(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Start the clocks of those who are paused again; return how many."""
    return _time_act(db, session, sittings, TimeKind.RESUME, Phase.PAUSED, reason, by, now)


def grant_extra_time(
    db: Session,
    session: UUID,
    sittings: Collection[UUID],
    minutes: int,
    reason: str,
    by: UUID,
    now: datetime,
    *,
    limit_minutes: int,
) -> int:
    """Give whole minutes for an incident to sittings that are not over; return how many got them.

    Refuses without a reason, for no time at all, and beyond the limit for one sitting.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    amount = timedelta(minutes=minutes)
    limit = timedelta(minutes=limit_minutes)

    def give(row: SittingRow) -> bool:
        ledger = ledger_for(db, row)
        if row.state in ENDED or phase_at(ledger, now) is Phase.OVER:
            return False
        so_far = sum((e.amount for e in ledger.of(TimeKind.GRANTED)), timedelta(0))
        if amount <= timedelta(0) or so_far + amount > limit:
            raise Refusal(Reason.EXTRA_TIME_LIMIT, limit=limit_minutes)
        entry = TimeEntry(kind=TimeKind.GRANTED, at=now, amount=amount, reason=reason.strip())
        add_time_entry(db, row, entry, by)
        return True

    return change_each(
        db, open_room(db, session), sittings, "grant_extra_time", give, now, by, minutes=minutes
    )


def _time_act(
    db: Session,
    session: UUID,
    sittings: Collection[UUID],
    kind: TimeKind,
    from_phase: Phase,
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    def act(row: SittingRow) -> bool:
        ledger = ledger_for(db, row)
        if row.state != SittingState.STARTED or started_at(ledger) is None:
            return False
        if phase_at(ledger, now) is not from_phase:
            return False
        add_time_entry(db, row, TimeEntry(kind=kind, at=now, reason=reason.strip()), by)
        return True

    return change_each(db, open_room(db, session), sittings, f"{kind}_sitting", act, now, by)
