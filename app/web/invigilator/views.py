"""The room: open the session, hand out keycodes, let people in, start, watch, close."""

from uuid import UUID

from flask import flash, g, redirect, render_template, session, url_for
from werkzeug import Response as Answer

from app.domain.roles import Role
from app.extensions import database
from app.services import invigilation
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator import (
    acting,
    clocks,
    day,
    incidents,
    late_answers,
    lockdown,
    pack,
    reasons,
    record,
    seats,
    transfer,
    watch,
    watch_rooms,
)
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import IdentityForm
from app.web.invigilator.reasons import owed_by
from app.web.invigilator.room import Room, open_rooms, room_for
from app.web.invigilator.words import ENDING, GROUPS, WORDS, candidates

__all__ = [
    "acting",
    "bp",
    "clocks",
    "day",
    "incidents",
    "late_answers",
    "lockdown",
    "pack",
    "reasons",
    "record",
    "seats",
    "transfer",
    "watch",
    "watch_rooms",
]


@bp.get("")
@for_role(Role.INVIGILATOR)
def rooms() -> str:
    """List the sessions of my centres, those of today first."""
    with database().read() as db:
        shown = open_rooms(db, my_centres(Role.INVIGILATOR), g.now)
    return render_template("invigilator/rooms.html", rooms=shown)


@bp.get("/<uuid:session_id>")
@for_role(Role.INVIGILATOR)
def room(session_id: UUID) -> str:
    """Show one room: what to do next, how everybody stands, and what can be done."""
    shown, known = _room(session_id), IdentityForm(formdata=None, data=session)
    with database().read() as db:
        owed = owed_by(db, shown.session)
    return render_template(
        "invigilator/room.html",
        room=shown,
        owed=owed,
        known=known,
        words=WORDS,
        groups=GROUPS,
        ending=ENDING,
    )


@bp.post("/<uuid:session_id>/open")
@for_role(Role.INVIGILATOR)
def open_session(session_id: UUID) -> Answer:
    """Open the session: lock the papers and give the keycodes out."""
    _room(session_id)
    with database().begin() as db:
        count = invigilation.release_keycodes(db, session_id, me().person_id, g.now)
    flash(f"The session is open. {candidates(count)} can enter with their keycodes.")
    return redirect(url_for(".room", session_id=session_id))


@bp.post("/<uuid:session_id>/slips")
@for_role(Role.INVIGILATOR)
def slips(session_id: UUID) -> str:
    """Show the keycode slips for printing; that they were printed is recorded."""
    shown = _room(session_id)
    with database().begin() as db:
        printed = invigilation.print_slips(db, session_id, me().person_id, g.now)
    return render_template("invigilator/slips.html", room=shown, slips=printed)


@bp.post("/<uuid:session_id>/start")
@for_role(Role.INVIGILATOR)
def start(session_id: UUID) -> Answer:
    """Say "start"."""
    _room(session_id)
    with database().begin() as db:
        invigilation.start_session(db, session_id, me().person_id, g.now)
    flash("The test has started. Each candidate's clock begins when they press Start.")
    return redirect(url_for(".room", session_id=session_id))


def _room(session_id: UUID) -> Room:
    with database().read() as db:
        return found(room_for(db, session_id, my_centres(Role.INVIGILATOR), g.now))
