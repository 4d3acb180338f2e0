"""Spreadsheets of candidates before they are confirmed: sent, mapped, mended, thrown away.

One waits for a day at most, and any exams officer of the centre may go on with it. What it holds
are cells as sent and as mended; what they mean is worked out anew whenever somebody looks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails
from app.domain.candidate_columns import (
    Column,
    doubled_columns,
    guess_columns,
    headings_key,
    is_passed_over,
    missing_columns,
)
from app.domain.candidate_plan import Known, Offer, PlannedRow, RowState, Surroundings, plan_rows
from app.domain.candidate_rows import Line, Reading, ReadRow, read_rows
from app.domain.digests import canonical, digest
from app.domain.refusals import Reason, Refusal
from app.files.candidate_sheet import Sheet, choose_sheet
from app.services.arrangements import read_arrangements
from app.store.candidates import CandidateRow
from app.store.organisations import CentreRow
from app.store.queries import candidate_lists as queries
from app.store.queries.candidates import candidates_like, candidates_numbered, list_to_change
from app.store.record import record
from app.store.room import CandidateColumnsRow, CandidateListRow

KEPT = timedelta(days=1)

Mended = Mapping[tuple[int, Column], str]  # by row and column


@dataclass(frozen=True, slots=True)
class ReadList:
    """A spreadsheet with what would come of every row.

    `left_out` are the rows that somebody took out. `seen` tells this reading from any in which a
    cell, or what taking a row would do, is another.
    """

    sheet: Sheet
    mapping: Mapping[int, Column]
    rows: tuple[PlannedRow, ...]
    left_out: tuple[Line, ...]
    seen: str

    @property
    def refused(self) -> tuple[PlannedRow, ...]:
        """The rows that cannot be taken as they are."""
        return tuple(each for each in self.rows if each.state is RowState.REFUSED)

    @property
    def valid(self) -> tuple[PlannedRow, ...]:
        """The rows that can be taken."""
        return tuple(each for each in self.rows if each.state is not RowState.REFUSED)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of the columns that are not used."""
        return ignored_columns(self.sheet.header, self.mapping)


def send_list(
    db: Session,
    centre_id: UUID,
    session_id: UUID | None,
    file_name: str,
    sheets: Sequence[Sheet],
    by: UUID,
    now: datetime,
) -> UUID:
    """Keep a spreadsheet until it is confirmed and guess its columns; return its id.

    `session_id` is the session that all its candidates are for; None when it says so itself, or
    for the centre's list. Those that have waited for a day are deleted.
    """
    queries.forget_lists(db, now - KEPT)
    centre = db.get_one(CentreRow, centre_id)
    row = CandidateListRow(
        awarding_body_id=centre.awarding_body_id,
        centre_id=centre_id,
        session_id=session_id,
        file_name=file_name[-100:],
        sheet={"sheets": [sheet.document for sheet in sheets]},
        mapping={},
        sent_by=by,
        sent_at=now,
    )
    db.add(row)
    chosen = choose_sheet(sheets)
    if chosen is not None:
        _choose(db, row, chosen)
    db.flush()
    _record(db, "send_candidate_list", row, by, now, sheets=len(sheets))
    return row.id


def choose_list_sheet(db: Session, list_id: UUID, number: int, by: UUID, now: datetime) -> None:
    """Choose one of several sheets, by its place from 0; nothing happens once one is chosen.

    Refuses a spreadsheet that waits no longer (LIST_GONE), and a sheet there is not (LIST_CHANGED).
    """
    row = _held(db, list_id, now)
    sheets = waiting_sheets(row)
    if not sheets:
        return
    if not 0 <= number < len(sheets):
        raise Refusal(Reason.LIST_CHANGED)
    _choose(db, row, sheets[number])
    _record(db, "choose_list_sheet", row, by, now, rows=len(sheets[number].lines))


def map_columns(
    db: Session,
    list_id: UUID,
    mapping: Mapping[int, Column],
    month_first: bool,
    by: UUID,
    now: datetime,
) -> None:
    """Say which column is which, and whether dates have the month first.

    Refuses a spreadsheet that waits no longer (LIST_GONE), one whose sheet is not chosen yet, and
    columns of which a needed one is missing or one is there twice (COLUMNS_FAULTY).
    """
    row = _held(db, list_id, now)
    if waiting_sheets(row) or missing_columns(mapping) or doubled_columns(mapping):
        raise Refusal(Reason.COLUMNS_FAULTY)
    row.mapping = _plain(mapping)
    row.sheet = {**row.sheet, "month_first": month_first, "mapped": True}
    _record(db, "map_list_columns", row, by, now, columns=len(mapping))


def mend_list(
    db: Session,
    list_id: UUID,
    cells: Mended,
    left_out: Collection[int],
    put_back: Collection[int],
    by: UUID,
    now: datetime,
) -> None:
    """Write cells anew, leave rows out and put others back; only cells that are bad are written.

    So a page that stood open for long takes back nothing that somebody else has mended. Refuses a
    spreadsheet that waits no longer (LIST_GONE).
    """
    row = _held(db, list_id, now)
    read = read_list(db, row, now)
    bad = {(p.row.line.number, f.column) for p in read.refused for f in p.row.faults}
    places = {column: place for place, column in read.mapping.items()}
    wanted = {w: text for w, text in cells.items() if w in bad and w[1] in places}
    lines = [
        _written(line, {places[c]: text for (n, c), text in wanted.items() if n == line.number})
        for line in read.sheet.lines
    ]
    out = (set(row.sheet.get("left_out", ())) | set(left_out)) - set(put_back)
    out &= {line.number for line in lines}
    row.sheet = {
        **row.sheet,
        **replace(read.sheet, lines=tuple(lines)).document,
        "left_out": sorted(out),
    }
    _record(db, "mend_candidate_list", row, by, now, cells=len(wanted), left_out=len(out))


def cancel_list(db: Session, list_id: UUID, by: UUID, now: datetime) -> None:
    """Throw a spreadsheet away. Refuses one that waits no longer (LIST_GONE)."""
    row = _held(db, list_id, now)
    _record(db, "cancel_candidate_list", row, by, now)
    db.delete(row)


def read_list(db: Session, row: CandidateListRow, now: datetime, *, held: bool = False) -> ReadList:
    """Return what would come of every row of a spreadsheet.

    With `held` nobody changes the centre's list or those who are known until the commit, so that
    what is read is what will be done. Refuses a spreadsheet of which nobody has said what its
    columns are (COLUMNS_FAULTY).
    """
    if not row.sheet.get("mapped"):
        raise Refusal(Reason.COLUMNS_FAULTY)
    centre = db.get_one(CentreRow, row.centre_id)
    sheet, mapping = Sheet.of(row.sheet), mapping_of(row)
    out = frozenset(row.sheet.get("left_out", ()))
    lines = [line for line in sheet.lines if line.number not in out]
    how = Reading(
        mapping=mapping,
        today=now.astimezone(ZoneInfo(centre.time_zone)).date(),
        from_1904=sheet.from_1904,
        month_first=bool(row.sheet.get("month_first")),
    )
    read = read_rows(lines, how)
    if held:
        _hold(db, centre, read)
    planned = plan_rows(read, _surroundings(db, centre, read, row.session_id))
    seen = digest(canonical([row.sheet, row.mapping, [each.foreseen for each in planned]]))
    left_out = tuple(line for line in sheet.lines if line.number in out)
    return ReadList(sheet, mapping, tuple(planned), left_out, seen)


def plan_sheet(
    db: Session, centre: CentreRow, session_id: UUID | None, sheet: Sheet, now: datetime
) -> list[PlannedRow]:
    """Return what would come of a sheet as it is, its columns guessed by their headings.

    Nobody changes the centre's list or those who are known until the commit.
    """
    today = now.astimezone(ZoneInfo(centre.time_zone)).date()
    how = Reading(mapping=guess_columns(sheet.header), today=today, from_1904=sheet.from_1904)
    read = read_rows(sheet.lines, how)
    _hold(db, centre, read)
    return plan_rows(read, _surroundings(db, centre, read, session_id))


def waiting_sheets(row: CandidateListRow) -> list[Sheet]:
    """Return the sheets of which one is still to be chosen; none once it is."""
    return [Sheet.of(each) for each in row.sheet.get("sheets", ())]


def mapping_of(row: CandidateListRow) -> dict[int, Column]:
    """Return which column is which, as it is guessed or was said."""
    return {int(place): Column(name) for place, name in row.mapping.items()}


def ignored_columns(header: Sequence[str], mapping: Mapping[int, Column]) -> tuple[str, ...]:
    """Return the headings that no column has, in their order."""
    return tuple(
        heading
        for place, heading in enumerate(header)
        if place not in mapping and heading and not is_passed_over(heading)
    )


def headings_digest(header: Sequence[str]) -> str:
    """Return what two files with the same headings in the same order have in common."""
    return digest(canonical(list(headings_key(header))))


def remember_columns(db: Session, row: CandidateListRow, now: datetime) -> None:
    """Keep which column is which for the centre's next file with the same headings."""
    header = Sheet.of(row.sheet).header
    known = queries.columns_known(db, row.centre_id, headings_digest(header))
    if known is None:
        known = CandidateColumnsRow(
            awarding_body_id=row.awarding_body_id,
            centre_id=row.centre_id,
            headings=headings_digest(header),
        )
        db.add(known)
    known.mapping, known.kept_at = _by_heading(header, mapping_of(row)), now


def waiting(db: Session, list_id: UUID, now: datetime) -> CandidateListRow | None:
    """Return a spreadsheet that still waits, held until the commit."""
    return queries.waiting_to_change(db, list_id, now - KEPT)


def _held(db: Session, list_id: UUID, now: datetime) -> CandidateListRow:
    row = waiting(db, list_id, now)
    if row is None:
        raise Refusal(Reason.LIST_GONE)
    return row


def _choose(db: Session, row: CandidateListRow, sheet: Sheet) -> None:
    """Keep one sheet alone, its columns as the centre last had them or as they look."""
    row.sheet = sheet.document
    known = queries.columns_known(db, row.centre_id, headings_digest(sheet.header))
    guessed = _plain(guess_columns(sheet.header))
    row.mapping = _by_place(sheet.header, known.mapping) if known else guessed


def _plain(mapping: Mapping[int, Column]) -> dict[str, Any]:
    return {str(place): str(column) for place, column in sorted(mapping.items())}


def _by_heading(header: Sequence[str], mapping: Mapping[int, Column]) -> dict[str, Any]:
    """Number the columns without the one that a sheet of refused rows begins with."""
    shift = _shift(header)
    return {str(place - shift): str(column) for place, column in mapping.items()}


def _by_place(header: Sequence[str], kept: Mapping[str, str]) -> dict[str, Any]:
    shift = _shift(header)
    return {str(int(place) + shift): column for place, column in kept.items()}


def _shift(header: Sequence[str]) -> int:
    return 1 if header and is_passed_over(header[0]) else 0


def _written(line: Line, texts: Mapping[int, str]) -> Line:
    """Return a row with some of its cells written anew."""
    if not texts:
        return line
    cells = [*line.cells, *[""] * (max(texts) + 1 - len(line.cells))]
    for place, text in texts.items():
        cells[place] = text
    return replace(line, cells=tuple(cells))


def _hold(db: Session, centre: CentreRow, rows: Sequence[ReadRow]) -> None:
    """Hold the centre's list, then those on it whose numbers are in the rows."""
    list_to_change(db, centre.id)
    candidates_numbered(db, centre.id, _given(rows, Column.NUMBER))


def _given(rows: Sequence[ReadRow], column: Column) -> set[str]:
    return {each.given[column] for each in rows if column in each.given}


def _surroundings(
    db: Session, centre: CentreRow, rows: Sequence[ReadRow], session_id: UUID | None
) -> Surroundings:
    """Return what the rows are compared with, as it is now."""
    numbers, ulns = _given(rows, Column.NUMBER), _given(rows, Column.ULN)
    found = candidates_like(db, centre.id, numbers, ulns)
    held = read_arrangements(db, centre.id, [each.id for each in found])
    known = {each.number: Known(each.id, _details(each), held.get(each.id, ())) for each in found}
    return Surroundings(
        known=known,
        holders={each.uln: each.number for each in found if each.uln},
        sessions=_offers(db, centre, [each.id for each in found]),
        only=session_id,
    )


def _details(row: CandidateRow) -> CandidateDetails:
    return CandidateDetails(
        row.number, row.family_name, row.given_names, row.date_of_birth, row.uln
    )


def _offers(db: Session, centre: CentreRow, candidates: Sequence[UUID]) -> list[Offer]:
    sessions = queries.sessions_to_enter_for(db, centre.id)
    entered = queries.entered_among(db, [session.id for session, _ in sessions], candidates)
    zone = ZoneInfo(centre.time_zone)
    return [
        Offer(
            session.id,
            title,
            session.room,
            session.opens_at.astimezone(zone),
            frozenset(entered.get(session.id, ())),
        )
        for session, title in sessions
    ]


def _record(
    db: Session, act: str, row: CandidateListRow, by: UUID, now: datetime, **facts: int
) -> None:
    """Append an act about a spreadsheet: how many, never what stands in it."""
    record(
        db,
        act,
        "candidate_list",
        row.id,
        now=now,
        by=by,
        body=row.awarding_body_id,
        centre=row.centre_id,
        facts=facts,
    )
