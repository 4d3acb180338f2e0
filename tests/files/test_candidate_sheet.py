"""Spreadsheets of candidates of every make: what is read, and what is refused with a sentence."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.candidate import check_uln
from app.domain.candidate_cells import MERGED
from app.domain.candidate_columns import NAMES, Column, guess_columns
from app.domain.candidate_rows import Line, Reading, ReadRow, read_rows
from app.domain.dates_in_cells import DateRules, read_date, read_time
from app.files.candidate_sheet import (
    MAX_BYTES,
    MAX_ROWS,
    CannotRead,
    Sheet,
    choose_sheet,
    read_sheets,
)
from app.files.candidate_sheet_out import csv_template, refused_csv, refused_xlsx, xlsx_template
from tests.web.centre.spreadsheets import saved, workbook

TODAY = date(2026, 11, 22)
HEADER = "candidate_number,family_name,given_names,date_of_birth,uln,extra_time_percent\n"
ADA = "0042,Lovelace,Ada,1990-12-10,9276308686,25\n"
HEADINGS = ["Candidate number", "Surname", "Forename", "DOB"]


def read(content: str | bytes) -> list[ReadRow]:
    """Read the one sheet of a file with its columns as they are guessed."""
    return read_sheet(one(content))


def one(content: str | bytes) -> Sheet:
    """Return the sheet of a file that must be meant."""
    sheet = choose_sheet(read_sheets(_bytes(content), "a file"))
    assert sheet
    return sheet


def read_sheet(sheet: Sheet, month_first: bool = False) -> list[ReadRow]:
    """Read a sheet with its columns as they are guessed."""
    mapping = guess_columns(sheet.header)
    how = Reading(mapping=mapping, today=TODAY, from_1904=sheet.from_1904, month_first=month_first)
    return read_rows(sheet.lines, how)


def refusal(content: str | bytes) -> str:
    """Return why a file cannot be read."""
    with pytest.raises(CannotRead) as caught:
        read_sheets(_bytes(content), "a file")
    return str(caught.value)


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_as_text_is_read(encoding: str, separator: str, end: str) -> None:
    text = (HEADER + "007,Brontë,Zoë,03/05/2008,,\n").replace(",", separator).replace("\n", end)

    (row,) = read(text.encode(encoding))

    assert (row.details.number, row.details.family_name) == ("007", "Brontë")
    assert (row.details.given_names, row.details.date_of_birth) == ("Zoë", date(2008, 5, 3))


def test_letters_that_had_to_be_guessed_are_told() -> None:
    assert "Windows-1252" in one((HEADER + "7,Brontë,Zoë,,,\n").encode("cp1252")).notes[0]
    assert one(HEADER + "7,Brontë,Zoë,,,\n").notes == ()


@pytest.mark.parametrize("separator", [",", ";"])
def test_excels_own_line_about_the_separator_is_passed_over(separator: str) -> None:
    text = f"sep={separator}\n" + (HEADER + ADA).replace(",", separator)

    (row,) = read(text)

    assert row.details.number == "0042"


def test_a_title_above_the_headings_and_empty_rows_are_passed_over_and_counted() -> None:
    sheet = one(f"Entries for June,,,,,\n\n{HEADER},,,,,\n{ADA}")

    assert sheet.header_line == 3
    assert [line.number for line in sheet.lines] == [5]


def test_spaces_and_letters_are_tidied_and_noughts_kept() -> None:
    (row,) = read(HEADER + "\u00a00042 ,  Lovelace\u00a0 Byron,Zoe\u0308\u200b,,927 630 8686,\n")

    assert row.details.number == "0042"
    assert row.details.family_name == "Lovelace Byron"
    assert row.details.given_names == "Zoë"
    assert row.details.uln == "9276308686"


def test_a_cell_may_hold_the_separator_in_quotes() -> None:
    (row,) = read(HEADER + '7,"Lovelace, Countess",Ada,,,\n')

    assert row.details.family_name == "Lovelace, Countess"


# Cells


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        (",a,b,,,", "candidate_number", "empty"),
        ("1.23E+09,a,b,,,", "candidate_number", "shortened a long number"),
        ("1234567890.0,a,b,,,", "candidate_number", "format Text"),
        ("4 2,a,b,,,", "candidate_number", "not a candidate number"),
        ("7,,b,,,", "family_name", "empty"),
        ('7,a,"b\nc",,,', "given_names", "line break"),
        (f"7,{'a' * 101},b,,,", "family_name", "100 characters"),
        ("7,#N/A,b,,,", "family_name", "error of the spreadsheet"),
        ("7,a,b,31/02/2007,,", "date_of_birth", "not a date"),
        ("7,a,b,03/04/07,,", "date_of_birth", "two digits"),
        ("7,a,b,01-02-07,,", "date_of_birth", "two digits"),
        ("7,a,b,2007-W05-3,,", "date_of_birth", "not a date"),
        ("7,a,b,0207-01-31,,", "date_of_birth", "not a date"),
        ("7,a,b,2007,,", "date_of_birth", "a year alone"),
        ("7,a,b,04/23/2007,,", "date_of_birth", "month first"),
        ("7,a,b,23/11/2026,,", "date_of_birth", "not in the past"),
        ("7,a,b,2007-01-31 09:00,,", "date_of_birth", "has a time"),
        ("7,a,b,,9276308685,", "uln", "check digit"),
        ("7,a,b,,9.27631E+09,", "uln", "digits are lost"),
        ("7,a,b,,9276308686.0,", "uln", "made the decimal"),
        ("7,a,b,,123,", "uln", "10 digits"),
        ("7,a,b,,,101", "extra_time_percent", "from 0 to 100"),
        ("7,a,b,,,25.5", "extra_time_percent", "whole number"),
        ("7,a,b,,,-5", "extra_time_percent", "formula"),
        ("7,\"=cmd|' /C calc'!A0\",b,,,", "family_name", "formula"),
        ("7,'=1+1,b,,,", "family_name", "formula"),
        ("7,+a,b,,,", "family_name", "formula"),
        ("7,@a,b,,,", "family_name", "formula"),
        ('"=""0042""",a,b,,,', "candidate_number", "formula"),
    ],
)
def test_a_bad_cell_is_told_with_its_column_and_a_remedy(
    cells: str, column: str, says: str
) -> None:
    ada, row = read(HEADER + ADA + cells + "\n")

    assert ada.faults == ()
    (fault,) = row.faults
    assert fault.column == column
    assert says in f"{fault.what} {fault.remedy}"


@pytest.mark.parametrize(
    "cell",
    [
        "2008-05-03",
        "3/5/2008",
        "03.05.2008",
        "03-05-2008",
        "3 May 2008",
        "3rd May 2008",
        "03-May-2008",
        "39571",
        "2008-05-03 00:00:00",
        "2008-05-03T00:00:00",
    ],
)
def test_a_date_is_read_however_it_is_written(cell: str) -> None:
    assert read_date(cell) == (date(2008, 5, 3), None)


def test_days_are_counted_as_the_spreadsheet_counts_them() -> None:
    assert read_date("39571", DateRules(from_1904=False))[0] == date(2008, 5, 3)
    assert read_date("38109", DateRules(from_1904=True))[0] == date(2008, 5, 3)


@pytest.mark.parametrize("cell", ["09:00", "9:00", "9.00", "0900", "9:00 am", "0.375", "09:00:00"])
def test_a_time_is_read_however_it_is_written(cell: str) -> None:
    assert f"{read_time(cell):%H:%M}" == "09:00"


def test_a_column_with_one_date_month_first_takes_none_of_it_silently() -> None:
    sheet = one(HEADER + "1,a,b,04/23/2007,,\n2,a,b,03/04/2007,,\n3,a,b,05/05/2007,,\n")

    assert [len(row.faults) for row in read_sheet(sheet)] == [1, 1, 0]
    said = [row.details.date_of_birth for row in read_sheet(sheet, month_first=True)]
    assert said == [date(2007, 4, 23), date(2007, 3, 4), date(2007, 5, 5)]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Surname", Column.FAMILY_NAME),
        ("First name", Column.GIVEN_NAMES),
        ("Forename(s)", Column.GIVEN_NAMES),
        ("DOB", Column.DATE_OF_BIRTH),
        ("D.O.B.", Column.DATE_OF_BIRTH),
        ("Cand no", Column.NUMBER),
        ("Candidate Ref", Column.NUMBER),
        ("CANDIDATE_NUMBER", Column.NUMBER),
        ("Extra time %", Column.EXTRA_TIME_PERCENT),
        ("Unique Learner Number", Column.ULN),
        ("Venue", Column.ROOM),
    ],
)
def test_a_column_is_known_by_its_heading(heading: str, column: Column) -> None:
    assert guess_columns([heading]) == {0: column}


# Workbooks


def test_a_workbook_says_what_its_cells_show() -> None:
    sheet = workbook(
        [*HEADINGS, "ULN", "Extra time", "Scribe"],
        [12, "Lovelace", "Ada", date(2008, 5, 3), 9276308686, 0.25, True],
        A="0000",
        D="dd/mm/yyyy",
        F="0%",
    )

    (row,) = read(sheet)

    assert row.details.number == "0012"
    assert row.details.uln == "9276308686"
    assert row.details.date_of_birth == date(2008, 5, 3)
    assert [each.kind for each in row.arrangements] == ["extra_time_percent", "scribe"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_and_bare_serials_follow_the_workbooks_own_count(from_1904: bool) -> None:
    serial = 38109 if from_1904 else 39571
    sheet = workbook(
        HEADINGS,
        ["1", "a", "b", date(2008, 5, 3)],
        ["2", "a", "b", serial],
        from_1904=from_1904,
    )

    assert [row.details.date_of_birth for row in read(sheet)] == [date(2008, 5, 3)] * 2


def test_a_number_whose_digits_a_spreadsheet_has_lost_is_refused() -> None:
    (row,) = read(workbook(HEADINGS, [12345678901234567890, "a", "b", None]))

    assert "digits are lost" in row.faults[0].what


def test_a_formula_is_refused_whatever_it_came_to() -> None:
    (row,) = read(workbook(HEADINGS, ["1", "=UPPER(A1)", "b", None]))

    assert "“=UPPER(A1)” is a formula." in row.faults[0].what


def test_merged_cells_are_told_in_every_row_they_cover() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Entries"], HEADINGS, ["1", "a", "b", None], ["2", None, "c", None]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B3:B4")

    first, second = read(saved(book))

    assert first.faults == ()
    assert second.line.cells[1] == MERGED
    assert "merged" in second.faults[0].what


def test_hidden_rows_and_sheets_are_left_out_and_named() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, ["1", "a", "b", None], ["2", "c", "d", None]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("Last year")
    other.append(HEADINGS)
    other.append(["9", "x", "y", None])
    other.sheet_state = "hidden"

    found = one(saved(book))

    assert [line.number for line in found.lines] == [2]
    assert any("row 3" in note for note in found.notes)
    assert any("“Last year”" in note for note in found.notes)


def test_of_several_sheets_the_one_with_candidates_is_read_and_the_others_named() -> None:
    book = Workbook()
    book.worksheets[0].append(["Notes", "of the exams office"])
    book.worksheets[0].append(["Bring", "pens"])
    sheet = book.create_sheet("Entries")
    sheet.append(HEADINGS)
    sheet.append(["1", "a", "b", None])

    found = one(saved(book))

    assert found.name == "Entries"
    assert "not “Sheet”" in found.notes[-1]


def test_two_sheets_with_candidates_are_left_to_a_person() -> None:
    book = Workbook()
    for sheet in (book.worksheets[0], book.create_sheet("More")):
        sheet.append(HEADINGS)
        sheet.append(["1", "a", "b", None])

    assert choose_sheet(read_sheets(saved(book), "x")) is None


# What is no list of candidates


def _packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    good = workbook(HEADINGS, ["1", "a", "b", None])
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    return _packed(**parts)


def _with_entity(name: str, content: bytes) -> bytes:
    if not name.startswith("xl/worksheets/"):
        return content
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    head, xml, rest = content.partition(b"<worksheet")
    return head + doctype + xml + rest


def _with_far_cell(name: str, content: bytes) -> bytes:
    if not name.startswith("xl/worksheets/"):
        return content
    far = b'<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>'
    return content.replace(b"</sheetData>", far)


BOMB = b"<worksheet>" + b" " * 70_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no candidates"),
        (HEADER, "no candidates"),
        (b"PK\x03\x04", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 book", "old .xls format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"%PDF-1.7", "a PDF"),
        (b"<html><table>", "web site"),
        (HEADER + "7\0,a,b,,,\n", "not text"),
        (HEADER + '7,"a,b,,,\n', "quotation mark"),
        (HEADER + '7,"a"x,b,,,\n', "quotation mark"),
        (HEADER + " " * MAX_BYTES, "5 MB"),
        (HEADER + "1,a,b,,,\n" * (MAX_ROWS + 30), "10,000"),
        (HEADER + "," * 70 + "x\n", "60 columns"),
        (_packed(**{"content.xml": b"<x/>"}), "OpenDocument"),
        (_packed(**{"xl/workbook.bin": b"x"}), ".xlsb"),
        (_packed(**{"word/document.xml": b"<x/>"}), "Word"),
        (_packed(**{"holiday.jpg": b"x"}), "archive"),
        (_packed(**{"xl/workbook.xml": b"<x/>", "xl/a.xml": BOMB}), "far too much"),
        (_repacked(_with_entity), "what no spreadsheet has"),
        (_repacked(_with_far_cell), "60 columns"),
        (_repacked(lambda name, content: content[:100]), "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    content: str | bytes, says: str
) -> None:
    assert says in refusal(content)


def test_an_empty_template_has_no_candidates() -> None:
    assert "no candidates" in refusal(xlsx_template([("ABCD-1234", "A test")]))
    assert "no candidates" in refusal(csv_template())


def test_what_was_refused_can_be_sent_again_and_is_never_a_formula() -> None:
    header, row = ["Candidate number", "Surname", "Forename"], ["1", "=HYPERLINK(1)", "b"]
    for write in (refused_csv, refused_xlsx):
        (back,) = read(write(header, [["Family name: is a formula.", *row]]))
        assert back.details.number == "1" if not back.faults else "formula" in str(back.faults[0])
        assert back.given[Column.NUMBER] == "1"


# Any table

_letters = st.characters(codec="cp1252", categories=("L", "Nd"))
_name = st.text(_letters, min_size=1, max_size=20)
_number = st.from_regex(r"[A-Za-z0-9]{1,6}(/[0-9]{2,4})?", fullmatch=True)


def _with_check_digit(nine: int) -> str | None:
    return next((u for d in range(10) if not check_uln(u := f"{nine}{d}")), None)


_uln = st.integers(100_000_000, 999_999_999).map(_with_check_digit)
_born = st.dates(date(1930, 1, 1), date(2020, 12, 31))
_row = st.tuples(_number, _name, _name, st.none() | _born, st.none() | _uln, st.integers(0, 100))
_tables = st.lists(_row, min_size=1, max_size=8)
_heads = [NAMES[c] for c in list(Column)[:6]]


def _as_csv(table: list[Any], separator: str, encoding: str, iso: bool) -> bytes:
    def date_of(day: date | None) -> str:
        return "" if day is None else day.isoformat() if iso else f"{day:%d/%m/%Y}"

    lines = [_heads, *([n, f, g, date_of(b), u or "", str(p)] for n, f, g, b, u, p in table)]
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


def _as_xlsx(table: list[Any], as_text: bool) -> bytes:
    def shown(row: Any) -> list[Any]:
        number, family, given_names, born, uln, percent = row
        if as_text:
            return [number, family, given_names, f"{born:%d/%m/%Y}" if born else "", uln, percent]
        return [number, family, given_names, born, int(uln) if uln else None, percent]

    return workbook(_heads, *map(shown, table))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=_tables,
    separator=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    iso=st.booleans(),
)
def test_any_candidates_written_as_text_read_back_the_same(
    table: list[Any], separator: str, encoding: str, iso: bool
) -> None:
    _assert_same(table, _as_csv(table, separator, encoding, iso))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=_tables, as_text=st.booleans())
def test_any_candidates_written_as_a_workbook_read_back_the_same(
    table: list[Any], as_text: bool
) -> None:
    _assert_same(table, _as_xlsx(table, as_text))


def _assert_same(table: list[Any], content: bytes) -> None:
    back = read(content)
    assert [row.faults for row in back] == [()] * len(table)
    read_back = [
        (
            row.details.number,
            row.details.family_name,
            row.details.given_names,
            row.details.date_of_birth,
            row.details.uln,
            row.given.get(Column.EXTRA_TIME_PERCENT, 0),
        )
        for row in back
    ]
    assert read_back == table


def test_a_sheet_survives_being_kept() -> None:
    sheet = one(HEADER + ADA)

    assert Sheet.of(sheet.document) == sheet
    assert sheet.lines == (Line(2, ("0042", "Lovelace", "Ada", "1990-12-10", "9276308686", "25")),)
