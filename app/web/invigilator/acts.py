"""From a button to the one service call behind it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.extensions import testamur
from app.services import invigilation
from app.services.lockdown import go_on_without_lockdown
from app.services.paper_sittings import go_on_paper
from app.web.invigilator.forms import Act

PLAIN = {
    Act.ADMIT: invigilation.admit,
    Act.REENTRY: invigilation.allow_reentry,
    Act.ABSENT: invigilation.mark_absent,
}
WITH_REASON = {
    Act.PAUSE: invigilation.pause,
    Act.RESUME: invigilation.resume,
    Act.PAPER: go_on_paper,
    Act.WITHOUT_LOCKDOWN: go_on_without_lockdown,
    Act.FINISH: invigilation.finish_for,
    Act.VOID: invigilation.void_sittings,
}


def perform(
    db: Session,
    act: Act,
    session: UUID,
    sittings: Collection[UUID],
    reason: str,
    minutes: int,
    by: UUID,
    now: datetime,
) -> int:
    """Do the act; return to how many candidates it was done."""
    if act is Act.EXTRA_TIME:
        limit = testamur().settings.extra_time_limit_minutes
        return invigilation.grant_extra_time(
            db, session, sittings, minutes, reason, by, now, limit_minutes=limit
        )
    if act in WITH_REASON:
        return WITH_REASON[act](db, session, sittings, reason, by, now)
    return PLAIN[act](db, session, sittings, by, now)
