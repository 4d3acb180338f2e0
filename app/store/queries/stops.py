"""Reading when all clocks in a room were stopped."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.audit import EventRow
from app.store.sessions import ExamSessionRow


def last_stop(db: Session, session: ExamSessionRow) -> datetime | None:
    """Return when every clock in the room was last stopped, None if it never was."""
    return db.scalar(
        select(func.max(EventRow.at)).where(
            EventRow.centre_id == session.centre_id,
            EventRow.act == "stop_all_clocks",
            EventRow.subject_id == session.id,
        )
    )
