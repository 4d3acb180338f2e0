"""Taking a list of candidates: who is new or changed, their arrangements, their entries, as one act."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.candidate_plan import PlannedRow, RowState
from app.domain.candidate_rows import Line
from app.domain.problems import Problem, ProblemsError, Where
from app.domain.refusals import Reason, Refusal
from app.files.candidate_sheet import Sheet
from app.services.arrangements import record_arrangements, write_arrangements
from app.services.candidate_lists import (
    ReadList,
    plan_sheet,
    read_list,
    remember_columns,
    waiting,
)
from app.services.candidates import record_saved, write_candidates
from app.services.entries import Entered, enter_listed, record_entries
from app.services.keycodes import OPEN
from app.services.papers import DrawnAhead, draw_ahead
from app.services.scheduling import open_session
from app.store.candidates import CandidateRow
from app.store.organisations import CentreRow
from app.store.queries.locks import lock_session_sittings
from app.store.record import record
from app.store.room import CandidateListRow
from app.store.sessions import ExamSessionRow

Papers = Mapping[UUID, DrawnAhead]  # by session


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a list: candidates added, changed and left as they were, entries, rows refused."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    entered: int = 0
    refused: int = 0


def draw_for_list(db: Session, row: CandidateListRow, now: datetime) -> dict[UUID, DrawnAhead]:
    """Draw the papers that a spreadsheet will need, before anything is held; writes nothing.

    Refuses a bank that cannot fill a specification.
    """
    return _draw(db, read_list(db, row, now).valid)


def take_list(
    db: Session,
    list_id: UUID,
    seen: str,
    all_or_none: bool,
    by: UUID,
    now: datetime,
    papers: Papers | None = None,
) -> Taken:
    """Write what a spreadsheet says: all rows that are right, or with `all_or_none` all or nothing.

    Rows that are taken are deleted from it; refused ones wait to be mended or sent again. Taking
    the same reading again does nothing. Refuses a spreadsheet that waits no longer (LIST_GONE) or
    would do another thing than was `seen` (LIST_CHANGED), refused rows when it is all or none
    (ROWS_REFUSED), none to take (NO_ROWS), and a bank that cannot fill a paper.
    """
    row = waiting(db, list_id, now)
    if row is None:
        raise Refusal(Reason.LIST_GONE)
    if row.sheet.get("taken", {}).get("seen") == seen:
        return taken_of(row) or Taken()
    wanted = _entering(read_list(db, row, now).valid) if papers is None else papers
    sessions = _hold_sessions(db, wanted)
    read = read_list(db, row, now, held=True)
    _check_takeable(read, seen, all_or_none, sessions)
    taken = _take(db, row.centre_id, read.valid, sessions, by, now, papers or {})
    remember_columns(db, row, now)
    _keep_refused(row, read, taken, seen)
    record(
        db,
        "take_candidate_list",
        "candidate_list",
        row.id,
        now=now,
        by=by,
        body=row.awarding_body_id,
        centre=row.centre_id,
        facts=_counts(taken),
    )
    return taken


def taken_of(row: CandidateListRow) -> Taken | None:
    """Return what came of a spreadsheet when it was last confirmed; None before."""
    kept = row.sheet.get("taken")
    return Taken(**{name: kept[name] for name in _COUNTED}) if kept else None


def enter_sheet(
    db: Session, session_id: UUID, sheet: Sheet, name: str, by: UUID, now: datetime
) -> Taken:
    """Take every row of a sheet and enter its candidates for a session, all or none.

    Raises ProblemsError with everything that is against any row. Refuses a closed session, and a
    bank that cannot fill the specification.
    """
    session = open_session(db, session_id)
    centre = db.get_one(CentreRow, session.centre_id)
    planned = plan_sheet(db, centre, session_id, sheet, now)
    against = [(each.row.line, fault) for each in planned for fault in each.row.faults]
    if against:
        raise ProblemsError(
            Problem(
                Where(name, line.number),
                fault.column or "row",
                f"Row {line.number}, column {fault.column}: {fault.what}",
                fault.remedy,
            )
            for line, fault in against
        )
    sessions = _hold_sessions(db, _entering(planned))
    return _take(db, centre.id, planned, sessions, by, now, {})


_COUNTED = ("added", "changed", "unchanged", "entered", "refused")


def _counts(taken: Taken) -> dict[str, int]:
    return {name: getattr(taken, name) for name in _COUNTED}


def _draw(db: Session, rows: Sequence[PlannedRow]) -> dict[UUID, DrawnAhead]:
    return {
        id: draw_ahead(db, db.get_one(ExamSessionRow, id), count)
        for id, count in _entering(rows).items()
    }


def _entering(rows: Iterable[PlannedRow]) -> Counter[UUID]:
    """Count the sittings to come, by session."""
    return Counter(each.session.id for each in rows if each.session and each.enters)


def _hold_sessions(db: Session, wanted: Iterable[UUID]) -> dict[UUID, ExamSessionRow]:
    """Hold sessions, in order of id."""
    return {id: open_session(db, id) for id in sorted(wanted)}


def _hold_sittings(db: Session, sessions: Iterable[ExamSessionRow]) -> None:
    """Hold the sittings whose papers are locked, once the candidates are held.

    Whoever agrees on extra time holds the candidate first and the sitting then; so does a list.
    """
    for session in sessions:
        if session.state in OPEN:
            lock_session_sittings(db, session.centre_id, session.id)


def _check_takeable(
    read: ReadList, seen: str, all_or_none: bool, sessions: Mapping[UUID, ExamSessionRow]
) -> None:
    if read.seen != seen or not _entering(read.valid).keys() <= sessions.keys():
        raise Refusal(Reason.LIST_CHANGED)
    if all_or_none and read.refused:
        raise Refusal(Reason.ROWS_REFUSED, count=len(read.refused))
    if not read.valid:
        raise Refusal(Reason.NO_ROWS)


def _take(
    db: Session,
    centre_id: UUID,
    rows: Sequence[PlannedRow],
    sessions: Mapping[UUID, ExamSessionRow],
    by: UUID,
    now: datetime,
    papers: Papers,
) -> Taken:
    """Write candidates, who are held, arrangements and entries; sittings come before any event."""
    _hold_sittings(db, sessions.values())
    once = {each.row.details.number: each for each in rows}
    details = [each.row.details for each in once.values()]
    saved = write_candidates(db, centre_id, details, by, now)
    people = {candidate.number: candidate for candidate in saved.candidates}
    wanted = {people[n].id: p.arrangements for n, p in once.items() if p.arrangements is not None}
    arranged = write_arrangements(db, saved.candidates, wanted, by, now)
    entered: list[Entered] = []
    for id, session in sessions.items():
        named = _named_for(id, rows, people)
        entered += enter_listed(db, session, named, by, now, papers.get(id))
    record_saved(db, centre_id, saved, by, now)
    record_arrangements(db, arranged, by, now)
    record_entries(db, entered, by, now)
    states = [each.state for each in once.values()]
    return Taken(
        added=states.count(RowState.NEW),
        changed=states.count(RowState.CHANGED),
        unchanged=states.count(RowState.UNCHANGED),
        entered=len(entered),
    )


def _named_for(
    session: UUID, rows: Sequence[PlannedRow], people: Mapping[str, CandidateRow]
) -> list[CandidateRow]:
    numbers = {p.row.details.number for p in rows if p.session and p.session.id == session}
    return [candidate for number, candidate in people.items() if number in numbers]


def _keep_refused(row: CandidateListRow, read: ReadList, taken: Taken, seen: str) -> None:
    """Delete the rows that were taken; those refused or left out wait on, with what came of all."""
    kept = {each.row.line.number for each in read.refused}
    kept |= {line.number for line in read.left_out}
    lines: list[Line] = [line for line in read.sheet.lines if line.number in kept]
    counts = _counts(taken) | {"refused": len(lines)}
    row.sheet = {
        **row.sheet,
        "rows": [[line.number, list(line.cells)] for line in lines],
        "taken": {**counts, "seen": seen},
    }
