"""Awarding bodies and their centres."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services import organisations
from app.store.queries.people import EVERYWHERE, bodies_within, centre_called, centres_within
from app.web.access import for_role, found, me
from app.web.admin.blueprint import bp
from app.web.admin.forms import BodyForm, CentreForm, NewCentreForm, tell

Answer = str | Response


@bp.get("")
@for_role(Role.ADMINISTRATOR)
def places() -> str:
    """List awarding bodies and centres."""
    with database().read() as db:
        bodies, centres = bodies_within(db, EVERYWHERE), centres_within(db, EVERYWHERE)
    return render_template("admin/places.html", bodies=bodies, centres=centres)


@bp.route("/bodies/new", methods=["GET", "POST"])
@for_role(Role.ADMINISTRATOR)
def new_body() -> Answer:
    """Add an awarding body."""
    form = BodyForm()
    if form.validate_on_submit():
        try:
            with database().begin() as db:
                organisations.make_awarding_body(db, str(form.name.data), me().person_id, g.now)
        except Refusal as refusal:
            tell(form.name, refusal)
        else:
            flash(f"{form.name.data} is added.")
            return redirect(url_for(".places"))
    return render_template("admin/body.html", form=form)


@bp.route("/centres/new", methods=["GET", "POST"])
@for_role(Role.ADMINISTRATOR)
def new_centre() -> Answer:
    """Add a centre to an awarding body."""
    with database().read() as db:
        bodies = [(body.id.hex, body.name) for body in bodies_within(db, EVERYWHERE)]
    form = NewCentreForm(bodies)
    if form.validate_on_submit() and _added(form):
        flash(f"{form.name.data} is added.")
        return redirect(url_for(".places"))
    return render_template("admin/centre.html", form=form, centre=None)


@bp.route("/centres/<uuid:centre_id>", methods=["GET", "POST"])
@for_role(Role.ADMINISTRATOR)
def centre(centre_id: UUID) -> Answer:
    """Show a centre and change what is known of it."""
    with database().read() as db:
        row = found(centre_called(db, centre_id))
    form = CentreForm(obj=row)
    if form.validate_on_submit() and _changed(form, centre_id):
        flash(f"{form.name.data} is changed.")
        return redirect(url_for(".places"))
    return render_template("admin/centre.html", form=form, centre=row)


def _added(form: NewCentreForm) -> bool:
    """Add the centre, or show the refusal in the form."""
    try:
        with database().begin() as db:
            organisations.make_centre(
                db,
                UUID(hex=form.body.data),
                str(form.number.data),
                str(form.name.data),
                me().person_id,
                g.now,
                form.time_zone.data,
            )
    except Refusal as refusal:
        _tell(form, refusal)
        return False
    return True


def _changed(form: CentreForm, centre_id: UUID) -> bool:
    """Change the centre, or show the refusal in the form."""
    try:
        with database().begin() as db:
            organisations.change_centre(
                db,
                centre_id,
                number=str(form.number.data),
                name=str(form.name.data),
                time_zone=form.time_zone.data,
                active=form.active.data,
                by=me().person_id,
                now=g.now,
            )
    except Refusal as refusal:
        _tell(form, refusal)
        return False
    return True


def _tell(form: CentreForm, refusal: Refusal) -> None:
    tell(form.number if refusal.reason is Reason.NAME_TAKEN else form.time_zone, refusal)
