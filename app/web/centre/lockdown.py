"""Safe Exam Browser's file for the computers of a session, before the day."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.roles import Role
from app.extensions import database
from app.store.queries.sessions import session_line
from app.web.access import for_role
from app.web.centre.blueprint import bp, my_session
from app.web.lockdown_files import SebFileForm, hand_out_file


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/lockdown")
@for_role(Role.EXAMS_OFFICER)
def lockdown(centre_id: UUID, session_id: UUID) -> str:
    """Offer the file."""
    return _page(centre_id, session_id, SebFileForm())


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/lockdown")
@for_role(Role.EXAMS_OFFICER)
def download_lockdown(centre_id: UUID, session_id: UUID) -> ResponseReturnValue:
    """Answer the file."""
    with database().read() as db:
        my_session(db, centre_id, session_id)
    form = SebFileForm()
    if not form.validate_on_submit():
        return _page(centre_id, session_id, form), 422
    return hand_out_file(session_id, form)


def _page(centre_id: UUID, session_id: UUID, form: SebFileForm) -> str:
    with database().read() as db:
        centre, session = my_session(db, centre_id, session_id)
        line = session_line(db, session)
    return render_template("centre/lockdown.html", centre=centre, line=line, form=form)
