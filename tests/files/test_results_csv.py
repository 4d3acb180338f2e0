"""The centre's download, held to a file that was read and agreed upon."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from app.domain.result import Grade, OutcomeMark, Result, ResultStatus
from app.domain.session_results import CandidateResult, OutcomeHead, SessionResults
from app.domain.sitting import SessionKind, SessionState
from app.domain.specification import ReleasePolicy
from app.files.csv_text import EXCEL_ENCODING
from app.files.results_csv import results_file_name, write_results

GOLDEN = Path(__file__).parent / "golden" / "results.csv"
NOTE = 'Example pass mark, "not" an official one'


def at(hour: int, minute: int, second: int = 0) -> datetime:
    """Give a moment of the day in UTC, when Northtown has summer time."""
    return datetime(2026, 7, 6, hour, minute, second, tzinfo=UTC)


def marked(mark: int, first: int, second: int) -> Result:
    """Give a marked result of five items."""
    return Result(
        status=ResultStatus.MARKED,
        mark=mark,
        maximum=5,
        pass_mark=3,
        grade=Grade.PASS if mark >= 3 else Grade.FAIL,
        profile=(OutcomeMark("1", first, 3), OutcomeMark("1.10", second, 2)),
    )


def line(
    number: str, family: str, given: str, result: Result | None, **other: object
) -> CandidateResult:
    """Give one candidate's line, sat from two to half past unless told otherwise."""
    fields: dict[str, object] = {
        "candidate_number": number,
        "family_name": family,
        "given_names": given,
        "date_of_birth": None,
        "uln": None,
        "sitting": UUID(int=int(number)),
        "started_at": at(13, 0) if result and result.mark is not None else None,
        "finished_at": at(13, 30) if result and result.mark is not None else None,
        "void_reason": "",
        "result": result,
        "pass_mark_note": NOTE if result and result.mark is not None else "",
        "version": 1 if result else None,
        "released_at": at(15, 0) if result else None,
    }
    return CandidateResult(**(fields | other))  # type: ignore[arg-type]


def results(*lines: CandidateResult) -> SessionResults:
    """Give the results of an afternoon in July."""
    return SessionResults(
        session=UUID(int=1),
        kind=SessionKind.LIVE,
        state=SessionState.CLOSED,
        awarding_body="Sample Awarding Body",
        centre_number="00123",
        centre_name="Northtown College",
        zone="Europe/London",
        specification="sample",
        specification_version=2,
        title="Sample test, part one",
        items=5,
        outcomes=(OutcomeHead("1", "First", 3), OutcomeHead("1.10", "Second", 2)),
        pass_mark=3,
        pass_mark_note=NOTE,
        release=ReleasePolicy.MANUAL,
        opens_at=at(13, 0),
        closed_at=at(14, 30),
        room="Room 4",
        lines=lines,
    )


EVERYBODY = results(
    line(
        "0012", "Adeyemi", "Ada", marked(3, 3, 0), date_of_birth=date(2008, 5, 3), uln="9276308686"
    ),
    line("0013", "O'Beck, Jr", "Ben", marked(0, 0, 0), finished_at=at(13, 29, 40)),
    line("0014", "Çelik", "Zoë", Result(status=ResultStatus.ABSENT)),
    line(
        "0015",
        "-Dunn",
        "=1+1",
        Result(status=ResultStatus.VOID),
        started_at=at(13, 1),
        finished_at=at(13, 4),
        void_reason="@talking",
    ),
    line("0016", "Eaton", 'Eve "Evie"', Result(status=ResultStatus.WITHHELD), version=2),
    line("0017", "Flynn", "Fay", None),
)


def read(content: str) -> list[dict[str, str]]:
    """Read a file back as a spreadsheet would."""
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_the_file_is_the_one_agreed_upon_byte_for_byte() -> None:
    assert write_results(EVERYBODY).encode(EXCEL_ENCODING) == GOLDEN.read_bytes()


def test_excel_is_told_that_the_file_is_utf_8() -> None:
    assert GOLDEN.read_bytes().startswith(b"\xef\xbb\xbf")


def test_nought_absent_void_withheld_and_not_released_are_told_apart() -> None:
    rows = read(write_results(EVERYBODY))

    assert [(row["status"], row["mark"]) for row in rows[1:]] == [
        ("marked", "0"),
        ("absent", ""),
        ("void", ""),
        ("withheld", ""),
        ("not_released", ""),
    ]


def test_the_pass_mark_and_its_note_stand_beside_every_mark() -> None:
    rows = read(write_results(EVERYBODY))

    assert [(row["pass_mark"], row["pass_mark_note"]) for row in rows if row["mark"]] == [
        ("3", NOTE),
        ("3", NOTE),
    ]


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    cells = [cell for row in read(write_results(EVERYBODY)) for cell in row.values()]

    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert {"'-Dunn", "'=1+1", "'@talking"} <= set(cells)


def test_marked_and_not_graded_has_a_mark_and_no_pass_mark() -> None:
    ungraded = replace(marked(4, 3, 1), pass_mark=None, grade=Grade.NOT_GRADED)

    [row] = read(write_results(results(line("0012", "Adeyemi", "Ada", ungraded))))

    assert (row["mark"], row["percentage"], row["pass_mark"], row["grade"]) == (
        "4",
        "80.0",
        "",
        "not_graded",
    )


@pytest.mark.parametrize(
    ("opens", "zone", "day"),
    [
        (datetime(2026, 7, 6, 23, 30, tzinfo=UTC), "Europe/London", "2026-07-07"),
        (datetime(2026, 12, 6, 23, 30, tzinfo=UTC), "Europe/London", "2026-12-06"),
        (datetime(2026, 12, 6, 2, 0, tzinfo=UTC), "America/New_York", "2026-12-05"),
    ],
)
def test_the_date_is_that_of_the_centre(opens: datetime, zone: str, day: str) -> None:
    there = replace(EVERYBODY, opens_at=opens, zone=zone)

    assert read(write_results(there))[0]["session_date"] == day
    assert results_file_name(there) == f"results-00123-sample-{day}.csv"


def test_a_centre_number_with_strokes_makes_a_plain_file_name() -> None:
    odd = replace(EVERYBODY, centre_number="NT/00123 *")

    assert results_file_name(odd) == "results-NT-00123-sample-2026-07-06.csv"
