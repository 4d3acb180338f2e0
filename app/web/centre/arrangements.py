"""What a candidate is allowed at every sitting, set once by the exams officer."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.arrangements import read_arrangements, set_arrangements
from app.store.queries.candidates import candidate_line
from app.web.access import for_role, found, me
from app.web.centre.arrangement_forms import AMOUNTS, HINTS, ArrangementsForm
from app.web.centre.blueprint import bp, my_centre


@bp.route("/<uuid:centre_id>/candidates/<uuid:candidate_id>/arrangements", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def arrangements(centre_id: UUID, candidate_id: UUID) -> str | Response:
    """Show what a candidate is allowed, and change it for every sitting that has not started."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        known = found(candidate_line(db, candidate_id, {centre.id}))
        held = read_arrangements(db, centre.id, [candidate_id]).get(candidate_id, ())
    form = ArrangementsForm.showing(held)
    if form.validate_on_submit():
        with database().begin() as db:
            set_arrangements(db, candidate_id, form.wanted(), me().person_id, g.now)
        flash(f"The access arrangements of candidate {known.candidate.number} are saved.")
        return redirect(url_for(".candidate", centre_id=centre_id, candidate_id=candidate_id))
    return render_template(
        "centre/arrangements.html",
        centre=centre,
        known=known,
        form=form,
        amounts=AMOUNTS,
        hints=HINTS,
    )
