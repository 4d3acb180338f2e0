"""Reading spreadsheets of candidates that are not confirmed, and what their columns were last time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.store.content import SpecificationVersionRow
from app.store.people import PersonRow
from app.store.room import CandidateColumnsRow, CandidateListRow
from app.store.sessions import EntryRow, ExamSessionRow


@dataclass(frozen=True, slots=True)
class ListLine:
    """A spreadsheet that waits, and who sent it."""

    row: CandidateListRow
    sender: str


def list_for(
    db: Session, list_id: UUID, centres: Collection[UUID], sent_after: datetime
) -> CandidateListRow | None:
    """Return a spreadsheet of one of the centres that was sent after a moment."""
    return db.scalar(
        select(CandidateListRow).where(
            CandidateListRow.id == list_id,
            CandidateListRow.centre_id.in_(centres),
            CandidateListRow.sent_at > sent_after,
        )
    )


def waiting_to_change(db: Session, list_id: UUID, sent_after: datetime) -> CandidateListRow | None:
    """Return a spreadsheet that was sent after a moment, locked until the commit."""
    return db.scalar(
        select(CandidateListRow)
        .where(CandidateListRow.id == list_id, CandidateListRow.sent_at > sent_after)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lists_waiting(
    db: Session, centre_id: UUID, session_id: UUID | None, sent_after: datetime
) -> Sequence[ListLine]:
    """Return the spreadsheets that wait at a centre, for its list or for a session, newest first."""
    rows = db.execute(
        select(CandidateListRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == CandidateListRow.sent_by)
        .where(
            CandidateListRow.centre_id == centre_id,
            CandidateListRow.session_id == session_id,
            CandidateListRow.sent_at > sent_after,
        )
        .order_by(CandidateListRow.id.desc())
    )
    return [ListLine(*row) for row in rows]


def forget_lists(db: Session, sent_before: datetime) -> None:
    """Delete the spreadsheets that were sent before a moment, of whatever centre."""
    db.execute(delete(CandidateListRow).where(CandidateListRow.sent_at <= sent_before))


def columns_known(db: Session, centre_id: UUID, headings: str) -> CandidateColumnsRow | None:
    """Return what a centre's columns with these headings were when last confirmed."""
    return db.get(CandidateColumnsRow, (centre_id, headings))


def sessions_to_enter_for(db: Session, centre_id: UUID) -> Sequence[tuple[ExamSessionRow, str]]:
    """Return the centre's sessions that are not closed, each with its title, the next first."""
    rows = db.execute(
        select(ExamSessionRow, SpecificationVersionRow.title)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .where(ExamSessionRow.centre_id == centre_id, ExamSessionRow.state != "closed")
        .order_by(ExamSessionRow.opens_at, ExamSessionRow.id)
    )
    return [(session, title) for session, title in rows]


def entered_among(
    db: Session, sessions: Collection[UUID], candidates: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """Return which of the candidates are entered for which of the sessions, by session."""
    rows = db.execute(
        select(EntryRow.session_id, EntryRow.candidate_id).where(
            EntryRow.session_id.in_(sessions),
            EntryRow.candidate_id.in_(candidates),
            EntryRow.withdrawn_at.is_(None),
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for session, candidate in rows:
        found.setdefault(session, set()).add(candidate)
    return found
