"""Who is in the room: letting people in, in time or late, marking them absent, another computer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.admission import Arrival, Identity, lateness
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState, move
from app.services.invigilation.acts import change_each, open_room
from app.services.invigilation.reasons import keep_reason
from app.store.content import SpecificationVersionRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

NOT_IN_YET = frozenset({SittingState.ENTERED, SittingState.ABSENT})


def admit(
    db: Session,
    session: UUID,
    sittings: Collection[UUID],
    identity: Identity,
    by: UUID,
    now: datetime,
    *,
    note: str = "",
    late_reason: str = "",
) -> int:
    """Let candidates in, known by `identity`; return how many were let in now.

    Late with a reason they may start past the latest start, as may who was let in before and has
    not started. Refuses late arrivals without one, and another identity without a note of it.
    """
    held, late_reason = open_room(db, session), late_reason.strip()
    arrival = arrival_at(db, held, now)
    if identity is Identity.OTHER and not note.strip():
        raise Refusal(Reason.IDENTITY_NOTE)

    def let_in(row: SittingRow) -> bool:
        if row.state == SittingState.ADMITTED:
            return _let_start_late(row, held, late_reason, now)
        if row.state not in NOT_IN_YET:
            return False
        if arrival is not Arrival.IN_TIME and not late_reason:
            raise Refusal(Reason.REASON_MISSING)
        row.state = move(SittingState(row.state), SittingState.ADMITTED)
        row.admitted_at, row.admitted_by, row.identity_check = now, by, identity
        row.late_reason = "" if arrival is Arrival.IN_TIME else late_reason
        keep_reason(db, row, "admit_candidate", note if identity is Identity.OTHER else "", by, now)
        return True

    facts = {"identity": identity, "arrival": arrival}
    return change_each(db, held, sittings, "admit_candidate", let_in, now, by, **facts)


def arrival_at(db: Session, session: ExamSessionRow, now: datetime) -> Arrival:
    """Say whether who comes into a session now is in time, late or very late."""
    version = db.get_one(SpecificationVersionRow, session.specification_version_id)
    return lateness(session.started_at, now, version.minutes)


def _let_start_late(row: SittingRow, session: ExamSessionRow, reason: str, now: datetime) -> bool:
    """Let somebody start past the latest start who was let in and has not started."""
    if row.late_reason or not reason or now <= session.latest_start_at:
        return False
    row.late_reason = reason
    return True


def mark_absent(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Mark candidates who have not started as absent; return how many."""

    def mark(row: SittingRow) -> bool:
        if row.state == SittingState.ABSENT:
            return False
        row.state = move(SittingState(row.state), SittingState.ABSENT)
        return True

    return change_each(db, open_room(db, session), sittings, "mark_absent", mark, now, by)


def allow_reentry(
    db: Session, session: UUID, sittings: Collection[UUID], by: UUID, now: datetime
) -> int:
    """Let the next device that enters the keycode take the sitting over; return how many."""

    def free(row: SittingRow) -> bool:
        if not row.lease:
            return False
        row.lease, row.leased_at = "", None
        return True

    return change_each(db, open_room(db, session), sittings, "allow_reentry", free, now, by)
