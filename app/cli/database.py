"""`testamur db`: the database itself."""

import click

from app.cli.opening import settings_of
from app.store.migrate import upgrade


@click.group("db")
def database_commands() -> None:
    """Look after the database."""


@database_commands.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema.

    On PostgreSQL this runs as TESTAMUR_DATABASE_OWNER_URL and gives the application's role what it
    needs, and no more.
    """
    settings = settings_of()
    settings.instance.mkdir(parents=True, exist_ok=True)
    upgrade(settings.owner_url, settings.url)
    click.echo("The database is up to date.")
