"""Exam sessions as the awarding body sees them: provisional results, and releasing them."""

from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.domain.session_results import SessionResults
from app.extensions import database
from app.services.results import release_results
from app.store.queries.incidents import to_tell
from app.store.queries.late_answers import late_session
from app.store.queries.result_lists import Stage, count_sessions_at, sessions_at
from app.store.queries.results import results_of_session
from app.store.queries.session_record import issues_of
from app.store.queries.voids import voids_of
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.awarding.forms import ReleaseForm

PAGE = 50  # sessions on one page of the list


@bp.get("/sessions")
@for_role(Role.AWARDING_OFFICER)
def sessions() -> str:
    """List the sessions at one stage: results held, released, or not closed yet."""
    bodies, stage = my_bodies(Role.AWARDING_OFFICER), _stage()
    page = max(request.args.get("page", 1, type=int), 1)
    with database().read() as db:
        counts = {each: count_sessions_at(db, bodies, each) for each in Stage}
        lines = sessions_at(db, bodies, stage, limit=PAGE, offset=PAGE * (page - 1))
    pages = -(-counts[stage] // PAGE)
    return render_template(
        "awarding/sessions.html", stage=stage, counts=counts, lines=lines, page=page, pages=pages
    )


@bp.get("/sessions/<uuid:session_id>")
@for_role(Role.AWARDING_OFFICER)
def session(session_id: UUID) -> str:
    """Show a session's results, released or not, and whether answers came too late."""
    results = _results(session_id)
    with database().read() as db:
        late = late_session(db, session_id, bodies=my_bodies(Role.AWARDING_OFFICER))
        voids = voids_of(db, session_id)
        told = to_tell(db, my_bodies(Role.AWARDING_OFFICER), session=session_id)
        issues = issues_of(db, session_id, my_bodies(Role.AWARDING_OFFICER))
    return render_template(
        "awarding/session.html",
        results=results,
        late=found(late).sittings,
        voids=voids,
        told=told,
        issues=issues,
    )


@bp.route("/sessions/<uuid:session_id>/release", methods=["GET", "POST"])
@for_role(Role.AWARDING_OFFICER)
def release(session_id: UUID) -> str | Response:
    """Say what releasing will do and to how many, then do it."""
    results, form = _results(session_id), ReleaseForm()
    if not form.validate_on_submit():
        return render_template("awarding/release.html", results=results, form=form)
    with database().begin() as db:
        count = release_results(db, session_id, me().person_id, g.now)
    given = "1 result is released." if count == 1 else f"{count} results are released."
    flash(f"{given} {results.centre_name} can see and download them now.{_held_back(results)}")
    return redirect(url_for(".session", session_id=session_id))


def _held_back(results: SessionResults) -> str:
    """Say how many results were not given out, and why; nothing when all were."""
    count = results.provisional
    if not count:
        return ""
    held = "1 more is" if count == 1 else f"{count} more are"
    return f" {held} held back until their late answers are decided."


def _results(session_id: UUID) -> SessionResults:
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        return found(results_of_session(db, session_id, bodies=bodies, include_held=True))


def _stage() -> Stage:
    return request.args.get("show", Stage.WAITING, type=Stage)
