"""Entries for a session: from the list, from a file, and withdrawing one."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from app.domain.problems import ProblemsError
from app.domain.roles import Role
from app.extensions import database
from app.services.entries import enter_candidates, enter_from_file, withdraw_entry
from app.store.queries.candidates import candidates_not_entered
from app.store.queries.sessions import entry_line, session_line
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_session
from app.web.centre.forms import ChooseForm, ConfirmForm, UploadForm
from app.web.centre.upload import bad_cells

SHOWN = 200  # candidates to choose from on one page; a search finds the others


@bp.route("/<uuid:centre_id>/sessions/<uuid:session_id>/enter", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def enter(centre_id: UUID, session_id: UUID) -> str | Response:
    """Enter candidates ticked on the centre's list."""
    search = request.args.get("search", "").strip()
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line = session_line(db, row)
        lines = candidates_not_entered(db, row, search, limit=SHOWN)
    form = ChooseForm()
    if form.validate_on_submit():
        with database().begin() as db:
            chosen = form.candidate.data or []
            entered = enter_candidates(db, session_id, chosen, me().person_id, g.now)
        flash(f"Candidates entered: {len(entered)}.")
        return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
    return render_template(
        "centre/enter.html",
        centre=centre,
        line=line,
        lines=lines,
        form=form,
        search=search,
        full=len(lines) == SHOWN,
    )


@bp.route("/<uuid:centre_id>/sessions/<uuid:session_id>/upload", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def upload_entries(centre_id: UUID, session_id: UUID) -> str | Response | tuple[str, int]:
    """Save and enter a file of candidates, or show every bad cell in it and take nothing."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line = session_line(db, row)
    form, bad = UploadForm(), []
    if form.validate_on_submit():
        try:
            details = form.candidates()
            with database().begin() as db:
                entered = enter_from_file(db, session_id, details, me().person_id, g.now)
            flash(f"Candidates in the file: {len(details)}. Newly entered: {entered}.")
            return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
        except ProblemsError as error:
            bad = bad_cells(error.problems)
    page = render_template("centre/upload.html", centre=centre, form=form, bad=bad, line=line)
    return page, 422 if bad else 200


@bp.route(
    "/<uuid:centre_id>/sessions/<uuid:session_id>/entries/<uuid:entry_id>/withdraw",
    methods=["GET", "POST"],
)
@for_role(Role.EXAMS_OFFICER)
def withdraw(centre_id: UUID, session_id: UUID, entry_id: UUID) -> str | Response:
    """Ask whether an entry is to be withdrawn, and withdraw it."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        entry, line = found(entry_line(db, entry_id, row)), session_line(db, row)
    form = ConfirmForm()
    if form.validate_on_submit():
        with database().begin() as db:
            withdraw_entry(db, entry_id, me().person_id, g.now)
        flash(f"Candidate {entry.candidate.number} is withdrawn.")
        return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
    return render_template("centre/withdraw.html", centre=centre, line=line, entry=entry, form=form)
