"""What the plan of a real session and its machine say before the day; everything is only read."""

import shutil
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.config import Settings, Transport
from app.domain.feasibility import shortages
from app.domain.rehearsal import Facts
from app.services.papers import source_for
from app.services.readiness import InTheWay, readiness_of
from app.services.scheduling import longest_allowance
from app.store.database import Database
from app.store.engine import UnsafeDatabase, check_durable
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries import rehearsals as queries
from app.store.queries.content import specification_version_for
from app.store.queries.sessions import entries_of, invigilators_of
from app.store.sessions import ExamSessionRow


def facts_of(
    database: Database, db: Session, settings: Settings, session: ExamSessionRow, now: datetime
) -> Facts:
    """Return what is known of a session and of this machine."""
    body = db.get_one(AwardingBodyRow, session.awarding_body_id)
    version = specification_version_for(db, session.specification_version_id)
    entries = entries_of(db, session)
    minutes = version.specification.minutes if version else 0
    private = settings.transport is not Transport.PLAIN
    ready = readiness_of(db, session, known_address=bool(settings.known_url), private=private)
    return Facts(
        now=now,
        latest_start_at=session.latest_start_at,
        latest_finish_at=session.latest_finish_at,
        longest=longest_allowance(minutes, (each.extra_time for each in entries)),
        entered=len(entries),
        invigilators=len(invigilators_of(db, session)),
        per_invigilator=body.candidates_per_invigilator,
        seats=tuple(each.sitting.seat for each in entries),
        desks=ready.facts.desks,
        in_the_way=tuple(_wanted(each) for each in ready.in_the_way),
        shortages=_shortages(db, session),
        offered=bool(version and version.approved),
        centre_active=db.get_one(CentreRow, session.centre_id).active,
        lockdown=bool(session.lockdown),
        address=settings.known_url,
        own_machine_only=settings.transport is Transport.OWN_MACHINE,
        in_the_clear=not private,
        free_bytes=shutil.disk_usage(settings.instance).free,
        database_problem=_database_problem(database),
        clock_off=_clock_off(db, now),
        newest_event_at=queries.newest_event_at(db, session),
    )


def _wanted(other: InTheWay) -> str:
    where = f", {other.room}" if other.room else ""
    people = f" ({', '.join(other.people)})" if other.people else ""
    return f"{other.clash}{people}: {other.title}{where}"


def _shortages(db: Session, session: ExamSessionRow) -> str:
    source = source_for(db, session.specification_version_id)
    short = shortages(source.specification, source.pool)
    return "; ".join(each.why for each in short) + "." if short else ""


def _database_problem(database: Database) -> str:
    try:
        check_durable(database.engine)
    except UnsafeDatabase as unsafe:
        return str(unsafe)
    return ""


def _clock_off(db: Session, now: datetime) -> timedelta:
    theirs = queries.database_time(db)
    return theirs - now if theirs else timedelta(0)
