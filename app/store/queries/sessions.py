"""Reading exam sessions: when and where, who invigilates, who is entered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from app.store.candidates import CandidateRow
from app.store.content import SpecificationRow, SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.people import PersonRow, RoleGrantRow
from app.store.queries.candidates import BY_NUMBER, NO_EXTRA_TIME, ExtraTime, extra_time_of
from app.store.results import ResultReleaseRow
from app.store.sessions import EntryRow, ExamSessionRow, SessionInvigilatorRow
from app.store.sittings import PaperRow, SittingRow


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as lists show one, with how many are entered, finished and have a result given out."""

    session: ExamSessionRow
    code: str
    title: str
    minutes: int
    items: int
    entered: int
    finished: int
    released: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with its candidate and sitting."""

    entry: EntryRow
    candidate: CandidateRow
    sitting: SittingRow
    extra_time: ExtraTime


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A sitting with the paper of its last draw and whose it is."""

    sitting: SittingRow
    paper: PaperRow
    candidate_id: UUID


def centre_for(db: Session, centre_id: UUID, centres: Collection[UUID]) -> CentreRow | None:
    """Return a centre if it is one of those given."""
    return db.get(CentreRow, centre_id) if centre_id in centres else None


def centres_among(db: Session, centres: Collection[UUID]) -> Sequence[CentreRow]:
    """Return the centres given, by name."""
    return db.scalars(
        select(CentreRow).where(CentreRow.id.in_(centres)).order_by(CentreRow.name)
    ).all()


def invigilators_at(db: Session, centre_id: UUID) -> Sequence[PersonRow]:
    """Return everybody who may invigilate at the centre now, by name."""
    granted = select(RoleGrantRow.person_id).where(
        RoleGrantRow.role == "invigilator",
        RoleGrantRow.centre_id == centre_id,
        RoleGrantRow.revoked_at.is_(None),
    )
    return db.scalars(
        select(PersonRow)
        .where(PersonRow.id.in_(granted), PersonRow.active.is_(True))
        .order_by(PersonRow.name, PersonRow.id)
    ).all()


def invigilators_of(db: Session, session: ExamSessionRow) -> Sequence[PersonRow]:
    """Return the invigilators named for a session, by name."""
    return db.scalars(
        select(PersonRow)
        .join(SessionInvigilatorRow, SessionInvigilatorRow.person_id == PersonRow.id)
        .where(
            SessionInvigilatorRow.centre_id == session.centre_id,
            SessionInvigilatorRow.session_id == session.id,
        )
        .order_by(PersonRow.name, PersonRow.id)
    ).all()


def named_for(db: Session, session: ExamSessionRow) -> Sequence[SessionInvigilatorRow]:
    """Return the rows that name a session's invigilators."""
    return db.scalars(
        select(SessionInvigilatorRow).where(
            SessionInvigilatorRow.centre_id == session.centre_id,
            SessionInvigilatorRow.session_id == session.id,
        )
    ).all()


def session_for(db: Session, session_id: UUID, centres: Collection[UUID]) -> ExamSessionRow | None:
    """Return a session of one of the centres."""
    return db.scalar(
        select(ExamSessionRow).where(
            ExamSessionRow.id == session_id, ExamSessionRow.centre_id.in_(centres)
        )
    )


def session_to_change(db: Session, session_id: UUID) -> ExamSessionRow | None:
    """Return a session, locked until the commit."""
    return db.scalar(
        select(ExamSessionRow)
        .where(ExamSessionRow.id == session_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def is_any_open(db: Session, centres: Collection[UUID], released_before: datetime) -> bool:
    """Say whether a session that was opened before a moment is still open at one of the centres."""
    query = select(ExamSessionRow.id).where(
        ExamSessionRow.centre_id.in_(centres),
        ExamSessionRow.state.in_(("released", "started")),
        ExamSessionRow.keycodes_released_at < released_before,
    )
    return bool(centres) and db.scalar(query.limit(1)) is not None


def session_line(db: Session, session: ExamSessionRow) -> SessionLine:
    """Return a session as lists show it."""
    return _lines(db, ExamSessionRow.id == session.id)[0]


def sessions_of(
    db: Session, centre_id: UUID, *, limit: int | None = None, offset: int = 0
) -> Sequence[SessionLine]:
    """Return a centre's sessions, the latest first."""
    return _lines(db, ExamSessionRow.centre_id == centre_id, limit=limit, offset=offset)


def sessions_to_transfer_to(
    db: Session, session: ExamSessionRow, now: datetime
) -> Sequence[SessionLine]:
    """Return the centre's other sessions of the same test that can still be started."""
    return _lines(
        db,
        ExamSessionRow.centre_id == session.centre_id,
        ExamSessionRow.id != session.id,
        ExamSessionRow.kind == session.kind,
        ExamSessionRow.state != "closed",
        ExamSessionRow.latest_start_at >= now,
        SpecificationVersionRow.specification_id == specification_of_session(session),
    )[::-1]


def specification_of_session(session: ExamSessionRow) -> ScalarSelect[UUID]:
    """Ask for the specification that a session sits a version of."""
    return (
        select(SpecificationVersionRow.specification_id)
        .where(SpecificationVersionRow.id == session.specification_version_id)
        .scalar_subquery()
    )


def sit_the_same(db: Session, one: ExamSessionRow, other: ExamSessionRow) -> bool:
    """Say whether two sessions sit versions of one specification."""
    return bool(db.scalar(select(specification_of_session(one) == specification_of_session(other))))


def sessions_between(
    db: Session, centre_id: UUID, start: datetime, end: datetime
) -> Sequence[SessionLine]:
    """Return a centre's sessions that open in a stretch of time, the latest first."""
    return _lines(
        db,
        ExamSessionRow.centre_id == centre_id,
        ExamSessionRow.opens_at >= start,
        ExamSessionRow.opens_at < end,
    )


def _lines(
    db: Session, *where: ColumnElement[bool], limit: int | None = None, offset: int = 0
) -> list[SessionLine]:
    rows = db.execute(
        select(
            ExamSessionRow,
            SpecificationRow.code,
            SpecificationVersionRow.title,
            SpecificationVersionRow.minutes,
            SpecificationVersionRow.items,
            _entered(),
            _entered(SittingRow.finished_at.is_not(None)),
            _released(),
        )
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .join(SpecificationRow, SpecificationRow.id == SpecificationVersionRow.specification_id)
        .where(*where)
        .order_by(ExamSessionRow.opens_at.desc(), ExamSessionRow.id)
        .limit(limit)
        .offset(offset)
    )
    return [SessionLine(*row) for row in rows]


def _entered(*also: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count the sittings of the session whose entries stand."""
    return (
        select(func.count())
        .select_from(SittingRow)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .where(
            SittingRow.centre_id == ExamSessionRow.centre_id,
            SittingRow.session_id == ExamSessionRow.id,
            EntryRow.withdrawn_at.is_(None),
            *also,
        )
        .correlate(ExamSessionRow)
        .scalar_subquery()
    )


def _released() -> ScalarSelect[int]:
    """Count the sittings of the session with a result that was given out."""
    return (
        select(func.count(func.distinct(ResultReleaseRow.sitting_id)))
        .join(
            SittingRow,
            (SittingRow.centre_id == ResultReleaseRow.centre_id)
            & (SittingRow.id == ResultReleaseRow.sitting_id),
        )
        .where(
            SittingRow.centre_id == ExamSessionRow.centre_id,
            SittingRow.session_id == ExamSessionRow.id,
        )
        .correlate(ExamSessionRow)
        .scalar_subquery()
    )


def entries_of(db: Session, session: ExamSessionRow) -> Sequence[EntryLine]:
    """Return the entries that stand, by candidate number."""
    return _entry_lines(db, session)


def entry_line(db: Session, entry_id: UUID, session: ExamSessionRow) -> EntryLine | None:
    """Return an entry of the session that stands."""
    return next(iter(_entry_lines(db, session, EntryRow.id == entry_id)), None)


def entry_of_sitting(db: Session, session: ExamSessionRow, sitting_id: UUID) -> EntryLine | None:
    """Return the entry of the session that stands and whose sitting this is."""
    return next(iter(_entry_lines(db, session, SittingRow.id == sitting_id)), None)


def _entry_lines(
    db: Session, session: ExamSessionRow, *where: ColumnElement[bool]
) -> list[EntryLine]:
    rows = db.execute(
        select(EntryRow, CandidateRow, SittingRow)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .join(SittingRow, SittingRow.entry_id == EntryRow.id)
        .where(EntryRow.session_id == session.id, EntryRow.withdrawn_at.is_(None), *where)
        .order_by(*BY_NUMBER)
    ).all()
    extra = extra_time_of(db, session.centre_id, (candidate.id for _, candidate, _ in rows))
    return [EntryLine(*row, extra.get(row[1].id, NO_EXTRA_TIME)) for row in rows]


def all_entries(db: Session, session: ExamSessionRow) -> dict[UUID, EntryRow]:
    """Return every entry ever made for a session, withdrawn or not, by candidate."""
    rows = db.scalars(select(EntryRow).where(EntryRow.session_id == session.id))
    return {row.candidate_id: row for row in rows}


def sitting_of(db: Session, entry: EntryRow) -> SittingRow:
    """Return the sitting of an entry, locked until the commit."""
    return sittings_of(db, [entry])[entry.id]


def sittings_of(db: Session, entries: Collection[EntryRow]) -> dict[UUID, SittingRow]:
    """Return the sittings of entries, withdrawn or not, by entry; locked in the order of their ids."""
    rows = db.scalars(
        select(SittingRow)
        .where(SittingRow.entry_id.in_([entry.id for entry in entries]))
        .order_by(SittingRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.entry_id: row for row in rows}


def papers_to_lock(db: Session, session: ExamSessionRow) -> Sequence[DrawnPaper]:
    """Return the papers of entries that stand which are not locked yet.

    Their sittings, and no others, are held until the commit, in the order of their ids.
    """
    rows = db.execute(
        select(SittingRow, PaperRow, EntryRow.candidate_id)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(
            PaperRow,
            (PaperRow.centre_id == SittingRow.centre_id)
            & (PaperRow.sitting_id == SittingRow.id)
            & (PaperRow.draw == SittingRow.draw),
        )
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            EntryRow.withdrawn_at.is_(None),
            PaperRow.locked_at.is_(None),
        )
        .order_by(SittingRow.id)
        .with_for_update(of=SittingRow)
        .execution_options(populate_existing=True)
    )
    return [DrawnPaper(*row) for row in rows]
