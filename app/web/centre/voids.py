"""Taking back that a sitting of the centre was made void."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.domain.sitting import SessionState
from app.extensions import database
from app.services.invigilation import reverse_void as reverse
from app.store.queries.voids import void_line
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_session
from app.web.void_forms import NOT_VOID, REVERSED, ReversalForm, what_will_happen


@bp.route(
    "/<uuid:centre_id>/sessions/<uuid:session_id>/sittings/<uuid:sitting_id>/reverse-void",
    methods=["GET", "POST"],
)
@for_role(Role.EXAMS_OFFICER)
def reverse_void(centre_id: UUID, session_id: UUID, sitting_id: UUID) -> str | Response:
    """Say what taking the void back will do, then do it."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        head, line = found(void_line(db, session_id, sitting_id, centres={centre.id}))
    form, closed = ReversalForm(), row.state == SessionState.CLOSED
    if not form.validate_on_submit():
        shown = {"centre": centre, "head": head, "line": line, "form": form}
        happens = what_will_happen(line, closed=closed)
        return render_template("centre/reverse_void.html", happens=happens, **shown)
    with database().begin() as db:
        done = reverse(db, session_id, sitting_id, form.reason.data or "", me().person_id, g.now)
    flash(REVERSED if done else NOT_VOID)
    return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
