"""The seating plan on paper: as many columns of the grid on one sheet as can be read."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.seating import Desk, full_grid, row_name
from app.domain.seats import folded
from app.services.pack.facts import Facts, people
from app.store.queries.seating import desks_of, plan_named
from app.store.queries.sessions import entries_of

COLUMNS = 8  # on one sheet: names fit their desks
BLANK = 6  # rows and columns of a blank plan of a room that nobody has drawn

Cell = dict[str, str]
Grid = tuple[int, int, tuple[Desk, ...]]
NOBODY: Cell = {"number": "", "name": ""}


def seating_plan(db: Session, facts: Facts, now: datetime) -> dict[str, Any]:
    """Return the plan of the room with whoever sits at each desk; below it, whoever sits at none."""
    rows = people(entries_of(db, facts.session))
    sat = {folded(row["seat"]): row for row in rows if row["seat"]}
    grid = _grid(db, facts)
    known = {folded(desk.seat) for desk in grid[2]} if grid else set()
    others = [row for row in rows if folded(row["seat"]) not in known]
    return {
        **facts.data("Seating plan"),
        "bands": list(_bands(grid, sat)) if grid else [],
        "others": others,
        "others-title": "Not on the plan"
        if grid
        else "Seats: nobody has drawn a plan of this room",
    }


def blank_plan(db: Session, facts: Facts, now: datetime) -> dict[str, Any]:
    """Return the plan of the room, or of any room, to be filled in by hand."""
    grid = _grid(db, facts) or (BLANK, BLANK, full_grid(BLANK, BLANK))
    bands = list(_bands(grid, {}))
    return {**facts.data("Seating plan"), "bands": bands, "others": [], "others-title": ""}


def _grid(db: Session, facts: Facts) -> Grid | None:
    plan = plan_named(db, facts.session.centre_id, facts.session.room)
    return (plan.rows, plan.columns, desks_of(plan)) if plan else None


def _bands(grid: Grid, sat: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """Give the columns that stand on one sheet at a time, row by row."""
    rows, columns, desks = grid
    at = {(desk.row, desk.column): desk.seat for desk in desks}
    sheets = -(-columns // COLUMNS)
    wide = -(-columns // sheets)  # all sheets about as wide as one another
    for first in range(1, columns + 1, wide):
        last = min(first + wide - 1, columns)
        yield {
            "title": f"Columns {first} to {last} of {columns}",
            "first": first,
            "columns": last - first + 1,
            "rows": [
                {
                    "name": row_name(row),
                    "desks": [_cell(at.get((row, c)), sat) for c in range(first, last + 1)],
                }
                for row in range(1, rows + 1)
            ],
        }


def _cell(seat: str | None, sat: Mapping[str, Mapping[str, str]]) -> Cell | None:
    if seat is None:
        return None
    who = sat.get(folded(seat), NOBODY)
    return {"seat": seat, "number": who["number"], "name": who["name"]}
