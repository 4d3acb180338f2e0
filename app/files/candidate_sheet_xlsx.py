"""A list of candidates as an XLSX workbook of unknown origin, read within limits."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.domain.candidate_cells import MERGED
from app.domain.candidate_rows import Line
from app.files.candidate_sheet import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    CannotRead,
    Sheet,
    clean,
    sheet_of,
)

MAX_PARTS = 1_000
MAX_UNPACKED = 60_000_000  # bytes of all parts together
MAX_SHEETS = 30
MAX_MARKED_ROWS = 100_000  # that a sheet says anything of, be they empty
MAX_COVERED = 300_000  # cells that merged cells cover
MOST_DIGITS = 15  # that a spreadsheet keeps of a number

_SAVE = "Open it in the spreadsheet, save it as “Excel Workbook (.xlsx)” and send that."
_TOO_LONG = CannotRead(
    f"There are more than {MAX_ROWS:,} rows.", f"Send up to {MAX_ROWS:,} at once."
)
_NOUGHTS = re.compile("0{2,}")


def read_xlsx(content: bytes) -> list[Sheet]:
    """Return the visible sheets of a workbook; CannotRead for anything that is none, or a trap."""
    _check_parts(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return list(_sheets(book))
        finally:
            book.close()
    except CannotRead:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes its parser raise
        raise CannotRead("The spreadsheet cannot be read: it is damaged.", _SAVE) from error


def _sheets(book: Any) -> Iterator[Sheet]:
    if len(book.worksheets) > MAX_SHEETS:
        raise CannotRead("The workbook has more than 30 sheets.", "Keep the one with candidates.")
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    note = f"Hidden and left out: sheet {', '.join(f'“{each}”' for each in hidden)}."
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield _sheet(book, sheet, (note,) if hidden else ())


def _sheet(book: Any, sheet: Any, notes: tuple[str, ...]) -> Sheet:
    marks = _marks_of(sheet)
    rows = [line for line in _rows(sheet, marks) if line.number not in marks.hidden_rows]
    if hidden := sorted(marks.hidden_rows & marks.filled):
        named = ", ".join(str(row) for row in hidden[:10]) + (" …" if len(hidden) > 10 else "")
        again = "Show what is meant in the spreadsheet and send it again."
        notes = (*notes, f"Hidden and left out: row {named}. {again}")
    from_1904 = book.epoch == CALENDAR_MAC_1904
    return sheet_of(rows, name=sheet.title, from_1904=from_1904, notes=notes)


def _rows(sheet: Any, marks: "_Marks") -> Iterator[Line]:
    """Give the rows that hold something, with their numbers in the spreadsheet."""
    sheet.reset_dimensions()  # what a file says of its own size is not to be believed
    found = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        texts = [clean(_text(cell)) for cell in cells]
        if not any(texts):
            continue
        marks.filled.add(number)
        for place in marks.merged.get(number, ()):
            if place < len(texts) and not texts[place]:
                texts[place] = MERGED
        while not texts[-1]:
            texts.pop()
        found += 1
        if found > MAX_ROWS + HEADER_WITHIN:
            raise _TOO_LONG
        yield Line(number, tuple(texts))


def _text(cell: Any) -> str:
    """Return a cell as a person reads it; a formula, whatever it came to, as the formula."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return ""
    if kind == "f":
        text = str(getattr(value, "text", None) or value)
        return text if text.startswith("=") else f"={text}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _figures(value, cell.number_format or "")
    return _moment(value) if isinstance(value, date | time) else str(value)


def _moment(value: date | time) -> str:
    """Return a date or a time of day as ISO 8601 writes it, to the minute."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else value.isoformat()


def _figures(value: float, shown_as: str) -> str:
    """Return a number as it is shown; one of which digits are lost as the spreadsheet writes it."""
    if shown_as.rstrip("%") != shown_as:
        value, sign = round(value * 100, 6), "%"
    else:
        sign = ""
    if value != int(value):
        return f"{value}{sign}"
    figures = str(abs(int(value)))
    if len(figures) > MOST_DIGITS:
        return f"{value:.5E}"
    if _NOUGHTS.fullmatch(shown_as):
        figures = figures.zfill(len(shown_as))
    return f"{'-' if value < 0 else ''}{figures}{sign}"


@dataclass(slots=True)
class _Marks:
    """What stands beside the cells: hidden rows, and places covered by merged cells, by row."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: dict[int, set[int]] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    covered: int = 0


def _marks_of(sheet: Any) -> _Marks:
    """Read what openpyxl leaves out of a sheet that it reads row by row."""
    marks, number, rows = _Marks(), 0, 0
    with sheet._get_source() as source:
        # No part has a document type, so there is no entity to expand: `_check_parts` saw to it.
        for _, element in ElementTree.iterparse(source, events=("end",)):  # noqa: S314
            match element.tag.rpartition("}")[2]:
                case "row":
                    number, rows = int(element.get("r") or number + 1), rows + 1
                    if element.get("hidden") in ("1", "true"):
                        marks.hidden_rows.add(number)
                case "mergeCell":
                    _note_merged(marks, element.get("ref", ""))
                case "c" if len(element):
                    _refuse_wide(element.get("r") or "A")
                case _:
                    continue
            element.clear()
            if rows > MAX_MARKED_ROWS:
                raise _TOO_LONG
    return marks


def _note_merged(marks: _Marks, ref: str) -> None:
    """Note the places that a merged cell covers, all but its first."""
    left, top, right, bottom = range_boundaries(ref)
    right, bottom = min(right or 1, MAX_COLUMNS), min(bottom or 1, (top or 1) + MAX_ROWS)
    marks.covered += (right - (left or 1) + 1) * (bottom - (top or 1) + 1)
    if marks.covered > MAX_COVERED:
        raise CannotRead("Far too many cells are merged.", "Unmerge them and send it again.")
    for row in range(top or 1, bottom + 1):
        places = set(range((left or 1) - 1, right))
        if row == top:
            places.discard((left or 1) - 1)
        marks.merged.setdefault(row, set()).update(places)


def _refuse_wide(ref: str) -> None:
    """Refuse a cell with a value beyond the columns that are read."""
    letters = ref.rstrip("0123456789")
    if len(letters) > 2 or (len(letters) == 2 and letters > "BH"):
        raise CannotRead(
            f"The sheet has more than {MAX_COLUMNS} columns.",
            "Keep those that are about candidates, and clear the others.",
        )


def _check_parts(content: bytes) -> None:
    """Refuse an archive that is no workbook, that unpacks to too much, or whose XML has a doctype."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CannotRead("The spreadsheet cannot be read: it is damaged.", _SAVE) from error
    with archive:
        parts = archive.infolist()
        _refuse_other_archives({part.filename for part in parts})
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise CannotRead(
                "The spreadsheet holds far too much once it is unpacked.",
                f"Send up to {MAX_ROWS:,} candidates on one sheet, without pictures.",
            )
        for part in parts:
            _check_part(archive, part)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise CannotRead(
            "The spreadsheet is protected by a password.", "Take it away and send it again."
        )
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    try:
        text = archive.read(part).replace(b"\0", b"").upper()
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError) as error:
        raise CannotRead("The spreadsheet cannot be read: it is damaged.", _SAVE) from error
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise CannotRead("The file holds what no spreadsheet has.", _SAVE)


def _refuse_other_archives(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise CannotRead("This is a spreadsheet in the .xlsb format.", _SAVE)
    if "content.xml" in names:
        raise CannotRead("This is an OpenDocument file.", _SAVE)
    if "word/document.xml" in names:
        raise CannotRead("This is a Word document.", "Put the table into a spreadsheet.")
    if not any(name.startswith("xl/") for name in names):
        raise CannotRead(
            "This is an archive, not a spreadsheet.", "Unpack it and send the spreadsheet."
        )
