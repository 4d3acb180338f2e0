"""From a button to the one service call behind it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.admission import Identity
from app.services import invigilation
from app.services.lockdown import go_on_without_lockdown
from app.services.paper_sittings import go_on_paper
from app.web.invigilator.words import Act

PLAIN = {
    Act.REENTRY: invigilation.allow_reentry,
    Act.ABSENT: invigilation.mark_absent,
    Act.BREAK: invigilation.begin_break,
}
WITH_REASON = {
    Act.PAUSE: invigilation.pause,
    Act.RESUME: invigilation.resume,
    Act.BACK: invigilation.return_to_room,
    Act.PAPER: go_on_paper,
    Act.WITHOUT_LOCKDOWN: go_on_without_lockdown,
    Act.FINISH: invigilation.finish_for,
    Act.VOID: invigilation.void_sittings,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be done, to whom, and what was written about it."""

    act: Act
    session: UUID
    sittings: Collection[UUID]
    text: str = ""  # a reason or, for a message, its words
    minutes: int = 0
    identity: Identity | None = None
    note: str = ""


def perform(db: Session, asked: Asked, by: UUID, now: datetime) -> int:
    """Do what is asked; return to how many candidates it was done."""
    act, session, sittings, text = asked.act, asked.session, asked.sittings, asked.text
    if act is Act.ADMIT and asked.identity is not None:
        return invigilation.admit(
            db, session, sittings, asked.identity, by, now, note=asked.note, late_reason=text
        )
    if act is Act.EXTRA_TIME:
        return invigilation.grant_extra_time(db, session, sittings, asked.minutes, text, by, now)
    if act is Act.MESSAGE:
        return invigilation.send_message(db, session, sittings, text, by, now)
    if act in (Act.LEFT, Act.LEFT_ALONE):
        return invigilation.leave_room(db, session, sittings, act is Act.LEFT_ALONE, by, now)
    if act in WITH_REASON:
        return WITH_REASON[act](db, session, sittings, text, by, now)
    return PLAIN[act](db, session, sittings, by, now)
