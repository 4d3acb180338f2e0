"""Reading what a room was told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.store.room import RoomMessageRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


def messages_for(db: Session, sitting: SittingRow) -> Sequence[RoomMessageRow]:
    """Return what a sitting has been told, in order; nothing from before it was entered."""
    if not sitting.messages:
        return ()
    newest = db.scalars(
        select(RoomMessageRow)
        .where(
            RoomMessageRow.centre_id == sitting.centre_id,
            RoomMessageRow.session_id == sitting.session_id,
            or_(RoomMessageRow.sitting_id.is_(None), RoomMessageRow.sitting_id == sitting.id),
        )
        .order_by(RoomMessageRow.at.desc(), RoomMessageRow.id.desc())
        .limit(sitting.messages)
    ).all()
    return newest[::-1]


def messages_of_session(db: Session, session: ExamSessionRow) -> Sequence[RoomMessageRow]:
    """Return every message of a session, the newest first."""
    return db.scalars(
        select(RoomMessageRow)
        .where(
            RoomMessageRow.centre_id == session.centre_id,
            RoomMessageRow.session_id == session.id,
        )
        .order_by(RoomMessageRow.at.desc(), RoomMessageRow.id.desc())
    ).all()


def last_message_at(db: Session, centre: UUID, session: UUID) -> datetime | None:
    """Return the moment of a session's last message."""
    return db.scalar(
        select(func.max(RoomMessageRow.at)).where(
            RoomMessageRow.centre_id == centre, RoomMessageRow.session_id == session
        )
    )
