"""Reading a centre's candidates and what they are allowed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from app.store.candidates import AccessArrangementRow, CandidatePreferenceRow, CandidateRow
from app.store.organisations import CentreRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow

EXTRA_PERCENT = "extra_time_percent"
EXTRA_MINUTES = "extra_time_minutes"
COMPUTER_READER = "computer_reader"
REST_BREAKS = "rest_breaks"


@dataclass(frozen=True, slots=True)
class ExtraTime:
    """What a candidate's arrangements add to the base time, all taken together."""

    percent: int = 0
    fixed: timedelta = timedelta(0)


NO_EXTRA_TIME = ExtraTime()

# In the order of their numbers, wherever candidates of a room are listed: 9 comes before 10.
BY_NUMBER = (func.length(CandidateRow.number), CandidateRow.number)


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate as lists show one."""

    candidate: CandidateRow
    extra_time: ExtraTime


def candidate_for(
    db: Session, candidate_id: UUID, centres: Collection[UUID]
) -> CandidateRow | None:
    """Return a candidate of one of the centres."""
    return db.scalar(
        select(CandidateRow).where(
            CandidateRow.id == candidate_id, CandidateRow.centre_id.in_(centres)
        )
    )


def candidate_line(
    db: Session, candidate_id: UUID, centres: Collection[UUID]
) -> CandidateLine | None:
    """Return a candidate of one of the centres as lists show one."""
    row = candidate_for(db, candidate_id, centres)
    if row is None:
        return None
    extra = extra_time_of(db, row.centre_id, [row.id])
    return CandidateLine(row, extra.get(row.id, NO_EXTRA_TIME))


def list_to_change(db: Session, centre_id: UUID) -> CentreRow:
    """Return a centre, held until the commit: its list of candidates is changed by one at a time.

    Events and entries that only point to the centre need not wait.
    """
    return db.scalars(
        select(CentreRow).where(CentreRow.id == centre_id).with_for_update(key_share=True)
    ).one()


def candidates_numbered(
    db: Session, centre_id: UUID, numbers: Iterable[str]
) -> dict[str, CandidateRow]:
    """Return the centre's candidates with these numbers, by number; locked until the commit."""
    rows = db.scalars(
        select(CandidateRow)
        .where(CandidateRow.centre_id == centre_id, CandidateRow.number.in_(list(numbers)))
        .order_by(CandidateRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.number: row for row in rows}


def candidates_alike(
    db: Session, centre_id: UUID, family_name: str, born: date | None, uln: str | None
) -> Sequence[CandidateRow]:
    """Return the centre's candidates with this family name, date of birth or ULN, by number.

    Capitals do not count, as far as the database knows them.
    """
    likeness = [func.lower(CandidateRow.family_name) == func.lower(family_name)]
    likeness += [CandidateRow.date_of_birth == born] if born else []
    likeness += [CandidateRow.uln == uln] if uln else []
    return db.scalars(
        select(CandidateRow)
        .where(CandidateRow.centre_id == centre_id, or_(*likeness))
        .order_by(*BY_NUMBER)
    ).all()


def candidates_among(
    db: Session, centre_id: UUID, candidates: Collection[UUID]
) -> Sequence[CandidateRow]:
    """Return those of the candidates given who are on the centre's list, locked in order of id."""
    return db.scalars(
        select(CandidateRow)
        .where(CandidateRow.centre_id == centre_id, CandidateRow.id.in_(candidates))
        .order_by(CandidateRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def count_candidates(db: Session, centre_id: UUID, search: str = "") -> int:
    """Count a centre's candidates, or those that the words of a search fit."""
    return db.scalar(select(func.count()).where(*_fitting(centre_id, search))) or 0


def candidates_of(
    db: Session, centre_id: UUID, search: str = "", *, limit: int = 100, offset: int = 0
) -> Sequence[CandidateLine]:
    """Return a centre's candidates by name, or those that the words of a search fit."""
    found = select(CandidateRow).where(*_fitting(centre_id, search))
    return _lines(db, centre_id, _by_name(found).limit(limit).offset(offset))


def candidates_not_entered(
    db: Session, session: ExamSessionRow, search: str = "", *, limit: int = 100
) -> Sequence[CandidateLine]:
    """Return the centre's candidates who are not entered for the session, by name."""
    found = select(CandidateRow).where(*_fitting(session.centre_id, search), _not_entered(session))
    return _lines(db, session.centre_id, _by_name(found).limit(limit))


def candidate_not_entered(
    db: Session, session: ExamSessionRow, known_by: str
) -> Sequence[CandidateLine]:
    """Return who has just this candidate number or ULN, unless they are entered for the session.

    Blanks and capitals in what is typed do not count; less than a whole number finds nobody.
    """
    whole = "".join(known_by.split())
    found = select(CandidateRow).where(
        CandidateRow.centre_id == session.centre_id,
        or_(func.lower(CandidateRow.number) == whole.lower(), CandidateRow.uln == whole),
        _not_entered(session),
    )
    return _lines(db, session.centre_id, found.order_by(*BY_NUMBER))


def arrangements_of(
    db: Session, candidate: CandidateRow, kind: str
) -> Sequence[AccessArrangementRow]:
    """Return a candidate's arrangements of one kind that hold now."""
    return db.scalars(
        select(AccessArrangementRow).where(
            AccessArrangementRow.centre_id == candidate.centre_id,
            AccessArrangementRow.candidate_id == candidate.id,
            AccessArrangementRow.kind == kind,
            AccessArrangementRow.ended_at.is_(None),
        )
    ).all()


def arrangements_among(
    db: Session, centre_id: UUID, candidates: Collection[UUID]
) -> dict[UUID, list[AccessArrangementRow]]:
    """Return what holds now for candidates of a centre, by candidate; who has nothing is left out."""
    rows = db.scalars(
        select(AccessArrangementRow)
        .where(
            AccessArrangementRow.centre_id == centre_id,
            AccessArrangementRow.candidate_id.in_(candidates),
            AccessArrangementRow.ended_at.is_(None),
        )
        .order_by(AccessArrangementRow.id)
    )
    found: dict[UUID, list[AccessArrangementRow]] = {}
    for row in rows:
        found.setdefault(row.candidate_id, []).append(row)
    return found


def candidates_like(
    db: Session, centre_id: UUID, numbers: Collection[str], ulns: Collection[str]
) -> Sequence[CandidateRow]:
    """Return the centre's candidates who have one of these numbers or ULNs, as they are by now.

    Nobody is held.
    """
    return db.scalars(
        select(CandidateRow)
        .where(
            CandidateRow.centre_id == centre_id,
            or_(CandidateRow.number.in_(numbers), CandidateRow.uln.in_(ulns)),
        )
        .execution_options(populate_existing=True)
    ).all()


def holds_now(kind: str) -> ColumnElement[bool]:
    """Ask, beside a candidate's row, whether one of their arrangements is of the kind and holds."""
    return (
        select(AccessArrangementRow.id)
        .where(
            AccessArrangementRow.centre_id == CandidateRow.centre_id,
            AccessArrangementRow.candidate_id == CandidateRow.id,
            AccessArrangementRow.kind == kind,
            AccessArrangementRow.ended_at.is_(None),
        )
        .exists()
    )


def rest_breaks_of(db: Session, sittings: Iterable[SittingRow]) -> dict[UUID, timedelta | None]:
    """Return how long the rest breaks of sittings may be together, None for no limit.

    A sitting whose candidate has no rest breaks arranged is left out.
    """
    rows = db.execute(
        select(
            SittingRow.id,
            func.min(AccessArrangementRow.minutes),
            func.sum(AccessArrangementRow.minutes),
        )
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(
            AccessArrangementRow,
            (AccessArrangementRow.centre_id == SittingRow.centre_id)
            & (AccessArrangementRow.candidate_id == EntryRow.candidate_id),
        )
        .where(
            SittingRow.id.in_([row.id for row in sittings]),
            AccessArrangementRow.kind == REST_BREAKS,
            AccessArrangementRow.ended_at.is_(None),
        )
        .group_by(SittingRow.id)
    )
    return {
        sitting: timedelta(minutes=int(total)) if least else None for sitting, least, total in rows
    }


def preferences_of(
    db: Session, centre_id: UUID, candidate_id: UUID
) -> CandidatePreferenceRow | None:
    """Return what a candidate prefers; None while everything is the standard."""
    return db.get(CandidatePreferenceRow, (centre_id, candidate_id), populate_existing=True)


def extra_time_of(
    db: Session, centre_id: UUID, candidates: Iterable[UUID]
) -> Mapping[UUID, ExtraTime]:
    """Return the extra time that each of the candidates is allowed now; those with none are left out."""
    totals = db.execute(
        select(
            AccessArrangementRow.candidate_id,
            func.sum(AccessArrangementRow.percent),
            func.sum(AccessArrangementRow.minutes),
        )
        .where(
            AccessArrangementRow.centre_id == centre_id,
            AccessArrangementRow.candidate_id.in_(list(candidates)),
            AccessArrangementRow.kind.in_((EXTRA_PERCENT, EXTRA_MINUTES)),
            AccessArrangementRow.ended_at.is_(None),
        )
        .group_by(AccessArrangementRow.candidate_id)
    )
    return {
        candidate: ExtraTime(int(percent), timedelta(minutes=int(minutes)))
        for candidate, percent, minutes in totals
    }


def sittings_ahead(
    db: Session, centre_id: UUID, candidates: Collection[UUID]
) -> list[tuple[SittingRow, UUID]]:
    """Return the sittings whose time is fixed but whose clock has not started, each with whose it is.

    All that have not started are locked, in order of id, before it is asked whether time is fixed:
    keycodes that are just being released are waited for.
    """
    rows = db.execute(
        select(SittingRow, EntryRow.candidate_id)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(ExamSessionRow, ExamSessionRow.id == SittingRow.session_id)
        .where(
            SittingRow.centre_id == centre_id,
            EntryRow.candidate_id.in_(candidates),
            EntryRow.withdrawn_at.is_(None),
            SittingRow.state.in_(("entered", "admitted", "absent")),
            ExamSessionRow.state != "closed",
        )
        .order_by(SittingRow.id)
        .with_for_update(of=SittingRow)
        .execution_options(populate_existing=True)
    )
    return [(sitting, candidate) for sitting, candidate in rows if sitting.ledger_entries]


def _not_entered(session: ExamSessionRow) -> ColumnElement[bool]:
    entered = select(EntryRow.candidate_id).where(
        EntryRow.session_id == session.id, EntryRow.withdrawn_at.is_(None)
    )
    return CandidateRow.id.not_in(entered)


def _fitting(centre_id: UUID, search: str) -> list[ColumnElement[bool]]:
    """Each word of a search stands in the number, a name or the ULN."""
    columns = (
        CandidateRow.number,
        CandidateRow.family_name,
        CandidateRow.given_names,
        CandidateRow.uln,
    )
    return [
        CandidateRow.centre_id == centre_id,
        *(or_(*(c.icontains(word, autoescape=True) for c in columns)) for word in search.split()),
    ]


def _by_name(found: Select[CandidateRow]) -> Select[CandidateRow]:
    return found.order_by(
        func.lower(CandidateRow.family_name),
        func.lower(CandidateRow.given_names),
        *BY_NUMBER,
    )


def _lines(db: Session, centre_id: UUID, found: Select[CandidateRow]) -> Sequence[CandidateLine]:
    rows = db.scalars(found).all()
    extra = extra_time_of(db, centre_id, (row.id for row in rows))
    return [CandidateLine(row, extra.get(row.id, NO_EXTRA_TIME)) for row in rows]
