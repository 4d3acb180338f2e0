"""Reading a room: who sits where, and how each stands."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.domain.room import SittingFacts
from app.domain.sitting import SittingState
from app.store import mapping
from app.store.audit import EventRow
from app.store.candidates import CandidateRow
from app.store.queries.lockdown import last_checks
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PresenceRow, SittingRow, TimeEntryRow


def seated(db: Session, session: ExamSessionRow) -> Sequence[tuple[SittingRow, CandidateRow]]:
    """Return the sittings of a session with their candidates, by candidate number."""
    rows = db.execute(
        select(SittingRow, CandidateRow)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            EntryRow.withdrawn_at.is_(None),
        )
        .order_by(CandidateRow.number)
    )
    return [(sitting, candidate) for sitting, candidate in rows]


def sitting_facts(db: Session, session: ExamSessionRow, items: int) -> list[SittingFacts]:
    """Return what the room's screen needs of every sitting, by candidate number."""
    ledgers = _ledgers(db, session)
    wrong = _wrong_details(db, session)
    seen = _presence(db, session)
    checks = last_checks(db, session) if session.lockdown else {}
    return [
        SittingFacts(
            sitting=sitting.id,
            candidate_number=candidate.number,
            family_name=candidate.family_name,
            given_names=candidate.given_names,
            seat=sitting.seat,
            state=SittingState(sitting.state),
            ledger=mapping.ledger_of(ledgers.get(sitting.id, [])),
            progress=sitting.progress,
            items=items,
            has_device=bool(sitting.lease),
            confirmed_at=sitting.confirmed_at,
            wrong_details_at=wrong.get(sitting.id),
            last_answer_at=sitting.last_answer_at,
            seen_at=seen.get(sitting.id),
            finished_at=sitting.finished_at,
            on_paper=sitting.on_paper_at is not None,
            lockdown="waived" if sitting.lockdown_waived_at else checks.get(sitting.id, ""),
        )
        for sitting, candidate in seated(db, session)
    ]


def _ledgers(db: Session, session: ExamSessionRow) -> dict[UUID, list[TimeEntryRow]]:
    rows = db.scalars(
        select(TimeEntryRow)
        .join(
            SittingRow,
            and_(
                SittingRow.centre_id == TimeEntryRow.centre_id,
                SittingRow.id == TimeEntryRow.sitting_id,
            ),
        )
        .where(SittingRow.centre_id == session.centre_id, SittingRow.session_id == session.id)
        .order_by(TimeEntryRow.sitting_id, TimeEntryRow.sequence)
    )
    ledgers: dict[UUID, list[TimeEntryRow]] = {}
    for row in rows:
        ledgers.setdefault(row.sitting_id, []).append(row)
    return ledgers


def _wrong_details(db: Session, session: ExamSessionRow) -> dict[UUID, datetime]:
    rows = db.execute(
        select(EventRow.subject_id, func.max(EventRow.at))
        .join(SittingRow, SittingRow.id == EventRow.subject_id)
        .where(EventRow.act == "report_wrong_details", SittingRow.session_id == session.id)
        .group_by(EventRow.subject_id)
    )
    return {sitting: at for sitting, at in rows if sitting is not None}


def _presence(db: Session, session: ExamSessionRow) -> dict[UUID, datetime]:
    rows = db.execute(
        select(PresenceRow.sitting_id, PresenceRow.seen_at)
        .join(
            SittingRow,
            and_(
                SittingRow.centre_id == PresenceRow.centre_id,
                SittingRow.id == PresenceRow.sitting_id,
            ),
        )
        .where(SittingRow.centre_id == session.centre_id, SittingRow.session_id == session.id)
    )
    return {sitting: seen for sitting, seen in rows}
