"""`testamur sittings`: a session rehearsed before its day, over real HTTP."""

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click

from app.cli.findings import print_document
from app.cli.opening import JSON, open_database, settings_of, telling
from app.config import Settings, Transport
from app.domain.rehearsal import Phase
from app.rehearsal.driver import Pace
from app.rehearsal.report import in_words
from app.rehearsal.run import CalledOff, Stage, run_rehearsal
from app.rehearsal.server import ServerDown, folder_of, remove_folder
from app.services.rehearsals import begin_rehearsal, delete_rehearsal, end_rehearsal
from app.store.database import Database
from app.store.queries.sessions import entries_of, session_line
from app.store.room import RehearsalRow
from app.store.sessions import ExamSessionRow

MOST = 5_000
PACE = Pace()
WORDS = {
    Phase.WAITING: "Waiting",
    Phase.COPYING: "Copying",
    Phase.SERVING: "Starting the server",
    Phase.ARRIVING: "Arriving",
    Phase.STARTING: "Starting",
    Phase.ANSWERING: "Answering",
    Phase.CLOSING: "Closing",
}


@click.group("sittings")
def sittings_commands() -> None:
    """Play the sittings of a session before its day."""


@sittings_commands.command()
@click.option("--session", type=click.UUID, help="The session to rehearse, an id.")
@click.option("--candidates", type=click.IntRange(1, MOST), help="How many; those entered, else.")
@click.option("--pace", type=click.FloatRange(0), help="Seconds between answers; 1 unless set.")
@click.option("--minutes", type=click.FloatRange(0), help="Press the whole test into so many.")
@click.option(
    "--answers", type=click.IntRange(1), help="Answers a candidate; every item unless set."
)
@click.option("--arrive", type=click.FloatRange(0), default=5, help="Seconds for all to arrive.")
@click.option("--delete", is_flag=True, help="Delete the rehearsal once its report is printed.")
@click.option("--rehearsal", type=click.UUID, help="Run one that was begun on the screen.")
@JSON
def simulate(
    session: UUID | None,
    candidates: int | None,
    pace: float | None,
    minutes: float | None,
    answers: int | None,
    arrive: float,
    delete: bool,
    rehearsal: UUID | None,
    as_document: bool,
) -> None:
    """Rehearse a session on a copy of the database, with practice items and pretend candidates.

    Exposure, history, results and analysis are not touched. Prints start-up time, the slowest seat
    and what would fail on the day. Exit 1 when it is refused or comes to nothing, and when a
    pretend candidate could not finish.
    """
    if (session is None) == (rehearsal is None):
        raise click.UsageError("Name the --session to rehearse.")
    if pace is not None and minutes is not None:
        raise click.UsageError("Give --pace or --minutes, not both.")
    settings = settings_of()
    with open_database(settings) as database, telling(as_document):
        id = rehearsal or _begin(database, session, candidates)
        between = _between(database, id, pace, minutes, answers)
        how = Pace(between, answers, arrive, shell=settings.transport is not Transport.PLAIN)
        report = _run(database, settings, id, how, as_document)
        if delete:
            removed = remove_folder(folder_of(settings, id))
            with database.begin() as db:
                delete_rehearsal(db, id, None, _now(), removed)
    if as_document:
        print_document(report)
    else:
        click.echo("\n".join(in_words(report)))
    if report["errors"]:
        raise click.exceptions.Exit(1)


def _begin(database: Database, session: UUID | None, candidates: int | None) -> UUID:
    with database.begin() as db:
        row = db.get(ExamSessionRow, session)
        if row is None:
            raise click.BadParameter(f"There is no session {session}.", param_hint="--session")
        wanted = candidates or len(entries_of(db, row))
        if not wanted:
            what = "Nobody is entered for the session; say how many to play."
            raise click.BadParameter(what, param_hint="--candidates")
        return begin_rehearsal(db, row.id, wanted, None, _now())


def _between(
    database: Database,
    rehearsal: UUID,
    pace: float | None,
    minutes: float | None,
    answers: int | None,
) -> float:
    """Return the seconds between answers."""
    if minutes is None:
        return PACE.between if pace is None else pace
    with database.read() as db:
        session = db.get_one(ExamSessionRow, db.get_one(RehearsalRow, rehearsal).session_id)
        items = session_line(db, session).items
    return minutes * 60 / (answers or items)


def _run(
    database: Database, settings: Settings, id: UUID, pace: Pace, as_document: bool
) -> dict[str, Any]:
    """Hold the rehearsal and keep what it showed, or why it came to nothing."""
    try:
        with _bar() as told:
            report = run_rehearsal(Stage(database, settings, id, pace, _now, told))
    except (CalledOff, ServerDown) as problem:
        _end(database, settings, id, why=str(problem))
        if as_document:
            print_document({"rehearsal": str(id), "failed": str(problem)})
        click.echo(str(problem), err=True)
        raise click.exceptions.Exit(1) from problem
    except BaseException as problem:
        _end(
            database, settings, id, why=f"It ended early: {str(problem) or type(problem).__name__}."
        )
        raise
    with database.read() as db:
        row = db.get_one(RehearsalRow, id)
        report = {"rehearsal": str(id), "session": str(row.session_id), **report}
    _end(database, settings, id, report)
    return report


def _end(
    database: Database,
    settings: Settings,
    id: UUID,
    report: dict[str, Any] | None = None,
    why: str = "",
) -> None:
    """Keep how it ended; of one that was deleted meanwhile nothing may be left."""
    with database.begin() as db:
        end_rehearsal(db, id, report or {}, _now(), why)
        gone = db.get(RehearsalRow, id) is None
    if gone:
        remove_folder(folder_of(settings, id))


@contextmanager
def _bar() -> Iterator[Callable[[Phase, int, int], None]]:
    """Show a progress bar on standard error, anew for each phase that counts candidates."""
    shown: list[tuple[Phase, Any]] = []

    def tell(phase: Phase, done: int, of: int) -> None:
        if not shown or shown[-1][0] is not phase:
            close()
            bar = click.progressbar(length=max(of, 1), label=f"{WORDS[phase]:<20}", file=sys.stderr)
            bar.__enter__()
            shown.append((phase, bar))
        bar = shown[-1][1]
        bar.update(max(0, math.floor(done) - bar.pos))

    def close() -> None:
        if shown:
            shown[-1][1].__exit__(None, None, None)

    try:
        yield tell
    finally:
        close()


def _now() -> datetime:
    return datetime.now(UTC)
