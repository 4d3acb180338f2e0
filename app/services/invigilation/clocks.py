"""Time in the room for single candidates: pauses, rest breaks, and extra time for an incident."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.breaks import break_left, on_break
from app.domain.clock_acts import Entries, granting, moment, pausing, resuming
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState
from app.domain.timing import (
    ZERO,
    Cause,
    Phase,
    TimeKind,
    TimeLedger,
    late_finishes,
    phase_at,
)
from app.services.invigilation.acts import change_each, moment_of, open_room
from app.services.ledger import add_time_entries, ledger_for, ledgers_for
from app.store.organisations import AwardingBodyRow
from app.store.queries.candidates import rest_breaks_of
from app.store.queries.locks import lock_sittings
from app.store.queries.sittings import sittings_among
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

ENDED = frozenset({SittingState.SUBMITTED, SittingState.TIMED_OUT, SittingState.VOID})


def pause(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Stop the clocks of those who are answering; return how many were stopped."""

    def stop(row: SittingRow) -> bool:
        if row.state != SittingState.STARTED:
            return False
        entries = pausing(ledger_for(db, row), moment_of(row, now), reason.strip())
        return write_entries(db, row, entries, by)

    return change_each(db, open_room(db, session), sittings, "pause_sitting", stop, now, by)


def resume(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Start the clocks of those who are paused or on a rest break again; return how many.

    A break that ran past what is arranged is recorded as such. Refuses while every clock in the
    room is stopped (CLOCKS_STOPPED).
    """
    held = open_room(db, session)
    if held.clocks_stopped_at is not None:
        raise Refusal(Reason.CLOCKS_STOPPED)
    rows = lock_sittings(db, held, sittings)
    pools = rest_breaks_of(db, rows)
    overran: list[tuple[SittingRow, timedelta]] = []

    def go_on(row: SittingRow) -> bool:
        if row.state != SittingState.STARTED:
            return False
        ledger = ledger_for(db, row)
        left = break_left(pools.get(row.id), ledger, now) if on_break(ledger) else None
        if left is not None and left < ZERO:
            overran.append((row, -left))
        return write_entries(db, row, resuming(ledger, now, reason.strip()), by)

    count = change_each(db, held, sittings, "resume_sitting", go_on, now, by)
    for row, over in overran:
        seconds = round(over.total_seconds())
        record_about(db, "overrun_rest_breaks", row, now=now, by=by, seconds=seconds)
    return count


def begin_break(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Stop the clocks of those who are answering for a supervised rest break; return how many.

    Refuses candidates without rest breaks among their arrangements (NO_REST_BREAKS), and a further
    break once all the minutes arranged are used (REST_BREAKS_USED); then nobody's clock is stopped.
    """
    held = open_room(db, session)
    rows = [row for row in lock_sittings(db, held, sittings) if row.state == SittingState.STARTED]
    pools, ledgers = rest_breaks_of(db, rows), ledgers_for(db, rows)
    if without := sum(row.id not in pools for row in rows):
        raise Refusal(Reason.NO_REST_BREAKS, count=without)
    running = [row.id for row in rows if phase_at(ledgers[row.id], now) is Phase.RUNNING]
    left = (break_left(pools[each], ledgers[each], now) for each in running)
    if used := sum(each is not None and each <= ZERO for each in left):
        raise Refusal(Reason.REST_BREAKS_USED, count=used)

    def begin(row: SittingRow) -> bool:
        at = moment_of(row, now)
        return write_entries(db, row, pausing(ledgers[row.id], at, cause=Cause.REST_BREAK), by)

    return change_each(db, held, running, "begin_break", begin, now, by)


def grant_extra_time(
    db: Session,
    session: UUID,
    sittings: Collection[UUID],
    minutes: int,
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Give whole minutes for an incident to sittings that are not over; return how many got them.

    It can be given before the start and while paused, too. Refuses without a reason, for no time at
    all, and beyond what the awarding body allows for one sitting.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = open_room(db, session)
    amount, most = timedelta(minutes=minutes), extra_time_limit(db, held)

    def give(row: SittingRow) -> bool:
        ledger = ledger_for(db, row)
        if row.state in ENDED or phase_at(ledger, now) is Phase.OVER:
            return False
        so_far = sum((e.amount for e in ledger.of(TimeKind.GRANTED)), ZERO)
        if amount <= ZERO or so_far + amount > timedelta(minutes=most):
            raise Refusal(Reason.EXTRA_TIME_LIMIT, limit=most)
        return write_entries(db, row, granting(ledger, now, amount, reason.strip()), by)

    return change_each(db, held, sittings, "grant_extra_time", give, now, by, minutes=minutes)


def extra_time_limit(db: Session, session: ExamSessionRow) -> int:
    """Return the most extra time the awarding body allows in one sitting, in minutes."""
    return db.get_one(AwardingBodyRow, session.awarding_body_id).extra_time_limit_minutes


def would_finish_late(
    db: Session, session: UUID, sittings: Collection[UUID], now: datetime
) -> dict[UUID, datetime]:
    """Return those of the sittings that would finish after the session's latest finish, and when.

    It warns; nobody's time is cut by it. Refuses nobody.
    """
    held = db.get_one(ExamSessionRow, session)
    rows = [row for row in sittings_among(db, held, sittings) if row.state not in ENDED]
    return late_finishes(ledgers_for(db, rows), held.latest_finish_at, now)


def write_entries(db: Session, row: SittingRow, entries: Entries, by: UUID) -> bool:
    """Append what an act writes into a sitting's ledger; say whether that is anything."""
    add_time_entries(db, [(row, entry) for entry in entries], by)
    return bool(entries)


def entry_moment(row: SittingRow, ledger: TimeLedger, now: datetime) -> datetime:
    """Return when an entry made `now` counts from: never before what is already written."""
    return moment(ledger, moment_of(row, now))
