"""Results as the centre gets them: on screen, for the file, and to download."""

from io import BytesIO
from uuid import UUID

from flask import render_template, request, send_file
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.domain.session_results import SessionResults
from app.domain.sitting import SessionState
from app.extensions import database
from app.files.csv_text import EXCEL_ENCODING
from app.files.results_csv import results_file_name, write_results
from app.services.result_codes import result_slips
from app.store.organisations import CentreRow
from app.store.queries.result_lists import released_at
from app.store.queries.results import results_of_session
from app.store.queries.sessions import session_line
from app.web.access import for_role, found, my_centres
from app.web.afterwards.views import result_address
from app.web.centre.blueprint import bp, my_session

PAGE = 50  # sessions on one page of the list


@bp.get("/results")
@for_role(Role.EXAMS_OFFICER)
def all_results() -> str:
    """List the sessions of my centres whose results are out, the latest first."""
    page = max(request.args.get("page", 1, type=int), 1)
    centres = my_centres(Role.EXAMS_OFFICER)
    with database().read() as db:
        lines = released_at(db, centres, limit=PAGE + 1, offset=PAGE * (page - 1))
    return render_template(
        "centre/all_results.html", lines=lines[:PAGE], page=page, more=len(lines) > PAGE
    )


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/results")
@for_role(Role.EXAMS_OFFICER)
def results(centre_id: UUID, session_id: UUID) -> str:
    """Show a session's released results, or say what they wait for."""
    centre, shown = _results(centre_id, session_id)
    return render_template("centre/results.html", results=shown, centre=centre)


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/results.csv")
@for_role(Role.EXAMS_OFFICER)
def results_file(centre_id: UUID, session_id: UUID) -> Response:
    """Give a session's released results as a file that spreadsheets open; refuses before release."""
    _, shown = _results(centre_id, session_id)
    if not shown.released:
        raise Refusal(Reason.NOT_YET_RELEASED)
    content = BytesIO(write_results(shown).encode(EXCEL_ENCODING))
    name = results_file_name(shown)
    return send_file(content, "text/csv; charset=utf-8", as_attachment=True, download_name=name)


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/result-codes")
@for_role(Role.EXAMS_OFFICER)
def result_codes(centre_id: UUID, session_id: UUID) -> str:
    """Show each candidate's result code, to print and to hand to who has lost it."""
    with database().read() as db:
        centre, session = my_session(db, centre_id, session_id)
        line = session_line(db, session)
        slips = result_slips(db, session) if session.state != SessionState.SCHEDULED else []
    return render_template(
        "centre/result_codes.html", centre=centre, line=line, slips=slips, at=result_address()
    )


def _results(centre_id: UUID, session_id: UUID) -> tuple[CentreRow, SessionResults]:
    with database().read() as db:
        centre, _ = my_session(db, centre_id, session_id)
        return centre, found(results_of_session(db, session_id, centres={centre_id}))
