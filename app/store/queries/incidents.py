"""Reading incidents, and the categories they are written down in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from app.domain.incident import STANDARD, Category
from app.store.candidates import CandidateRow
from app.store.content import SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.people import PersonRow
from app.store.room import IncidentCategoryRow, IncidentRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow

RECENT = timedelta(days=14)  # how long an incident stands on the awarding body's first page


@dataclass(frozen=True, slots=True)
class Written:
    """An incident with its candidate's number, empty for the room, and who wrote it down."""

    incident: IncidentRow
    candidate_number: str
    by: str


@dataclass(frozen=True, slots=True)
class Reported:
    """An incident as the awarding body reads it: with session and centre."""

    written: Written
    session: ExamSessionRow
    centre_number: str
    centre_name: str
    zone: str
    title: str


def category_rows(db: Session, body: UUID) -> Sequence[IncidentCategoryRow]:
    """Return an awarding body's own categories, retired ones too; none while it uses the standard."""
    return db.scalars(
        select(IncidentCategoryRow)
        .where(IncidentCategoryRow.awarding_body_id == body)
        .order_by(IncidentCategoryRow.place, IncidentCategoryRow.id)
    ).all()


def categories_of(db: Session, body: UUID) -> tuple[Category, ...]:
    """Return an awarding body's categories, retired ones too; the standard list where it has none."""
    own = category_rows(db, body)
    return tuple(map(_category, own)) if own else STANDARD


def incidents_of(db: Session, session: ExamSessionRow) -> list[Written]:
    """Return the incidents of a session in the order they were written down."""
    rows = db.execute(
        _written().where(
            IncidentRow.centre_id == session.centre_id, IncidentRow.session_id == session.id
        )
    )
    return [Written(incident, number or "", by) for incident, number, by in rows]


def incident_of(db: Session, session: ExamSessionRow, id: UUID) -> IncidentRow | None:
    """Return one incident of the session."""
    row = db.get(IncidentRow, (session.centre_id, id))
    return row if row is not None and row.session_id == session.id else None


def count_to_tell(db: Session, bodies: Collection[UUID], since: datetime) -> int:
    """Count the incidents that the bodies had to be told of, written down since then."""
    return (
        db.scalar(
            select(func.count())
            .select_from(IncidentRow)
            .where(_to_tell(bodies), IncidentRow.at >= since)
        )
        or 0
    )


def to_tell(
    db: Session,
    bodies: Collection[UUID],
    *,
    session: UUID | None = None,
    since: datetime | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Reported]:
    """Return the incidents that the bodies must be told of, of one session or all, the last first."""
    query = (
        _written()
        .add_columns(
            ExamSessionRow,
            CentreRow.number,
            CentreRow.name,
            CentreRow.time_zone,
            SpecificationVersionRow.title,
        )
        .join(ExamSessionRow, ExamSessionRow.id == IncidentRow.session_id)
        .join(CentreRow, CentreRow.id == IncidentRow.centre_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .where(_to_tell(bodies))
        .order_by(None)
        .order_by(IncidentRow.at.desc(), IncidentRow.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if session is not None:
        query = query.where(IncidentRow.session_id == session)
    if since is not None:
        query = query.where(IncidentRow.at >= since)
    return [
        Reported(Written(incident, number or "", by), *rest)
        for incident, number, by, *rest in db.execute(query)
    ]


def _to_tell(bodies: Collection[UUID]) -> ColumnElement[bool]:
    return and_(IncidentRow.awarding_body_id.in_(bodies), IncidentRow.notify.is_(True))


def _written() -> Select[IncidentRow, str | None, str]:
    return (
        select(IncidentRow, CandidateRow.number, PersonRow.name)
        .join(PersonRow, PersonRow.id == IncidentRow.by_id)
        .outerjoin(
            SittingRow,
            and_(
                SittingRow.centre_id == IncidentRow.centre_id,
                SittingRow.id == IncidentRow.sitting_id,
            ),
        )
        .outerjoin(EntryRow, EntryRow.id == SittingRow.entry_id)
        .outerjoin(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .order_by(IncidentRow.at, IncidentRow.id)
    )


def _category(row: IncidentCategoryRow) -> Category:
    return Category(
        code=row.code,
        name=row.name,
        notify=row.notify,
        advice=row.advice,
        retired=row.retired_at is not None,
    )
