"""Ending: handing in for a candidate, closing the session."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState, move
from app.files.record_key import RecordKey
from app.services.closing import close_overdue
from app.services.invigilation.acts import moment_of, open_room, room_to_change
from app.services.results import mark_finished, release_at_close
from app.services.session_record import check_counts, issue_record
from app.services.sitting import handed_in
from app.store.queries.locks import lock_session_sittings, lock_sittings
from app.store.record import record_about
from app.store.sittings import SittingRow


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

    finished = [row for row in lock_sittings(db, held, sittings) if finish(row)]
    for row in finished:
        sheet = handed_in(db, row)
        record_about(db, "finish_for_candidate", row, now=now, by=by, **sheet)
    return len(finished)


def close_session(
    db: Session,
    session: UUID,
    by: UUID,
    now: datetime,
    *,
    key: RecordKey | None = None,
    explanations: Mapping[str, str] | None = None,
) -> int:
    """Close a session: those who never started are absent, the rest is marked; return the results.

    What is on paper stays open until it is keyed in. The results are given out, too, where the
    specification says so, and the session's record is signed with `key`. Refuses before the keycodes
    are out, while anybody still has time (SITTINGS_OPEN), while what went in and what came out does
    not add up and `explanations` do not say why (COUNTS_OPEN), and when it is closed already.
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
    check_counts(db, held, explanations or {})
    for row in sittings:
        if row.state in (SittingState.ENTERED, SittingState.ADMITTED):
            row.state = move(SittingState(row.state), SittingState.ABSENT)
    held.state = SessionState.CLOSED
    held.closed_at = now
    record_about(db, "close_session", held, now=now, by=by, **_counts(sittings))
    results = mark_finished(db, held.centre_id, session, now)
    release_at_close(db, held, by, now)
    if key is not None:
        issue_record(db, session, key, by, now, explanations)
    return results


def _counts(sittings: Sequence[SittingRow]) -> dict[str, int]:
    counts: dict[str, int] = {"entered": len(sittings)}
    for row in sittings:
        counts[row.state] = counts.get(row.state, 0) + 1
    return counts
