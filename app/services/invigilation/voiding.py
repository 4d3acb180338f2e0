"""Making a sitting void, and an officer's way back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.breaks import on_break
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState, after_reversal, move
from app.domain.timing import Cause, Phase, TimeEntry, TimeKind, phase_at
from app.services.closing import close_overdue
from app.services.invigilation.acts import change_each, moment_of, room_to_change
from app.services.invigilation.clocks import entry_moment
from app.services.invigilation.reasons import keep_reason
from app.services.ledger import add_time_entry, ledger_for
from app.services.results import mark_finished, mark_sitting
from app.store.queries.locks import lock_sittings
from app.store.queries.results import released_sittings
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


def void_sittings(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Stop sittings for good, with a reason; the answers are kept but earn no mark.

    A clock that runs is stopped first, so that a reversal finds the time there was. One whose time
    had run out ended at its deadline. After the close the result is marked anew, as long as it is
    not given out. Refuses without a reason, and once a result is released.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = room_to_change(db, session)
    close_overdue(db, held.centre_id, session, now)
    released = released_sittings(db, held.centre_id, session)

    def stop(row: SittingRow) -> bool:
        if row.id in released:
            raise Refusal(Reason.ALREADY_RELEASED)
        if row.state == SittingState.VOID:
            return False
        _stop_clock(db, row, reason.strip(), by, now)
        row.voided_from, row.voided_by, row.void_reason = row.state, by, reason.strip()
        row.state = move(SittingState(row.state), SittingState.VOID)
        row.finished_at = row.finished_at or (moment_of(row, now) if row.started_at else None)
        keep_reason(db, row, "void_sitting", reason, by, now)
        return True

    changed = change_each(db, held, sittings, "void_sitting", stop, now, by)
    if held.state == SessionState.CLOSED:
        mark_finished(db, held.centre_id, session, now)
    return changed


def reverse_void(
    db: Session, session: UUID, sitting: UUID, reason: str, by: UUID, now: datetime
) -> int:
    """Take a void back, with a reason; return 1, or 0 for a sitting that is not void.

    While the session is open, who was answering is paused with the time there was; after it, the
    sitting is handed in as it stood and marked anew. Refuses without a reason, whoever made it void
    (SAME_PERSON), and once its result is released.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = room_to_change(db, session)
    row = next(iter(lock_sittings(db, held, [sitting])), None)
    if row is None or row.state != SittingState.VOID:
        return 0
    _check_reversal(db, held, row, by)
    _bring_back(row, SessionState(held.state))
    keep_reason(db, row, "reverse_void", reason, by, now)
    record_about(db, "reverse_void", row, now=now, by=by, state=row.state)
    if held.state == SessionState.CLOSED:
        mark_sitting(db, held.centre_id, sitting, now, reason=reason.strip())
    return 1


def _stop_clock(db: Session, row: SittingRow, reason: str, by: UUID, now: datetime) -> None:
    """Stop the clock of who is answering, and end a rest break, so that neither is used up."""
    if row.state != SittingState.STARTED:
        return
    ledger = ledger_for(db, row)
    at = entry_moment(row, ledger, now)
    if on_break(ledger):
        add_time_entry(db, row, TimeEntry(kind=TimeKind.RESUME, at=at), by)
    elif phase_at(ledger, now) is not Phase.RUNNING:
        return
    stop = TimeEntry(kind=TimeKind.PAUSE, at=at, reason=reason, cause=Cause.VOID)
    add_time_entry(db, row, stop, by)


def _check_reversal(db: Session, session: ExamSessionRow, row: SittingRow, by: UUID) -> None:
    if row.id in released_sittings(db, session.centre_id, session.id):
        raise Refusal(Reason.ALREADY_RELEASED)
    if row.voided_by == by:
        raise Refusal(Reason.SAME_PERSON)
    if not row.voided_from:  # made void before it was noted how it stood
        raise Refusal(Reason.MOVE_NOT_ALLOWED, state=row.state)


def _bring_back(row: SittingRow, session: SessionState) -> None:
    """Put the sitting back; any computer may take it up again, where there is more to answer."""
    before, on_paper = SittingState(row.voided_from), row.on_paper_at is not None
    row.state = after_reversal(before, session, on_paper=on_paper)
    row.void_reason, row.voided_from, row.voided_by = "", "", None
    if row.state == SittingState.STARTED:
        row.finished_at, row.lease, row.leased_at = None, "", None
