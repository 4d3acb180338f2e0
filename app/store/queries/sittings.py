"""Reading one candidate's own sitting: the door it opens, the person, the paper, the answers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.paper import Paper, unpack
from app.domain.response import Response
from app.store.candidates import CandidateRow
from app.store.content import SpecificationRow, SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import KeycodeRow, PaperRow, ResponseRow, SittingRow


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting with what it is a sitting of, and whose it is."""

    sitting: SittingRow
    session: ExamSessionRow
    specification: SpecificationVersionRow
    bank_id: UUID
    candidate: CandidateRow
    centre: CentreRow


def sitting_behind(db: Session, keycode_hash: bytes) -> SittingLine | None:
    """Return the sitting a keycode leads to; None when there is none or the entry was withdrawn."""
    found = db.execute(
        _lines()
        .join(
            KeycodeRow,
            (KeycodeRow.centre_id == SittingRow.centre_id)
            & (KeycodeRow.sitting_id == SittingRow.id),
        )
        .where(KeycodeRow.hash == keycode_hash, EntryRow.withdrawn_at.is_(None))
    ).first()
    return SittingLine(*found) if found else None


def sitting_line(db: Session, centre: UUID, sitting: UUID) -> SittingLine | None:
    """Return a sitting with its session and its candidate."""
    found = db.execute(
        _lines().where(SittingRow.centre_id == centre, SittingRow.id == sitting)
    ).first()
    return SittingLine(*found) if found else None


def _lines() -> Select[
    SittingRow, ExamSessionRow, SpecificationVersionRow, UUID, CandidateRow, CentreRow
]:
    return (
        select(
            SittingRow,
            ExamSessionRow,
            SpecificationVersionRow,
            SpecificationRow.bank_id,
            CandidateRow,
            CentreRow,
        )
        .join(ExamSessionRow, ExamSessionRow.id == SittingRow.session_id)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .join(SpecificationRow, SpecificationRow.id == SpecificationVersionRow.specification_id)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .join(CentreRow, CentreRow.id == SittingRow.centre_id)
    )


def session_of_sitting(db: Session, sitting: SittingRow) -> ExamSessionRow:
    """Return the session of a sitting as it stands now."""
    return db.get_one(ExamSessionRow, sitting.session_id)


def paper_of_sitting(db: Session, centre: UUID, sitting: UUID, draw: int) -> Paper | None:
    """Return the paper of one draw."""
    packed = db.scalar(
        select(PaperRow.packed).where(
            PaperRow.centre_id == centre, PaperRow.sitting_id == sitting, PaperRow.draw == draw
        )
    )
    return unpack(packed) if packed is not None else None


def answers_of_sitting(db: Session, centre: UUID, sitting: UUID) -> list[Response]:
    """Return the answer log in order with what the sheet is folded from: no digests, no leases."""
    rows = db.execute(
        select(
            ResponseRow.sequence,
            ResponseRow.position,
            ResponseRow.chosen,
            ResponseRow.flagged,
            ResponseRow.at,
        )
        .where(ResponseRow.centre_id == centre, ResponseRow.sitting_id == sitting)
        .order_by(ResponseRow.sequence)
    )
    return [
        Response(
            sequence=sequence, position=position, chosen=frozenset(chosen), flagged=flagged, at=at
        )
        for sequence, position, chosen, flagged, at in rows
    ]
