"""Reading the plans of a centre's rooms."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.seating import Desk
from app.store.room import RoomPlanRow
from app.store.sessions import ExamSessionRow


def plans_of(db: Session, centre_id: UUID) -> Sequence[RoomPlanRow]:
    """Return a centre's plans, by the name of the room."""
    found = select(RoomPlanRow).where(RoomPlanRow.centre_id == centre_id)
    return db.scalars(found.order_by(RoomPlanRow.name)).all()


def plan_for(db: Session, plan_id: UUID, centres: Collection[UUID]) -> RoomPlanRow | None:
    """Return a plan of one of the centres."""
    return db.scalar(
        select(RoomPlanRow).where(RoomPlanRow.id == plan_id, RoomPlanRow.centre_id.in_(centres))
    )


def plan_named(db: Session, centre_id: UUID, name: str) -> RoomPlanRow | None:
    """Return the plan of the room of this name; None when nobody has drawn it."""
    return db.scalar(
        select(RoomPlanRow).where(RoomPlanRow.centre_id == centre_id, RoomPlanRow.name == name)
    )


def rooms_of(db: Session, centre_id: UUID) -> Sequence[str]:
    """Return the rooms that a centre's sessions which are not closed name."""
    return db.scalars(
        select(ExamSessionRow.room)
        .where(ExamSessionRow.centre_id == centre_id, ExamSessionRow.state != "closed")
        .distinct()
        .order_by(ExamSessionRow.room)
    ).all()


def desks_of(plan: RoomPlanRow) -> tuple[Desk, ...]:
    """Return the desks of a plan."""
    return tuple(Desk(each["row"], each["column"], each["seat"]) for each in plan.desks)
