"""Telling candidates something in writing: one, some, or everybody in the room."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.message import LONGEST, message_text
from app.domain.refusals import Reason, Refusal
from app.services.invigilation.acts import open_room
from app.store.queries.locks import lock_session_sittings, lock_sittings
from app.store.queries.messages import last_message_at
from app.store.record import record_about
from app.store.room import RoomMessageRow
from app.store.sessions import ExamSessionRow


def send_message(
    db: Session,
    session: UUID,
    sittings: Collection[UUID] | None,
    text: str,
    by: UUID,
    now: datetime,
) -> int:
    """Send a message to some sittings, or to everybody with None; return to how many.

    Refuses one that is empty or longer than 500 characters (MESSAGE_LENGTH).
    """
    words = message_text(text)
    if not 1 <= len(words) <= LONGEST:
        raise Refusal(Reason.MESSAGE_LENGTH, most=LONGEST)
    held = open_room(db, session)
    if sittings is None:
        rows = lock_session_sittings(db, held.centre_id, held.id)
    else:
        rows = lock_sittings(db, held, sittings)
    at = _after_the_last(db, held, now)
    for row in rows:
        row.messages += 1
    if sittings is None:
        message = _add(db, held, None, words, by, at)
        record_about(db, "send_message", held, now=now, by=by, message=message, sittings=len(rows))
        return len(rows)
    sent = [(row, _add(db, held, row.id, words, by, at)) for row in rows]
    for row, message in sent:
        record_about(db, "send_message", row, now=now, by=by, message=message)
    return len(rows)


def _after_the_last(db: Session, held: ExamSessionRow, now: datetime) -> datetime:
    """Return a moment after every other message, so that a sitting's are counted in order."""
    last = last_message_at(db, held.centre_id, held.id)
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _add(
    db: Session, held: ExamSessionRow, sitting: UUID | None, words: str, by: UUID, at: datetime
) -> str:
    row = RoomMessageRow(
        awarding_body_id=held.awarding_body_id,
        centre_id=held.centre_id,
        session_id=held.id,
        sitting_id=sitting,
        text=words,
        by_id=by,
        at=at,
    )
    db.add(row)
    db.flush()
    return str(row.id)
