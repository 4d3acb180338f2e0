"""Results: what they are worked out from, and the one query behind screen and files."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import Session

from app.domain.bank import by_number
from app.domain.session_results import CandidateResult, OutcomeHead, SessionResults
from app.domain.sitting import SessionKind, SessionState, SittingState
from app.store import mapping
from app.store.candidates import CandidateRow
from app.store.content import BankRow, SpecificationRow, SpecificationVersionRow
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries.late_answers import provisional_sittings
from app.store.results import ResultReleaseRow, ResultRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PaperRow, SittingRow

Line = tuple[SittingRow, CandidateRow, ResultRow | None, ResultReleaseRow | None]


def newest_result(db: Session, centre: UUID, sitting: UUID) -> ResultRow | None:
    """Return the newest version of a sitting's result."""
    return db.scalars(
        select(ResultRow)
        .where(ResultRow.centre_id == centre, ResultRow.sitting_id == sitting)
        .order_by(ResultRow.version.desc())
        .limit(1)
    ).first()


def paper_of(db: Session, centre: UUID, sitting: UUID, draw: int) -> PaperRow:
    """Return the paper a sitting was sat on."""
    return db.get_one(PaperRow, (centre, sitting, draw))


def bank_of_session(db: Session, session: UUID) -> UUID:
    """Return the bank a session's papers are drawn from."""
    return db.scalars(
        select(SpecificationRow.bank_id)
        .join(SpecificationVersionRow)
        .join(ExamSessionRow, ExamSessionRow.specification_version_id == SpecificationVersionRow.id)
        .where(ExamSessionRow.id == session)
    ).one()


def body_of_session(db: Session, session: UUID) -> UUID | None:
    """Return the awarding body whose session it is; None if there is no such session."""
    return db.scalar(select(ExamSessionRow.awarding_body_id).where(ExamSessionRow.id == session))


def released_sittings(db: Session, centre: UUID, session: UUID) -> frozenset[UUID]:
    """Return the sittings of a session of which some result has been given out."""
    return frozenset(
        db.scalars(
            select(SittingRow.id)
            .join(
                ResultReleaseRow,
                and_(
                    ResultReleaseRow.centre_id == SittingRow.centre_id,
                    ResultReleaseRow.sitting_id == SittingRow.id,
                ),
            )
            .where(SittingRow.centre_id == centre, SittingRow.session_id == session)
        )
    )


def unreleased(db: Session, session: ExamSessionRow) -> list[ResultRow]:
    """Return the newest results of a session that have not been given out."""
    lines = _lines(db, session, newest_version(released=False))
    waiting = ((s, result) for s, _, result, release in lines if release is None)
    # what goes on again after a void was reversed has no result until it is handed in
    return [r for s, r in waiting if r is not None and s.state != SittingState.STARTED]


def results_of_session(
    db: Session,
    session: UUID,
    *,
    centres: Collection[UUID] = (),
    bodies: Collection[UUID] = (),
    include_held: bool = False,
) -> SessionResults | None:
    """Return a session's results for one of the centres or bodies; None for a stranger's session.

    A line shows the newest version that was given out, or with `include_held` (the awarding body's
    own look) the newest there is. A provisional one, with late answers to decide, is shown to
    nobody: whoever decides must not know what depends on it.
    """
    head = db.execute(
        _heads().where(
            ExamSessionRow.id == session,
            ExamSessionRow.centre_id.in_(centres) | ExamSessionRow.awarding_body_id.in_(bodies),
        )
    ).first()
    if head is None:
        return None
    lines = _lines(db, head[0], newest_version(released=not include_held))
    provisional = provisional_sittings(db, head[0])
    return _session_results(
        tuple(_candidate_result(*line, line[0].id in provisional) for line in lines), *head
    )


def _heads() -> Select[ExamSessionRow, CentreRow, str, SpecificationVersionRow, str, list[Any]]:
    """Return sessions with what stands at the head of their results."""
    return (
        select(
            ExamSessionRow,
            CentreRow,
            AwardingBodyRow.name,
            SpecificationVersionRow,
            SpecificationRow.code,
            BankRow.outcomes,
        )
        .join(CentreRow, CentreRow.id == ExamSessionRow.centre_id)
        .join(AwardingBodyRow, AwardingBodyRow.id == ExamSessionRow.awarding_body_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .join(SpecificationRow, SpecificationRow.id == SpecificationVersionRow.specification_id)
        .join(BankRow, BankRow.id == SpecificationRow.bank_id)
    )


def newest_version(*, released: bool) -> ScalarSelect[int]:
    """Return, for use beside SittingRow, the newest version of its result, or of those given out."""
    query = select(func.max(ResultRow.version)).where(
        ResultRow.centre_id == SittingRow.centre_id, ResultRow.sitting_id == SittingRow.id
    )
    if released:
        query = query.join(ResultReleaseRow, is_release())
    return query.correlate(SittingRow).scalar_subquery()


def is_release() -> ColumnElement[bool]:
    """Say that a release is of just that version of the result beside it."""
    return and_(
        ResultReleaseRow.centre_id == ResultRow.centre_id,
        ResultReleaseRow.sitting_id == ResultRow.sitting_id,
        ResultReleaseRow.version == ResultRow.version,
    )


def _lines(db: Session, session: ExamSessionRow, version: ScalarSelect[int]) -> list[Line]:
    """Return sittings whose entries stand with that version and its release, by candidate number."""
    rows = db.execute(
        select(SittingRow, CandidateRow, ResultRow, ResultReleaseRow)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .outerjoin(
            ResultRow,
            and_(
                ResultRow.centre_id == SittingRow.centre_id,
                ResultRow.sitting_id == SittingRow.id,
                ResultRow.version == version,
            ),
        )
        .outerjoin(ResultReleaseRow, is_release())
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            EntryRow.withdrawn_at.is_(None),
        )
    )
    lines: list[Line] = [tuple(row) for row in rows]  # type: ignore[misc]
    return sorted(lines, key=lambda line: (by_number(line[1].number), line[1].number))


def _session_results(
    lines: tuple[CandidateResult, ...],
    session: ExamSessionRow,
    centre: CentreRow,
    awarding_body: str,
    version: SpecificationVersionRow,
    code: str,
    outcomes: list[Any],
) -> SessionResults:
    spec = mapping.specification_of(code, version)
    titles = {outcome.id: outcome.title for outcome in mapping.outcomes_of(outcomes)}
    return SessionResults(
        session=session.id,
        kind=SessionKind(session.kind),
        state=SessionState(session.state),
        awarding_body=awarding_body,
        centre_number=centre.number,
        centre_name=centre.name,
        zone=centre.time_zone,
        specification=code,
        specification_version=version.version,
        title=spec.title,
        items=spec.items,
        outcomes=tuple(
            OutcomeHead(share.id, titles.get(share.id, ""), share.items) for share in spec.outcomes
        ),
        pass_mark=session.pass_mark,
        pass_mark_note=session.pass_mark_note,
        release=spec.release,
        opens_at=session.opens_at,
        closed_at=session.closed_at,
        room=session.room,
        lines=lines,
    )


def _candidate_result(
    sitting: SittingRow,
    candidate: CandidateRow,
    result: ResultRow | None,
    release: ResultReleaseRow | None,
    provisional: bool,
) -> CandidateResult:
    if provisional:
        result = None
    return CandidateResult(
        candidate_number=candidate.number,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        date_of_birth=candidate.date_of_birth,
        uln=candidate.uln,
        sitting=sitting.id,
        started_at=sitting.started_at,
        finished_at=sitting.finished_at,
        void_reason=sitting.void_reason,
        result=mapping.result_of(result) if result else None,
        pass_mark_note=result.pass_mark_note if result else "",
        version=result.version if result else None,
        released_at=release.released_at if release else None,
        provisional=provisional,
    )
