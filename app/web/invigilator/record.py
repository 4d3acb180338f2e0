"""Closing a session, and its signed record: look, sign again, take away."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.domain.session_record import Discrepancy
from app.extensions import database
from app.services import invigilation
from app.services.session_record import find_discrepancies, left_to_explain
from app.store.queries.session_record import record_for, records_of
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.frame import my_frame
from app.web.invigilator.room import Room, room_for
from app.web.record_pages import (
    ExplanationForm,
    explanation_form,
    record_answer,
    sign_again,
    signing_key,
)


@bp.post("/<uuid:session_id>/close")
@for_role(Role.INVIGILATOR)
def close(session_id: UUID) -> Response | str:
    """Ask whether to close the session, and why counts do not agree; then close it."""
    shown = _room(session_id)
    form = _closing_form(shown)
    if "sure" not in request.form or not form.validate_on_submit():
        return render_template("invigilator/close.html", room=shown, form=form)
    key, why = signing_key(), form.explanations
    with database().begin() as db:
        invigilation.close_session(db, session_id, me().person_id, g.now, key=key, explanations=why)
    flash("The session is closed and marked, and its record is signed.")
    return redirect(url_for(".room", session_id=session_id))


def _closing_form(shown: Room) -> ExplanationForm:
    """Make the form for what would stop the close; whose time has run out is closed first."""
    found: Sequence[Discrepancy] = ()
    if not shown.still_answering:
        with database().begin() as db:
            found = find_discrepancies(db, shown.session.id, g.now)
    return explanation_form(found, **({} if "sure" in request.form else {"formdata": None}))


@bp.get("/<uuid:session_id>/record")
@for_role(Role.INVIGILATOR)
def record(session_id: UUID) -> str:
    """Show the issues of a session's record, and whether something is left to explain."""
    room = my_frame(session_id)
    with database().read() as db:
        issues, missing = records_of(db, room.session), left_to_explain(db, room.session)
    form = explanation_form(missing, formdata=None)
    return render_template("invigilator/record.html", room=room, issues=issues, form=form)


@bp.post("/<uuid:session_id>/record")
@for_role(Role.INVIGILATOR)
def sign_record(session_id: UUID) -> Response | str:
    """Sign the record anew, because something has changed since."""
    room = my_frame(session_id)
    with database().read() as db:
        issues, missing = records_of(db, room.session), left_to_explain(db, room.session)
    form = explanation_form(missing)
    if not form.validate_on_submit():
        return render_template("invigilator/record.html", room=room, issues=issues, form=form)
    flash(sign_again(session_id, form.explanations))
    return redirect(url_for(".record", session_id=session_id))


@bp.get("/<uuid:session_id>/record/<int:issue>/<any('json','pdf'):kind>")
@for_role(Role.INVIGILATOR)
def record_file(session_id: UUID, issue: int, kind: str) -> Response:
    """Give one issue of the record to take away."""
    with database().read() as db:
        row = found(record_for(db, session_id, issue, centres=my_centres(Role.INVIGILATOR)))
    return record_answer(row, kind)


def _room(session_id: UUID) -> Room:
    with database().read() as db:
        return found(room_for(db, session_id, my_centres(Role.INVIGILATOR), g.now))
