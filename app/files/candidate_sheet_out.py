"""Sheets for a centre: an empty one to fill in, and the refused rows with their reasons."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.domain.candidate_columns import NAMES, REASON, Column
from app.domain.preferences import Scheme
from app.files.csv_text import EXCEL_ENCODING, write_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_FORMAT = "@"
_ROWS_AS_TEXT = 500  # rows of an empty sheet that are ready for typing
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SCHEMES = ", ".join(each.replace("-", " ") for each in Scheme if each is not Scheme.STANDARD)

# What stands in each column, for whoever fills it in.
HOLDS: Mapping[Column, str] = {
    Column.NUMBER: "Needed. Letters and figures; leading noughts count: 0012 is not 12.",
    Column.FAMILY_NAME: "Needed.",
    Column.GIVEN_NAMES: "Needed.",
    Column.DATE_OF_BIRTH: "Day first, like 27/03/2008, or 2008-03-27.",
    Column.ULN: "Unique Learner Number, ten digits.",
    Column.EXTRA_TIME_PERCENT: "A whole number such as 25: per cent of the time for the test.",
    Column.EXTRA_TIME_MINUTES: "A whole number of minutes, whatever the length of the test.",
    Column.REST_BREAKS: "yes, or the minutes of all supervised rest breaks together.",
    Column.COMPUTER_READER: "yes: the computer reads questions aloud.",
    Column.HUMAN_READER: "yes: a person reads questions aloud.",
    Column.SCRIBE: "yes: a person writes for the candidate.",
    Column.PROMPTER: "yes: a person keeps the candidate's attention on the test.",
    Column.PRACTICAL_ASSISTANT: "yes: a person carries out practical tasks.",
    Column.SIGN_LANGUAGE: "yes: a communication professional signs.",
    Column.BILINGUAL_DICTIONARY: "yes: a bilingual dictionary may be used.",
    Column.PAPER_VERSION: "yes: the test is sat on paper.",
    Column.SEPARATE_ROOM: "yes: the candidate sits in a room of their own.",
    Column.COLOUR_SCHEME: f"Colours of the screen: {_SCHEMES}.",
    Column.EVIDENCE: "Where you keep the evidence for the arrangements in this row.",
    Column.SESSION: "Reference of the session to enter the candidate for, like 7K3M-9QTX.",
    Column.ROOM: "Instead of a reference: the room, as the session names it, ...",
    Column.SESSION_DATE: "... the date ...",
    Column.SESSION_TIME: "... and the time at which it opens, like 09:00.",
}
RULES = (
    "One candidate in each row. Only the first three columns are needed; take out what you do not use.",
    "A candidate whose number is on your list already is brought up to date.",
    "An empty cell changes nothing. No file takes an arrangement away: do that on the candidate's page.",
    "To enter a candidate for several sessions, write one row for each.",
    "Nothing is written before you have seen it and confirmed.",
)


def csv_template() -> bytes:
    """Return an empty list as CSV, headings alone."""
    return write_csv([NAMES[column] for column in Column], []).encode(EXCEL_ENCODING)


def xlsx_template(sessions: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return an empty list whose columns are text, with a sheet that explains them.

    `sessions` are references and what each is, for those who enter for several.
    """
    book = Workbook()
    _fill(book.worksheets[0], "Candidates", [NAMES[column] for column in Column], [])
    for row in book.worksheets[0].iter_rows(min_row=2, max_row=_ROWS_AS_TEXT, max_col=len(Column)):
        for cell in row:
            cell.number_format = TEXT_FORMAT
    explained = [[NAMES[column], HOLDS[column]] for column in Column]
    about = book.create_sheet()
    _fill(about, "About the columns", ["Heading", "What it holds"], explained)
    for rule in RULES:
        about.append([None, rule])
    known = [list(each) for each in sessions]
    if known:
        _fill(book.create_sheet(), "Your sessions", ["Reference", "What it is"], known)
    return _saved(book)


def refused_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return refused rows as they were sent, the reason in front of each."""
    return write_csv([REASON, *header], rows).encode(EXCEL_ENCODING)


def refused_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return refused rows as they were sent, as text, the reason in front of each."""
    book = Workbook()
    _fill(book.worksheets[0], "Refused rows", [REASON, *header], rows)
    return _saved(book)


def _fill(sheet: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of text; what looks like a formula stays text."""
    sheet.title = title
    for number, row in enumerate([header, *rows], 1):
        for place, text in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.number_format = TEXT_FORMAT
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
            if text:
                cell.value = _UNPRINTABLE.sub("", text)
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for place, heading in enumerate(header, 1):
        wide = heading in (REASON, "What it holds", "What it is")
        width = 60 if wide else max(14, len(heading) + 2)
        sheet.column_dimensions[get_column_letter(place)].width = width
        # A column that is text for rows yet to come, too.
        sheet.column_dimensions[get_column_letter(place)].number_format = TEXT_FORMAT
    sheet.freeze_panes = "A2"


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
