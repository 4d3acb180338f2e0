"""People: who they are, what they may do, and how they get in."""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.granting import may_grant
from app.extensions import database, testamur
from app.services import people
from app.store.people import RoleGrantRow
from app.store.queries import people as queries
from app.store.queries.people import PersonLine
from app.web.access import found, me
from app.web.admin.blueprint import bp, for_granters
from app.web.admin.forms import InvitationForm, RoleForm
from app.web.admin.reach import my_reach, read_grant, role_choices

Answer = str | Response


@bp.get("/people")
@for_granters
def everybody() -> str:
    """List people with their roles."""
    with database().read() as db:
        lines = queries.people_in(db, my_reach())
    return render_template("admin/people.html", lines=lines)


@bp.route("/people/invite", methods=["GET", "POST"])
@for_granters
def invite() -> Answer:
    """Invite a person to a role; show the link to hand over."""
    with database().read() as db:
        form = InvitationForm(role_choices(db))
    if not form.validate_on_submit():
        return render_template("admin/invite.html", form=form)
    name, email, grant = str(form.name.data), str(form.email.data), read_grant(form.role.data)
    hours = testamur().settings.link_hours
    with database().begin() as db:
        made = people.invite_or_give_role(db, name, email, grant, me().person_id, g.now, hours)
    if made.token:
        return _show_link(made.person_id, made.token)
    flash("This person signs in already and now has the role, too. They need no link.")
    return redirect(url_for(".person", person_id=made.person_id))


@bp.get("/people/<uuid:person_id>")
@for_granters
def person(person_id: UUID) -> str:
    """Show a person, their roles, and what can be done."""
    with database().read() as db:
        line = _find(db, person_id)
        form = RoleForm(role_choices(db))
        mine = people.may_change(db, person_id, me().person_id)
    takeable = {held.id for held in line.roles if may_grant(me().grants, held.grant)}
    return render_template(
        "admin/person.html", line=line, form=form, may_change=mine, takeable=takeable
    )


@bp.post("/people/<uuid:person_id>/roles")
@for_granters
def give_role(person_id: UUID) -> Response:
    """Give a person a role."""
    with database().read() as db:
        _find(db, person_id)
        form = RoleForm(role_choices(db))
    if form.validate():
        with database().begin() as db:
            people.give_role(db, person_id, read_grant(form.role.data), me().person_id, g.now)
        flash("The role is given.")
    return redirect(url_for(".person", person_id=person_id))


@bp.get("/people/<uuid:person_id>/roles/<uuid:grant_id>/take")
@for_granters
def ask_to_take_role(person_id: UUID, grant_id: UUID) -> str:
    """Say what taking the role away means."""
    with database().read() as db:
        line = _find(db, person_id)
    held = found(next((held for held in line.roles if held.id == grant_id), None))
    return render_template("admin/take_role.html", line=line, held=held)


@bp.post("/people/<uuid:person_id>/roles/<uuid:grant_id>/take")
@for_granters
def take_role(person_id: UUID, grant_id: UUID) -> Response:
    """Take a role away."""
    with database().begin() as db:
        row: RoleGrantRow = found(queries.grant_for(db, person_id, grant_id, my_reach()))
        people.revoke_grant(db, row.id, me().person_id, g.now)
    flash("The role is taken away.")
    return redirect(url_for(".everybody"))


@bp.post("/people/<uuid:person_id>/link")
@for_granters
def new_link(person_id: UUID) -> str:
    """Make a new one-time link and show it."""
    with database().begin() as db:
        _find(db, person_id)
        hours = testamur().settings.link_hours
        token = people.reset_link(db, person_id, me().person_id, g.now, hours)
    return _show_link(person_id, token)


@bp.get("/people/<uuid:person_id>/suspend")
@for_granters
def ask_to_suspend(person_id: UUID) -> str:
    """Say what suspending means."""
    with database().read() as db:
        line = _find(db, person_id)
    return render_template("admin/suspend.html", line=line)


@bp.post("/people/<uuid:person_id>/suspend")
@for_granters
def suspend(person_id: UUID) -> Response:
    """Keep a person out."""
    with database().begin() as db:
        _find(db, person_id)
        people.suspend_person(db, person_id, me().person_id, g.now)
    flash("The person is suspended and signed out everywhere.")
    return redirect(url_for(".everybody"))


@bp.post("/people/<uuid:person_id>/reinstate")
@for_granters
def reinstate(person_id: UUID) -> Response:
    """Let a suspended person in again."""
    with database().begin() as db:
        _find(db, person_id)
        people.reinstate_person(db, person_id, me().person_id, g.now)
    flash("The person can sign in again.")
    return redirect(url_for(".person", person_id=person_id))


def _find(db: Session, person_id: UUID) -> PersonLine:
    return found(queries.person_for(db, person_id, my_reach()))


def _show_link(person_id: UUID, token: str) -> str:
    """Show a link once, ready to print: it is kept nowhere."""
    settings = testamur().settings
    path = url_for("auth.link", token=token, _external=not settings.public_url)
    with database().read() as db:
        line = _find(db, person_id)
    address = settings.public_url.rstrip("/") + path
    return render_template(
        "admin/link.html",
        line=line,
        address=address,
        hours=settings.link_hours,
        until=g.now + timedelta(hours=settings.link_hours),
        mail=_mail(line, address),
    )


def _mail(line: PersonLine, address: str) -> str:
    """Write a mail that hands the link over, for the sender's own mail program to send."""
    person = line.person
    text = (
        f"{person.name},\n\nthis link lets you choose a password for Testamur. It works once:\n\n"
        f"{address}\n\nThen sign in with {person.email}.\n"
    )
    subject = "Your link to Testamur"
    return f"mailto:{quote(person.email)}?subject={quote(subject)}&body={quote(text)}"
