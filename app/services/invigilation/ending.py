"""Ending: handing in for a candidate, making a sitting void, closing the session."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState, move
from app.services.closing import close_overdue
from app.services.invigilation.acts import change_each, moment_of, open_room, room_to_change
from app.services.results import mark_finished, release_at_close
from app.store.queries.locks import lock_session_sittings
from app.store.queries.results import released_sittings
from app.store.record import record_about
from app.store.sittings import SittingRow


def void_sittings(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Stop sittings for good, with a reason; the answers are kept but earn no mark.

    One whose time had run out ended at its deadline. After the close the result is marked anew, as
    long as it is not given out. Refuses without a reason, and once a result is released.
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
        row.state = move(SittingState(row.state), SittingState.VOID)
        row.void_reason = reason.strip()
        row.finished_at = row.finished_at or (moment_of(row, now) if row.started_at else None)
        return True

    changed = change_each(db, held, sittings, "void_sitting", stop, now, by)
    if held.state == SessionState.CLOSED:
        mark_finished(db, held.centre_id, session, now)
    return changed


def finish_for(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Hand in for candidates who are answering or paused, with a reason; return how many."""
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = open_room(db, session)
    close_overdue(db, held.centre_id, session, now)

    def finish(row: SittingRow) -> bool:
        if row.state != SittingState.STARTED or row.on_paper_at:
            return False
        row.state = move(SittingState.STARTED, SittingState.SUBMITTED)
        row.finished_at, row.finish_reason = moment_of(row, now), reason.strip()
        return True

    return change_each(db, held, sittings, "finish_for_candidate", finish, now, by)


def close_session(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Close a session: those who never started are absent, the rest is marked; return the results.

    What is on paper stays open until it is keyed in. The results are given out, too, where the
    specification says so. Refuses before the keycodes are
    out, while anybody still has time (SITTINGS_OPEN) and when it is closed already.
    """
    held = room_to_change(db, session)
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


def _counts(sittings: Sequence[SittingRow]) -> dict[str, int]:
    counts: dict[str, int] = {"entered": len(sittings)}
    for row in sittings:
        counts[row.state] = counts.get(row.state, 0) + 1
    return counts
