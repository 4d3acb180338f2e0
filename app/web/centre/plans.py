"""The plans of a centre's rooms, and the seats of a session's candidates."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.domain.seating import Order, full_grid, row_name
from app.extensions import database
from app.services.seating import assign_seats, save_plan, set_seats
from app.store.queries.seating import desks_of, plan_for, plan_named, plans_of, rooms_of
from app.store.queries.sessions import entries_of, session_line
from app.store.room import RoomPlanRow
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_centre, my_session
from app.web.centre.plan_forms import (
    GridForm,
    OrderForm,
    PlanForm,
    cells,
    desks_sent,
    grown,
    seats_sent,
)
from app.web.errors import sentence_for


@bp.route("/<uuid:centre_id>/plans", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def plans(centre_id: UUID) -> str | Response:
    """List the plans of the centre's rooms, and begin another."""
    with database().read() as db:
        centre, drawn, rooms = (
            my_centre(db, centre_id),
            plans_of(db, centre_id),
            rooms_of(db, centre_id),
        )
    form = PlanForm(data={"room": request.args.get("room", ""), "rows": 5, "columns": 6})
    if form.validate_on_submit():
        plan_id = _begin(centre_id, form)
        return redirect(url_for(".plan", centre_id=centre_id, plan_id=plan_id))
    undrawn = [room for room in rooms if room not in {each.name for each in drawn}]
    return render_template(
        "centre/plans.html", centre=centre, plans=drawn, undrawn=undrawn, form=form
    )


def _begin(centre_id: UUID, form: PlanForm) -> UUID:
    """Keep a full grid for a room without a plan; return the plan there is for one that has."""
    name, rows, columns = form.room.data or "", form.rows.data or 1, form.columns.data or 1
    with database().begin() as db:
        if plan := plan_named(db, centre_id, name):
            flash(f"{name} has a plan: here it is.")
            return plan.id
        desks = full_grid(rows, columns)
        return save_plan(db, centre_id, name, rows, columns, desks, me().person_id, g.now)


@bp.get("/<uuid:centre_id>/plans/<uuid:plan_id>")
@for_role(Role.EXAMS_OFFICER)
def plan(centre_id: UUID, plan_id: UUID) -> str:
    """Show the grid of a room: where desks stand and what their seats are called."""
    kept = _my_plan(centre_id, plan_id)
    form = GridForm(data={"rows": kept.rows, "columns": kept.columns})
    return _page(centre_id, kept, form)


@bp.post("/<uuid:centre_id>/plans/<uuid:plan_id>")
@for_role(Role.EXAMS_OFFICER)
def change_plan(centre_id: UUID, plan_id: UUID) -> str | Response | tuple[str, int]:
    """Keep the grid as it was sent, or say what is wrong with it and show it as it was sent."""
    kept, form = _my_plan(centre_id, plan_id), GridForm()
    if not form.validate_on_submit():
        return _page(centre_id, kept, form), 422
    size = form.rows.data or 1, form.columns.data or 1
    desks = grown(desks_sent(request.form), (kept.rows, kept.columns), size)
    try:
        with database().begin() as db:
            save_plan(db, centre_id, kept.name, *size, desks, me().person_id, g.now)
    except Refusal as refusal:
        kept.desks = [{"row": d.row, "column": d.column, "seat": d.seat} for d in desks]
        return _page(centre_id, kept, form, sentence_for(refusal).what), 422
    flash(f"The plan is kept: {len(desks)} desks.")
    return redirect(url_for(".plan", centre_id=centre_id, plan_id=plan_id))


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/seats")
@for_role(Role.EXAMS_OFFICER)
def seats(centre_id: UUID, session_id: UUID) -> str:
    """Show who sits where, with ways to seat everybody or one by one."""
    return _seats_page(centre_id, session_id)


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/seats")
@for_role(Role.EXAMS_OFFICER)
def change_seats(centre_id: UUID, session_id: UUID) -> str | Response | tuple[str, int]:
    """Give the seats that were typed."""
    with database().read() as db:
        my_session(db, centre_id, session_id)
    try:
        with database().begin() as db:
            count = set_seats(db, session_id, seats_sent(request.form), me().person_id, g.now)
    except Refusal as refusal:
        if refusal.reason not in (Reason.SEAT_TAKEN, Reason.SEAT_TOO_LONG):
            raise
        sentence = sentence_for(refusal)
        return _seats_page(centre_id, session_id, sentence.what), sentence.status
    flash(f"Seats changed: {count}.")
    return redirect(url_for(".seats", centre_id=centre_id, session_id=session_id))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/seats/assign")
@for_role(Role.EXAMS_OFFICER)
def give_seats(centre_id: UUID, session_id: UUID) -> Response:
    """Seat everybody who is not let in yet, by candidate number."""
    with database().read() as db:
        my_session(db, centre_id, session_id)
    form = OrderForm()
    if form.validate_on_submit():
        with database().begin() as db:
            count = assign_seats(db, session_id, Order(form.order.data), me().person_id, g.now)
        flash(f"Seats given: {count}.")
    return redirect(url_for(".seats", centre_id=centre_id, session_id=session_id))


def _my_plan(centre_id: UUID, plan_id: UUID) -> RoomPlanRow:
    with database().read() as db:
        my_centre(db, centre_id)
        return found(plan_for(db, plan_id, {centre_id}))


def _page(centre_id: UUID, kept: RoomPlanRow, form: GridForm, wrong: str = "") -> str:
    with database().read() as db:
        centre = my_centre(db, centre_id)
    size = (kept.rows, kept.columns)
    if wrong:
        size = (form.rows.data or 1, form.columns.data or 1)
    grid = cells(*size, list(desks_of(kept)))
    return render_template(
        "centre/plan.html",
        centre=centre,
        plan=kept,
        form=form,
        grid=grid,
        wrong=wrong,
        row_name=row_name,
    )


def _seats_page(centre_id: UUID, session_id: UUID, wrong: str = "") -> str:
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line, entries = session_line(db, row), entries_of(db, row)
        plan = plan_named(db, centre_id, row.room)
    typed = {str(each): seat for each, seat in seats_sent(request.form).items()}
    return render_template(
        "centre/seats.html",
        centre=centre,
        line=line,
        entries=entries,
        plan=plan,
        desks=desks_of(plan) if plan else (),
        form=OrderForm(),
        typed=typed,
        wrong=wrong,
    )
