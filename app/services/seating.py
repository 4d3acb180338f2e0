"""The desks of a room, and the seats of a session's candidates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.seating import MOST, Desk, Order, seats_for, seats_twice
from app.domain.seats import MAX_SEAT, seat_named
from app.domain.sitting import SittingState
from app.services.scheduling import open_session
from app.store.queries import seating as queries
from app.store.queries.candidates import list_to_change
from app.store.queries.locks import lock_session_sittings
from app.store.queries.sessions import entries_of
from app.store.record import record, record_about
from app.store.room import RoomPlanRow
from app.store.types import new_id


def save_plan(
    db: Session,
    centre_id: UUID,
    name: str,
    rows: int,
    columns: int,
    desks: Sequence[Desk],
    by: UUID,
    now: datetime,
) -> UUID:
    """Keep the plan of a room of the centre, in place of the one there was; return its id.

    Refuses (PLAN_FAULTY) a grid that is too large, a desk outside it, and two seats of one name.
    """
    _check(rows, columns, desks)
    centre = list_to_change(db, centre_id)
    plan = queries.plan_named(db, centre_id, name)
    if plan is None:
        body = centre.awarding_body_id
        plan = RoomPlanRow(id=new_id(), awarding_body_id=body, centre_id=centre_id, name=name)
        db.add(plan)
    plan.rows, plan.columns = rows, columns
    plan.desks = [{"row": d.row, "column": d.column, "seat": d.seat} for d in desks]
    plan.changed_by, plan.changed_at = by, now
    db.flush()
    record(
        db,
        "save_room_plan",
        "room_plan",
        plan.id,
        now=now,
        by=by,
        body=plan.awarding_body_id,
        centre=centre_id,
        rows=rows,
        columns=columns,
        desks=len(desks),
    )
    return plan.id


def assign_seats(db: Session, session_id: UUID, order: Order, by: UUID, now: datetime) -> int:
    """Seat everybody who is not let in yet, by candidate number; return how many have a seat now.

    Whoever is let in keeps the seat. Refuses a closed session, and a room without a plan
    (NO_ROOM_PLAN).
    """
    session = open_session(db, session_id)
    plan = queries.plan_named(db, session.centre_id, session.room)
    if plan is None:
        raise Refusal(Reason.NO_ROOM_PLAN, room=session.room)
    lock_session_sittings(db, session.centre_id, session.id)
    rows = [line.sitting for line in entries_of(db, session)]
    waiting = {row.id: row for row in rows if row.state == SittingState.ENTERED}
    taken = [row.seat for row in rows if row.id not in waiting and row.seat]
    seats = seats_for(list(waiting), queries.desks_of(plan), order, taken)
    for row in waiting.values():
        row.seat = seats.get(row.id, "")
    record_about(db, "assign_seats", session, now=now, by=by, order=str(order), seats=len(seats))
    return len(seats)


def set_seats(
    db: Session, session_id: UUID, seats: Mapping[UUID, str], by: UUID, now: datetime
) -> int:
    """Give the candidates who are not let in yet the seats named; return how many were changed.

    Refuses a closed session, a seat for two (SEAT_TAKEN) and one with too long a name
    (SEAT_TOO_LONG); then nothing is changed.
    """
    session = open_session(db, session_id)
    rows = lock_session_sittings(db, session.centre_id, session.id)
    changed = {
        row.id: seat_named(seats[row.id])
        for row in rows
        if row.id in seats and row.state == SittingState.ENTERED and row.seat != seats[row.id]
    }
    if twice := seats_twice(changed.get(row.id, row.seat) for row in rows):
        raise Refusal(Reason.SEAT_TAKEN, seat=", ".join(twice))
    for row in rows:
        row.seat = changed.get(row.id, row.seat)
    if changed:
        record_about(db, "set_seats", session, now=now, by=by, seats=len(changed))
    return len(changed)


def _check(rows: int, columns: int, desks: Sequence[Desk]) -> None:
    inside = all(1 <= d.row <= rows and 1 <= d.column <= columns for d in desks)
    if not (1 <= rows <= MOST and 1 <= columns <= MOST and inside):
        raise Refusal(Reason.PLAN_FAULTY, what=f"it has at most {MOST} rows and {MOST} columns")
    if any(not d.seat or len(d.seat) > MAX_SEAT for d in desks):
        raise Refusal(Reason.PLAN_FAULTY, what=f"a seat has 1 to {MAX_SEAT} characters")
    if len({(d.row, d.column) for d in desks}) < len(desks):
        raise Refusal(Reason.PLAN_FAULTY, what="two desks stand at one place")
    if twice := seats_twice(d.seat for d in desks):
        raise Refusal(Reason.PLAN_FAULTY, what=f"two seats are called {', '.join(twice)}")
