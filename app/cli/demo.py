"""`testamur demo`: everything in one go, on the embedded database, served on this machine."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.cli.https import addresses_of
from app.config import Settings, make_secret_key, read_settings
from app.domain.keycode import grouped
from app.domain.sitting import SessionState
from app.files.library import read_library, shelves_of
from app.files.record_key import RecordKey, record_key
from app.services import demonstration
from app.services.demonstration import PAST, STAFF, Place
from app.services.keycodes import keycode_of
from app.services.result_codes import result_slips
from app.store.answer_log import AnswerLog
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.queries import demonstration as queries
from app.store.queries.content import specification_version_for
from app.store.queries.sessions import entries_of
from app.store.sessions import ExamSessionRow

PASSWORD_FILE = "demonstration_password"  # noqa: S105 - a file's name


@click.command()
@click.option("--port", type=int, help="Where to listen; 8000 unless set.")
@click.option("--no-serve", is_flag=True, help="Make the demonstration and stop.")
def demo(port: int | None, no_serve: bool) -> None:
    """Make a fictional awarding body with everything to try, and serve it on this machine."""
    settings = _settings(port)
    now = datetime.now(UTC)
    upgrade(settings.owner_url, settings.url)
    password = _password(settings.instance)
    database = Database(settings.url)
    try:
        place, versions = _make(database, password, now)
        key = record_key(settings.instance)
        sessions = _sessions(database, place, versions, key, now)
        _print(settings, database, password, place, sessions)
    finally:
        database.close()
    if not no_serve:
        _serve(settings)


def _settings(port: int | None) -> Settings:
    overrides = {"port": port} if port else {}
    first = read_settings(os.environ, **overrides)
    make_secret_key(first.instance)
    return read_settings(os.environ, **overrides)


def _password(instance: Path) -> str:
    """Return the password of all demonstration staff, made once for this installation."""
    path = instance / PASSWORD_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{os.urandom(6).hex()}\n", "ascii")
    return path.read_text("ascii").strip()


def _make(database: Database, password: str, now: datetime) -> tuple[Place, list[UUID]]:
    """Publish what can be filled, and return the place with the specifications to sit."""
    library = read_library(shelves_of(Path.cwd()), now.date())
    banks = [survey.bank for survey in library.banks if survey.bank is not None]
    found = [s.specification for s in library.specifications if s.specification is not None]
    specifications, filled = demonstration.fillable(found, banks)
    if not specifications:
        raise click.ClickException("question_banks/ and test_specs/ hold no test that can be sat")
    made_before = now - timedelta(days=2)
    with database.begin() as db:
        place = demonstration.find_or_make_place(db, password, made_before)
        pictures = {survey.id: survey.pictures for survey in library.banks}
        versions = demonstration.publish(db, place, filled, specifications, made_before, pictures)
    return place, versions


def _sessions(
    database: Database, place: Place, versions: list[UUID], key: RecordKey, now: datetime
) -> list[ExamSessionRow]:
    """Return the sessions that can be sat now, made when there are none left."""
    with database.read() as db:
        known = queries.sessions_of(db, place.centre)
    if not known:
        log = AnswerLog(database.is_sqlite)
        with click.progressbar(length=len(PAST) - 1, label="A session of yesterday") as bar:
            demonstration.play_past_session(
                database, log, place, versions[0], now, key=key, progress=lambda _: bar.update(1)
            )
    live = [s for s in known if s.state != SessionState.CLOSED and s.latest_start_at > now]
    if not any(s.state == SessionState.STARTED for s in live):
        with database.begin() as db:
            demonstration.open_now(db, place, versions, now)
    with database.read() as db:
        known = queries.sessions_of(db, place.centre)
    return [s for s in known if s.state != SessionState.CLOSED and s.latest_start_at > now]


def _print(
    settings: Settings,
    database: Database,
    password: str,
    place: Place,
    sessions: list[ExamSessionRow],
) -> None:
    address = addresses_of(settings)[0]
    click.echo(
        f"\nTestamur, demonstration. Everybody here is invented.\n\n  Sit a test    {address}/"
        f"\n                or try one first: {address}/practice"
    )
    with database.read() as db:
        under_way = [session for session in sessions if session.state == SessionState.STARTED]
        for session in sorted(under_way, key=lambda session: session.room):
            _print_keycodes(db, session)
        _print_result(db, place, address)
    click.echo(f"\n  Staff         {address}/sign-in   password for all: {password}")
    for name, email, _ in STAFF:
        click.echo(f"                {email:<28} {name}")
    click.echo(
        "\n  Then          Ivy closes the session, Olga releases the results, Cora downloads them."
        "\n                Room 2 has not been opened yet: run it yourself as Ivy."
        "\n                Results of a session of yesterday are there already."
        "\n\n  Stop with Ctrl+C. The data stay in instance/.\n"
    )
    sys.stdout.flush()


def _print_keycodes(db: Session, session: ExamSessionRow) -> None:
    """Print a test and the keycodes with which it can be sat."""
    version = specification_version_for(db, session.specification_version_id)
    assert version is not None  # noqa: S101 - a session has its version
    test = version.specification
    click.echo(
        f"\n                Unit {test.unit}: {test.title}"
        f"\n                {test.items} questions, {test.minutes} minutes"
    )
    for line in entries_of(db, session):
        keycode = grouped(keycode_of(session, line.sitting))
        more = f", {line.extra_time.percent} % extra time" if line.extra_time.percent else ""
        name = f"{line.candidate.given_names} {line.candidate.family_name}"
        click.echo(f"                keycode {keycode}   {name}{more}")


def _print_result(db: Session, place: Place, address: str) -> None:
    """Print how a candidate of a session that is over sees the result."""
    over = (s for s in queries.sessions_of(db, place.centre) if s.state == SessionState.CLOSED)
    slips = (slip for session in over for slip in result_slips(db, session))
    for slip in (slip for slip in slips if slip.date_of_birth):
        born = f"{slip.date_of_birth:%-d %-m %Y}"
        click.echo(
            f"\n  See a result  {address}/results"
            f"\n                code {slip.code}, born {born}   {slip.given_names} {slip.family_name}"
        )
        return


def _serve(settings: Settings) -> None:
    from app.cli.serve import serve_with

    serve_with(settings)
