"""Opening a session: papers locked, keycodes out, and the word to start."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState
from app.services import papers
from app.services.invigilation.acts import room_to_change
from app.services.keycodes import issue_keycode
from app.services.result_codes import issue_result_code
from app.store.organisations import CentreRow
from app.store.queries.locks import lock_session_sittings
from app.store.record import record_about
from app.store.sessions import ExamSessionRow


def release_keycodes(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Open the session: lock every paper and give the keycodes out; return how many.

    Refuses before the session opens or after its latest start (OUTSIDE_WINDOW), when it is open
    already (ALREADY_DONE), and when the bank can no longer fill a paper (PAPER_SHORT).
    """
    held = room_to_change(db, session)
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


def start_session(db: Session, session: UUID, by: UUID, now: datetime) -> None:
    """Say "start": from now on each admitted candidate's clock begins when they press Start.

    Refuses before keycodes are out, outside the window, and when it is started already.
    """
    held = room_to_change(db, session)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    if held.state != SessionState.RELEASED:
        raise Refusal(Reason.ALREADY_DONE)
    _check_window(db, held, now)
    held.state = SessionState.STARTED
    held.started_at = now
    record_about(db, "start_session", held, now=now, by=by)


def _check_window(db: Session, session: ExamSessionRow, now: datetime) -> None:
    if not session.opens_at <= now <= session.latest_start_at:
        zone = ZoneInfo(db.get_one(CentreRow, session.centre_id).time_zone)
        raise Refusal(
            Reason.OUTSIDE_WINDOW,
            opens=session.opens_at.astimezone(zone),
            latest_start=session.latest_start_at.astimezone(zone),
        )
