"""Asking for Safe Exam Browser when a session is scheduled or changed."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.invigilation import release_keycodes
from app.store.database import Database
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.timetable import publish_sample
from tests.web.centre.desk import a_session, centre_path, linked, read, send, text_of
from tests.web.signing import sign_in

TIMES = {
    "room": "Room 4",
    "day-day": "23",
    "day-month": "11",
    "day-year": "2026",
    "opens": "09:00",
    "latest_start": "10:30",
    "latest_finish": "11:30",
}


def only(database: Database) -> ExamSessionRow:
    """Read the one session there is."""
    with database.read() as db:
        return db.query(ExamSessionRow).one()


def form(cast: Cast, **other: Any) -> dict[str, Any]:
    """Fill the form in as the Monday's session has it."""
    return {**TIMES, "invigilators": [str(cast.ivy)], **other}


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign Cora in."""
    return sign_in(client, cast.cora)


def test_a_session_is_scheduled_for_it_when_asked(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast)
    path = centre_path(cast, "sessions", "schedule")

    send(cora, path, specification=str(version), **form(cast, lockdown="y"))

    row = only(database)
    assert row.lockdown == "seb"
    assert row.quit_password
    assert "Safe Exam Browser required" in read(cora, centre_path(cast, "sessions", row.id))


def test_without_a_known_address_it_cannot_be_asked_for_and_the_form_says_why(
    app: Flask, cora: FlaskClient, database: Database, cast: Cast
) -> None:
    held = app.extensions["testamur"]
    far = replace(held.settings, host="0.0.0.0")  # noqa: S104
    app.extensions["testamur"] = replace(held, settings=far)
    with database.begin() as db:
        version = publish_sample(db, cast)
    path = centre_path(cast, "sessions", "schedule")

    answer = send(cora, path, specification=str(version), **form(cast, lockdown="y"))

    assert "TESTAMUR_PUBLIC_URL" in text_of(answer)
    assert linked(answer) == {"lockdown"}


def test_it_can_be_changed_until_the_keycodes_are_out(
    cora: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    session = a_session(database, cast)
    path = centre_path(cast, "sessions", session, "change")

    send(cora, path, **form(cast, lockdown="y"))
    assert only(database).lockdown == "seb"
    send(cora, path, **form(cast))
    assert only(database).lockdown == ""
    send(cora, path, **form(cast, lockdown="y"))
    with database.begin() as db:
        release_keycodes(db, session, cast.ivy, clock.now)

    assert "this stays as it is" in read(cora, path)
    send(cora, path, **form(cast, room="Room 5"))
    assert only(database).room == "Room 5"
    assert only(database).lockdown == "seb"
