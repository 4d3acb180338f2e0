"""Lists of sessions with what their results say, and how many of them are held back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, func, select
from sqlalchemy.orm import Session

from app.domain.result import ResultStatus
from app.domain.sitting import SessionKind, SessionState
from app.store.content import SpecificationRow, SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.queries.results import is_release, newest_version
from app.store.results import ResultReleaseRow, ResultRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow


class Stage(StrEnum):
    """How far a session is on its way to released results."""

    WAITING = "waiting"  # closed and marked, some results held
    RELEASED = "released"  # closed, every result given out
    RUNNING = "running"  # not closed yet


@dataclass(slots=True)
class ResultLine:
    """A session in a list, with how many are entered and how many results are what, and held."""

    session: ExamSessionRow
    centre_number: str
    centre_name: str
    zone: str
    code: str
    title: str
    entered: int = 0
    held: int = 0
    counts: dict[ResultStatus, int] = field(default_factory=dict)


def sessions_at(
    db: Session, bodies: Collection[UUID], stage: Stage, *, limit: int = 1000, offset: int = 0
) -> list[ResultLine]:
    """Return the live sessions of the awarding bodies at a stage; the longest held results first.

    What is released or not closed yet comes the latest session first.
    """
    opened = ExamSessionRow.opens_at
    order = opened if stage is Stage.WAITING else opened.desc()
    query = _sessions().where(*_at(bodies, stage)).order_by(order, ExamSessionRow.id)
    return _read(db, query.limit(limit).offset(offset))


def released_at(
    db: Session, centres: Collection[UUID], *, limit: int = 1000, offset: int = 0
) -> list[ResultLine]:
    """Return the centres' sessions of which some result has been given out, the latest first."""
    query = (
        _sessions()
        .where(ExamSessionRow.centre_id.in_(centres), _has_released())
        .order_by(ExamSessionRow.opens_at.desc(), ExamSessionRow.id)
    )
    return _read(db, query.limit(limit).offset(offset), released=True)


def count_sessions_at(db: Session, bodies: Collection[UUID], stage: Stage) -> int:
    """Count the live sessions of the awarding bodies at a stage."""
    query = select(func.count()).select_from(ExamSessionRow).where(*_at(bodies, stage))
    return db.scalar(query) or 0


def scheduled_with(db: Session, specification_id: UUID) -> dict[UUID, int]:
    """Count the sessions not closed yet by the version of the specification they were given."""
    found = db.execute(
        select(SpecificationVersionRow.id, func.count())
        .join(ExamSessionRow, ExamSessionRow.specification_version_id == SpecificationVersionRow.id)
        .where(
            SpecificationVersionRow.specification_id == specification_id,
            ExamSessionRow.state != SessionState.CLOSED,
        )
        .group_by(SpecificationVersionRow.id)
    )
    return {version: count for version, count in found}


def _sessions() -> Select[ExamSessionRow, str, str, str, str, str]:
    return (
        select(
            ExamSessionRow,
            CentreRow.number,
            CentreRow.name,
            CentreRow.time_zone,
            SpecificationRow.code,
            SpecificationVersionRow.title,
        )
        .join(CentreRow, CentreRow.id == ExamSessionRow.centre_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .join(SpecificationRow, SpecificationRow.id == SpecificationVersionRow.specification_id)
    )


def _at(bodies: Collection[UUID], stage: Stage) -> Iterable[ColumnElement[bool]]:
    closed = ExamSessionRow.state == SessionState.CLOSED
    stages: dict[Stage, ColumnElement[bool]] = {
        Stage.WAITING: and_(closed, _holds_results()),
        Stage.RELEASED: and_(closed, ~_holds_results()),
        Stage.RUNNING: ~closed,
    }
    live = ExamSessionRow.kind == SessionKind.LIVE
    return (ExamSessionRow.awarding_body_id.in_(bodies), live, stages[stage])


def _holds_results() -> Exists:
    """Say whether the newest result of some sitting of the session has not been given out."""
    given_out = exists().where(is_release()).correlate(ResultRow)
    return (
        _newest_results()
        .where(
            SittingRow.centre_id == ExamSessionRow.centre_id,
            SittingRow.session_id == ExamSessionRow.id,
            ~given_out,
        )
        .correlate(ExamSessionRow)
        .exists()
    )


def _has_released() -> Exists:
    return (
        select(ResultReleaseRow.sitting_id)
        .join(
            SittingRow,
            and_(
                SittingRow.centre_id == ResultReleaseRow.centre_id,
                SittingRow.id == ResultReleaseRow.sitting_id,
            ),
        )
        .where(
            SittingRow.centre_id == ExamSessionRow.centre_id,
            SittingRow.session_id == ExamSessionRow.id,
        )
        .correlate(ExamSessionRow)
        .exists()
    )


def _newest_results(*, released: bool = False) -> Select[UUID]:
    """Return the sittings whose entries stand, each beside its newest result (given out)."""
    return (
        select(SittingRow.session_id)
        .join(EntryRow, and_(EntryRow.id == SittingRow.entry_id, EntryRow.withdrawn_at.is_(None)))
        .join(
            ResultRow,
            and_(
                ResultRow.centre_id == SittingRow.centre_id,
                ResultRow.sitting_id == SittingRow.id,
                ResultRow.version == newest_version(released=released),
            ),
        )
    )


def _read(
    db: Session, query: Select[ExamSessionRow, str, str, str, str, str], *, released: bool = False
) -> list[ResultLine]:
    """Return what the query finds with its counts, in three queries however many there are."""
    known = {row[0].id: ResultLine(*row) for row in db.execute(query)}
    entered = db.execute(
        select(EntryRow.session_id, func.count())
        .where(EntryRow.session_id.in_(known), EntryRow.withdrawn_at.is_(None))
        .group_by(EntryRow.session_id)
    )
    for session, count in entered:
        known[session].entered = count
    results = db.execute(
        _newest_results(released=released)
        .add_columns(ResultRow.status, func.count(), func.count(ResultReleaseRow.version))
        .outerjoin(ResultReleaseRow, is_release())
        .where(SittingRow.session_id.in_(known))
        .group_by(SittingRow.session_id, ResultRow.status)
    )
    for session, status, count, out in results:
        known[session].counts[ResultStatus(status)] = count
        known[session].held += count - out
    return list(known.values())
