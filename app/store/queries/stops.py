"""Reading when all clocks in a room were stopped, and when they were started again."""

from datetime import datetime
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.audit import EventRow
from app.store.sessions import ExamSessionRow

STOP, RESTART = "stop_all_clocks", "restart_all_clocks"


def stops_of(db: Session, session: ExamSessionRow) -> list[tuple[datetime, datetime | None]]:
    """Return the stops of every clock in the room, each with its end, the oldest first.

    The end is None for one that goes on. They are read from the record of the acts: the ledger of
    somebody who was ended during a stop tells when it began and never when it was over.
    """
    acts = db.execute(
        select(EventRow.act, EventRow.at)
        .where(
            EventRow.centre_id == session.centre_id,
            EventRow.subject_id == session.id,
            EventRow.act.in_((STOP, RESTART)),
        )
        .order_by(EventRow.sequence)
    ).all()
    moments = {act: [row.at for row in acts if row.act == act] for act in (STOP, RESTART)}
    return list(zip_longest(moments[STOP], moments[RESTART]))
