"""Candidates from a centre's CSV file."""

from datetime import date

import pytest

from app.domain.candidate import CandidateDetails
from app.domain.problems import Problem, ProblemsError
from app.files.candidates_csv import MAX_BYTES, MAX_ROWS, read_candidates

HEADER = "candidate_number,family_name,given_names,date_of_birth,uln,extra_time_percent\n"
ADA = "0042,Lovelace,Ada,1990-12-10,9276308686,25\n"
ADA_READ = CandidateDetails("0042", "Lovelace", "Ada", date(1990, 12, 10), "9276308686", 25)


def problems_in(source: str | bytes) -> list[Problem]:
    """Read a file that has an error and return every finding."""
    with pytest.raises(ProblemsError) as caught:
        read_candidates(source, "entries.csv")
    return list(caught.value.problems)


def test_a_candidate_is_read_whole_with_leading_noughts() -> None:
    assert read_candidates(HEADER + ADA, "entries.csv") == [ADA_READ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save_is_read(encoding: str, separator: str, end: str) -> None:
    text = (HEADER + "7,Brontë,Zoë,,,\n").replace(",", separator).replace("\n", end)

    (read,) = read_candidates(text.encode(encoding), "entries.csv")

    assert read == CandidateDetails("7", "Brontë", "Zoë")


@pytest.mark.parametrize("separator", [",", ";"])
def test_excels_own_line_about_the_separator_is_passed_over(separator: str) -> None:
    text = f"sep={separator}\n" + (HEADER + ADA).replace(",", separator)

    assert read_candidates(text, "entries.csv") == [ADA_READ]


def test_columns_may_stand_in_any_order_and_those_not_needed_may_be_left_out() -> None:
    text = "Given Names, Family Name ,CANDIDATE_NUMBER\nAda,Lovelace,0042\n"

    assert read_candidates(text, "x") == [CandidateDetails("0042", "Lovelace", "Ada")]


def test_blank_rows_are_passed_over_and_still_counted() -> None:
    text = f"{HEADER},,,,,\n\n{ADA}8,,Nobody,,,\n"

    (problem,) = problems_in(text)

    assert problem.where.line == 5


def test_a_cell_may_hold_the_separator_in_quotes_and_accents_are_composed() -> None:
    text = HEADER + '7,"Lovelace, Countess","Zoe\u0308",,,\n'

    (read,) = read_candidates(text, "x")

    assert (read.family_name, read.given_names) == ("Lovelace, Countess", "Zoë")


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2007-02-28", 28), ("28/02/2007", 28), ("1/2/2007", 1), ("01/02/2007", 1), ("", None)],
)
def test_dates_are_iso_or_day_first(cell: str, day: int | None) -> None:
    (read,) = read_candidates(HEADER + f"7,a,b,{cell},,\n", "x")

    assert read.date_of_birth == (date(2007, 2, day) if day else None)


@pytest.mark.parametrize(("cell", "percent"), [("", 0), ("0", 0), ("25", 25), ("25 %", 25)])
def test_extra_time_is_a_whole_percentage(cell: str, percent: int) -> None:
    (read,) = read_candidates(HEADER + f"7,a,b,,,{cell}\n", "x")

    assert read.extra_time_percent == percent


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",a,b,,,", "candidate_number", "empty"),
        ("1.23E+09,a,b,,,", "candidate_number", "format Text"),
        ("4 2,a,b,,,", "candidate_number", "not a candidate number"),
        ("7,,b,,,", "family_name", "empty"),
        ("7,a,,,,", "given_names", "empty"),
        ('7,a,"b\nc",,,', "given_names", "line break"),
        (f"7,{'a' * 101},b,,,", "family_name", "100 characters"),
        ("7,a,b,31/02/2007,,", "date_of_birth", "not a date"),
        ("7,a,b,1/2/07,,", "date_of_birth", "two digits"),
        ("7,a,b,01-02-07,,", "date_of_birth", "two digits"),
        ("7,a,b,2007-W05-3,,", "date_of_birth", "not a date"),
        ("7,a,b,0207-01-31,,", "date_of_birth", "not a date"),
        ("7,a,b,1 Feb 2007,,", "date_of_birth", "Write 2007-01-31"),
        ("7,a,b,,9276308685,", "uln", "check digit"),
        ("7,a,b,,9.27631E+09,", "uln", "format Text"),
        ("7,a,b,,123,", "uln", "10 digits"),
        ("7,a,b,,,101", "extra_time_percent", "from 0 to 100"),
        ("7,a,b,,,00001000", "extra_time_percent", "from 0 to 100"),
        ("7,a,b,,,25.5", "extra_time_percent", "whole number"),
        ("7,a,b,,,-5", "extra_time_percent", "formula"),
        ("7,\"=cmd|' /C calc'!A0\",b,,,", "family_name", "formula"),
        ("7,+a,b,,,", "family_name", "formula"),
        ("7,@a,b,,,", "family_name", "formula"),
        ('"=""0042""",a,b,,,', "candidate_number", "formula"),
    ],
)
def test_a_bad_cell_is_told_with_row_and_column(row: str, column: str, says: str) -> None:
    problems = problems_in(HEADER + ADA + row + "\n")

    (problem,) = problems
    assert (problem.where.file, problem.where.line, problem.rule) == ("entries.csv", 3, column)
    assert problem.what.startswith(f"Row 3, column {column}: ")
    assert says in f"{problem.what} {problem.remedy}"


def test_every_bad_cell_is_told_at_once() -> None:
    text = HEADER + "4 2,,b,1/2/07,1,x\n" + "8,=a,b,,,\n"

    told = [(problem.where.line, problem.rule) for problem in problems_in(text)]

    assert told == [
        (2, "candidate_number"),
        (2, "family_name"),
        (2, "date_of_birth"),
        (2, "uln"),
        (2, "extra_time_percent"),
        (3, "family_name"),
    ]


def test_a_number_or_a_uln_that_stands_twice_is_told_with_both_rows() -> None:
    told = problems_in(HEADER + ADA + "7,a,b,,,\n" + ADA)

    assert [problem.rule for problem in told] == ["candidate_number.repeated", "uln.repeated"]
    assert told[0].what == 'Row 4, column candidate_number: "0042" stands in row 2, too.'


@pytest.mark.parametrize(
    ("header", "rule", "says"),
    [
        (
            "candidate_number,family_name,given_name",
            "column.unknown",
            'Did you mean "given_names"?',
        ),
        ("candidate_number,family_name", "column.missing", "given_names"),
        ("candidate_number,family_name,given_names,uln,uln", "column.repeated", "uln"),
        ("candidate_number|family_name|given_names", "column.missing", "candidate_number"),
    ],
)
def test_a_wrong_header_is_told(header: str, rule: str, says: str) -> None:
    told = [problem for problem in problems_in(f"{header}\n1,a,b,,\n") if problem.rule == rule]

    assert says in f"{told[0].what} {told[0].remedy}"
    assert told[0].where.line == 1


def test_a_row_that_is_longer_than_the_header_is_told() -> None:
    told = problems_in(HEADER + "7,Lovelace, Countess,Ada,,,25\n")

    assert ("row.length", 2) in [(problem.rule, problem.where.line) for problem in told]


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("", "empty"),
        (HEADER, "empty"),
        (b"PK\x03\x04", "text"),
        ((HEADER + ADA).encode("utf-16"), "text"),
        (HEADER + "7\0,a,b,,,\n", "text"),
        (HEADER + '7,"a,b,,,\n', "quotes"),
        (HEADER + '7,"a"x,b,,,\n', "quotes"),
        (HEADER + " " * MAX_BYTES, "size"),
        (HEADER + "1,a,b,,,\n" * (MAX_ROWS + 1), "size"),
    ],
    ids=["nothing", "header", "xlsx", "utf-16", "nul", "open quote", "late quote", "bytes", "rows"],
)
def test_a_file_that_is_no_list_of_candidates_is_refused(source: str | bytes, rule: str) -> None:
    assert [problem.rule for problem in problems_in(source)] == [rule]
