"""A candidate's own acts: in by keycode, details confirmed, started, handed in.

Answers are saved by `answering`; what the page shows meanwhile is read by `own_sitting`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.admission import why_not_enter, why_not_start
from app.domain.keycode import fast_hash, is_well_formed, normalise
from app.domain.late import kept_apart
from app.domain.refusals import Reason, Refusal
from app.domain.response import AnswerSheet, fold
from app.domain.sitting import FINISHED, SessionState, SittingState, move, why_not_answer
from app.domain.timing import Phase, TimeEntry, TimeKind, phase_at
from app.services.closing import close_sitting_if_overdue
from app.services.ledger import add_time_entry, ledger_for
from app.services.own_sitting import Door, SubmissionReceipt
from app.store.organisations import CentreRow
from app.store.queries import sittings as queries
from app.store.queries.late_answers import late_responses
from app.store.queries.locks import lock_sitting
from app.store.record import record_about
from app.store.sittings import SittingRow

__all__ = [
    "confirm_details",
    "current_sheet",
    "find_by_keycode",
    "handed_in",
    "note_refused_device",
    "receipt_for",
    "report_wrong_details",
    "start_sitting",
    "submit_sitting",
    "take_lease",
]


def find_by_keycode(db: Session, typed: str, now: datetime) -> Door:
    """Return the door a keycode opens.

    Refuses one with a typing mistake (KEYCODE_MISTYPED) apart from one that leads nowhere
    (KEYCODE_UNKNOWN), a session that is not open or is closed, and a void sitting.
    """
    keycode = normalise(typed)
    if not is_well_formed(keycode):
        raise Refusal(Reason.KEYCODE_MISTYPED)
    line = queries.sitting_behind(db, fast_hash(keycode))
    if line is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    row, state = line.sitting, SittingState(line.sitting.state)
    if refused := why_not_enter(SessionState(line.session.state), state):
        raise Refusal(refused)
    if state is SittingState.STARTED and row.on_paper_at:
        raise Refusal(Reason.ON_PAPER)
    over = state is SittingState.STARTED and phase_at(ledger_for(db, row), now) is Phase.OVER
    return Door(
        centre=row.centre_id, sitting=row.id, state=state, finished=over or state in FINISHED
    )


def take_lease(
    db: Session,
    centre: UUID,
    sitting: UUID,
    now: datetime,
    *,
    token: str,
    held: str = "",
    device: str = "",
) -> str:
    """Give this device the one lease of a sitting: `token` when it is free, else the one it holds.

    `device` is what it calls itself, such as "Edge on Windows". Refuses while another device holds
    the lease (ANOTHER_DEVICE), naming that one. A new device confirms details anew.
    """
    row = _locked(db, centre, sitting)
    if row.lease:
        if row.lease != held:
            raise _held_elsewhere(db, row)
        return held
    row.lease, row.leased_at, row.confirmed_at = token, now, None
    row.lease_device = device
    record_about(db, "take_lease", row, now=now)
    return token


def _held_elsewhere(db: Session, row: SittingRow) -> Refusal:
    zone = ZoneInfo(db.get_one(CentreRow, row.centre_id).time_zone)
    since = f"{row.leased_at.astimezone(zone):%H:%M}" if row.leased_at else "…"
    where = row.lease_device or "another window"
    seat = f" at seat {row.seat}" if row.seat else ""
    return Refusal(Reason.ANOTHER_DEVICE, holder=f"{where}{seat}", since=since)


def note_refused_device(
    db: Session, centre: UUID, sitting: UUID, device: str, now: datetime
) -> None:
    """Note that a second device asked for a sitting and was refused."""
    record_about(db, "refuse_device", _locked(db, centre, sitting), now=now, device=device)


def confirm_details(db: Session, centre: UUID, sitting: UUID, lease: str, now: datetime) -> None:
    """Note that the candidate has said "this is me". Refuses a device without the lease."""
    row = _leased(db, centre, sitting, lease)
    if row.confirmed_at is None:
        row.confirmed_at = now
        record_about(db, "confirm_details", row, now=now)


def report_wrong_details(
    db: Session, centre: UUID, sitting: UUID, lease: str, now: datetime
) -> None:
    """Note that the candidate has said "these are not my details", and free the lease.

    Nothing is used up: the keycode works again. Refuses a device without the lease.
    """
    row = _leased(db, centre, sitting, lease)
    row.lease, row.leased_at, row.confirmed_at = "", None, None
    record_about(db, "report_wrong_details", row, now=now)


def start_sitting(db: Session, centre: UUID, sitting: UUID, lease: str, now: datetime) -> None:
    """Start the candidate's clock, once. Refuses before the invigilator's word.

    Refuses a device without the lease, details not confirmed, a candidate not admitted, a session
    not started or past its latest start, clocks that are all stopped, and a sitting that is finished.
    """
    row = _leased(db, centre, sitting, lease)
    state = SittingState(row.state)
    if state is SittingState.STARTED:
        return
    if row.confirmed_at is None:
        raise Refusal(Reason.DETAILS_NOT_CONFIRMED)
    if state in FINISHED or state is SittingState.VOID:
        raise Refusal(why_not_answer(state, Phase.OVER) or Reason.ALREADY_SUBMITTED)
    session = queries.session_of_sitting(db, row)
    refused = why_not_start(
        SessionState(session.state),
        state,
        session.latest_start_at,
        now,
        clocks_stopped=session.clocks_stopped_at is not None,
        let_in_late=bool(row.late_reason),
    )
    if refused:
        raise Refusal(refused)
    row.state = move(state, SittingState.STARTED)
    row.started_at = now
    add_time_entry(db, row, TimeEntry(kind=TimeKind.START, at=now), None)
    record_about(db, "start_sitting", row, now=now)


def submit_sitting(
    db: Session, centre: UUID, sitting: UUID, lease: str, now: datetime
) -> SubmissionReceipt:
    """Hand a sitting in and return the receipt; one already handed in gives the same receipt.

    At or after the deadline the sitting is closed at its deadline instead. Refuses a device without
    the lease, and a sitting that is paused, void or was never started.
    """
    close_sitting_if_overdue(db, centre, sitting, now)
    row = _locked(db, centre, sitting)
    if (state := SittingState(row.state)) not in FINISHED:
        phase, on_paper = phase_at(ledger_for(db, row), now), row.on_paper_at is not None
        if refused := why_not_answer(state, phase, on_paper=on_paper):
            raise Refusal(refused)
        _check_lease(row, lease)
        row.state = move(state, SittingState.SUBMITTED)
        row.finished_at = max(now, row.last_answer_at or now)  # saved while we waited
        record_about(db, "submit_sitting", row, now=now, **handed_in(db, row))
    return receipt_for(db, centre, sitting)


def handed_in(db: Session, row: SittingRow) -> dict[str, Any]:
    """Return what the record keeps of a sheet that is handed in: its digest, and how much it holds."""
    return {
        "digest": row.last_digest,
        "responses": row.last_sequence,
        "answered": receipt_for(db, row.centre_id, row.id).answered,
    }


def receipt_for(db: Session, centre: UUID, sitting: UUID) -> SubmissionReceipt:
    """Return what a candidate whose sitting is closed may know about it; never a mark."""
    line = queries.sitting_line(db, centre, sitting)
    if line is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    row, items = line.sitting, line.specification.items
    log = queries.answers_of_sitting(db, centre, sitting)
    sheet, late = fold(log, items), kept_apart(log, late_responses(db, centre, sitting))
    return SubmissionReceipt(
        state=SittingState(row.state),
        finished_at=row.finished_at,
        answered=sum(entry.answered for entry in sheet.values()),
        items=items,
        responses=row.last_sequence,
        digest=row.last_digest,
        apart=len({each.position for each in late}),
    )


def current_sheet(db: Session, centre: UUID, sitting: UUID) -> AnswerSheet:
    """Return what stands at each position of the sitting's paper now."""
    line = queries.sitting_line(db, centre, sitting)
    items = line.specification.items if line else 0
    return fold(queries.answers_of_sitting(db, centre, sitting), items)


def _locked(db: Session, centre: UUID, sitting: UUID) -> SittingRow:
    row = lock_sitting(db, centre, sitting)
    if row is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    return row


def _leased(db: Session, centre: UUID, sitting: UUID, lease: str) -> SittingRow:
    row = _locked(db, centre, sitting)
    _check_lease(row, lease)
    return row


def _check_lease(row: SittingRow, lease: str) -> None:
    if not row.lease or row.lease != lease:
        raise Refusal(Reason.LEASE_LOST)
