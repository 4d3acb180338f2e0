"""What the awarding body sets for its rooms: extra time, and candidates to one invigilator."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.roles import Role
from app.extensions import database
from app.services.organisations import change_room_rules
from app.store.queries.organisations import body_for
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.awarding.forms import RoomRulesForm


@bp.route("/bodies/<uuid:body_id>/rooms", methods=["GET", "POST"])
@for_role(Role.AWARDING_OFFICER)
def room_rules(body_id: UUID) -> str | Response:
    """Show what holds in the rooms of a body's centres, and change it."""
    with database().read() as db:
        body = found(body_for(db, body_id, my_bodies(Role.AWARDING_OFFICER)))
    form = RoomRulesForm(obj=body)
    if not form.validate_on_submit():
        return render_template("awarding/room_rules.html", body=body, form=form)
    with database().begin() as db:
        change_room_rules(db, body_id, *form.rules, by=me().person_id, now=g.now)
    flash("What holds in rooms is changed. It holds from now on, in open sessions too.")
    return redirect(url_for(".desk"))
