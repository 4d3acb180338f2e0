"""Desks, the names of their seats, and who is to sit where."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.seating import (
    Desk,
    Order,
    full_grid,
    in_order,
    row_name,
    seat_name,
    seats_for,
    seats_twice,
)


def names(rows: int, columns: int, order: Order) -> list[str]:
    """Return the seats of a full grid in an order."""
    return [desk.seat for desk in in_order(full_grid(rows, columns), order)]


def test_rows_have_letters_and_seats_a_number_within_them() -> None:
    assert [row_name(n) for n in (1, 2, 26, 27, 52, 53, 60)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
        "BH",
    ]
    assert seat_name(2, 13) == "B13"


def test_desks_are_filled_row_by_row_or_column_by_column() -> None:
    assert names(2, 3, Order.ROWS) == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert names(2, 3, Order.COLUMNS) == ["A1", "B1", "A2", "B2", "A3", "B3"]


def test_turning_goes_back_along_every_second_line() -> None:
    assert names(3, 2, Order.ROWS_TURNING) == ["A1", "A2", "B2", "B1", "C1", "C2"]
    assert names(3, 2, Order.COLUMNS_TURNING) == ["A1", "B1", "C1", "C2", "B2", "A2"]


def test_a_place_without_a_desk_is_passed_over() -> None:
    desks = [desk for desk in full_grid(1, 3) if desk.column != 2]

    assert seats_for(["first", "second"], desks, Order.ROWS) == {"first": "A1", "second": "A3"}


def test_whoever_finds_no_free_desk_is_left_out() -> None:
    found = seats_for(["a", "b", "c"], full_grid(1, 3), Order.ROWS, taken=["a2"])

    assert found == {"a": "A1", "b": "A3"}


def test_a_seat_named_twice_is_found_however_it_is_written() -> None:
    assert seats_twice(["A1", "a1", "B2", "", ""]) == ["A1", "a1"]
    assert seats_twice(["Desk 1", "desk  1 ", " ", "  "]) == ["Desk 1", "desk  1 "]


def test_a_seat_is_taken_however_it_is_written() -> None:
    desks = [Desk(1, 1, "Desk 1"), Desk(1, 2, "Desk 2")]

    assert seats_for(["a"], desks, Order.ROWS, taken=[" desk  1"]) == {"a": "Desk 2"}


@given(st.integers(1, 60), st.integers(1, 60), st.sampled_from(Order), st.integers(0, 300))
def test_nobody_shares_a_seat_and_nobody_is_given_one_that_is_not_there(
    rows: int, columns: int, order: Order, people: int
) -> None:
    desks = full_grid(rows, columns)

    found = seats_for(range(people), desks, order)

    assert len(set(found.values())) == len(found) == min(people, len(desks))
    assert set(found.values()) <= {desk.seat for desk in desks}
    assert seats_twice(desk.seat for desk in desks) == []
    assert all(isinstance(desk, Desk) for desk in desks)
