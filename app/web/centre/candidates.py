"""The centre's list of candidates: look, add, change, upload."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response as Answer

from app.domain import arrangement
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services.arrangements import read_arrangements
from app.services.candidates import add_candidate as add
from app.services.candidates import change_candidate
from app.services.preferences import read_preferences
from app.store.queries.candidates import candidate_line, candidates_of, count_candidates
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_centre
from app.web.centre.forms import CandidateForm, as_known
from app.web.preferences import in_words

PAGE = 100  # candidates on one page of the list


@bp.get("/<uuid:centre_id>/candidates")
@for_role(Role.EXAMS_OFFICER)
def candidates(centre_id: UUID) -> str:
    """List the centre's candidates, or those that a search finds."""
    search = request.args.get("search", "").strip()
    page = max(request.args.get("page", 1, type=int), 1)
    with database().read() as db:
        centre = my_centre(db, centre_id)
        lines = candidates_of(db, centre_id, search, limit=PAGE, offset=PAGE * (page - 1))
        total = count_candidates(db, centre_id, search)
    return render_template(
        "centre/candidates.html",
        centre=centre,
        lines=lines,
        search=search,
        page=page,
        pages=-(-total // PAGE),
        total=total,
    )


@bp.route("/<uuid:centre_id>/candidates/add", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def add_candidate(centre_id: UUID) -> str | Answer:
    """Put a new candidate on the list."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
    form = CandidateForm()
    if form.validate_on_submit():
        try:
            with database().begin() as db:
                add(db, centre_id, form.details(), me().person_id, g.now)
            flash(f"Candidate {form.number.data} is on your list.")
            return redirect(url_for(".candidates", centre_id=centre_id))
        except Refusal as refusal:
            form.show(refusal)
    return render_template("centre/candidate.html", centre=centre, form=form, known=None)


@bp.route("/<uuid:centre_id>/candidates/<uuid:candidate_id>", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def candidate(centre_id: UUID, candidate_id: UUID) -> str | Answer:
    """Show a candidate and change the details."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        known = found(candidate_line(db, candidate_id, {centre.id}))
        preferred = in_words(read_preferences(db, centre.id, candidate_id))
        held = read_arrangements(db, centre.id, [candidate_id]).get(candidate_id, ())
    form = CandidateForm(data=as_known(known))
    if form.validate_on_submit():
        try:
            with database().begin() as db:
                change_candidate(db, candidate_id, form.details(), me().person_id, g.now)
            flash(f"Candidate {form.number.data} is saved.")
            return redirect(url_for(".candidates", centre_id=centre_id))
        except Refusal as refusal:
            form.show(refusal)
    return render_template(
        "centre/candidate.html",
        centre=centre,
        form=form,
        known=known,
        preferred=preferred,
        allowed=[arrangement.in_words(each) for each in held],
    )
