"""Counting what waits for somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.store.content import (
    BankRow,
    ItemRow,
    ItemVersionRow,
    SpecificationRow,
    SpecificationVersionRow,
)
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.people import PersonRow
from app.store.queries.late_answers import sessions_to_decide
from app.store.queries.result_lists import Stage, count_sessions_at
from app.store.results import ResultReleaseRow
from app.store.sessions import ExamSessionRow, SessionInvigilatorRow
from app.store.sittings import SittingRow


@dataclass(frozen=True, slots=True)
class Timetabled:
    """A session as the desk names it."""

    opens_at: datetime
    zone: str
    room: str
    title: str
    state: str

    def is_on(self, now: datetime) -> bool:
        """Say whether it is on the centre's present day, or open still."""
        zone = ZoneInfo(self.zone)
        today = self.opens_at.astimezone(zone).date() == now.astimezone(zone).date()
        return today or self.state in ("released", "started")


@dataclass(frozen=True, slots=True)
class Installation:
    """How many of everything there is."""

    people: int
    not_yet_in: int
    bodies: int
    centres: int


def sessions_invigilated(
    db: Session, person: UUID, centres: Collection[UUID], now: datetime
) -> list[Timetabled]:
    """Return the unfinished sessions of today that the person is named for, the first first."""
    named = select(SessionInvigilatorRow.session_id).where(
        SessionInvigilatorRow.person_id == person, SessionInvigilatorRow.centre_id.in_(centres)
    )
    query = _timetable(centres).where(
        ExamSessionRow.id.in_(named), ExamSessionRow.opens_at < now + timedelta(days=2)
    )
    return [session for session in _read(db, query) if session.is_on(now)]


def sessions_to_come(db: Session, centres: Collection[UUID], now: datetime) -> list[Timetabled]:
    """Return the centres' sessions that are open or can still be started, the first first."""
    return [
        session
        for session in _read(
            db, _timetable(centres).where(ExamSessionRow.latest_start_at > now - timedelta(days=1))
        )
        if session.opens_at > now or session.is_on(now)
    ]


def sessions_with_results(db: Session, centres: Collection[UUID]) -> int:
    """Count the centres' sessions that have released results."""
    return _count(
        db,
        select(func.count(func.distinct(SittingRow.session_id)))
        .join(
            ResultReleaseRow,
            (ResultReleaseRow.centre_id == SittingRow.centre_id)
            & (ResultReleaseRow.sitting_id == SittingRow.id),
        )
        .where(SittingRow.centre_id.in_(centres)),
    )


def items_to_approve(db: Session, person: UUID, bodies: Collection[UUID]) -> int:
    """Count the items whose newest version is in review and was made by somebody else."""
    newest = (
        select(func.max(ItemVersionRow.version))
        .where(ItemVersionRow.item_id == ItemRow.id)
        .correlate(ItemRow)
        .scalar_subquery()
    )
    return _count(
        db,
        select(func.count())
        .select_from(ItemRow)
        .join(ItemVersionRow, ItemVersionRow.item_id == ItemRow.id)
        .join(BankRow, BankRow.id == ItemRow.bank_id)
        .where(
            BankRow.awarding_body_id.in_(bodies),
            ItemRow.withdrawn_at.is_(None),
            ItemVersionRow.version == newest,
            ItemVersionRow.status == "review",
            ItemVersionRow.created_by.is_distinct_from(person),
        ),
    )


def sessions_to_release(db: Session, bodies: Collection[UUID]) -> int:
    """Count the closed live sessions that hold results back."""
    return count_sessions_at(db, bodies, Stage.WAITING)


def late_answers_to_decide(db: Session, bodies: Collection[UUID]) -> int:
    """Count the late answers that hold a result back until somebody decides."""
    return sum(session.open for session in sessions_to_decide(db, bodies))


def specifications_without_pass_mark(db: Session, bodies: Collection[UUID]) -> int:
    """Count the specifications whose newest version has no pass mark."""
    newest = (
        select(func.max(SpecificationVersionRow.version))
        .where(SpecificationVersionRow.specification_id == SpecificationRow.id)
        .correlate(SpecificationRow)
        .scalar_subquery()
    )
    return _count(
        db,
        select(func.count())
        .select_from(SpecificationRow)
        .join(
            SpecificationVersionRow, SpecificationVersionRow.specification_id == SpecificationRow.id
        )
        .where(
            SpecificationRow.awarding_body_id.in_(bodies),
            SpecificationVersionRow.version == newest,
            SpecificationVersionRow.pass_mark.is_(None),
        ),
    )


def installation(db: Session) -> Installation:
    """Count people, awarding bodies and centres."""
    active = select(func.count()).select_from(PersonRow).where(PersonRow.active.is_(True))
    return Installation(
        people=_count(db, active),
        not_yet_in=_count(db, active.where(PersonRow.password_hash == "")),
        bodies=_count(db, select(func.count()).select_from(AwardingBodyRow)),
        centres=_count(db, select(func.count()).select_from(CentreRow)),
    )


def _timetable(centres: Collection[UUID]) -> Select[datetime, str, str, str, str]:
    return (
        select(
            ExamSessionRow.opens_at,
            CentreRow.time_zone,
            ExamSessionRow.room,
            SpecificationVersionRow.title,
            ExamSessionRow.state,
        )
        .join(CentreRow, CentreRow.id == ExamSessionRow.centre_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .where(ExamSessionRow.centre_id.in_(centres), ExamSessionRow.state != "closed")
        .order_by(ExamSessionRow.opens_at, ExamSessionRow.id)
    )


def _read(db: Session, query: Select[datetime, str, str, str, str]) -> list[Timetabled]:
    return [Timetabled(*row) for row in db.execute(query)]


def _count(db: Session, query: Select[int]) -> int:
    return db.scalar(query) or 0
