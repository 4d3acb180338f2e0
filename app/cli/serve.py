"""`testamur serve`: the production server."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import click

from app.cli.https import Https, addresses_of, prepare_https
from app.cli.opening import check_migrated, settings_of
from app.config import PREFIX, Settings, SettingsError, Transport, check_for_production
from app.files.certificates import CertificateProblem
from app.store.database import Database
from app.store.engine import UnsafeDatabase, check_durable, check_not_owner


@click.command()
@click.option("--host", help="The address to listen at; 127.0.0.1 unless set.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; 8000 unless set.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the installation.

    One process with threads on SQLite, several on PostgreSQL. Beyond this machine it speaks https,
    with the certificate that TESTAMUR_CERTIFICATE names or one of its own authority, unless
    TESTAMUR_PROXIES says that a proxy does or TESTAMUR_ALLOW_PLAIN_HTTP takes the risk.
    """
    overrides = {"host": host, "port": port}
    serve_with(settings_of(**{name: value for name, value in overrides.items() if value}))


def serve_with(settings: Settings) -> None:
    """Check that the installation may be served, and serve until it is stopped."""
    settings = replace(settings, instance=settings.instance.resolve())
    https = _check(settings)
    _hand_on(settings)
    first, *others = addresses_of(settings)
    further = [f"            or {address}" for address in others]
    notes = https.notes if https else ()
    click.echo("\n".join([f"Testamur is at {first}", *further, *notes]))
    run(settings, https=https)


_PATIENCE = 10  # seconds; a process told to stop while it starts has not heard it and is killed


def processes(settings: Settings) -> int:
    """Return how many processes serve: SQLite has one writer, so it has one process."""
    return 1 if settings.is_sqlite else max(1, settings.workers)


def _check(settings: Settings) -> Https | None:
    """End with a sentence rather than serve what could lose answers or be listened to."""
    try:
        check_for_production(settings)
        _check_database(settings)
        https = prepare_https(settings, datetime.now(UTC))
    except (SettingsError, UnsafeDatabase, CertificateProblem) as problem:
        raise click.ClickException(str(problem)) from problem
    if settings.transport is Transport.PLAIN:
        click.echo("Warning: plain http. Anyone on the network can read and change it.", err=True)
    return https


def _check_database(settings: Settings) -> None:
    database = Database(settings.url)
    try:
        check_durable(database.engine)
        check_migrated(database)
        if not settings.development:
            check_not_owner(database.engine)
    finally:
        database.close()


def _hand_on(settings: Settings) -> None:
    """Tell the server's processes, which read the environment, what was decided here."""
    told = {"instance": settings.instance, "host": settings.host, "port": settings.port}
    os.environ.update({f"{PREFIX}{name.upper()}": str(value) for name, value in told.items()})


def run(
    settings: Settings, application: str = "app.wsgi:make_application", https: Https | None = None
) -> None:
    """Serve an application until it is stopped, with as many processes and threads as set."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        application,
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=processes(settings),
        blocking_threads=settings.threads,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE,
        ssl_cert=https.certificate if https else None,
        ssl_key=https.key if https else None,  # TLS 1.3, which every browser we name speaks
    ).serve()
