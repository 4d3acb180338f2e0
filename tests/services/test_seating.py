"""Plans of rooms, and seats given to everybody or one by one."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.admission import Identity
from app.domain.refusals import Reason, Refusal
from app.domain.seating import Desk, Order, full_grid
from app.services import invigilation
from app.services.seating import assign_seats, save_plan, set_seats
from app.store.audit import EventRow
from app.store.database import Database
from app.store.queries.seating import desks_of, plan_named, plans_of
from app.store.queries.sessions import entries_of
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.services.room import entered
from tests.stories import people
from tests.timetable import THE_DAY_BEFORE as NOW


def draw(database: Database, cast: Cast, rows: int = 2, columns: int = 3) -> UUID:
    """Draw Room 4 with a desk at every place."""
    with database.begin() as db:
        desks = full_grid(rows, columns)
        return save_plan(db, cast.northtown, "Room 4", rows, columns, desks, cast.cora, NOW)


def give(database: Database, cast: Cast, session: UUID, order: Order = Order.ROWS) -> int:
    """Let Cora seat everybody."""
    with database.begin() as db:
        return assign_seats(db, session, order, cast.cora, NOW)


def seats(database: Database, session: UUID) -> list[str]:
    """Return who sits where, by candidate number."""
    with database.read() as db:
        row = db.get_one(ExamSessionRow, session)
        return [line.sitting.seat for line in entries_of(db, row)]


def sittings(database: Database, session: UUID) -> list[UUID]:
    """Return the sittings by candidate number."""
    with database.read() as db:
        row = db.get_one(ExamSessionRow, session)
        return [line.sitting.id for line in entries_of(db, row)]


def test_everybody_is_seated_by_candidate_number(database: Database, cast: Cast) -> None:
    session = entered(database, cast, *people(5))
    draw(database, cast)

    assert give(database, cast, session, Order.ROWS_TURNING) == 5
    assert seats(database, session) == ["A1", "A2", "A3", "B3", "B2"]

    assert give(database, cast, session, Order.COLUMNS) == 5  # undone by doing it anew
    assert seats(database, session) == ["A1", "B1", "A2", "B2", "A3"]


def test_whoever_is_let_in_keeps_the_seat(database: Database, cast: Cast) -> None:
    session = entered(database, cast, *people(3))
    draw(database, cast)
    first, second, third = sittings(database, session)
    with database.begin() as db:
        set_seats(db, session, {first: "B3", second: "A1"}, cast.cora, NOW)
        invigilation.admit(db, session, [second], Identity.KNOWN, cast.ivy, NOW)

    give(database, cast, session)

    assert seats(database, session) == ["A2", "A1", "A3"]
    with database.begin() as db:
        assert set_seats(db, session, {second: "B1"}, cast.cora, NOW) == 0
    assert third in sittings(database, session)


def test_too_few_desks_leave_the_last_without_a_seat(database: Database, cast: Cast) -> None:
    session = entered(database, cast, *people(3))
    draw(database, cast, 1, 2)

    assert give(database, cast, session) == 2
    assert seats(database, session) == ["A1", "A2", ""]


def test_a_seat_for_two_is_refused_and_nothing_is_changed(database: Database, cast: Cast) -> None:
    session = entered(database, cast, *people(3))
    first, second, third = sittings(database, session)
    with database.begin() as db:
        set_seats(db, session, {third: "A9"}, cast.cora, NOW)

    for given in ({first: "A1", second: "a1"}, {first: "a9"}):
        with pytest.raises(Refusal) as refused, database.begin() as db:
            set_seats(db, session, given, cast.cora, NOW)
        assert refused.value.reason is Reason.SEAT_TAKEN
    assert seats(database, session) == ["", "", "A9"]


def test_a_seat_that_is_too_long_is_refused_and_one_kept_from_before_stays(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    first, second = sittings(database, session)
    long = "At the window by the door"
    with database.begin() as db:
        db.get_one(SittingRow, (cast.northtown, first)).seat = long

    with pytest.raises(Refusal) as refused, database.begin() as db:
        set_seats(db, session, {second: "x" * 13}, cast.cora, NOW)
    assert refused.value.reason is Reason.SEAT_TOO_LONG
    with database.begin() as db:
        assert set_seats(db, session, {first: long, second: "A1"}, cast.cora, NOW) == 1

    assert seats(database, session) == [long, "A1"]


def test_two_may_swap_seats_in_one_act(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    first, second = sittings(database, session)
    with database.begin() as db:
        set_seats(db, session, {first: "A1", second: "A2"}, cast.cora, NOW)
        assert set_seats(db, session, {first: "A2", second: "A1"}, cast.cora, NOW) == 2

    assert seats(database, session) == ["A2", "A1"]


def test_a_room_without_a_plan_seats_nobody_at_once(database: Database, cast: Cast) -> None:
    session = entered(database, cast)

    with pytest.raises(Refusal) as refused:
        give(database, cast, session)

    assert refused.value.reason is Reason.NO_ROOM_PLAN


def test_a_plan_belongs_to_the_rooms_name_and_is_drawn_over(database: Database, cast: Cast) -> None:
    first, again = draw(database, cast), draw(database, cast, 1, 1)

    with database.read() as db:
        plan = plan_named(db, cast.northtown, "Room 4")
        assert first == again
        assert plan
        assert desks_of(plan) == (Desk(1, 1, "A1"),)
        assert len(plans_of(db, cast.northtown)) == 1
        assert plans_of(db, cast.southport) == []


@pytest.mark.parametrize(
    ("size", "desks"),
    [
        ((0, 3), []),
        ((61, 1), []),
        ((2, 2), [Desk(3, 1, "A1")]),
        ((2, 2), [Desk(1, 1, "A1"), Desk(1, 2, "a1")]),
        ((2, 2), [Desk(1, 1, "A1"), Desk(1, 1, "A2")]),
        ((2, 2), [Desk(1, 1, "")]),
        ((2, 2), [Desk(1, 1, "x" * 13)]),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    size: tuple[int, int], desks: list[Desk], database: Database, cast: Cast
) -> None:
    with pytest.raises(Refusal) as refused, database.begin() as db:
        save_plan(db, cast.northtown, "Room 4", *size, desks, cast.cora, NOW)

    assert refused.value.reason is Reason.PLAN_FAULTY


def test_what_is_done_with_seats_is_recorded_without_names(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    draw(database, cast)
    give(database, cast, session)
    with database.begin() as db:
        set_seats(db, session, {sittings(database, session)[0]: "B1"}, cast.cora, NOW)

    with database.read() as db:
        events = db.scalars(select(EventRow).order_by(EventRow.sequence)).all()
    told = [(event.act, event.facts) for event in events if event.by_id == cast.cora][-3:]
    assert told == [
        ("save_room_plan", {"rows": 2, "columns": 3, "desks": 6}),
        ("assign_seats", {"order": "rows", "seats": 2}),
        ("set_seats", {"seats": 1}),
    ]
