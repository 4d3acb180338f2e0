"""Scheduling a session, and changing one."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.services.invigilator_codes import issue_code_to_guest
from app.store.database import Database
from app.store.queries.sessions import invigilators_of
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.timetable import LATEST_START, OPENS, publish_sample
from tests.web.centre.desk import a_session, centre_path, linked, read, send, text_of
from tests.web.signing import sign_in


def filled(cast: Cast, version: UUID, **other: Any) -> dict[str, Any]:
    """Fill the form in for a Monday in July, when clocks at Northtown are an hour ahead."""
    return {
        "specification": str(version),
        "room": "Room 4",
        "day-day": "5",
        "day-month": "7",
        "day-year": "2027",
        "opens": "9:00",
        "latest_start": "09.30",
        "latest_finish": "1015",
        "invigilators": [str(cast.ivy)],
        **other,
    }


def published(database: Database, cast: Cast, **other: Any) -> UUID:
    with database.begin() as db:
        return publish_sample(db, cast, **other)


def sessions(database: Database) -> list[ExamSessionRow]:
    with database.read() as db:
        return db.query(ExamSessionRow).all()


def test_a_session_is_scheduled_in_the_centres_own_time(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    version = published(database, cast)
    sign_in(client, cast.cora)

    answer = send(client, centre_path(cast, "sessions", "schedule"), **filled(cast, version))

    (row,) = sessions(database)
    assert answer.headers["Location"] == centre_path(cast, "sessions", row.id)
    assert row.opens_at == datetime(2027, 7, 5, 8, 0, tzinfo=UTC)
    assert row.latest_start_at == datetime(2027, 7, 5, 8, 30, tzinfo=UTC)
    assert row.latest_finish_at == datetime(2027, 7, 5, 9, 15, tzinfo=UTC)
    with database.read() as db:
        assert [person.id for person in invigilators_of(db, row)] == [cast.ivy]


def test_the_form_offers_the_centres_tests_and_invigilators(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    published(database, cast)

    page = read(sign_in(client, cast.cora), centre_path(cast, "sessions", "schedule"))

    assert "Sample test (sample) 5 questions in 30 minutes. Pass mark 3." in page
    assert "Ivy" in page
    assert "Ian" not in page


def test_a_bank_that_is_short_is_told_outcome_by_outcome_and_nothing_is_written(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    version = published(database, cast, items=2)
    sign_in(client, cast.cora)

    answer = send(client, centre_path(cast, "sessions", "schedule"), **filled(cast, version))

    page = text_of(answer)
    assert linked(answer) == {"specification"}
    assert "The bank cannot fill this test" in page
    assert "Outcome 1 needs 3 items; 2 are approved: 1 short" in page
    assert "Outcome 2 needs 2 items; 0 are approved: 2 short" in page
    assert sessions(database) == []


@pytest.mark.parametrize(
    ("other", "at", "said"),
    [
        ({"room": ""}, "room", "Enter the room"),
        ({"day-day": ""}, "day-day", "Date must be a real date"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "day-day", "Enter the date"),
        ({"day-year": "2026", "day-month": "1"}, "day-day", "latest start has already passed"),
        ({"opens": ""}, "opens", "Enter the time from which"),
        ({"opens": "nine"}, "opens", "Opens must be a time"),
        ({"opens": "25:00"}, "opens", "Opens must be a time"),
        ({"latest_start": "09:00"}, "latest_start", "after the time the session opens"),
        ({"latest_finish": "09:30"}, "latest_finish", "after the latest start"),
        ({"specification": ""}, "specification", "Choose the test"),
        ({"day-month": "3", "day-day": "28", "opens": "1:30"}, "opens", "do not follow"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: FlaskClient,
    database: Database,
    cast: Cast,
    other: dict[str, str],
    at: str,
    said: str,
) -> None:
    version = published(database, cast)
    sign_in(client, cast.cora)

    answer = send(
        client, centre_path(cast, "sessions", "schedule"), **filled(cast, version, **other)
    )

    assert at in linked(answer)
    assert said in text_of(answer)
    assert sessions(database) == []


def test_what_is_not_offered_is_not_taken(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    other = {"specification": "none"}
    version = published(database, cast)
    sign_in(client, cast.cora)

    answer = send(
        client, centre_path(cast, "sessions", "schedule"), **filled(cast, version, **other)
    )

    assert linked(answer) == set(other)
    assert sessions(database) == []


def test_an_invigilator_of_another_centre_is_not_taken(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    version = published(database, cast)
    sign_in(client, cast.cora)
    wrong = filled(cast, version, invigilators=[str(cast.ian)])

    answer = send(client, centre_path(cast, "sessions", "schedule"), **wrong)

    assert linked(answer) == {"invigilators"}
    assert sessions(database) == []


def test_a_session_is_moved_and_the_form_opens_with_what_is_known(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    path = centre_path(cast, "sessions", session, "change")
    sign_in(client, cast.cora)
    page = client.get(path).get_data(as_text=True)
    assert 'value="Room 4"' in page and 'value="09:00"' in page and 'value="11:30"' in page

    known = {"day-day": "23", "day-month": "11", "day-year": "2026", "opens": "09:00"}
    times = {"latest_start": "10:30", "latest_finish": "12:00"}
    answer = send(client, path, room="Hall", **known, **times)

    assert answer.status_code == 302
    (row,) = sessions(database)
    assert (row.room, row.opens_at, row.latest_start_at) == ("Hall", OPENS, LATEST_START)
    assert row.latest_finish_at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_saving_a_form_that_was_open_for_long_drops_nobody_who_was_named_since(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    path = centre_path(cast, "sessions", session, "change")
    page = sign_in(client, cast.cora).get(path).get_data(as_text=True)
    sent = {
        **filled(cast, session),
        "csrf_token": re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[-1],
        "shown": re.findall(r'name="shown" value="([^"]+)"', page),
    }
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, "Gail", cast.cora, OPENS).person

    answer = client.post(path, data=sent | {"room": ""})
    assert answer.get_data(as_text=True).count('name="shown"') == 1
    assert client.post(path, data=sent | {"invigilators": []}).status_code == 302

    (row,) = sessions(database)
    with database.read() as db:
        assert [person.id for person in invigilators_of(db, row)] == [guest]


def test_saving_a_form_that_was_open_for_long_brings_nobody_back_who_was_taken_off_since(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, "Gail", cast.cora, OPENS).person
    path = centre_path(cast, "sessions", session, "change")
    sign_in(client, cast.cora)
    both = [str(cast.ivy), str(guest)]
    sent = {**filled(cast, session), "invigilators": both, "shown": both}
    assert send(client, path, **{**sent, "invigilators": [str(cast.ivy)]}).status_code == 302

    assert send(client, path, **sent).status_code == 302

    (row,) = sessions(database)
    with database.read() as db:
        assert [person.id for person in invigilators_of(db, row)] == [cast.ivy]
