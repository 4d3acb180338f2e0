"""`testamur results`: releasing a session's results, and writing them to a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.cli.findings import print_document
from app.cli.opening import JSON, open_database, settings_of, telling
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role, bodies_of
from app.domain.session_results import SessionResults
from app.files.csv_text import EXCEL_ENCODING
from app.files.results_csv import write_results
from app.services.results import release_results
from app.store.queries.people import person_by_email, signed_in_person
from app.store.queries.results import body_of_session, results_of_session

FORMATS = ("csv",)
SESSION = click.argument("session", type=click.UUID)


@click.group("results")
def results_commands() -> None:
    """Release and export results."""


@results_commands.command()
@SESSION
@click.option("--by", "email", required=True, help="Address of the awarding officer who releases.")
@JSON
def release(session: UUID, email: str, as_document: bool) -> None:
    """Release the results of SESSION, an id, to its centre.

    Exit 1 when the session is not closed, or when everything is released already.
    """
    now = datetime.now(UTC)
    with _opened(as_document) as db:
        by = _officer(db, email, session)
        count = release_results(db, session, by, now)
    if as_document:
        print_document({"session": str(session), "released": count})
    else:
        click.echo(f"Results released: {count}.")


@results_commands.command()
@SESSION
@click.option(
    "--format",
    "kind",
    default="csv",
    type=click.Choice(FORMATS),
    show_default=True,
    help="What kind of file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File to write; standard output unless given.",
)
@JSON
def export(session: UUID, kind: str, output: Path | None, as_document: bool) -> None:
    """Write the released results of SESSION, an id: the file a centre downloads.

    With --json the document says what was written, so --output is needed. Exit 1 before release.
    """
    if as_document and output is None:
        raise click.UsageError("--json needs --output: standard output has room for one document.")
    with _opened(as_document) as db:
        results = _released(db, session)
    content = write_results(results).encode(EXCEL_ENCODING)
    if output is None:
        click.echo(content, nl=False)
        return
    output.write_bytes(content)
    rows = len(results.lines)
    if as_document:
        print_document({"session": str(session), "format": kind, "file": str(output), "rows": rows})
    else:
        click.echo(f"{output} written. Candidates: {rows}.", err=True)


@contextmanager
def _opened(as_document: bool) -> Iterator[Session]:
    with (
        open_database(settings_of()) as database,
        telling(as_document),
        database.begin() as db,
    ):
        yield db


def _officer(db: Session, email: str, session: UUID) -> UUID:
    """Return the person; misuse unless they are an awarding officer of the session's body."""
    body = _body(db, session)
    person = person_by_email(db, email.strip().lower())
    known = signed_in_person(db, person.id) if person else None
    if known is None or body not in bodies_of(known[1], Role.AWARDING_OFFICER):
        what = f"{email} is not the address of an officer of the session's awarding body."
        raise click.BadParameter(what, param_hint="--by")
    return known[0].id


def _released(db: Session, session: UUID) -> SessionResults:
    results = results_of_session(db, session, bodies=[_body(db, session)])
    if results is None or not results.released:
        raise Refusal(Reason.NOT_YET_RELEASED)
    return results


def _body(db: Session, session: UUID) -> UUID:
    body = body_of_session(db, session)
    if body is None:
        raise click.BadParameter(f"There is no session {session}.", param_hint="SESSION")
    return body
