"""Taking back that a sitting was made void, by the awarding body."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.domain.sitting import SessionState
from app.extensions import database
from app.services.invigilation import reverse_void as reverse
from app.store.organisations import CentreRow
from app.store.queries.voids import void_line
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.void_forms import NOT_VOID, REVERSED, ReversalForm, what_will_happen


@bp.route(
    "/sessions/<uuid:session_id>/sittings/<uuid:sitting_id>/reverse-void", methods=["GET", "POST"]
)
@for_role(Role.AWARDING_OFFICER)
def reverse_void(session_id: UUID, sitting_id: UUID) -> str | Response:
    """Say what taking the void back will do, then do it."""
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        head, line = found(void_line(db, session_id, sitting_id, bodies=bodies))
        zone = db.get_one(CentreRow, head.session.centre_id).time_zone
    form, closed = ReversalForm(), head.session.state == SessionState.CLOSED
    if not form.validate_on_submit():
        shown = {"head": head, "line": line, "form": form, "zone": zone}
        happens = what_will_happen(line, closed=closed)
        return render_template("awarding/reverse_void.html", happens=happens, **shown)
    with database().begin() as db:
        done = reverse(db, session_id, sitting_id, form.reason.data or "", me().person_id, g.now)
    flash(REVERSED if done else NOT_VOID)
    return redirect(url_for(".session", session_id=session_id))
