"""What commands on the database share: settings, the open database, refusals told in words or JSON."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from app.cli.findings import print_document
from app.cli.https import addresses_of
from app.config import Settings, SettingsError, read_settings
from app.domain.refusals import Refusal
from app.store.database import Database
from app.store.engine import UnsafeDatabase
from app.store.migrate import is_current

JSON = click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")


def settings_of(**overrides: Any) -> Settings:
    """Read the installation's settings; end with the sentence when one cannot be used."""
    try:
        return read_settings(os.environ, **overrides)
    except SettingsError as problem:
        raise click.ClickException(str(problem)) from problem


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open the installation's database, which must be there and of the newest schema."""
    database = Database(settings.url)
    try:
        check_migrated(database)
        yield database
    finally:
        database.close()


def check_migrated(database: Database) -> None:
    """End unless the database has the newest schema."""
    if not is_current(database.engine):
        raise click.ClickException(
            "the database is not set up or not up to date:"
            " run `testamur setup` the first time, else `testamur db upgrade`"
        )


@contextmanager
def telling(as_document: bool) -> Iterator[None]:
    """End with exit code 1 on a refusal, told as a sentence or as the one JSON document."""
    try:
        yield
    except Refusal as refusal:
        from app.web.errors import sentence_for

        sentence = sentence_for(refusal)
        if as_document:
            print_document({"refused": refusal.reason, "what": sentence.what, "now": sentence.now})
        click.echo(f"{sentence.what} {sentence.now}", err=True)
        raise click.exceptions.Exit(1) from refusal
    except UnsafeDatabase as unsafe:
        raise click.ClickException(str(unsafe)) from unsafe


def link_address(settings: Settings, token: str) -> str:
    """Write where a one-time link is found."""
    return f"{addresses_of(settings)[0]}/link/{token}"
