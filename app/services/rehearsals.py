"""Rehearsals of a session: begun, told of, ended and deleted; what one does, it does on a copy."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.rehearsal import Phase, RehearsalState, standing
from app.domain.sitting import SessionState
from app.store.queries import rehearsals as queries
from app.store.queries.sessions import session_to_change
from app.store.record import record_about
from app.store.room import RehearsalRow
from app.store.sessions import ExamSessionRow

FORGOTTEN = timedelta(hours=12)  # a session nobody closed holds no rehearsal up after that
BEFORE_THE_START = (SessionState.SCHEDULED, SessionState.RELEASED)


def begin_rehearsal(
    db: Session, session_id: UUID, candidates: int, by: UUID | None, now: datetime
) -> UUID:
    """Note that a session is rehearsed with so many pretend candidates; return the rehearsal's id.

    Nothing is recorded: it is no act on the session. Refuses a session that has started or is over
    (REHEARSAL_TOO_LATE), while a live test is under way on this installation
    (REHEARSAL_DURING_TEST), and while another rehearsal runs (REHEARSAL_RUNNING).
    """
    session = session_to_change(db, session_id)
    if session is None or session.state not in BEFORE_THE_START:
        raise Refusal(Reason.REHEARSAL_TOO_LATE)
    if test_under_way(db, now):
        raise Refusal(Reason.REHEARSAL_DURING_TEST)
    if any(rehearsal_state(row, now) == "running" for row in queries.running_rehearsals(db)):
        raise Refusal(Reason.REHEARSAL_RUNNING)
    row = RehearsalRow(
        awarding_body_id=session.awarding_body_id,
        centre_id=session.centre_id,
        session_id=session.id,
        candidates=candidates,
        progress=progress_of(Phase.WAITING, 0, candidates, now),
        report={},
        started_by=by,
        started_at=now,
    )
    db.add(row)
    db.flush()
    return row.id


def progress_of(phase: Phase, done: int, of: int, now: datetime) -> dict[str, Any]:
    """Write how far a rehearsal is."""
    return {"phase": phase, "done": done, "of": of, "at": now.isoformat()}


def note_progress(db: Session, rehearsal_id: UUID, progress: dict[str, Any]) -> bool:
    """Write how far a rehearsal is; False when it was deleted or is over, and has to stop."""
    return queries.set_progress(db, rehearsal_id, progress)


def end_rehearsal(
    db: Session, rehearsal_id: UUID, report: dict[str, Any], now: datetime, why: str = ""
) -> None:
    """Keep what a rehearsal showed, or `why` it came to nothing; one that was deleted stays so."""
    row = db.get(RehearsalRow, rehearsal_id)
    if row is None or row.state != RehearsalState.RUNNING:
        return
    row.state = RehearsalState.FAILED if why else RehearsalState.DONE
    row.report = {"failed": why} if why else report
    row.finished_at = now


def delete_rehearsal(
    db: Session, rehearsal_id: UUID, by: UUID | None, now: datetime, removed_bytes: int = 0
) -> None:
    """Delete a rehearsal; one line in the event log stays, with its counts.

    One that still runs notices within a second or two and stops. Nothing happens to one that is
    gone already.
    """
    row = db.get(RehearsalRow, rehearsal_id)
    if row is None:
        return
    session = db.get_one(ExamSessionRow, row.session_id)
    facts = {
        "rehearsal": str(row.id),
        "state": row.state,
        "candidates": row.candidates,
        "started_by": str(row.started_by or ""),
        "started_at": row.started_at.isoformat(),
        "bytes": removed_bytes,
    }
    db.delete(row)
    db.flush()
    record_about(db, "delete_rehearsal", session, now=now, by=by, **facts)


def rehearsal_state(row: RehearsalRow, now: datetime) -> RehearsalState:
    """Say how a rehearsal stands, judged by when it last told how far it is."""
    told = row.progress.get("at")
    heard = datetime.fromisoformat(told) if told else row.started_at
    return standing(row.state, heard, now)


def test_under_way(db: Session, now: datetime) -> bool:
    """Say whether a live test is under way, which would feel a rehearsal beside it."""
    return queries.tests_under_way(db, now - FORGOTTEN) > 0
