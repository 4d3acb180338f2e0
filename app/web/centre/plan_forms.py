"""What the pages of room plans and seats send."""

import re
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.domain.candidate import MAX_TEXT
from app.domain.seating import MOST, Desk, Order, full_grid, seat_name
from app.domain.seats import folded
from app.web.centre.forms import tidy

ORDERS = {
    Order.COLUMNS_TURNING: "Column by column, turning back at each end",
    Order.COLUMNS: "Column by column, each from the front",
    Order.ROWS_TURNING: "Row by row, turning back at each end",
    Order.ROWS: "Row by row, each from the left",
}
_PLACE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_BETWEEN = f"Enter a whole number from 1 to {MOST}"


def _count(label: str) -> IntegerField:
    between = NumberRange(min=1, max=MOST, message=_BETWEEN)
    return IntegerField(label, validators=[InputRequired(_BETWEEN), between])


class GridForm(FlaskForm):
    """How many rows and columns of desks a room has."""

    rows = _count("Rows, from front to back")
    columns = _count("Columns, from left to right")


class PlanForm(GridForm):
    """A room that has no plan yet."""

    room = StringField(
        "Room",
        filters=[tidy],
        validators=[DataRequired("Enter the room"), Length(max=MAX_TEXT)],
    )


class OrderForm(FlaskForm):
    """In which order seats are given."""

    order = RadioField(
        "Order",
        choices=[SelectChoice(str(order), words) for order, words in ORDERS.items()],
        default=str(Order.COLUMNS_TURNING),
    )


def desks_sent(sent: MultiDict[str, str]) -> list[Desk]:
    """Return the desks that are ticked; a seat without a name gets that of its place."""
    desks = []
    for text in dict.fromkeys(sent.getlist("desk")):
        if place := _PLACE.fullmatch(text):
            row, column = int(place[1]), int(place[2])
            name = tidy(sent.get(f"seat-{row}-{column}"))
            desks.append(Desk(row, column, name or seat_name(row, column)))
    return desks


def grown(desks: list[Desk], old: tuple[int, int], new: tuple[int, int]) -> list[Desk]:
    """Return desks for a grid of another size: those inside it stay, and new places get desks."""
    kept = [d for d in desks if d.row <= new[0] and d.column <= new[1]]
    added = [d for d in full_grid(*new) if d.row > old[0] or d.column > old[1]]
    named = {folded(desk.seat) for desk in kept}
    return kept + [desk for desk in added if folded(desk.seat) not in named]


def seats_sent(sent: MultiDict[str, str]) -> dict[UUID, str]:
    """Return the seat typed for each sitting, leaving out what is no identifier."""
    seats: dict[UUID, str] = {}
    for name, text in sent.items():
        if name.startswith("seat-of-"):
            try:
                seats[UUID(name.removeprefix("seat-of-"))] = tidy(text)
            except ValueError:
                continue
    return seats


def cells(rows: int, columns: int, desks: list[Desk]) -> list[list[dict[str, Any]]]:
    """Return the grid as its page shows it: each place with its seat, and whether a desk stands there."""
    at = {(desk.row, desk.column): desk.seat for desk in desks}
    return [
        [
            {
                "row": row,
                "column": column,
                "desk": (row, column) in at,
                "seat": at.get((row, column), ""),
                "usual": seat_name(row, column),
            }
            for column in range(1, columns + 1)
        ]
        for row in range(1, rows + 1)
    ]
