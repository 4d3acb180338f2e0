"""The pack of a session, for the exams officer."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.pack import Document
from app.store.queries.room import seated
from app.store.queries.sessions import session_line
from app.store.sessions import ExamSessionRow
from app.web.access import for_role
from app.web.centre.blueprint import bp, my_session
from app.web.pack import (
    DOCUMENTS,
    display_path,
    give_new_keycode,
    show_document,
    show_slips,
    whole_address,
)


@bp.get("/<uuid:centre_id>/sessions/<uuid:session_id>/pack")
@for_role(Role.EXAMS_OFFICER)
def pack(centre_id: UUID, session_id: UUID) -> str:
    """List what there is to print."""
    with database().read() as db:
        centre, session = my_session(db, centre_id, session_id)
        line, people = session_line(db, session), seated(db, session)
    path = display_path(session)
    return render_template(
        "centre/pack.html",
        centre=centre,
        line=line,
        people=people,
        display=path,
        typed=whole_address(path),
    )


@bp.get(f"/<uuid:centre_id>/sessions/<uuid:session_id>/pack/<any({DOCUMENTS}):document>")
@for_role(Role.EXAMS_OFFICER)
def pack_document(centre_id: UUID, session_id: UUID, document: str) -> Response:
    """Answer a document without keycodes."""
    return show_document(_mine(centre_id, session_id), Document(document))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/pack/slips")
@for_role(Role.EXAMS_OFFICER)
def pack_slips(centre_id: UUID, session_id: UUID) -> Response:
    """Answer keycode slips; that they were printed is recorded."""
    pdf = show_slips(_mine(centre_id, session_id))
    return pdf or redirect(url_for(".pack", centre_id=centre_id, session_id=session_id))


@bp.post("/<uuid:centre_id>/sessions/<uuid:session_id>/pack/keycode")
@for_role(Role.EXAMS_OFFICER)
def new_keycode(centre_id: UUID, session_id: UUID) -> Response:
    """Issue a candidate's keycode anew: the old one no longer works."""
    _mine(centre_id, session_id)
    give_new_keycode(session_id)
    return redirect(url_for(".pack", centre_id=centre_id, session_id=session_id))


def _mine(centre_id: UUID, session_id: UUID) -> ExamSessionRow:
    with database().read() as db:
        return my_session(db, centre_id, session_id)[1]
