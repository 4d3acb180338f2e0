"""A list of candidates as a centre sends it, CSV or XLSX, as rows of text."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.domain.candidate_cells import MERGED, MOST_CHARACTERS
from app.domain.candidate_columns import REQUIRED, guess_columns
from app.domain.candidate_rows import Line

MAX_BYTES = 5_000_000
MAX_ROWS = 10_000
MAX_COLUMNS = 60
HEADER_WITHIN = 20  # rows, from the top, in which the headings are looked for

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class CannotRead(ValueError):
    """A file that is no list of candidates: what it is and what to do."""

    def __init__(self, what: str, remedy: str, line: int = 1) -> None:
        self.what = what
        self.remedy = remedy
        self.line = line
        super().__init__(f"{what} {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its headings and the rows below them that hold something.

    `from_1904` says how it counts days; `notes` are sentences about what was left out.
    """

    name: str = ""
    header_line: int = 1
    header: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    from_1904: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def is_recognised(self) -> bool:
        """Whether the headings are those of a list of candidates."""
        return _recognised(self.header) > 1

    @property
    def document(self) -> dict[str, Any]:
        """The sheet as plain JSON values."""
        return {
            "name": self.name,
            "header_line": self.header_line,
            "header": list(self.header),
            "rows": [[line.number, list(line.cells)] for line in self.lines],
            "from_1904": self.from_1904,
            "notes": list(self.notes),
        }

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the sheet that was kept as plain JSON values."""
        return cls(
            name=document["name"],
            header_line=document["header_line"],
            header=tuple(document["header"]),
            lines=tuple(Line(number, tuple(cells)) for number, cells in document["rows"]),
            from_1904=document["from_1904"],
            notes=tuple(document["notes"]),
        )


def read_sheets(content: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a file that hold anything; CannotRead when it cannot be read at all."""
    from app.files.candidate_sheet_csv import read_csv
    from app.files.candidate_sheet_xlsx import read_xlsx

    if len(content) > MAX_BYTES:
        raise CannotRead(
            "The file has more than 5 MB.", f"Send up to {MAX_ROWS:,} candidates, without pictures."
        )
    if content.startswith(b"PK\x03\x04"):
        found = read_xlsx(content)
    else:
        _refuse_other_kinds(content)
        found = [read_csv(content)]
    sheets = [each for each in found if each.lines or each.header]
    meant = [each for each in sheets if each.is_recognised] or sheets
    if not any(each.lines for each in meant):
        raise CannotRead(
            "There are no candidates in the file.", "Put one in each row below the headings."
        )
    return sheets


def choose_sheet(sheets: Sequence[Sheet]) -> Sheet | None:
    """Return the sheet that must be meant, with a note of the others; None when a person chooses."""
    filled = [sheet for sheet in sheets if sheet.lines]
    known = [sheet for sheet in filled if sheet.is_recognised]
    if len(known) != 1 and len(filled) != 1:
        return None
    chosen = known[0] if len(known) == 1 else filled[0]
    others = [each.name for each in sheets if each is not chosen]
    if not others:
        return chosen
    note = f"Sheet “{chosen.name}” was read; not {', '.join(f'“{each}”' for each in others)}."
    return replace(chosen, notes=(*chosen.notes, note))


def sheet_of(rows: Sequence[Line], **more: Any) -> Sheet:
    """Find the headings among the rows that hold something and return the sheet below them."""
    if len(rows) > MAX_ROWS + HEADER_WITHIN:
        raise CannotRead(
            f"There are more than {MAX_ROWS:,} rows.", f"Send up to {MAX_ROWS:,} at once."
        )
    if not rows:
        return Sheet(**more)
    at = max(range(min(len(rows), HEADER_WITHIN)), key=lambda n: (_recognised(rows[n].cells), -n))
    header = tuple("" if cell == MERGED else cell for cell in rows[at].cells)
    return Sheet(header_line=rows[at].number, header=header, lines=tuple(rows[at + 1 :]), **more)


def clean(text: str) -> str:
    """Return the text of a cell: composed, without signs that cannot be seen, single spaces.

    A line break within the cell stays, so that it can be seen and refused.
    """
    plain = unicodedata.normalize("NFC", text).translate(_UNSEEN)
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    joined = "\n".join(lines).strip()
    return joined if len(joined) <= MOST_CHARACTERS else f"{joined[: MOST_CHARACTERS - 1]}…"


def _recognised(cells: Sequence[str]) -> int:
    """Count the headings known; a row without any of the needed ones is no header."""
    found = guess_columns(cells).values()
    return len(found) if set(REQUIRED) & set(found) else 0


def _refuse_other_kinds(content: bytes) -> None:
    """Refuse what is no text, each with its own sentence."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise CannotRead(
                "The spreadsheet is protected by a password.",
                "Take the password away (File, Info, Protect Workbook) and send it again.",
            )
        raise CannotRead(
            "This is a spreadsheet in the old .xls format.",
            "Save it as “Excel Workbook (.xlsx)” or “CSV UTF-8” and send that.",
        )
    kinds = {b"%PDF": "a PDF", b"{\\rtf": "a text document", b"\x89PNG": "a picture"}
    for begins, kind in kinds.items():
        if content.startswith(begins):
            raise CannotRead(f"This is {kind}, not a spreadsheet.", "Send .xlsx or .csv.")
    if content[:200].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise CannotRead(
            "This is a page of a web site or XML, whatever its name says.",
            "Open it in the spreadsheet and save it as “Excel Workbook (.xlsx)”.",
        )
