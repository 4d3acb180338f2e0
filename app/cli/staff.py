"""`testamur staff`: adding people from the command line."""

from datetime import UTC, datetime
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.cli.findings import print_document
from app.cli.opening import JSON, link_address, open_database, settings_of, telling
from app.domain.roles import BODY_ROLES, CENTRE_ROLES, Grant, Role
from app.services.people import invite_or_give_role
from app.store.queries.people import EVERYWHERE, bodies_within, body_named, centre_numbered

ROLES = sorted(role.value for role in Role if role is not Role.CANDIDATE)


@click.group("staff")
def staff_commands() -> None:
    """Look after the people who sign in."""


@staff_commands.command()
@click.argument("email")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person may do.")
@click.option("--centre", help="The centre's number, for exams officers and invigilators.")
@click.option("--body", help="The awarding body's name, where there are several.")
@JSON
def add(
    email: str, name: str, role: str, centre: str | None, body: str | None, as_document: bool
) -> None:
    """Give a person a role, and print the one-time link of someone new.

    Someone who signs in already gets the role beside those they hold, and needs no link.
    """
    settings = settings_of()
    now = datetime.now(UTC)
    with open_database(settings) as database, telling(as_document), database.begin() as db:
        grant = _grant(db, Role(role), centre, body)
        made = invite_or_give_role(db, name, email, grant, None, now, settings.link_hours)
    link = link_address(settings, made.token) if made.token else None
    if as_document:
        print_document({"person": str(made.person_id), "email": email, "role": role, "link": link})
    elif link:
        click.echo(f"One-time link for {name}, good for {settings.link_hours} hours:\n\n  {link}")
    else:
        click.echo(f"{email} signs in already and now has the role, too.")


def _grant(db: Session, role: Role, centre: str | None, body: str | None) -> Grant:
    """Return the grant the options describe; misuse when they do not name one place."""
    if role is Role.ADMINISTRATOR:
        return Grant(role)
    if role in CENTRE_ROLES:
        if centre is None:
            raise click.UsageError(f"--role {role} needs --centre.")
        return _at_centre(db, role, centre, _body(db, body) if body else None)
    if role in BODY_ROLES and centre is not None:
        raise click.UsageError(f"--role {role} is held at the awarding body, not at a centre.")
    return Grant(role, _body(db, body))


def _at_centre(db: Session, role: Role, number: str, body: UUID | None) -> Grant:
    found = centre_numbered(db, number, body)
    if len(found) != 1:
        remedy = "name its --body, too" if found else "check the number"
        raise click.BadParameter(f"{len(found)} centres have the number {number}: {remedy}.")
    return Grant(role, found[0].awarding_body_id, found[0].id)


def _body(db: Session, name: str | None) -> UUID:
    """Return the awarding body of a name, or the only one there is."""
    if name is None:
        bodies = bodies_within(db, EVERYWHERE)
        if len(bodies) != 1:
            raise click.UsageError(f"There are {len(bodies)} awarding bodies: name one by --body.")
        return bodies[0].id
    body = body_named(db, name)
    if body is None:
        raise click.BadParameter(f"There is no awarding body {name}.", param_hint="--body")
    return body.id
