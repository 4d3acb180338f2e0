"""Reading awarding bodies."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.organisations import AwardingBodyRow


def body_for(db: Session, body: UUID, bodies: Collection[UUID]) -> AwardingBodyRow | None:
    """Return an awarding body if it is one of these."""
    return db.get(AwardingBodyRow, body) if body in bodies else None


def bodies_among(db: Session, bodies: Collection[UUID]) -> Sequence[AwardingBodyRow]:
    """Return these awarding bodies by name."""
    found = select(AwardingBodyRow).where(AwardingBodyRow.id.in_(bodies))
    return db.scalars(found.order_by(AwardingBodyRow.name)).all()
