"""Uploading candidates: a spreadsheet is mapped, looked at and mended before anything is written."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from app.domain.session_reference import session_reference
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow, CandidatePreferenceRow, CandidateRow
from app.store.database import Database
from app.store.room import CandidateListRow
from app.store.sessions import EntryRow, ExamSessionRow
from tests.cast import Cast
from tests.timetable import ADA, BEN, THE_DAY_BEFORE, add, schedule
from tests.web.centre.desk import (
    CSV,
    a_session,
    centre_path,
    linked,
    read,
    send,
    send_file,
    text_of,
)
from tests.web.centre.spreadsheets import rows_of, saved, submit, upload, workbook
from tests.web.signing import sign_in

GOOD = CSV + "0012,Adeyemi,Ada,2008-05-03,9276308686,25\n0013,Beck,Ben,,,\n"
BAD = CSV + "0012,,Ada,31/02/2008,123,25\n\n0013,Beck,Ben,,,lots\n0014,Cai,Cy,,,\n"


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    return sign_in(client, cast.cora)


@pytest.fixture
def path(cast: Cast) -> str:
    return centre_path(cast, "candidates", "upload")


def numbers(database: Database) -> set[str]:
    with database.read() as db:
        return {row.number for row in db.query(CandidateRow)}


def held(database: Database, number: str) -> dict[str, AccessArrangementRow]:
    with database.read() as db:
        rows = (
            db.query(AccessArrangementRow)
            .join(CandidateRow, CandidateRow.id == AccessArrangementRow.candidate_id)
            .filter(CandidateRow.number == number, AccessArrangementRow.ended_at.is_(None))
        )
        return {row.kind: row for row in rows}


# The whole way


def test_nothing_is_written_before_it_is_confirmed(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, GOOD)

    page = read(cora, preview)
    assert "2 rows can be taken: 2 new, 0 changed" in page
    assert numbers(database) == set()

    answer = submit(cora, preview, "Take all 2 rows")

    assert answer.status_code == 302
    assert numbers(database) == {"0012", "0013"}
    assert held(database, "0012")["extra_time_percent"].percent == 25
    page = read(cora, answer.headers["Location"])
    assert "Candidates added: 2" in page
    assert "Rows refused or left out: 0" in page


def test_a_cell_is_mended_where_it_stands(cora: FlaskClient, database: Database, path: str) -> None:
    preview = upload(cora, path, BAD)
    page = read(cora, preview)
    for said in (
        "Family name in row 2 Error: The cell is empty. Fill it in.",
        "“31/02/2008” is not a date.",
        "“123” is not a ULN. A ULN has 10 digits.",
        "“lots” is not a percentage from 0 to 100.",
    ):
        assert said in page

    mended = {
        "cell-2-family_name": "Adeyemi",
        "cell-2-date_of_birth": "28/02/2008",
        "cell-2-uln": "9276308686",
        "cell-4-extra_time_percent": "10",
    }
    answer = submit(cora, preview, "Save and check again", **mended)

    assert answer.status_code == 302
    assert "3 rows can be taken: 3 new" in read(cora, preview)
    submit(cora, preview, "Take all 3 rows")
    with database.read() as db:
        row = db.query(CandidateRow).filter_by(number="0012").one()
        assert (row.family_name, row.date_of_birth) == ("Adeyemi", date(2008, 2, 28))


def test_a_page_that_stood_open_takes_back_nothing_that_is_mended(
    cora: FlaskClient, path: str
) -> None:
    preview = upload(cora, path, BAD)
    submit(cora, preview, "Save and check again", **{"cell-4-extra_time_percent": "10"})

    late = {"cell-4-extra_time_percent": "lots", "cell-4-family_name": "Mallory"}
    submit(cora, preview, "Save and check again", **late)

    page = read(cora, preview)
    assert "lots" not in page
    assert "Mallory" not in page


def test_all_or_none_writes_nothing_while_a_row_is_bad(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)

    answer = submit(cora, preview, "Confirm", how="all")

    assert answer.status_code == 409
    assert "Nothing was written: 2 of the rows cannot be taken" in answer.get_data(as_text=True)
    assert numbers(database) == set()


def test_the_rows_that_are_right_are_taken_and_the_others_come_back_with_reasons(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)

    submit(cora, preview, "Confirm", how="valid")

    assert numbers(database) == {"0014"}
    page = read(cora, preview)
    assert "Candidates added: 1" in page
    assert "Rows refused or left out: 2" in page
    sheet = cora.get(f"{preview}/refused/xlsx").get_data()
    header, ada, _ = rows_of(sheet)
    assert header[:3] == ("Reason refused", "candidate_number", "family_name")
    assert "Family name: The cell is empty. Fill it in." in ada[0]
    assert ada[1] == "0012"
    text = cora.get(f"{preview}/refused/csv").get_data().decode("utf-8-sig")
    assert "Extra time percent: “lots” is not a percentage" in text


def test_the_refused_sheet_can_be_mended_and_sent_again(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)
    submit(cora, preview, "Confirm", how="valid")
    header, ada, ben = map(list, rows_of(cora.get(f"{preview}/refused/xlsx").get_data()))
    ada[2:6] = ["Adeyemi", "Ada", "03/05/2008", None]
    ben[6] = None

    again = upload(cora, path, workbook(header, ada, ben))

    assert "2 rows can be taken" in read(cora, again)
    submit(cora, again, "Take all 2 rows")
    assert numbers(database) == {"0012", "0013", "0014"}


def test_confirming_twice_writes_once(cora: FlaskClient, database: Database, path: str) -> None:
    preview = upload(cora, path, GOOD)
    page = cora.get(preview).get_data(as_text=True)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    sent = {"seen": seen, "how": "all"}
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]

    answers = [cora.post(f"{preview}/take", data=sent | {"csrf_token": token}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    with database.read() as db:
        assert db.query(EventRow).filter_by(act="take_candidate_list").count() == 1


def test_what_somebody_has_changed_since_is_looked_at_before_it_is_confirmed(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)
    page = cora.get(preview).get_data(as_text=True)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    submit(cora, preview, "Save and check again", out="4")

    answer = submit(cora, preview, "Confirm", how="valid", seen=seen)

    assert answer.status_code == 409
    assert "Somebody has worked on this file" in answer.get_data(as_text=True)
    assert numbers(database) == set()


def test_a_name_corrected_since_the_preview_is_looked_at_before_it_is_confirmed(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    with database.begin() as db:
        ben = add(db, cast, BEN)
    preview = upload(cora, path, GOOD)
    page = cora.get(preview).get_data(as_text=True)
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    with database.begin() as db:
        db.get_one(CandidateRow, ben).family_name = "Becke"

    answer = submit(cora, preview, "Take all 2 rows", seen=seen)

    assert answer.status_code == 409
    page = text_of(answer)
    assert "Somebody has worked on this file or its candidates" in page
    assert "Family name: Becke → Beck" in page
    assert numbers(database) == {"0013"}


def test_a_file_for_a_session_that_has_closed_says_so_in_every_row(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    preview = upload(cora, centre_path(cast, "sessions", session, "upload"), GOOD)
    with database.begin() as db:
        db.get_one(ExamSessionRow, session).state = "closed"

    page = read(cora, preview)

    assert page.count("The session this file was sent for is closed.") == 2
    assert "Confirm" not in page
    assert "Throw this file away" in page


def test_a_row_can_be_left_out_and_put_back(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)
    submit(cora, preview, "Save and check again", out=["2", "4"])
    assert "2 rows left out" in read(cora, preview)

    submit(cora, preview, "Put these rows back", back="4")
    page = read(cora, preview)
    assert "1 row left out" in page
    assert "1 row cannot be taken" in page


def test_a_file_that_is_thrown_away_is_gone(
    cora: FlaskClient, database: Database, path: str
) -> None:
    preview = upload(cora, path, BAD)

    submit(cora, preview, "Throw this file away")

    assert cora.get(preview).status_code == 404
    with database.read() as db:
        assert db.query(CandidateListRow).count() == 0
    assert numbers(database) == set()


def test_a_colleague_goes_on_with_it_and_a_stranger_does_not_find_it(
    app: Any, cora: FlaskClient, cast: Cast, path: str
) -> None:
    preview = upload(cora, path, GOOD)

    assert "candidates.csv" in read(cora, path)
    stranger = sign_in(app.test_client(), cast.dora)
    assert stranger.get(preview).status_code == 404
    assert stranger.post(f"{preview}/take").status_code in (403, 404)


# Columns


def test_headings_of_the_centres_own_are_guessed_and_the_others_named(
    cora: FlaskClient, path: str
) -> None:
    sheet = "Entries of Year 11;;;;\n\nTutor;Cand No;Surname;Forename(s);DOB\n11B;0012;Adeyemi;Ada;03/05/2008\n"

    answer = send_file(cora, path, sheet)
    page = read(cora, answer.headers["Location"])

    assert "For example: 03/05/2008" in page
    preview = upload(cora, path, sheet)
    page = read(cora, preview)
    assert "Columns not used: Tutor." in page
    assert "3 May 2008" in page


def test_what_columns_are_is_remembered_for_the_next_file(cora: FlaskClient, path: str) -> None:
    sheet = "Code,Name 1,Name 2,Notes\n0012,Adeyemi,Ada,kind\n"
    answer = send_file(cora, path, sheet)
    columns = answer.headers["Location"]
    refused = submit(cora, columns, "Look at the rows")
    assert "Choose which column holds the candidate number" in refused.get_data(as_text=True)
    said = {
        "column_0": "candidate_number",
        "column_1": "family_name",
        "column_2": "given_names",
    }
    preview = submit(cora, columns, "Look at the rows", **said).headers["Location"]
    submit(cora, preview, "Take 1 row")

    again = upload(cora, path, sheet.replace("0012", "0015").replace("Adeyemi", "Beck"))

    assert "1 row can be taken: 1 new" in read(cora, again)


def test_dates_with_the_month_first_are_not_taken_unasked(cora: FlaskClient, path: str) -> None:
    sheet = CSV + "1,A,B,04/23/2007,,\n2,C,D,03/04/2007,,\n3,E,F,05/05/2007,,\n"
    preview = upload(cora, path, sheet)

    page = read(cora, preview)
    assert "2 rows cannot be taken" in page
    assert "“04/23/2007” has its month first." in page
    assert "“03/04/2007” could be 3 April or 4 March" in page

    submit(cora, f"{preview}/columns", "Look at the rows", dates="month")
    page = read(cora, preview)
    assert "3 rows can be taken" in page
    assert "4 March 2007" in page


def test_of_several_sheets_one_is_chosen(cora: FlaskClient, path: str) -> None:
    book = Workbook()
    header = ["Candidate number", "Surname", "Forename"]
    for title, number in (("Monday", "0012"), ("Tuesday", "0013")):
        sheet = book.create_sheet(title)
        sheet.append(header)
        sheet.append([number, "Adeyemi", "Ada"])
    answer = send_file(cora, path, saved(book))
    columns = answer.headers["Location"]
    assert "Which sheet?" in read(cora, columns)

    chosen = submit(cora, columns, "Go on", sheet="1")

    preview = submit(cora, chosen.headers["Location"], "Look at the rows").headers["Location"]
    assert "0013" in read(cora, preview)


# Who is known


def test_the_preview_says_who_is_new_and_what_changes(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
        add(db, cast, BEN)
    sheet = CSV + "0012,Adeyemi,Ada Jane,,,\n0013,Beck,Ben,,,\n0014,Cai,Cy,,,\n"

    page = read(cora, upload(cora, path, sheet))

    assert "3 rows can be taken: 1 new, 1 changed, 1 known and unchanged" in page
    assert "Given names: Ada → Ada Jane" in page


def test_somebody_elses_number_or_uln_is_refused(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
    sheet = CSV + "0012,Novak,Nia,,1000000019,\n0015,Adeyemi,Ada,,9276308686,\n"

    page = read(cora, upload(cora, path, sheet))

    assert "Candidate number 0012 belongs to somebody else on your list (Ada Adeyemi)." in page
    assert "This ULN belongs to candidate 0012 on your list." in page
    assert "0 rows can be taken" in page


def test_a_number_that_stands_twice_is_refused_in_both_rows(cora: FlaskClient, path: str) -> None:
    sheet = CSV + "0013,Beck,Ben,,,\n0014,Cai,Cy,,,\n0013,Novak,Nia,,,\n"

    page = read(cora, upload(cora, path, sheet))

    assert "2 rows cannot be taken" in page
    assert "“0013” stands in row 4, too." in page
    assert "“0013” stands in row 2, too." in page


def test_one_row_gives_every_arrangement_with_its_evidence(
    cora: FlaskClient, database: Database, path: str
) -> None:
    header = "Candidate number,Surname,Forename,Extra time,Extra time minutes,Rest breaks,Computer reader,Reader,Scribe,Prompter,Separate room,Colour scheme,Evidence\n"
    sheet = header + "0012,Adeyemi,Ada,25,10,20,yes,y,x,no,Yes,Cream,Form 8 file 3\n"

    preview = upload(cora, path, sheet)
    assert "25 % extra time; 10 minutes extra time; Supervised rest breaks, 20 minutes" in read(
        cora, preview
    )
    submit(cora, preview, "Take 1 row")

    found = held(database, "0012")
    assert set(found) == {
        "extra_time_percent",
        "extra_time_minutes",
        "rest_breaks",
        "computer_reader",
        "human_reader",
        "scribe",
        "separate_room",
        "colour_scheme",
    }
    assert {row.evidence for row in found.values()} == {"Form 8 file 3"}
    assert found["rest_breaks"].minutes == 20
    with database.read() as db:
        assert db.query(CandidatePreferenceRow).one().settings == {"scheme": "cream"}


def test_an_empty_cell_takes_no_arrangement_away(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
    header = "Candidate number,Surname,Forename,Extra time,Scribe\n"

    preview = upload(cora, path, header + "0012,Adeyemi,Ada,,yes\n")
    submit(cora, preview, "Take 1 row")
    again = upload(cora, path, header + "0012,Adeyemi,Ada,0,no\n")

    assert "Keeps: 25 % extra time." in read(cora, again)
    assert set(held(database, "0012")) == {"extra_time_percent", "scribe"}


# Sessions


def test_a_file_for_a_session_saves_and_enters_in_one_go(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)

    preview = upload(cora, centre_path(cast, "sessions", session, "upload"), GOOD)
    assert "2 to be entered for a session" in read(cora, preview)
    submit(cora, preview, "Take all 2 rows")

    page = read(cora, centre_path(cast, "sessions", session))
    assert "Entries: 2" in page
    assert "0012 Adeyemi, Ada 25 % Entered" in page
    again = upload(cora, centre_path(cast, "sessions", session, "upload"), GOOD)
    assert "Entered already" in read(cora, again)


def test_one_file_enters_for_several_sessions_by_reference_or_by_room_and_time(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    morning = a_session(database, cast)
    hall = _another(database, cast, morning)
    header = "Candidate number,Surname,Forename,Session,Room,Session date,Session time\n"
    sheet = header + (
        f"0012,Adeyemi,Ada,{session_reference(morning)},,,\n"
        "0012,Adeyemi,Ada,,hall,23/11/2026,09:00\n"
        f"0013,Beck,Ben,{session_reference(hall).lower()},,,\n"
        "0014,Cai,Cy,,,,\n"
        "0015,Dee,Di,7777-7777,,,\n"
        "0016,Eve,Ed,,,23/11/2026,\n"
    )

    preview = upload(cora, path, sheet)
    page = read(cora, preview)
    assert "There is no session like this" in page
    assert "2 sessions fit:" in page
    submit(cora, preview, "Confirm", how="valid")

    with database.read() as db:
        entries = [row.session_id for row in db.query(EntryRow)]
    assert sorted(entries) == sorted([morning, hall, hall])
    assert numbers(database) == {"0012", "0013", "0014"}
    assert "Candidates added: 3" in read(cora, preview)


def _another(database: Database, cast: Cast, session: UUID) -> UUID:
    with database.begin() as db:
        version = db.get_one(ExamSessionRow, session).specification_version_id
        return schedule(db, cast, version, room="Hall")


# Files


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 a workbook", "The spreadsheet cannot be read: it is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls", "in the old .xls format"),
        (b"", "There are no candidates in the file."),
        (CSV.encode(), "There are no candidates in the file."),
    ],
)
def test_a_file_that_is_no_list_of_candidates_is_told(
    cora: FlaskClient, database: Database, path: str, content: bytes, said: str
) -> None:
    answer = send_file(cora, path, content)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert linked(answer) == {"file"}
    with database.read() as db:
        assert db.query(CandidateListRow).count() == 0


def test_without_a_file_it_asks_for_one(cora: FlaskClient, path: str) -> None:
    answer = send(cora, path)

    assert linked(answer) == {"file"}
    assert "Choose a file" in text_of(answer)


def test_a_workbook_with_dates_and_numbers_is_read(
    cora: FlaskClient, database: Database, path: str
) -> None:
    sheet = workbook(
        ["Candidate number", "Surname", "Forename", "Date of birth", "ULN", "Extra time"],
        [12, "Adeyemi", "Ada", date(2008, 5, 3), 9276308686, 0.25],
        A="0000",
        D="dd/mm/yyyy",
        F="0%",
    )

    preview = upload(cora, path, sheet)
    submit(cora, preview, "Take 1 row")

    with database.read() as db:
        row = db.query(CandidateRow).one()
    assert (row.number, row.date_of_birth, row.uln) == ("0012", date(2008, 5, 3), "9276308686")
    assert held(database, "0012")["extra_time_percent"].percent == 25


def test_the_empty_spreadsheet_keeps_noughts_and_names_the_sessions(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)

    content = cora.get(centre_path(cast, "candidates", "template", "xlsx")).get_data()

    book = load_workbook(io.BytesIO(content))
    candidates, about, sessions = book.worksheets
    assert [cell.value for cell in candidates[1]][:3] == [
        "Candidate number",
        "Family name",
        "Given names",
    ]
    assert {
        candidates.cell(row, column).number_format for row in (2, 200) for column in (1, 4, 5)
    } == {"@"}
    assert about["A2"].value == "Candidate number"
    assert sessions["A2"].value == session_reference(session)
    assert session_reference(session) in read(cora, centre_path(cast, "sessions", session))


def test_a_thousand_rows_are_shown_a_page_at_a_time_and_bad_ones_first(
    cora: FlaskClient, path: str
) -> None:
    rows = "".join(f"{n:04},Family,Given,,{'12' if n % 10 == 9 else ''},\n" for n in range(1000))
    preview = upload(cora, path, CSV + rows)

    first, third = read(cora, preview), read(cora, f"{preview}?page=3")

    assert "900 rows can be taken" in first
    assert "Row 11:" in first
    assert "What can be taken" not in first
    assert "What can be taken" in third
    ends = {f"cell-{n}-uln": "" for n in range(11, 502, 10)}
    assert submit(cora, preview, "Save and check again", **ends).status_code == 302
    assert "950 rows can be taken" in read(cora, preview)


def test_what_waits_for_a_day_is_forgotten(
    cora: FlaskClient, database: Database, cast: Cast, path: str
) -> None:
    preview = upload(cora, path, GOOD)
    with database.begin() as db:
        db.query(CandidateListRow).update({"sent_at": THE_DAY_BEFORE})

    assert cora.get(preview).status_code == 404
    upload(cora, path, GOOD)
    with database.read() as db:
        assert db.query(CandidateListRow).count() == 1
