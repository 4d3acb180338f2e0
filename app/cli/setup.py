"""`testamur setup`: a real installation's first hour."""

from dataclasses import dataclass
from datetime import UTC, datetime

import click

from app.cli.findings import print_document
from app.cli.opening import JSON, link_address, open_database, settings_of, telling
from app.config import Settings, make_secret_key
from app.domain.roles import Grant, Role
from app.services.organisations import HOME_ZONE, make_awarding_body, make_centre
from app.services.people import invite_person
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.queries.people import has_people

QUESTIONS = {
    "body": "Name of the awarding body",
    "centre_number": "Centre number",
    "centre_name": "Name of the centre",
    "name": "Full name of the first administrator",
    "email": "E-mail address of the first administrator",
}


@dataclass(frozen=True, slots=True)
class FirstHour:
    """What an installation begins with."""

    body: str
    centre_number: str
    centre_name: str
    name: str
    email: str
    time_zone: str


@click.command()
@click.option("--body", help="The awarding body, as printed on results.")
@click.option("--centre-number", help="The first centre's number; leading zeros count.")
@click.option("--centre-name", help="The first centre's name.")
@click.option("--time-zone", default=HOME_ZONE, show_default=True, help="The centre's time zone.")
@click.option("--name", help="The first administrator's full name.")
@click.option("--email", help="The address the first administrator signs in with.")
@JSON
def setup(as_document: bool, time_zone: str, **given: str | None) -> None:
    """Set a real installation up: keys, database, awarding body, centre, first administrator.

    Asks for what no option says. Prints a one-time link with which the administrator chooses a
    password. An installation that has people is left as it is. Exit 1 on a refusal.
    """
    settings = settings_of()
    make_secret_key(settings.instance)
    upgrade(settings.owner_url, settings.url)
    with open_database(settings) as database:
        _check_empty(database, as_document)
        first = FirstHour(**_answers(given, as_document), time_zone=time_zone)
        with telling(as_document):
            token = _begin(database, settings, first)
    _tell(settings, first, link_address(settings, token), as_document)


def _check_empty(database: Database, as_document: bool) -> None:
    with database.read() as db:
        if not has_people(db):
            return
    what, now = "This installation is set up already.", "Nothing was changed."
    if as_document:
        print_document({"refused": "already_set_up", "what": what, "now": now})
    click.echo(f"{what} {now} To add people, use `testamur staff add`.", err=True)
    raise click.exceptions.Exit(1)


def _answers(given: dict[str, str | None], as_document: bool) -> dict[str, str]:
    """Return an answer to every question, asking for those no option gave."""
    missing = [name for name in QUESTIONS if not (given[name] or "").strip()]
    if missing and as_document:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise click.UsageError(f"With --json nothing is asked: give {options}.")
    asked = {name: click.prompt(QUESTIONS[name]) for name in missing}
    return {name: asked.get(name) or str(given[name]) for name in QUESTIONS}


def _begin(database: Database, settings: Settings, first: FirstHour) -> str:
    """Make what the installation begins with and return the administrator's token."""
    now = datetime.now(UTC)
    with database.begin() as db:
        body = make_awarding_body(db, first.body, None, now)
        zone = first.time_zone
        make_centre(db, body, first.centre_number, first.centre_name, None, now, zone)
        grants = [Grant(Role.ADMINISTRATOR)]
        return invite_person(db, first.name, first.email, grants, None, now, settings.link_hours)


def _tell(settings: Settings, first: FirstHour, link: str, as_document: bool) -> None:
    if as_document:
        print_document(
            {
                "awarding_body": first.body,
                "centre": first.centre_number,
                "administrator": first.email,
                "link": link,
                "hours": settings.link_hours,
            }
        )
        return
    click.echo(
        f"\n{first.body} and {first.centre_name} ({first.centre_number}) are set up.\n\n"
        f"One-time link for {first.name}, good for {settings.link_hours} hours:\n\n  {link}\n\n"
        "Keep instance/secret_key safe: it signs every sign-in.\n"
        "Next: `testamur serve`, then open the link."
    )
