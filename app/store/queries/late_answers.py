"""Reading what came too late: by session, by sitting, and what of it waits for a decision."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from app.domain.late import CountedLate, LateResponse, kept_apart, late_changes
from app.domain.late_sitting import Decision, LateSession, LateSitting, Statement
from app.domain.refusals import Reason
from app.domain.response import Response
from app.domain.sitting import FINISHED, SessionKind, SessionState, SittingState
from app.store import mapping
from app.store.candidates import CandidateRow
from app.store.content import SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.people import PersonRow
from app.store.queries.candidates import BY_NUMBER
from app.store.results import ResultReleaseRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import (
    LateDecisionRow,
    LateResponseRow,
    LateStatementRow,
    ResponseRow,
    SittingRow,
    TimeEntryRow,
)

Kept = tuple[LateResponseRow, Decision | None]
Seat = tuple[SittingRow, CandidateRow, datetime | None]  # the moment a result was first given out


def late_session(
    db: Session,
    session: UUID,
    *,
    centres: Collection[UUID] = (),
    bodies: Collection[UUID] = (),
) -> LateSession | None:
    """Return what came too late in a session of one of the centres or bodies; None for a stranger's."""
    head = db.execute(
        _sessions().where(
            ExamSessionRow.id == session,
            ExamSessionRow.centre_id.in_(centres) | ExamSessionRow.awarding_body_id.in_(bodies),
        )
    ).first()
    return _late_session(db, *head) if head else None


def sessions_to_decide(db: Session, bodies: Collection[UUID]) -> list[LateSession]:
    """Return the bodies' sessions in which late answers wait for a decision, the oldest first."""
    waiting = (
        select(SittingRow.session_id)
        .join(LateResponseRow, _is_of_sitting(LateResponseRow))
        .outerjoin(LateDecisionRow, _is_decision())
        .outerjoin(ResultReleaseRow, _is_of_sitting(ResultReleaseRow))
        .where(
            SittingRow.state.in_(FINISHED),
            LateDecisionRow.late_response_id.is_(None),
            ResultReleaseRow.version.is_(None),
        )
    )
    found = db.execute(
        _sessions()
        .where(
            ExamSessionRow.awarding_body_id.in_(bodies),
            ExamSessionRow.kind == SessionKind.LIVE,
            ExamSessionRow.state == SessionState.CLOSED,
            ExamSessionRow.id.in_(waiting),
        )
        .order_by(ExamSessionRow.opens_at, ExamSessionRow.id)
    ).all()
    read = (_late_session(db, *row) for row in found)
    return [late for late in read if late.open]


def late_responses(db: Session, centre: UUID, sitting: UUID) -> list[LateResponse]:
    """Return what came too late for one sitting, in the order of arrival."""
    rows = db.scalars(
        select(LateResponseRow)
        .where(LateResponseRow.centre_id == centre, LateResponseRow.sitting_id == sitting)
        .order_by(LateResponseRow.sequence)
    )
    return [_late_response(row) for row in rows]


def provisional_sittings(db: Session, session: ExamSessionRow) -> frozenset[UUID]:
    """Return the sittings of a session whose late answers wait for a decision."""
    return frozenset(late.sitting for late in late_sittings(db, session) if late.open)


def late_sittings(db: Session, session: ExamSessionRow) -> tuple[LateSitting, ...]:
    """Return the sittings of a session for which something came too late, by candidate number."""
    if not (kept := _kept(db, session)):
        return ()
    centre, sittings = session.centre_id, kept.keys()
    logs, ledgers = _logs(db, centre, sittings), _ledgers(db, centre, sittings)
    statements = _statements(db, centre, sittings)
    found = (
        _late_sitting(
            seat,
            session,
            kept[seat[0].id],
            logs.get(seat[0].id, []),
            ledgers.get(seat[0].id, []),
            statements.get(seat[0].id, []),
        )
        for seat in _seated(db, centre, sittings)
    )
    return tuple(late for late in found if late.kept)


def counted_late(db: Session, centre: UUID, sittings: Iterable[UUID]) -> dict[UUID, CountedLate]:
    """Return the late responses of sittings that were decided to count, with the last reason."""
    rows = db.execute(
        select(LateResponseRow, LateDecisionRow)
        .join(LateDecisionRow, _is_decision())
        .where(
            LateResponseRow.centre_id == centre,
            LateResponseRow.sitting_id.in_(list(sittings)),
            LateDecisionRow.counted.is_(True),
        )
        .order_by(LateDecisionRow.at, LateResponseRow.sequence)
    )
    counted: dict[UUID, CountedLate] = {}
    for late, decision in rows:
        before = counted.get(late.sitting_id, CountedLate())
        counted[late.sitting_id] = CountedLate(
            (*before.responses, _late_response(late)), decision.reason
        )
    return counted


def _sessions() -> Select[ExamSessionRow, CentreRow, str]:
    return (
        select(ExamSessionRow, CentreRow, SpecificationVersionRow.title)
        .join(CentreRow, CentreRow.id == ExamSessionRow.centre_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
    )


def _late_session(
    db: Session, session: ExamSessionRow, centre: CentreRow, title: str
) -> LateSession:
    return LateSession(
        session=session.id,
        centre=centre.id,
        centre_number=centre.number,
        centre_name=centre.name,
        zone=centre.time_zone,
        title=title,
        room=session.room,
        opens_at=session.opens_at,
        kind=SessionKind(session.kind),
        state=SessionState(session.state),
        sittings=late_sittings(db, session),
    )


def _kept(db: Session, session: ExamSessionRow) -> dict[UUID, list[Kept]]:
    """Return every late response of a session with its decision, by sitting."""
    rows = db.execute(
        select(LateResponseRow, LateDecisionRow, PersonRow.name)
        .join(SittingRow, _is_of_sitting(LateResponseRow))
        .outerjoin(LateDecisionRow, _is_decision())
        .outerjoin(PersonRow, PersonRow.id == LateDecisionRow.by_id)
        .where(SittingRow.centre_id == session.centre_id, SittingRow.session_id == session.id)
    )
    kept: dict[UUID, list[Kept]] = {}
    for late, row, name in rows:
        decision = Decision(row.counted, row.reason, name, row.at) if row is not None else None
        kept.setdefault(late.sitting_id, []).append((late, decision))
    return kept


def _seated(db: Session, centre: UUID, sittings: Collection[UUID]) -> Sequence[Seat]:
    """Return sittings with their candidates, by candidate number."""
    released_at = (
        select(func.min(ResultReleaseRow.released_at))
        .where(_is_of_sitting(ResultReleaseRow))
        .correlate(SittingRow)
        .scalar_subquery()
    )
    rows = db.execute(
        select(SittingRow, CandidateRow, released_at)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .where(SittingRow.centre_id == centre, SittingRow.id.in_(sittings))
        .order_by(*BY_NUMBER)
    )
    return [(sitting, candidate, at) for sitting, candidate, at in rows]


def _logs(db: Session, centre: UUID, sittings: Collection[UUID]) -> dict[UUID, list[Response]]:
    logs: dict[UUID, list[Response]] = {}
    for row in db.scalars(
        select(ResponseRow).where(
            ResponseRow.centre_id == centre, ResponseRow.sitting_id.in_(sittings)
        )
    ):
        logs.setdefault(row.sitting_id, []).append(
            Response(
                sequence=row.sequence,
                position=row.position,
                chosen=frozenset(row.chosen),
                client_id=row.client_id,
                at=row.at,
            )
        )
    return logs


def _ledgers(
    db: Session, centre: UUID, sittings: Collection[UUID]
) -> dict[UUID, list[TimeEntryRow]]:
    ledgers: dict[UUID, list[TimeEntryRow]] = {}
    for row in db.scalars(
        select(TimeEntryRow)
        .where(TimeEntryRow.centre_id == centre, TimeEntryRow.sitting_id.in_(sittings))
        .order_by(TimeEntryRow.sequence)
    ):
        ledgers.setdefault(row.sitting_id, []).append(row)
    return ledgers


def _statements(
    db: Session, centre: UUID, sittings: Collection[UUID]
) -> dict[UUID, list[Statement]]:
    rows = db.execute(
        select(LateStatementRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == LateStatementRow.by_id)
        .where(LateStatementRow.centre_id == centre, LateStatementRow.sitting_id.in_(sittings))
        .order_by(LateStatementRow.at, LateStatementRow.id)
    )
    statements: dict[UUID, list[Statement]] = {}
    for row, name in rows:
        statements.setdefault(row.sitting_id, []).append(Statement(row.text, name, row.at))
    return statements


def _late_sitting(
    seat: Seat,
    session: ExamSessionRow,
    kept: list[Kept],
    log: list[Response],
    ledger: list[TimeEntryRow],
    statements: list[Statement],
) -> LateSitting:
    sitting, candidate, released_at = seat
    late = [_late_response(row) for row, _ in kept]
    decisions = {row.id: decision for row, decision in kept if decision is not None}
    counted = {id: decision.counted for id, decision in decisions.items()}
    return LateSitting(
        sitting=sitting.id,
        candidate_number=candidate.number,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        state=SittingState(sitting.state),
        live=session.kind == SessionKind.LIVE,
        closed=session.state == SessionState.CLOSED,
        ledger=mapping.ledger_of(ledger),
        finished_at=sitting.finished_at,
        released_at=released_at,
        kept=kept_apart(log, late),
        changes=late_changes(log, late, counted),
        decisions=decisions,
        statements=tuple(statements),
    )


def _late_response(row: LateResponseRow) -> LateResponse:
    return LateResponse(
        id=row.id,
        sequence=row.sequence,
        position=row.position,
        chosen=frozenset(row.chosen),
        at=row.at,
        reason=Reason(row.reason),
        client_id=row.client_id,
    )


def _is_of_sitting(table: Any) -> ColumnElement[bool]:
    return and_(table.centre_id == SittingRow.centre_id, table.sitting_id == SittingRow.id)


def _is_decision() -> ColumnElement[bool]:
    return and_(
        LateDecisionRow.centre_id == LateResponseRow.centre_id,
        LateDecisionRow.late_response_id == LateResponseRow.id,
    )
