"""Schedule exam sessions: when, where, to which specification, watched by whom."""

import os
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.lockdown import quit_password_for
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionKind, SessionState
from app.domain.timing import ZERO, TimeEntry, TimeKind, TimeLedger, allowance
from app.services.naming import name_for_session, take_off_session
from app.services.papers import prove_fillable, source_for
from app.store.organisations import CentreRow
from app.store.queries import sessions as queries
from app.store.queries.candidates import NO_EXTRA_TIME, ExtraTime
from app.store.queries.content import SpecificationVersion, specification_version_for
from app.store.record import record_about
from app.store.sessions import ExamSessionRow

SECRET_BYTES = 32


def schedule_session(
    db: Session,
    centre_id: UUID,
    specification_version_id: UUID,
    room: str,
    opens_at: datetime,
    latest_start_at: datetime,
    latest_finish_at: datetime,
    invigilators: Collection[UUID],
    by: UUID | None,
    now: datetime,
    kind: SessionKind = SessionKind.LIVE,
    secret: bytes | None = None,
    lockdown: str = "",
) -> UUID:
    """Schedule a session and freeze the pass mark with it; return the session's id.

    Refuses a centre that is not active, a specification version that is not approved for it, times
    out of order or past, people who do not invigilate there, and a bank that cannot fill a paper.
    """
    centre, version = _schedulable(db, centre_id, specification_version_id)
    _check_times(opens_at, latest_start_at, latest_finish_at)
    _check_ahead(latest_start_at, now)
    _check_invigilators(db, centre_id, invigilators)
    prove_fillable(source_for(db, version.id))
    session = ExamSessionRow(
        **_frozen(centre, version),
        kind=kind,
        room=room,
        opens_at=opens_at,
        latest_start_at=latest_start_at,
        latest_finish_at=latest_finish_at,
        secret=secret or os.urandom(SECRET_BYTES),
        scheduled_by=by,
        scheduled_at=now,
    )
    _add(db, session, lockdown)
    _name_invigilators(db, session, invigilators)
    _record(db, "schedule_session", session, invigilators, by, now)
    return session.id


def change_session(
    db: Session,
    session_id: UUID,
    room: str,
    opens_at: datetime,
    latest_start_at: datetime,
    latest_finish_at: datetime,
    invigilators: Collection[UUID],
    by: UUID | None,
    now: datetime,
    lockdown: str | None = None,
    shown: Collection[UUID] | None = None,
) -> None:
    """Change where and when a session is held and who invigilates; never what is sat.

    `shown` are those who were named when the form was opened, None for all who are named: whoever
    was named or taken off since stays so. Who is taken off loses the code. Refuses a session that
    is closed, times out of order, a new latest start that has passed, people who do not invigilate
    at the centre and were not named before, and another choice of browser (`lockdown`, None to
    leave it) once the keycodes are out.
    """
    session = open_session(db, session_id)
    _check_times(opens_at, latest_start_at, latest_finish_at)
    if latest_start_at != session.latest_start_at:
        _check_ahead(latest_start_at, now)
    named = {row.person_id for row in queries.named_for(db, session)}
    before = named if shown is None else set(shown)
    added, gone = set(invigilators) - before - named, (before - set(invigilators)) & named
    _check_invigilators(db, session.centre_id, added)
    if lockdown is not None:
        _require_lockdown(session, lockdown)
    session.room = room
    session.opens_at = opens_at
    session.latest_start_at = latest_start_at
    session.latest_finish_at = latest_finish_at
    _name_invigilators(db, session, added)
    take_off_session(db, session, gone, by, now)
    _record(db, "change_session", session, named - gone | added, by, now)


def open_session(db: Session, session_id: UUID) -> ExamSessionRow:
    """Return a session that can still be changed, locked; refuses one that is closed."""
    session = queries.session_to_change(db, session_id)
    if session is None or session.state == SessionState.CLOSED:
        raise Refusal(Reason.ENTRIES_CLOSED)
    return session


def at_local(day: date, clock: time, zone: str) -> datetime:
    """Return the instant, in UTC, at which clocks in the zone show this day and time.

    Refuses a time that the change to summer time leaves out. Of a time that comes twice, the first.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refusal(Reason.BAD_TIMES)
    return instant


def longest_allowance(minutes: int, extra: Iterable[ExtraTime] = ()) -> timedelta:
    """Return the longest anyone may work: the base time with the greatest extra time."""
    return max(_allowance(minutes, each) for each in (NO_EXTRA_TIME, *extra))


def overrun(latest_start_at: datetime, latest_finish_at: datetime, longest: timedelta) -> timedelta:
    """Return how far the last to start may work past the latest finish, which cuts nobody's time."""
    return max(ZERO, latest_start_at + longest - latest_finish_at)


def _allowance(minutes: int, extra: ExtraTime) -> timedelta:
    at = datetime.min.replace(tzinfo=UTC)
    return allowance(
        TimeLedger(
            (
                TimeEntry(kind=TimeKind.BASE, at=at, amount=timedelta(minutes=minutes)),
                TimeEntry(kind=TimeKind.PERCENT, at=at, percent=extra.percent),
                TimeEntry(kind=TimeKind.FIXED, at=at, amount=extra.fixed),
            )
        )
    )


def _schedulable(
    db: Session, centre_id: UUID, specification_version_id: UUID
) -> tuple[CentreRow, SpecificationVersion]:
    centre = db.get(CentreRow, centre_id)
    if centre is None or not centre.active:
        raise Refusal(Reason.CENTRE_NOT_ACTIVE)
    bodies = {centre.awarding_body_id}
    version = specification_version_for(db, specification_version_id, bodies)
    if version is None or not version.approved:
        raise Refusal(Reason.NOT_PUBLISHED)
    return centre, version


def _frozen(centre: CentreRow, version: SpecificationVersion) -> dict[str, Any]:
    """Return what stays with a session whatever is published later, the pass mark among it."""
    return {
        "awarding_body_id": centre.awarding_body_id,
        "centre_id": centre.id,
        "specification_version_id": version.id,
        "pass_mark": version.specification.pass_mark,
        "pass_mark_note": version.specification.pass_mark_note,
    }


def _check_times(opens_at: datetime, latest_start_at: datetime, latest_finish_at: datetime) -> None:
    if not opens_at < latest_start_at < latest_finish_at:
        raise Refusal(Reason.BAD_TIMES)


def _check_ahead(latest_start_at: datetime, now: datetime) -> None:
    if latest_start_at <= now:
        raise Refusal(Reason.TIMES_PAST)


def _check_invigilators(db: Session, centre_id: UUID, invigilators: Collection[UUID]) -> None:
    known = {person.id for person in queries.invigilators_at(db, centre_id)}
    if not known.issuperset(invigilators):
        raise Refusal(Reason.INVIGILATOR_UNKNOWN)


def _add(db: Session, session: ExamSessionRow, lockdown: str) -> None:
    db.add(session)
    db.flush()
    _require_lockdown(session, lockdown)


def _require_lockdown(session: ExamSessionRow, lockdown: str) -> None:
    """Ask for a locked-down browser or for none; what ends it early stays the same for good."""
    if session.lockdown == lockdown:
        return
    if session.state != SessionState.SCHEDULED:
        raise Refusal(Reason.LOCKDOWN_FIXED)
    session.lockdown = lockdown
    session.quit_password = quit_password_for(session.secret, str(session.id)) if lockdown else ""


def _name_invigilators(
    db: Session, session: ExamSessionRow, invigilators: Collection[UUID]
) -> None:
    for person in sorted(invigilators):
        name_for_session(db, session, person)


def _record(
    db: Session,
    act: str,
    session: ExamSessionRow,
    invigilators: Collection[UUID],
    by: UUID | None,
    now: datetime,
) -> None:
    """Append the act with what was scheduled and the invigilators' identifiers."""
    record_about(
        db,
        act,
        session,
        now=now,
        by=by,
        specification_version=str(session.specification_version_id),
        kind=str(session.kind),
        pass_mark=session.pass_mark,
        lockdown=session.lockdown,
        opens_at=session.opens_at.isoformat(),
        latest_start_at=session.latest_start_at.isoformat(),
        latest_finish_at=session.latest_finish_at.isoformat(),
        invigilators=sorted(map(str, invigilators)),
    )
