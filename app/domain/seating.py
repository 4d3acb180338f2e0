"""How the desks of a room stand, and who is to sit where."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.domain.seats import folded

MOST = 60  # rows or columns

Person = TypeVar("Person", bound=Hashable)


class Order(StrEnum):
    """In which order desks are filled."""

    COLUMNS = "columns"
    COLUMNS_TURNING = "columns_turning"
    ROWS = "rows"
    ROWS_TURNING = "rows_turning"


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk: its place in the grid, counted from 1 at the front and on the left, and its seat."""

    row: int
    column: int
    seat: str


def row_name(row: int) -> str:
    """Return the letters of a row: A to Z, then AA, AB …"""
    name = ""
    while row > 0:
        row, letter = divmod(row - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def seat_name(row: int, column: int) -> str:
    """Return what a seat is called unless somebody renames it: A1, A2 …"""
    return f"{row_name(row)}{column}"


def full_grid(rows: int, columns: int) -> tuple[Desk, ...]:
    """Return a desk at every place."""
    return tuple(
        Desk(row, column, seat_name(row, column))
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    )


def in_order(desks: Iterable[Desk], order: Order) -> list[Desk]:
    """Return desks in the order in which they are filled; "turning" goes back along the next line."""
    by_column = order in (Order.COLUMNS, Order.COLUMNS_TURNING)
    turning = order in (Order.COLUMNS_TURNING, Order.ROWS_TURNING)

    def place(desk: Desk) -> tuple[int, int]:
        line, along = (desk.column, desk.row) if by_column else (desk.row, desk.column)
        return line, -along if turning and line % 2 == 0 else along

    return sorted(desks, key=place)


def seats_for(
    people: Sequence[Person], desks: Iterable[Desk], order: Order, taken: Iterable[str] = ()
) -> dict[Person, str]:
    """Give each person the next free seat; whoever finds none is left out."""
    held = {folded(seat) for seat in taken}
    free = [desk.seat for desk in in_order(desks, order) if folded(desk.seat) not in held]
    return dict(zip(people, free, strict=False))


def seats_twice(seats: Iterable[str]) -> list[str]:
    """Return the seats that are named more than once, however they are written; empty ones may be."""
    named = [seat for seat in seats if folded(seat)]
    counts = Counter(map(folded, named))
    return sorted({seat for seat in named if counts[folded(seat)] > 1})
