"""The pack of a session, for its invigilators: documents, slips, new keycodes, the room display."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.pack import Document
from app.store.queries.room import seated
from app.web.access import for_role
from app.web.invigilator.blueprint import bp
from app.web.invigilator.frame import my_frame
from app.web.pack import (
    DOCUMENTS,
    display_path,
    give_new_keycode,
    show_document,
    show_slips,
    whole_address,
)


@bp.get("/<uuid:session_id>/pack")
@for_role(Role.INVIGILATOR)
def pack(session_id: UUID) -> str:
    """List what there is to print."""
    room = my_frame(session_id)
    with database().read() as db:
        people = seated(db, room.session)
    path = display_path(room.session)
    return render_template(
        "invigilator/pack.html", room=room, people=people, display=path, typed=whole_address(path)
    )


@bp.get(f"/<uuid:session_id>/pack/<any({DOCUMENTS}):document>")
@for_role(Role.INVIGILATOR)
def pack_document(session_id: UUID, document: str) -> Response:
    """Answer a document without keycodes."""
    return show_document(my_frame(session_id).session, Document(document))


@bp.post("/<uuid:session_id>/pack/slips")
@for_role(Role.INVIGILATOR)
def pack_slips(session_id: UUID) -> Response:
    """Answer keycode slips; that they were printed is recorded."""
    pdf = show_slips(my_frame(session_id).session)
    return pdf or redirect(url_for(".pack", session_id=session_id))


@bp.post("/<uuid:session_id>/pack/keycode")
@for_role(Role.INVIGILATOR)
def new_keycode(session_id: UUID) -> Response:
    """Issue a candidate's keycode anew: the old one no longer works."""
    my_frame(session_id)
    give_new_keycode(session_id)
    return redirect(url_for(".pack", session_id=session_id))


@bp.get("/<uuid:session_id>/display")
@for_role(Role.INVIGILATOR)
def display(session_id: UUID) -> Response:
    """Lead to the room display, which whoever has its address may see."""
    return redirect(display_path(my_frame(session_id).session))
