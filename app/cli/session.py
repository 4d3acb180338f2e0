"""`testamur session`: scheduling exam sessions and entering candidates for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.cli.findings import as_text, of_severity, print_document, shortage_as_json
from app.cli.opening import JSON, open_database, settings_of, telling
from app.domain.candidate_columns import NAMES, guess_columns, missing_columns
from app.domain.problems import Problem, ProblemsError, Severity, Where, did_you_mean
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role, centres_of
from app.files.candidate_sheet import CannotRead, Sheet, choose_sheet, read_sheets
from app.services.candidate_entry import enter_sheet
from app.services.scheduling import at_local, longest_allowance, overrun, schedule_session
from app.store.organisations import CentreRow
from app.store.queries.content import SpecificationVersion, offered_to
from app.store.queries.people import body_named, centre_numbered, person_by_email, signed_in_person
from app.store.sessions import ExamSessionRow

DAY = click.DateTime(["%Y-%m-%d"])
CLOCK = click.DateTime(["%H:%M"])
BY = click.option("--by", "email", required=True, help="Address of the centre's exams officer.")


@click.group("session")
def session_commands() -> None:
    """Schedule exam sessions and enter candidates."""


@session_commands.command()
@click.argument("specification")
@click.option("--centre", "number", required=True, help="The centre's number.")
@click.option("--body", help="The awarding body's name, where two use the number.")
@click.option("--room", required=True, help="Where it is held.")
@click.option("--date", "day", required=True, type=DAY, help="The day, such as 2026-11-30.")
@click.option("--opens", required=True, type=CLOCK, help="When keycodes may be given out.")
@click.option("--latest-start", required=True, type=CLOCK, help="The last moment to start.")
@click.option("--latest-finish", required=True, type=CLOCK, help="For planning; it cuts nobody.")
@click.option("--invigilator", "invigilators", multiple=True, help="Address; may be repeated.")
@BY
@JSON
def schedule(
    specification: str,
    number: str,
    body: str | None,
    room: str,
    day: datetime,
    opens: datetime,
    latest_start: datetime,
    latest_finish: datetime,
    invigilators: tuple[str, ...],
    email: str,
    as_document: bool,
) -> None:
    """Schedule a session of SPECIFICATION, an id; times are those of the centre.

    Exit 1 when the bank cannot fill a paper, with every outcome and criterion that is short, and
    when times are out of order or past.
    """
    now = datetime.now(UTC)
    with _opened(as_document) as db:
        centre = _centre(db, number, body)
        version = _offered(db, centre, specification)
        id = schedule_session(
            db,
            centre.id,
            version.id,
            room,
            opens_at=_at(day, opens, centre),
            latest_start_at=_at(day, latest_start, centre),
            latest_finish_at=_at(day, latest_finish, centre),
            invigilators=[_person(db, each) for each in invigilators],
            by=_officer(db, email, centre.id),
            now=now,
        )
        row = db.get_one(ExamSessionRow, id)
    _tell(row, version, as_document)


@session_commands.command()
@click.argument("session", type=click.UUID)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@BY
@JSON
def enter(session: UUID, file: Path, email: str, as_document: bool) -> None:
    """Save the candidates in a FILE, CSV or XLSX, and enter them for SESSION, an id.

    Columns are known by their headings; arrangements are saved, too. Exit 1, with nothing written,
    when a cell is bad; every bad cell is told with its row.
    """
    now = datetime.now(UTC)
    with _opened(as_document) as db:
        row = _session(db, session)
        by = _officer(db, email, row.centre_id)
        sheet = _sheet(file)
        entered = enter_sheet(db, session, sheet, file.as_posix(), by, now).entered
    count = len(sheet.lines)
    if as_document:
        print_document({"session": str(session), "candidates": count, "entered": entered})
    else:
        click.echo(f"Candidates in the file: {count}. Newly entered: {entered}.")


def _sheet(file: Path) -> Sheet:
    """Return the sheet of candidates in a file; ProblemsError when it cannot be told or read."""
    where = Where(file.as_posix(), 1)
    try:
        sheets = read_sheets(file.read_bytes(), file.name)
    except CannotRead as error:
        at = replace(where, line=error.line)
        raise ProblemsError([Problem(at, "file", error.what, error.remedy)]) from error
    sheet = choose_sheet(sheets)
    if sheet is None:
        named = ", ".join(each.name for each in sheets)
        what, remedy = f"Several sheets hold rows: {named}.", "Keep the one with candidates."
        raise ProblemsError([Problem(where, "sheet", what, remedy)])
    if missing := missing_columns(guess_columns(sheet.header)):
        what = f"No column is headed {', '.join(NAMES[each] for each in missing)}."
        at = replace(where, line=sheet.header_line)
        raise ProblemsError([Problem(at, "column.missing", what, "Add it to the headings.")])
    return sheet


def _tell(row: ExamSessionRow, version: SpecificationVersion, as_document: bool) -> None:
    """Tell of the new session, and warn when its last candidates may outstay the latest finish."""
    longest = longest_allowance(version.specification.minutes)
    over = overrun(row.latest_start_at, row.latest_finish_at, longest)
    warning = f"Whoever starts last may work {over} (h:mm:ss) beyond the latest finish."
    warnings = [warning] if over else []
    if as_document:
        print_document(
            {
                "session": str(row.id),
                "specification": version.specification.id,
                "version": version.version,
                "kind": row.kind,
                "opens_at": row.opens_at.isoformat(),
                "latest_start_at": row.latest_start_at.isoformat(),
                "latest_finish_at": row.latest_finish_at.isoformat(),
                "pass_mark": row.pass_mark,
                "warnings": warnings,
            }
        )
    else:
        click.echo(f"Session {row.id} is scheduled.")
    for each in warnings:
        click.echo(each, err=True)


@contextmanager
def _opened(as_document: bool) -> Iterator[Session]:
    """Open a transaction; end with exit code 1, all told, on a refusal or a bad file."""
    with open_database(settings_of()) as database, telling(as_document):
        try:
            with database.begin() as db:
                yield db
        except Refusal as refusal:
            short = refusal.facts.get("short")
            if refusal.reason is not Reason.PAPER_SHORT or not isinstance(short, tuple):
                raise
            if as_document:
                told = [shortage_as_json(each) for each in short]
                print_document({"refused": refusal.reason, "short": told})
            for each in short:
                click.echo(f"{each.why}.", err=True)
            raise click.exceptions.Exit(1) from refusal
        except ProblemsError as faulty:
            if as_document:
                found = of_severity(faulty.problems, Severity.ERROR)
                print_document({"entered": 0, "errors": found})
            for problem in faulty.problems:
                click.echo(as_text(problem), err=True)
            raise click.exceptions.Exit(1) from faulty


def _at(day: datetime, clock: datetime, centre: CentreRow) -> datetime:
    return at_local(day.date(), clock.time(), centre.time_zone)


def _centre(db: Session, number: str, body: str | None) -> CentreRow:
    """Return the centre of a number; misuse unless there is one."""
    awarding_body = body_named(db, body) if body else None
    if body and awarding_body is None:
        raise click.BadParameter(f"There is no awarding body {body}.", param_hint="--body")
    found = centre_numbered(db, number, awarding_body.id if awarding_body else None)
    if len(found) != 1:
        remedy = "name its --body, too" if found else "check the number"
        what = f"{len(found)} centres have the number {number}: {remedy}."
        raise click.BadParameter(what, param_hint="--centre")
    return found[0]


def _offered(db: Session, centre: CentreRow, id: str) -> SpecificationVersion:
    """Return the newest approved version of a specification; misuse when there is none."""
    known = {version.specification.id: version for version in offered_to(db, centre.id)}
    if id not in known:
        what = f"{id} is not offered to this centre.{did_you_mean(id, known)}"
        raise click.BadParameter(what, param_hint="SPECIFICATION")
    return known[id]


def _person(db: Session, email: str) -> UUID:
    person = person_by_email(db, email.strip().lower())
    if person is None:
        raise click.BadParameter(f"Nobody has the address {email}.", param_hint="--invigilator")
    return person.id


def _officer(db: Session, email: str, centre: UUID) -> UUID:
    """Return the person; misuse unless they are an exams officer of the centre."""
    person = person_by_email(db, email.strip().lower())
    known = signed_in_person(db, person.id) if person else None
    if known is None or centre not in centres_of(known[1], Role.EXAMS_OFFICER):
        what = f"{email} is not the address of an exams officer of the centre."
        raise click.BadParameter(what, param_hint="--by")
    return known[0].id


def _session(db: Session, id: UUID) -> ExamSessionRow:
    row = db.get(ExamSessionRow, id)
    if row is None:
        raise click.BadParameter(f"There is no session {id}.", param_hint="SESSION")
    return row
