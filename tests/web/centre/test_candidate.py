"""Adding a candidate, and changing one."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.queries.candidates import candidate_line
from tests.cast import Cast
from tests.timetable import ADA, BEN, add
from tests.web.centre.desk import centre_path, linked, send, text_of
from tests.web.signing import sign_in

FILLED = {
    "number": "0012",
    "family_name": "Adeyemi",
    "given_names": "Ada",
    "date_of_birth-day": "3",
    "date_of_birth-month": "5",
    "date_of_birth-year": "2008",
    "uln": "927 630 8686",
}


def test_a_candidate_is_added(client: FlaskClient, database: Database, cast: Cast) -> None:
    sign_in(client, cast.cora)

    answer = send(client, centre_path(cast, "candidates", "add"), **FILLED)

    assert answer.status_code == 302
    with database.read() as db:
        id = db.query(CandidateRow).one().id
        line = candidate_line(db, id, {cast.northtown})
        assert line is not None
        row = line.candidate
        assert (row.number, row.family_name, row.given_names) == ("0012", "Adeyemi", "Ada")
        assert (row.date_of_birth, row.uln) == (date(2008, 5, 3), "9276308686")


def test_number_and_names_are_enough(client: FlaskClient, database: Database, cast: Cast) -> None:
    sign_in(client, cast.cora)
    names = {"number": "0013", "family_name": " Beck ", "given_names": "Ben  Bo"}

    send(client, centre_path(cast, "candidates", "add"), **names)

    with database.read() as db:
        row = db.query(CandidateRow).one()
        assert (row.family_name, row.given_names) == ("Beck", "Ben Bo")
        assert (row.date_of_birth, row.uln) == (None, None)


@pytest.mark.parametrize(
    ("field", "typed", "at", "said"),
    [
        ("number", "", "number", "Enter the candidate number"),
        ("number", "00 12!", "number", "must be letters and figures"),
        ("family_name", " ", "family_name", "Enter the family name"),
        ("given_names", "x" * 101, "given_names", "at most 100 characters"),
        ("date_of_birth-day", "31", "date_of_birth-day", "must be a real date"),
        ("date_of_birth-year", "08", "date_of_birth-day", "must be a real date"),
        ("date_of_birth-year", "2027", "date_of_birth-day", "must be in the past"),
        ("date_of_birth-month", "", "date_of_birth-day", "must be a real date"),
        ("uln", "9276308687", "uln", "The check digit does not fit"),
        ("uln", "123", "uln", "A ULN has 10 digits."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    client: FlaskClient,
    database: Database,
    cast: Cast,
    field: str,
    typed: str,
    at: str,
    said: str,
) -> None:
    sign_in(client, cast.cora)
    wrong: dict[str, Any] = {**FILLED, "date_of_birth-month": "2", field: typed}

    answer = send(client, centre_path(cast, "candidates", "add"), **wrong)

    assert linked(answer) == {at}
    assert said in text_of(answer)
    with database.read() as db:
        assert db.query(CandidateRow).count() == 0


def test_every_mistake_is_shown_at_once_with_what_was_typed(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, cast.cora)
    wrong = {**FILLED, "number": "", "uln": "5"}

    answer = send(client, centre_path(cast, "candidates", "add"), **wrong)

    assert linked(answer) == {"number", "uln"}
    assert 'value="Adeyemi"' in answer.get_data(as_text=True)


def test_a_number_that_is_taken_is_said_beside_the_number(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        add(db, cast, replace(BEN, number="0012"))
    sign_in(client, cast.cora)

    answer = send(client, centre_path(cast, "candidates", "add"), **FILLED)

    assert linked(answer) == {"number"}
    assert "Candidate number 0012 belongs to another candidate" in text_of(answer)


def test_a_candidate_is_changed(client: FlaskClient, database: Database, cast: Cast) -> None:
    with database.begin() as db:
        ada = add(db, cast)
    sign_in(client, cast.cora)
    path = centre_path(cast, "candidates", ada)
    page = client.get(path).get_data(as_text=True)
    assert 'value="9276308686"' in page and 'value="2008"' in page

    changed = {**FILLED, "family_name": "Adeyemi-Clark", "uln": ""}
    assert send(client, path, **changed).status_code == 302

    with database.read() as db:
        line = candidate_line(db, ada, {cast.northtown})
        assert line is not None
        assert (line.candidate.family_name, line.candidate.uln) == ("Adeyemi-Clark", None)
        assert line.extra_time.percent == 25  # an access arrangement, changed on its own page


def test_a_candidate_of_another_centre_is_not_found(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        theirs: UUID = add(db, cast, ADA, centre=cast.southport)
    sign_in(client, cast.cora)

    assert client.get(centre_path(cast, "candidates", theirs)).status_code == 404
