"""A candidate who goes to another session, moved from the centre's desk."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.store.queries.sessions import entry_line, session_line
from app.web.access import for_role, found
from app.web.centre.blueprint import bp, my_session
from app.web.invigilator.transfer import carry_over, transfer_form, transferable


@bp.route(
    "/<uuid:centre_id>/sessions/<uuid:session_id>/entries/<uuid:entry_id>/transfer",
    methods=["GET", "POST"],
)
@for_role(Role.EXAMS_OFFICER)
def transfer(centre_id: UUID, session_id: UUID, entry_id: UUID) -> str | Response | tuple[str, int]:
    """Ask where an entry is to go and why, and move it there."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line, head = found(entry_line(db, entry_id, row)), session_line(db, row)
    _, offered = transferable(row, line.sitting.id)
    form = transfer_form(offered, centre.time_zone)
    if form.validate_on_submit():
        carry_over(session_id, line.sitting.id, form)
        flash(f"Candidate {line.candidate.number} is entered for this session now.")
        to_session = form.to_session.data
        return redirect(url_for(".session", centre_id=centre_id, session_id=to_session))
    page = render_template(
        "centre/transfer.html", centre=centre, line=head, entry=line, form=form, offered=offered
    )
    return page, 422 if form.errors else 200
