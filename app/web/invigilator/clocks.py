"""Every clock in the room at once: stopped without a question, and started again."""

from uuid import UUID

from flask import flash, g, redirect, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services import invigilation
from app.web.access import for_role, me
from app.web.invigilator.blueprint import bp
from app.web.invigilator.frame import my_frame
from app.web.invigilator.words import candidates


@bp.post("/<uuid:session_id>/stop-clocks")
@for_role(Role.INVIGILATOR)
def stop_clocks(session_id: UUID) -> Response:
    """Stop every clock in the room now; why can be written down afterwards."""
    my_frame(session_id)
    with database().begin() as db:
        count = invigilation.stop_all_clocks(db, session_id, me().person_id, g.now)
    were = f", for {candidates(count)} now" if count else ""
    flash(f"All clocks are stopped{were}. Write down why when it is quiet.")
    return redirect(url_for(".room", session_id=session_id))


@bp.post("/<uuid:session_id>/restart-clocks")
@for_role(Role.INVIGILATOR)
def restart_clocks(session_id: UUID) -> Response:
    """Start the clocks again that were stopped all at once."""
    my_frame(session_id)
    with database().begin() as db:
        count = invigilation.restart_clocks(db, session_id, "", me().person_id, g.now)
    which = f", for {candidates(count)} that they were stopped for" if count else ""
    flash(f"The clocks run again{which}.")
    return redirect(url_for(".room", session_id=session_id))
