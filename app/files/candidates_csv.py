"""Candidates from a centre's CSV file; every bad cell is reported at once, with row and column."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from app.domain.candidate import (
    EARLIEST_YEAR,
    MAX_EXTRA_TIME,
    MAX_TEXT,
    NUMBER,
    CandidateDetails,
    check_uln,
)
from app.domain.problems import Problem, ProblemsError, Where, did_you_mean
from app.files.csv_text import NotText, decode, is_formula

T = TypeVar("T")

REQUIRED = ("candidate_number", "family_name", "given_names")
COLUMNS = (*REQUIRED, "date_of_birth", "uln", "extra_time_percent")

MAX_BYTES = 1_000_000
MAX_ROWS = 10_000

_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")
_AS_TEXT = "Give the column the format Text in the spreadsheet and type the number again."


class _BadCell(ValueError):
    """A cell that cannot be taken: what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def read_candidates(source: str | bytes, name: str) -> list[CandidateDetails]:
    """Return the candidates in a CSV file; ProblemsError with every bad cell when there is one."""
    table = _Table(name, _rows(source, name))
    candidates = [table.read_row(row, cells) for row, cells in table.rows]
    if not table.rows and not table.problems:
        table.note(
            1, "empty", "The file has no candidates.", "Put one in each row below the header."
        )
    table.note_repeats()
    if table.problems:
        raise ProblemsError(sorted(table.problems, key=lambda problem: problem.where.line))
    return candidates


def _rows(source: str | bytes, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, each with its number in the spreadsheet."""
    if len(source) > MAX_BYTES:
        raise _whole_file(
            name, "size", "The file is too large.", "Send up to 10,000 candidates at once."
        )
    try:
        text = decode(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    except NotText as error:
        what, _, remedy = str(error).partition(" Save")
        raise _whole_file(name, "text", what, f"Save{remedy}") from error
    if "\0" in text:
        raise _whole_file(name, "text", "This is not CSV text.", "Save the table as “CSV UTF-8”.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        rows = [
            (n, cells) for n, cells in enumerate(reader, 1) if any(cell.strip() for cell in cells)
        ]
    except csv.Error:
        what = "A quotation mark is opened and not closed, or stands in the middle of a cell."
        raise _whole_file(name, "quotes", what, "Write it twice.", reader.line_num) from None
    if len(rows) - 1 > MAX_ROWS:
        raise _whole_file(name, "size", "There are too many rows.", "Send up to 10,000 at once.")
    if rows and rows[0][1][0].lower().startswith("sep="):  # Excel's own way to name the separator
        del rows[0]
    return rows


def _whole_file(name: str, rule: str, what: str, remedy: str, line: int = 1) -> ProblemsError:
    """Return the error of a file that cannot be read row by row."""
    return ProblemsError([Problem(Where(name, line), rule, what, remedy)])


def _delimiter(text: str) -> str:
    """Return the sign between cells, that of the header: a comma, a semicolon or a tab."""
    header = next((line for line in text.splitlines() if "number" in line.lower()), "")
    return max(",;\t", key=header.count)


class _Table:
    """The rows below the header, read cell by cell."""

    def __init__(self, name: str, rows: list[tuple[int, list[str]]]) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.rows = rows[1:]
        self._seen: dict[tuple[str, str], list[int]] = {}
        self._header = self._read_header(*rows[0]) if rows else []

    def note(self, row: int, rule: str, what: str, remedy: str) -> None:
        """Note a problem of a row."""
        self.problems.append(Problem(Where(self.name, row), rule, what, remedy))

    def _read_header(self, row: int, cells: list[str]) -> list[str]:
        """Return the names of the columns; note unknown, doubled and missing ones."""
        names = ["_".join(cell.lower().split()) for cell in cells]
        while names and not names[-1]:
            names.pop()
        for name in dict.fromkeys(names):
            if name not in COLUMNS:
                remedy = f"The columns are {', '.join(COLUMNS)}.{did_you_mean(name, COLUMNS)}"
                self.note(row, "column.unknown", f'There is no column "{name}".', remedy)
            elif names.count(name) > 1:
                self.note(row, "column.repeated", f"Column {name} stands twice.", "Keep one.")
        for name in REQUIRED:
            if name not in names:
                self.note(
                    row, "column.missing", f"Column {name} is missing.", "Add it to the header."
                )
        return names

    def read_row(self, row: int, cells: list[str]) -> CandidateDetails:
        """Return the candidate of one row, with harmless values where a cell is bad."""
        texts = [unicodedata.normalize("NFC", cell.strip()) for cell in cells]
        if any(texts[len(self._header) :]):
            what = f"The row has {len(cells)} cells, the header {len(self._header)}."
            self.note(
                row, "row.length", what, "Put a cell that holds the separator in double quotes."
            )
        given = dict(zip(self._header, texts, strict=False))
        self._seen.setdefault(("candidate_number", given.get("candidate_number", "")), []).append(
            row
        )
        self._seen.setdefault(("uln", given.get("uln", "")), []).append(row)
        return CandidateDetails(
            number=self._cell(row, given, "candidate_number", _number, ""),
            family_name=self._cell(row, given, "family_name", _name, ""),
            given_names=self._cell(row, given, "given_names", _name, ""),
            date_of_birth=self._cell(row, given, "date_of_birth", _date, None),
            uln=self._cell(row, given, "uln", _uln, None),
            extra_time_percent=self._cell(row, given, "extra_time_percent", _percent, 0),
        )

    def _cell(
        self, row: int, given: Mapping[str, str], column: str, read: Callable[[str], T], default: T
    ) -> T:
        """Return what a cell holds, or the default where it is empty or bad."""
        text = given.get(column, "")
        try:
            if is_formula(text):
                raise _BadCell(f'"{text}" is a formula.', "Type the value itself.")
            if not text and column in REQUIRED and column in self._header:
                raise _BadCell("The cell is empty.", "Fill it in.")
            return read(text) if text else default
        except _BadCell as bad:
            what = f"Row {row}, column {column}: {bad.what}"
            self.note(row, column, what, bad.remedy)
            return default

    def note_repeats(self) -> None:
        """Note each number and each ULN that stands in several rows."""
        for (column, text), rows in self._seen.items():
            for row in rows[1:] if text else []:
                what = f'Row {row}, column {column}: "{text}" stands in row {rows[0]}, too.'
                self.note(row, f"{column}.repeated", what, "Each candidate stands in one row.")


def _number(text: str) -> str:
    """Return a candidate number as written, its leading noughts kept."""
    if not NUMBER.fullmatch(text) or len(text) > MAX_TEXT:
        raise _BadCell(f'"{text}" is not a candidate number.', _AS_TEXT)
    return text


def _name(text: str) -> str:
    """Return a name."""
    if len(text) > MAX_TEXT:
        raise _BadCell(f"The name has more than {MAX_TEXT} characters.", "Shorten it.")
    if not text.isprintable():
        raise _BadCell(
            "The name holds a line break or a sign that cannot be seen.", "Type it again."
        )
    return text


def _date(text: str) -> date:
    """Return a date written year first (ISO 8601) or, with slashes, day first."""
    if _SHORT_YEAR.fullmatch(text):
        raise _BadCell(f'The year of "{text}" has two digits.', "Write all four: 31/01/2007.")
    year_first, day_first = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text)
    try:
        if year_first:
            return _born(*(int(part) for part in year_first.groups()))
        if day_first:
            return _born(*(int(part) for part in reversed(day_first.groups())))
        raise ValueError
    except ValueError:
        remedy = "Write 2007-01-31 or 31/01/2007."
        raise _BadCell(f'"{text}" is not a date of birth.', remedy) from None


def _born(year: int, month: int, day: int) -> date:
    """Return the date; ValueError for a day that is not in the calendar or long past."""
    if year < EARLIEST_YEAR:
        raise ValueError
    return date(year, month, day)


def _uln(text: str) -> str:
    """Return a Unique Learner Number."""
    if why := check_uln(text):
        turned = "e+" in text.lower() or "." in text
        remedy = (
            _AS_TEXT if turned else "Compare it with the learner's record, or leave the cell empty."
        )
        raise _BadCell(f'"{text}" is not a ULN. {why}', remedy)
    return text


def _percent(text: str) -> int:
    """Return extra time in per cent of the base time."""
    figures = text.removesuffix("%").strip()
    if not re.fullmatch("[0-9]{1,3}", figures) or int(figures) > MAX_EXTRA_TIME:
        what = f'"{text}" is not a percentage from 0 to {MAX_EXTRA_TIME}.'
        raise _BadCell(what, "Write a whole number such as 25, or nothing.")
    return int(figures)
