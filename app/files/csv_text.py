"""CSV in and out: text of unknown origin made readable, and output that no spreadsheet executes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

Cell = str | int | float | Decimal | date | None

# A cell that begins so is a formula to a spreadsheet; the last four are the full-width signs.
# OWASP, CSV Injection.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# For downloads that people open in Excel, which takes UTF-8 without the mark for Windows-1252.
EXCEL_ENCODING = "utf-8-sig"


class NotText(ValueError):
    """Bytes that are no CSV text; the message says what they seem to be and what to do."""


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could take the cell for a formula."""
    return text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table by RFC 4180, every text that looks like a formula led by an apostrophe.

    Numbers stay numbers, minus sign and all; dates are ISO 8601; None is an empty cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, dialect="excel", lineterminator="\r\n")
    writer.writerow([_written(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue()


def _written(cell: Cell) -> str:
    """Return a cell as it stands in the file, before quoting."""
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if is_formula(cell) else cell
        case date():
            return cell.isoformat()
    return str(cell)


def decode(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 with or without its mark, else Windows-1252."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotText("This is a spreadsheet. Save it as “CSV UTF-8” and send that file.")
    if b"\0" in content:
        raise NotText("This is not CSV text. Save the table as “CSV UTF-8” and send that file.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise NotText("The letters cannot be read. Save the table as “CSV UTF-8”.") from None
