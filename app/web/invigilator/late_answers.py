"""Answers that came too late, as the room sees them: how many, when and why, and what it says."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.late_sitting import LateSession
from app.domain.roles import Role
from app.extensions import database
from app.services.late_answers import add_statement
from app.store.queries.late_answers import late_session
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import StatementForm
from app.web.invigilator.frame import my_frame


@bp.get("/<uuid:session_id>/late-answers")
@for_role(Role.INVIGILATOR)
def late_answers(session_id: UUID) -> str:
    """List what came too late in a room, by candidate, with what has been said about it."""
    return _page(_late(session_id))


@bp.post("/<uuid:session_id>/late-answers/<uuid:sitting_id>")
@for_role(Role.INVIGILATOR)
def state_late_answers(session_id: UUID, sitting_id: UUID) -> Response | str:
    """Keep what the room has to say about one candidate's late answers."""
    late, form = _late(session_id), StatementForm()
    found(late.of(sitting_id))
    if not form.validate_on_submit():
        return _page(late, sitting_id, form)
    with database().begin() as db:
        add_statement(db, session_id, sitting_id, form.text.data or "", me().person_id, g.now)
    flash("Your statement is kept. The awarding body reads it before it decides.")
    return redirect(url_for(".late_answers", session_id=session_id))


def _late(session_id: UUID) -> LateSession:
    with database().read() as db:
        return found(late_session(db, session_id, centres=my_centres(Role.INVIGILATOR)))


def _page(late: LateSession, asked: UUID | None = None, form: StatementForm | None = None) -> str:
    """Show the page, with what was sent for one candidate where something is wrong with it."""
    forms = {each.sitting: StatementForm(formdata=None) for each in late.sittings}
    if asked is not None and form is not None:
        forms[asked] = form
    room = my_frame(late.session)
    return render_template("invigilator/late_answers.html", room=room, late=late, forms=forms)
