"""Every clock in the room at once: stopped without a question, started again for those it stopped.

While they are stopped nobody starts, and nobody's clock is started alone. Whoever was paused before
stays paused afterwards; a rest break is interrupted, so that what the room takes is not taken from
the candidate's minutes of rest.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.breaks import rests
from app.domain.clock_acts import Entries, restarting, stopping
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState
from app.domain.timing import TimeEntry, TimeLedger
from app.services.invigilation.acts import moment_of, open_room, room_to_change
from app.services.ledger import add_time_entries, ledger_for, ledgers_for
from app.store.queries.locks import lock_session_sittings
from app.store.queries.reasons import CLOCKS_STOPPED, unexplained_stops
from app.store.queries.stops import stops_of
from app.store.record import record_about, record_about_each
from app.store.room import IncidentRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

Line = tuple[SittingRow, TimeEntry]

_STARTED = SittingState.STARTED
NOTE_NAME = "All clocks stopped"


def stop_all_clocks(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Stop every clock that runs in the room, on paper too; return how many. It asks no reason.

    A second press changes nothing. Refuses before the keycodes are out and once the session is
    closed.
    """
    held = open_room(db, session)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    rows = lock_session_sittings(db, held.centre_id, session)
    if held.clocks_stopped_at is not None:
        return 0
    ledgers = ledgers_for(db, started := [row for row in rows if row.state == _STARTED])
    lines = [
        line
        for row in started
        for line in _lines(row, stopping(ledgers[row.id], moment_of(row, now)))
    ]
    add_time_entries(db, lines, by)
    held.clocks_stopped_at = now
    return _record(db, "stop", held, lines, ledgers, by, now)


def restart_clocks(db: Session, session: UUID, reason: str, by: UUID, now: datetime) -> int:
    """Start the clocks again that were stopped all at once, and no other; return how many.

    The reason may be empty and follow later. A second press changes nothing. Refuses once the
    session is closed.
    """
    held = open_room(db, session)
    rows = lock_session_sittings(db, held.centre_id, session)
    if held.clocks_stopped_at is None:
        return 0
    ledgers = ledgers_for(db, started := [row for row in rows if row.state == _STARTED])
    lines = [
        line
        for row in started
        for line in _lines(row, restarting(ledgers[row.id], now, reason.strip()))
    ]
    add_time_entries(db, lines, by)
    stopped_at, held.clocks_stopped_at = held.clocks_stopped_at, None
    running = _record(db, "restart", held, lines, ledgers, by, now)
    if reason.strip():
        _note(db, held, reason.strip(), stopped_at, by, now)
    return running


def give_reason(
    db: Session, session: UUID, stopped_at: datetime, reason: str, by: UUID, now: datetime
) -> int:
    """Write down why all clocks were stopped at a moment; it stands among the incidents.

    The first reason stands: return 1, or 0 where there is one. Refuses without a reason
    (REASON_MISSING), and where they were not stopped at that moment (CLOCKS_RUNNING).
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = room_to_change(db, session)
    if stopped_at not in (begin for begin, _ in stops_of(db, held)):
        raise Refusal(Reason.CLOCKS_RUNNING)
    return _note(db, held, reason.strip(), stopped_at, by, now)


def stand_with_the_room(
    db: Session, held: ExamSessionRow, row: SittingRow, by: UUID, now: datetime
) -> None:
    """Stop a clock that was just started by staff while all others in the room are stopped.

    The caller holds the locks of the session and of the sitting.
    """
    if held.clocks_stopped_at is None or row.state != _STARTED:
        return
    add_time_entries(db, _lines(row, stopping(ledger_for(db, row), now)), by)


def _lines(row: SittingRow, entries: Entries) -> list[Line]:
    return [(row, entry) for entry in entries]


def _record(
    db: Session,
    act: str,
    held: ExamSessionRow,
    lines: list[Line],
    before: Mapping[UUID, TimeLedger],
    by: UUID,
    now: datetime,
) -> int:
    """Record a stop or a restart about the session and each sitting; return how many clocks ran."""
    changed = list({row.id: row for row, _ in lines}.values())
    resting = sum(rests(before[row.id]) for row in changed)
    count = len(changed) - resting
    record_about(db, f"{act}_all_clocks", held, now=now, by=by, sittings=count, resting=resting)
    record_about_each(db, f"{act}_clock", changed, now=now, by=by)
    return count


def _note(
    db: Session, held: ExamSessionRow, reason: str, stopped_at: datetime, by: UUID, now: datetime
) -> int:
    """Keep the first reason for a stop; return 1, or 0 where there is one already."""
    if stopped_at not in unexplained_stops(db, held):
        return 0
    note = IncidentRow(
        awarding_body_id=held.awarding_body_id,
        centre_id=held.centre_id,
        session_id=held.id,
        sitting_id=None,
        category=CLOCKS_STOPPED,
        category_name=NOTE_NAME,
        notify=False,
        text=reason,
        happened_at=stopped_at,
        by_id=by,
        at=now,
    )
    db.add(note)
    db.flush()
    record_about(db, "reason_for_stop", held, now=now, by=by, incident=str(note.id))
    return 1
