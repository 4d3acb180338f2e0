"""Safe Exam Browser for the computers of a room: its file and its link."""

from datetime import timedelta
from uuid import UUID

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.lockdown import link_for
from app.domain.roles import Role
from app.extensions import database, testamur
from app.services.lockdown import hand_out_link
from app.web.access import for_role, found, me, my_centres
from app.web.invigilator.blueprint import bp
from app.web.invigilator.room import Room, room_for
from app.web.lockdown_files import SebFileForm, hand_out_file

LINK_LIFE = timedelta(hours=12)


@bp.get("/<uuid:session_id>/lockdown")
@for_role(Role.INVIGILATOR)
def lockdown(session_id: UUID) -> str:
    """Offer the file and the link."""
    return _page(session_id, SebFileForm())


@bp.post("/<uuid:session_id>/lockdown")
@for_role(Role.INVIGILATOR)
def download_lockdown(session_id: UUID) -> ResponseReturnValue:
    """Answer the file."""
    _my_room(session_id)
    form = SebFileForm()
    if not form.validate_on_submit():
        return _page(session_id, form), 422
    return hand_out_file(session_id, form)


@bp.post("/<uuid:session_id>/lockdown/link")
@for_role(Role.INVIGILATOR)
def show_lockdown_link(session_id: UUID) -> str:
    """Show a link that opens Safe Exam Browser by itself, for half a day."""
    _my_room(session_id)
    until = g.now + LINK_LIFE
    with database().begin() as db:
        hand_out_link(db, session_id, until, me().person_id, g.now)
    secret, base = testamur().settings.secret_key, testamur().settings.known_url
    link = link_for(secret, session_id.hex, int(until.timestamp()))
    # Safe Exam Browser's own schemes: seb for http and sebs for https.
    address = base.replace("http", "seb", 1) + url_for("candidate.open_lockdown", link=link)
    return _page(session_id, SebFileForm(), address=address, until=until)


def _my_room(session_id: UUID) -> Room:
    with database().read() as db:
        return found(room_for(db, session_id, my_centres(Role.INVIGILATOR), g.now))


def _page(session_id: UUID, form: SebFileForm, **also: object) -> str:
    room = _my_room(session_id)
    return render_template("invigilator/lockdown.html", room=room, form=form, **also)
