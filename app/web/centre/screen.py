"""What a candidate finds at the screen: how the test looks."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.preferences import read_preferences, set_preferences
from app.store.queries.candidates import candidate_line
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_centre
from app.web.preferences import PreferencesForm


@bp.route("/<uuid:centre_id>/candidates/<uuid:candidate_id>/screen", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def screen(centre_id: UUID, candidate_id: UUID) -> str | Response:
    """Show what the candidate finds at the screen, and change it for every sitting."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        known = found(candidate_line(db, candidate_id, {centre.id}))
        preferences = read_preferences(db, centre.id, candidate_id)
    form = PreferencesForm(data=preferences.all)
    if form.validate_on_submit():
        with database().begin() as db:
            set_preferences(db, centre_id, candidate_id, form.wanted(), me().person_id, g.now)
        flash(f"What candidate {known.candidate.number} finds at the screen is set.")
        return redirect(url_for(".candidate", centre_id=centre_id, candidate_id=candidate_id))
    return render_template("centre/screen.html", centre=centre, form=form, known=known)
