"""Reading one candidate's own sitting: the door it opens, the person, the paper, the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.paper import Paper, unpack
from app.domain.response import Response
from app.store.candidates import CandidatePreferenceRow, CandidateRow
from app.store.content import SpecificationRow, SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.queries.candidates import COMPUTER_READER, holds_now
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
    # What the candidate prefers, None while everything is the standard.
    settings: dict[str, Any] | None
    # Whether a computer reader is among the candidate's arrangements.
    may_listen: bool


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
    SittingRow,
    ExamSessionRow,
    SpecificationVersionRow,
    UUID,
    CandidateRow,
    CentreRow,
    dict[str, Any],
    bool,
]:
    return (
        select(
            SittingRow,
            ExamSessionRow,
            SpecificationVersionRow,
            SpecificationRow.bank_id,
            CandidateRow,
            CentreRow,
            CandidatePreferenceRow.settings,
            holds_now(COMPUTER_READER),
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
        .outerjoin(
            CandidatePreferenceRow,
            (CandidatePreferenceRow.centre_id == CandidateRow.centre_id)
            & (CandidatePreferenceRow.candidate_id == CandidateRow.id),
        )
    )


def session_of_sitting(db: Session, sitting: SittingRow) -> ExamSessionRow:
    """Return the session of a sitting as it stands now."""
    return db.get_one(ExamSessionRow, sitting.session_id)


def sittings_among(
    db: Session, session: ExamSessionRow, sittings: Iterable[UUID]
) -> Sequence[SittingRow]:
    """Return those of the sittings with these ids that are of the session, to look at only."""
    return db.scalars(
        select(SittingRow).where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            SittingRow.id.in_(list(sittings)),
        )
    ).all()


def candidate_of_sitting(db: Session, centre: UUID, sitting: UUID) -> UUID:
    """Return whose sitting it is; there must be one."""
    return db.scalars(
        select(EntryRow.candidate_id)
        .join(SittingRow, SittingRow.entry_id == EntryRow.id)
        .where(SittingRow.centre_id == centre, SittingRow.id == sitting)
    ).one()


def paper_of_sitting(db: Session, centre: UUID, sitting: UUID, draw: int) -> Paper | None:
    """Return the paper of one draw."""
    packed = db.scalar(
        select(PaperRow.packed).where(
            PaperRow.centre_id == centre, PaperRow.sitting_id == sitting, PaperRow.draw == draw
        )
    )
    return unpack(packed) if packed is not None else None


def answers_of_sitting(db: Session, centre: UUID, sitting: UUID) -> list[Response]:
    """Return the answer log in order, without digests and leases."""
    rows = db.execute(
        select(
            ResponseRow.sequence,
            ResponseRow.position,
            ResponseRow.chosen,
            ResponseRow.flagged,
            ResponseRow.client_id,
            ResponseRow.at,
        )
        .where(ResponseRow.centre_id == centre, ResponseRow.sitting_id == sitting)
        .order_by(ResponseRow.sequence)
    )
    return [
        Response(
            sequence=sequence,
            position=position,
            chosen=frozenset(chosen),
            flagged=flagged,
            client_id=client_id,
            at=at,
        )
        for sequence, position, chosen, flagged, client_id, at in rows
    ]
