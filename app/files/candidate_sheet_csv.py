"""A list of candidates as CSV text of unknown origin."""

import csv
import io
from collections import Counter

from app.domain.candidate_rows import Line
from app.files.candidate_sheet import HEADER_WITHIN, MAX_COLUMNS, CannotRead, Sheet, clean, sheet_of

_BIG_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAVE = "Save the table as “CSV UTF-8”, or as .xlsx, and send that."


def read_csv(content: bytes) -> Sheet:
    """Return the rows of a CSV file; CannotRead when it is no CSV text."""
    text = _decode(content)
    notes = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append(Line(number, tuple(clean(cell) for cell in _cut(cells, number))))
    except csv.Error:
        raise CannotRead(
            f"Near line {reader.line_num} a quotation mark is opened and not closed, or stands in"
            " the middle of a cell.",
            "Write it twice, or send the table as .xlsx.",
            reader.line_num,
        ) from None
    if rows and rows[0].cells[0].lower().startswith("sep="):  # Excel's own way to name it
        del rows[0]
    if _is_guessed(content):
        notes.append(
            "The file does not say how its letters are written; they were read as Windows-1252."
            " Look whether names with accents are right."
        )
    return sheet_of(rows, notes=tuple(notes))


def _cut(cells: list[str], number: int) -> list[str]:
    """Return a row without its empty end; CannotRead when it is too wide."""
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise CannotRead(
            f"Row {number} has more than {MAX_COLUMNS} columns.",
            "Keep those that are about candidates.",
            number,
        )
    return cells


def _decode(content: bytes) -> str:
    """Return the text: UTF-16 with its mark, UTF-8 with or without one, else Windows-1252."""
    encodings = [_BIG_MARKS.get(content[:2], "utf-8-sig"), "cp1252"]
    for encoding in encodings[: 1 if content[:2] in _BIG_MARKS else 2]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    if b"\0" in content:
        raise CannotRead("This is not text.", _SAVE)
    raise CannotRead("The letters of the file cannot be read.", _SAVE)


def _is_guessed(content: bytes) -> bool:
    if content[:2] in _BIG_MARKS:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _delimiter(text: str) -> str:
    """Return the sign between cells: the one that the most of the first rows have alike."""
    lines = [line for line in text.splitlines()[:HEADER_WITHIN] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) > 4:
        return lines[0][4]
    return max(",;\t|", key=lambda sign: _fit(lines, sign))


def _fit(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many rows have the same number of a sign, and how many it is."""
    counts = Counter(count for line in lines if (count := line.count(sign)))
    if not counts:
        return 0, 0
    alike, rows = max(counts.items(), key=lambda each: (each[1], each[0]))
    return rows, alike
