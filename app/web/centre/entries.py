"""Entries for a session: from the list, from a file, and withdrawing one."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.entries import enter_candidates, withdraw_entry
from app.services.papers import draw_ahead
from app.services.readiness import engaged_elsewhere
from app.store.queries.candidates import candidates_not_entered
from app.store.queries.sessions import entry_line, session_line
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_session
from app.web.centre.forms import ChooseForm, ConfirmForm

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
        engaged = engaged_elsewhere(db, row)
    form = ChooseForm()
    if form.validate_on_submit():
        chosen = form.candidate.data or []
        with database().read() as db:
            ahead = draw_ahead(db, row, min(len(chosen), SHOWN))
        with database().begin() as db:
            entered = enter_candidates(db, session_id, chosen, me().person_id, g.now, ahead)
        flash(f"Candidates entered: {len(entered)}.")
        return redirect(url_for(".session", centre_id=centre_id, session_id=session_id))
    return render_template(
        "centre/enter.html",
        centre=centre,
        line=line,
        lines=lines,
        engaged=engaged,
        form=form,
        search=search,
        full=len(lines) == SHOWN,
    )


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
