"""The centre's list of candidates: look, add, change, upload."""

from uuid import UUID

from flask import Response, flash, g, redirect, render_template, request, url_for
from werkzeug import Response as Answer

from app.domain.problems import ProblemsError
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import database
from app.files.candidates_csv import COLUMNS
from app.files.csv_text import EXCEL_ENCODING, write_csv
from app.services.candidates import add_candidate as add
from app.services.candidates import change_candidate, save_candidates
from app.services.preferences import read_preferences
from app.store.queries.candidates import (
    COMPUTER_READER,
    arrangements_of,
    candidate_line,
    candidates_of,
    count_candidates,
)
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_centre
from app.web.centre.forms import CandidateForm, UploadForm, as_known
from app.web.centre.upload import bad_cells
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
        reader = arrangements_of(db, known.candidate, COMPUTER_READER)
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
        reader=reader,
    )


@bp.route("/<uuid:centre_id>/candidates/upload", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def upload_candidates(centre_id: UUID) -> str | Answer | tuple[str, int]:
    """Take a file of candidates, or show every bad cell in it and take nothing."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
    form, bad = UploadForm(), []
    if form.validate_on_submit():
        try:
            details = form.candidates()
            with database().begin() as db:
                saved = save_candidates(db, centre_id, details, me().person_id, g.now)
            flash(f"{len(saved.added)} added, {len(saved.changed)} changed, of {len(details)}.")
            return redirect(url_for(".candidates", centre_id=centre_id))
        except ProblemsError as error:
            bad = bad_cells(error.problems)
    page = render_template("centre/upload.html", centre=centre, form=form, bad=bad, line=None)
    return page, 422 if bad else 200


@bp.get("/<uuid:centre_id>/candidates/template")
@for_role(Role.EXAMS_OFFICER)
def template(centre_id: UUID) -> Response:
    """Give an empty CSV file with the columns."""
    with database().read() as db:
        my_centre(db, centre_id)
    return Response(
        write_csv(COLUMNS, []).encode(EXCEL_ENCODING),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="candidates.csv"'},
    )
