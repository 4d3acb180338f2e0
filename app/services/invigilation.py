"""Running the room: opening it, letting people in, starting, time, incidents, closing.

Acts on sittings take a list, and each sitting in it is locked in order of id. Repeating an act
that has been done changes nothing, so that two invigilators who press at once do no harm.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState, move
from app.domain.timing import Phase, TimeEntry, TimeKind, phase_at, started_at
from app.services import papers
from app.services.closing import close_overdue
from app.services.keycodes import issue_keycode, keycode_of
from app.services.ledger import add_time_entry, ledger_for
from app.services.result_codes import issue_result_code
from app.services.results import mark_finished, release_at_close
from app.store.organisations import CentreRow
from app.store.queries import room as queries
from app.store.queries.locks import lock_session_sittings, lock_sittings
from app.store.queries.results import released_sittings
from app.store.queries.sessions import session_to_change
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

ENDED = frozenset({SittingState.SUBMITTED, SittingState.TIMED_OUT, SittingState.VOID})


@dataclass(frozen=True, slots=True)
class Slip:
    """What a candidate's slip says."""

    sitting: UUID
    candidate_number: str
    family_name: str
    given_names: str
    seat: str
    keycode: str


def release_keycodes(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Open the session: lock every paper and give the keycodes out; return how many.

    Refuses before the session opens or after its latest start (OUTSIDE_WINDOW), when it is open
    already (ALREADY_DONE), and when the bank can no longer fill a paper (PAPER_SHORT).
    """
    held = _session(db, session)
    if held.state != SessionState.SCHEDULED:
        raise Refusal(Reason.ALREADY_DONE)
    _check_window(db, held, now)
    sittings = lock_session_sittings(db, held.centre_id, session)
    papers.lock_papers(db, held, now, by)
    for row in sittings:
        issue_keycode(db, held, row)
        issue_result_code(db, held, row)
    held.state = SessionState.RELEASED
    held.keycodes_released_at = now
    record_about(db, "release_keycodes", held, now=now, by=by, sittings=len(sittings))
    return len(sittings)


def print_slips(db: Session, session: UUID, by: UUID, now: datetime) -> list[Slip]:
    """Return every candidate's keycode for printing, and record that they were printed.

    Refuses while keycodes are held back (KEYCODES_NOT_RELEASED) and once the session is closed.
    """
    held = _session(db, session)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    slips = [
        Slip(
            sitting=sitting.id,
            candidate_number=candidate.number,
            family_name=candidate.family_name,
            given_names=candidate.given_names,
            seat=sitting.seat,
            keycode=keycode_of(held, sitting),
        )
        for sitting, candidate in queries.seated(db, held)
    ]
    record_about(db, "print_keycodes", held, now=now, by=by, slips=len(slips))
    return slips


def start_session(db: Session, session: UUID, by: UUID, now: datetime) -> None:
    """Say "start": from now on each admitted candidate's clock begins when they press Start.

    Refuses before keycodes are out, outside the window, and when it is started already.
    """
    held = _session(db, session)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    if held.state != SessionState.RELEASED:
        raise Refusal(Reason.ALREADY_DONE)
    _check_window(db, held, now)
    held.state = SessionState.STARTED
    held.started_at = now
    record_about(db, "start_session", held, now=now, by=by)


def admit(db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime) -> int:
    """Let candidates in, their identity checked; return how many were let in now."""

    def let_in(row: SittingRow) -> bool:
        if row.state not in (SittingState.ENTERED, SittingState.ABSENT):
            return False
        row.state = move(SittingState(row.state), SittingState.ADMITTED)
        row.admitted_at = now
        return True

    return _each(db, _open_session(db, session), sittings, "admit_candidate", let_in, now, by)


def mark_absent(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Mark candidates who have not started as absent; return how many."""

    def mark(row: SittingRow) -> bool:
        if row.state == SittingState.ABSENT:
            return False
        row.state = move(SittingState(row.state), SittingState.ABSENT)
        return True

    return _each(db, _open_session(db, session), sittings, "mark_absent", mark, now, by)


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

    return _each(
        db, _open_session(db, session), sittings, "grant_extra_time", give, now, by, minutes=minutes
    )


def allow_reentry(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Let the next device that enters the keycode take the sitting over; return how many."""

    def free(row: SittingRow) -> bool:
        if not row.lease:
            return False
        row.lease, row.leased_at = "", None
        return True

    return _each(db, _open_session(db, session), sittings, "allow_reentry", free, now, by)


def void_sittings(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Stop sittings for good, with a reason; the answers are kept but earn no mark.

    One whose time had run out ended at its deadline. After the close the result is marked anew, as
    long as it is not given out. Refuses without a reason, and once a result is released.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = _session(db, session)
    close_overdue(db, held.centre_id, session, now)
    released = released_sittings(db, held.centre_id, session)

    def stop(row: SittingRow) -> bool:
        if row.id in released:
            raise Refusal(Reason.ALREADY_RELEASED)
        if row.state == SittingState.VOID:
            return False
        row.state = move(SittingState(row.state), SittingState.VOID)
        row.void_reason = reason.strip()
        row.finished_at = row.finished_at or (_moment(row, now) if row.started_at else None)
        return True

    changed = _each(db, held, sittings, "void_sitting", stop, now, by)
    if held.state == SessionState.CLOSED:
        mark_finished(db, held.centre_id, session, now)
    return changed


def finish_for(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Hand in for candidates who are answering or paused, with a reason; return how many."""
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = _open_session(db, session)
    close_overdue(db, held.centre_id, session, now)

    def finish(row: SittingRow) -> bool:
        if row.state != SittingState.STARTED or row.on_paper_at:
            return False
        row.state = move(SittingState.STARTED, SittingState.SUBMITTED)
        row.finished_at, row.finish_reason = _moment(row, now), reason.strip()
        return True

    return _each(db, held, sittings, "finish_for_candidate", finish, now, by)


def close_session(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Close a session: those who never started are absent, the rest is marked; return the results.

    What is on paper stays open until it is keyed in. The results are given out, too, where the
    specification says so. Refuses before the keycodes are
    out, while anybody still has time (SITTINGS_OPEN) and when it is closed already.
    """
    held = _session(db, session)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.ALREADY_DONE)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    close_overdue(db, held.centre_id, session, now)
    sittings = lock_session_sittings(db, held.centre_id, session)
    still = sum(row.state == SittingState.STARTED and not row.on_paper_at for row in sittings)
    if still:
        raise Refusal(Reason.SITTINGS_OPEN, count=still)
    for row in sittings:
        if row.state in (SittingState.ENTERED, SittingState.ADMITTED):
            row.state = move(SittingState(row.state), SittingState.ABSENT)
    held.state = SessionState.CLOSED
    held.closed_at = now
    record_about(db, "close_session", held, now=now, by=by, **_counts(sittings))
    results = mark_finished(db, held.centre_id, session, now)
    release_at_close(db, held, by, now)
    return results


def _moment(row: SittingRow, now: datetime) -> datetime:
    """Return `now`, or the moment of an answer saved while we waited for the sitting."""
    return max(now, row.last_answer_at or now)


def _counts(sittings: Sequence[SittingRow]) -> dict[str, int]:
    counts: dict[str, int] = {"entered": len(sittings)}
    for row in sittings:
        counts[row.state] = counts.get(row.state, 0) + 1
    return counts


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

    return _each(db, _open_session(db, session), sittings, f"{kind}_sitting", act, now, by)


def _each(
    db: Session,
    held: ExamSessionRow,
    sittings: Collection[UUID],
    act: str,
    change: Callable[[SittingRow], bool],
    now: datetime,
    by: UUID,
    **facts: int | str,
) -> int:
    """Apply a change to the sittings of the session that are named; record each that changed."""
    changed = [row for row in lock_sittings(db, held, sittings) if change(row)]
    for row in changed:
        record_about(db, act, row, now=now, by=by, **facts)
    return len(changed)


def _session(db: Session, session: UUID) -> ExamSessionRow:
    held = session_to_change(db, session)
    if held is None:
        raise Refusal(Reason.SESSION_CLOSED)
    return held


def _open_session(db: Session, session: UUID) -> ExamSessionRow:
    held = _session(db, session)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    return held


def _check_window(db: Session, session: ExamSessionRow, now: datetime) -> None:
    if not session.opens_at <= now <= session.latest_start_at:
        zone = ZoneInfo(db.get_one(CentreRow, session.centre_id).time_zone)
        raise Refusal(
            Reason.OUTSIDE_WINDOW,
            opens=session.opens_at.astimezone(zone),
            latest_start=session.latest_start_at.astimezone(zone),
        )
