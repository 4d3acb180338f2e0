"""Uploading candidates, to the list and straight into a session."""

import pytest
from flask.testing import FlaskClient

from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.sessions import EntryRow
from tests.cast import Cast
from tests.timetable import ADA, add
from tests.web.centre.desk import CSV, a_session, centre_path, linked, send, send_file, text_of
from tests.web.signing import sign_in

GOOD = CSV + "0012,Adeyemi,Ada,2008-05-03,9276308686,25\n0013,Beck,Ben,,,\n"
BAD = CSV + ("0012,,Ada,31/02/2008,123,25\n\n0013,Beck,Ben,,,lots\n0013,Cai,=2+3,,1234567890,\n")


def count(database: Database) -> int:
    with database.read() as db:
        return db.query(CandidateRow).count()


def test_a_good_file_goes_onto_the_list(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
    sign_in(client, cast.cora)

    answer = send_file(client, centre_path(cast, "candidates", "upload"), GOOD)

    assert answer.status_code == 302
    assert count(database) == 2
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "1 added, 0 changed, of 2." in page


def test_a_bad_file_shows_every_bad_cell_with_its_row_and_writes_nothing(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    sign_in(client, cast.cora)

    answer = send_file(client, centre_path(cast, "candidates", "upload"), BAD)

    page = text_of(answer)
    assert answer.status_code == 422
    assert "7 things are wrong in it." in page
    for cell in (
        "2 family_name The cell is empty.",
        '2 date_of_birth "31/02/2008" is not a date',
        '2 uln "123" is not a ULN.',
        '4 extra_time_percent "lots" is not a percentage',
        '5 given_names "=2+3" is a formula.',
        '5 uln "1234567890" is not a ULN.',
        '5 candidate_number "0013" stands in row 4, too.',
    ):
        assert cell in page
    assert count(database) == 0


def test_a_number_that_belongs_to_somebody_else_stops_the_file(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
    sign_in(client, cast.cora)
    stranger = CSV + "0013,Beck,Ben,,,\n0012,Novak,Nia,,1000000019,\n"

    answer = send_file(client, centre_path(cast, "candidates", "upload"), stranger)

    assert answer.status_code == 422
    assert "Candidate number 0012 belongs to somebody else on your list." in text_of(answer)
    assert count(database) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 a workbook", "This is a spreadsheet."),
        (b"", "The file has no candidates."),
        (b"name,number\nx,1\n", "Column candidate_number is missing."),
    ],
)
def test_a_file_that_is_no_list_of_candidates_is_told(
    client: FlaskClient, cast: Cast, content: bytes, said: str
) -> None:
    sign_in(client, cast.cora)

    answer = send_file(client, centre_path(cast, "candidates", "upload"), content)

    assert answer.status_code == 422
    assert said in text_of(answer)


def test_without_a_file_it_asks_for_one(client: FlaskClient, cast: Cast) -> None:
    path = centre_path(cast, "candidates", "upload")
    sign_in(client, cast.cora)

    answer = send(client, path)

    assert linked(answer) == {"file"}
    assert "Choose a CSV file" in text_of(answer)


def test_a_file_saves_and_enters_in_one_go(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    sign_in(client, cast.cora)

    answer = send_file(client, centre_path(cast, "sessions", session, "upload"), GOOD)

    page = text_of(client.get(answer.headers["Location"]))
    assert "Entries: 2" in page
    assert "0012 Adeyemi, Ada 25 % Entered" in page


def test_a_bad_file_for_a_session_enters_nobody(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    sign_in(client, cast.cora)

    answer = send_file(client, centre_path(cast, "sessions", session, "upload"), BAD)

    assert answer.status_code == 422
    assert count(database) == 0
    with database.read() as db:
        assert db.query(EntryRow).count() == 0
