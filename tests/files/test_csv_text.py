"""CSV output: read back as it was given, and harmless to a spreadsheet."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.csv_text import NotText, decode, is_formula, write_csv

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def read_back(text: str) -> list[list[str]]:
    """Read CSV as any other program would."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_rows_end_and_cells_are_quoted_as_rfc_4180_says() -> None:
    text = write_csv(["name", "mark"], [['Ada "A", Lovelace', 31], ["two\nlines", None]])

    assert text == 'name,mark\r\n"Ada ""A"", Lovelace",31\r\n"two\nlines",\r\n'


def test_numbers_and_dates_are_written_plainly() -> None:
    text = write_csv(["a", "b", "c", "d"], [[-1, -0.25, Decimal("-2.50"), date(2026, 11, 2)]])

    assert text == "a,b,c,d\r\n-1,-0.25,-2.50,2026-11-02\r\n"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "\u00a0=1"]
)
def test_a_text_that_looks_like_a_formula_is_led_by_an_apostrophe(cell: str) -> None:
    assert read_back(write_csv(["h"], [[cell]]))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["O'Brien", "a=b", "x@example.org", "Anne-Marie", "0042", "'"])
def test_ordinary_text_is_left_alone(cell: str) -> None:
    assert read_back(write_csv(["h"], [[cell]]))[1] == [cell]


@given(st.lists(st.tuples(TEXT, TEXT)))
def test_any_table_is_read_back_but_for_the_apostrophe(rows: list[tuple[str, str]]) -> None:
    back = read_back(write_csv(["a", "b"], rows))[1:]

    assert back == [[f"'{cell}" if is_formula(cell) else cell for cell in row] for row in rows]
    assert not any(is_formula(cell) for row in back for cell in row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_spreadsheets_save_is_decoded(encoding: str) -> None:
    assert decode("Zoë – Žižek".encode(encoding)) == "Zoë – Žižek"


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and so on", "a,b".encode("utf-16"), b"\x81\x8d", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_csv_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content)
