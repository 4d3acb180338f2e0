"""The list of sessions, and the page of one."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.services.entries import enter_candidate
from app.store.database import Database
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.timetable import ADA, LATEST_START, OPENS, add
from tests.web.centre.desk import a_session, centre_path, read
from tests.web.signing import sign_in


def test_the_list_leads_to_each_session(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)

    sign_in(client, cast.cora)
    page = read(client, centre_path(cast, "sessions"))

    assert "Sample test 23 November 2026, 09:00 GMT Room 4 0 0 Scheduled" in page
    assert centre_path(cast, "sessions", session) in client.get(
        centre_path(cast, "sessions")
    ).get_data(as_text=True)


def test_the_page_names_the_times_the_pass_mark_and_who_invigilates(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)

    page = read(sign_in(client, cast.cora), centre_path(cast, "sessions", session))

    for said in (
        "Latest start 23 November 2026, 10:30 GMT",
        "Latest finish 23 November 2026, 11:30 GMT",
        "Time for the test 30 minutes",
        "Pass mark 3 of 5. Example pass mark",
        "Invigilators Ivy",
        "Entries: 0",
    ):
        assert said in page
    assert "after the latest finish" not in page


def test_it_warns_when_the_last_to_start_may_outstay_the_latest_finish(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast, latest_finish_at=LATEST_START + timedelta(minutes=30))
    sign_in(client, cast.cora)
    assert "after the latest finish" not in read(client, centre_path(cast, "sessions", session))

    with database.begin() as db:
        enter_candidate(db, session, add(db, cast, ADA), cast.cora, OPENS)

    page = read(client, centre_path(cast, "sessions", session))
    assert (
        "may work until 11:07 GMT, 7 minutes 30 seconds after the latest finish."
        " Nobody’s time is cut" in page
    )
    assert "30 minutes, up to 37 minutes 30 seconds with extra time" in page


def test_it_warns_when_nobody_is_named_to_invigilate(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast, invigilators=[])

    page = read(sign_in(client, cast.cora), centre_path(cast, "sessions", session))

    assert "No invigilator is named for this session." in page


def test_a_closed_session_offers_results_and_no_more_changes(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    with database.begin() as db:
        db.get_one(ExamSessionRow, session).state = "closed"

    page = read(sign_in(client, cast.cora), centre_path(cast, "sessions", session))

    assert "Look at the results and download them" in page
    assert "Enter candidates" not in page and "Change room" not in page


@pytest.mark.parametrize("rest", [[], ["change"], ["enter"], ["upload"]])
def test_a_session_of_another_centre_is_not_found(
    client: FlaskClient, database: Database, cast: Cast, rest: list[Any]
) -> None:
    theirs = a_session(database, cast, centre_id=cast.southport, invigilators=[cast.ian])
    sign_in(client, cast.cora)

    assert client.get(centre_path(cast, "sessions", theirs, *rest)).status_code == 404
    southport = f"/centre/{cast.southport}/sessions/{theirs}"
    assert client.get("/".join([southport, *rest])).status_code == 404
