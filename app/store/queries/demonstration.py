"""Finding the demonstration again, and the right answers its pretend candidates lean towards."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.paper import unpack
from app.store.organisations import CentreRow
from app.store.queries import content
from app.store.queries.results import bank_of_session, paper_of
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


def centre_of(db: Session, body: UUID) -> UUID:
    """Return the body's first centre."""
    return db.scalars(
        select(CentreRow.id)
        .where(CentreRow.awarding_body_id == body)
        .order_by(CentreRow.id)
        .limit(1)
    ).one()


def sittings_of(db: Session, session: UUID) -> list[UUID]:
    """Return the sittings of a session in order of entry."""
    return list(
        db.scalars(
            select(SittingRow.id).where(SittingRow.session_id == session).order_by(SittingRow.id)
        )
    )


def sessions_of(db: Session, centre: UUID) -> list[ExamSessionRow]:
    """Return the centre's sessions, the latest first."""
    return list(
        db.scalars(
            select(ExamSessionRow)
            .where(ExamSessionRow.centre_id == centre)
            .order_by(ExamSessionRow.opens_at.desc(), ExamSessionRow.room)
        )
    )


def right_places(db: Session, centre: UUID, sitting: UUID) -> list[int]:
    """Return, position by position, the place at which the key is shown."""
    row = db.get_one(SittingRow, (centre, sitting))
    paper = unpack(paper_of(db, centre, sitting, row.draw).packed)
    wanted = [(item.id, item.version) for item in paper.items]
    keys = content.keys_for(db, bank_of_session(db, row.session_id), wanted)
    return [item.options.index(min(keys[item.id, item.version].letters)) for item in paper.items]
