"""Sittings made void, for the officers who may take that back."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.domain.sitting import SittingState
from app.store.candidates import CandidateRow
from app.store.people import PersonRow
from app.store.queries.candidates import BY_NUMBER
from app.store.queries.sessions import SessionLine, session_line
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow


@dataclass(frozen=True, slots=True)
class VoidLine:
    """A sitting of somebody, with who made it void where it is."""

    sitting: SittingRow
    candidate: CandidateRow
    voided_by: str

    @property
    def is_void(self) -> bool:
        """Whether there is anything to take back."""
        return self.sitting.state == SittingState.VOID


def voids_of(db: Session, session: UUID) -> list[VoidLine]:
    """Return the sittings of a session that are void, by candidate number."""
    return _lines(db, SittingRow.session_id == session, SittingRow.state == SittingState.VOID)


def void_line(
    db: Session,
    session: UUID,
    sitting: UUID,
    *,
    centres: Collection[UUID] = (),
    bodies: Collection[UUID] = (),
) -> tuple[SessionLine, VoidLine] | None:
    """Return a sitting of a session at one of the centres or of one of the bodies, else None."""
    held = db.get(ExamSessionRow, session)
    if held is None or not (held.centre_id in centres or held.awarding_body_id in bodies):
        return None
    lines = _lines(db, SittingRow.centre_id == held.centre_id, SittingRow.id == sitting)
    mine = [line for line in lines if line.sitting.session_id == session]
    return (session_line(db, held), mine[0]) if mine else None


def _lines(db: Session, *conditions: ColumnElement[bool]) -> list[VoidLine]:
    rows = db.execute(
        select(SittingRow, CandidateRow, PersonRow.name)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .outerjoin(PersonRow, PersonRow.id == SittingRow.voided_by)
        .where(*conditions, EntryRow.withdrawn_at.is_(None))
        .order_by(*BY_NUMBER)
    )
    return [VoidLine(sitting, candidate, name or "") for sitting, candidate, name in rows]
