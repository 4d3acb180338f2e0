"""Sending a spreadsheet of candidates, and the empty ones to fill in."""

from io import BytesIO
from uuid import UUID

from flask import g, redirect, render_template, send_file, url_for
from werkzeug import Response

from app.domain.arrangement import all_in_words
from app.domain.roles import Role
from app.domain.session_reference import session_reference
from app.extensions import database
from app.files.candidate_sheet import Sheet
from app.files.candidate_sheet_out import XLSX, csv_template, xlsx_template
from app.services.candidate_lists import KEPT, send_list
from app.store.queries.candidate_lists import lists_waiting, sessions_to_enter_for
from app.store.queries.sessions import session_line
from app.web.access import for_role, me
from app.web.centre.blueprint import bp, my_centre, my_session
from app.web.centre.list_forms import UploadForm
from app.web.look import day_and_time

bp.add_app_template_filter(session_reference, "reference")
bp.add_app_template_filter(all_in_words, "arrangements")


@bp.route("/<uuid:centre_id>/candidates/upload", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def upload_candidates(centre_id: UUID) -> str | Response | tuple[str, int]:
    """Take a spreadsheet for the centre's list, to be looked at before anything is written."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        waiting = lists_waiting(db, centre_id, None, g.now - KEPT)
    form = UploadForm()
    if form.validate_on_submit() and (sheets := form.sheets()):
        return _send(centre_id, None, form.name, sheets)
    page = render_template(
        "centre/upload.html", centre=centre, form=form, waiting=waiting, line=None
    )
    return page, 422 if form.errors else 200


@bp.route("/<uuid:centre_id>/sessions/<uuid:session_id>/upload", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def upload_entries(centre_id: UUID, session_id: UUID) -> str | Response | tuple[str, int]:
    """Take a spreadsheet whose candidates are all for one session."""
    with database().read() as db:
        centre, row = my_session(db, centre_id, session_id)
        line = session_line(db, row)
        waiting = lists_waiting(db, centre_id, session_id, g.now - KEPT)
    form = UploadForm()
    if form.validate_on_submit() and (sheets := form.sheets()):
        return _send(centre_id, session_id, form.name, sheets)
    page = render_template(
        "centre/upload.html", centre=centre, form=form, waiting=waiting, line=line
    )
    return page, 422 if form.errors else 200


def _send(centre: UUID, session: UUID | None, name: str, sheets: list[Sheet]) -> Response:
    with database().begin() as db:
        sent = send_list(db, centre, session, name, sheets, me().person_id, g.now)
    return redirect(url_for(".list_columns", centre_id=centre, list_id=sent))


@bp.get("/<uuid:centre_id>/candidates/template/<any(csv, xlsx):kind>")
@for_role(Role.EXAMS_OFFICER)
def template(centre_id: UUID, kind: str) -> Response:
    """Give an empty spreadsheet with the columns, as text."""
    with database().read() as db:
        centre = my_centre(db, centre_id)
        known = sessions_to_enter_for(db, centre_id)
    zone = centre.time_zone
    told = [
        (session_reference(row.id), f"{title}, {row.room}, {day_and_time(row.opens_at, zone)}")
        for row, title in known
    ]
    content = csv_template() if kind == "csv" else xlsx_template(told)
    return a_file(content, kind, f"candidates.{kind}")


def a_file(content: bytes, kind: str, name: str) -> Response:
    """Answer with a file to keep."""
    mimetype = XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    return send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name)
