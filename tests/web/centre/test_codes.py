"""The exams officer's page of codes for invigilators."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.keycode import is_invigilator_code, normalise
from app.store.database import Database
from app.store.room import InvigilatorCodeRow
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.web.centre.desk import a_session, centre_path, read, send, text_of
from tests.web.signing import sign_in


@pytest.fixture
def session(database: Database, cast: Cast, client: FlaskClient) -> UUID:
    sign_in(client, cast.cora)
    return a_session(database, cast)


def path(cast: Cast, session: UUID) -> str:
    return centre_path(cast, "sessions", session, "codes")


def test_a_code_is_shown_once_as_a_slip_and_never_again(
    client: FlaskClient, cast: Cast, session: UUID
) -> None:
    made = send(client, path(cast, session), person=str(cast.ivy))

    said = text_of(made)
    found = re.search(r"Code (\w{4} \w{4} \w{4})", said)
    assert found
    assert is_invigilator_code(normalise(found[1]))
    assert "once, from 23 November 2026, 07:00 GMT until the session is closed" in said
    assert "/sign-in" in said
    page = read(client, path(cast, session))
    assert found[1] not in page
    assert "Ivy 22 November 2026" in page or "Ivy 23 November 2026" in page
    assert "Not used yet" in page


def test_somebody_without_a_role_is_asked_in_by_name(
    client: FlaskClient, cast: Cast, session: UUID
) -> None:
    nameless = send(client, path(cast, session), person="somebody-else", name=" ")
    assert nameless.status_code == 422
    assert "Enter the full name" in text_of(nameless)

    made = send(client, path(cast, session), person="somebody-else", name="Gail Guest")

    assert "Code for Gail Guest" in text_of(made)
    assert "Gail Guest, Ivy" in read(client, centre_path(cast, "sessions", session))


def test_nobody_chosen_and_a_stranger_get_none(
    client: FlaskClient, cast: Cast, session: UUID, database: Database
) -> None:
    assert "Choose who the code is for" in text_of(send(client, path(cast, session)))
    assert send(client, path(cast, session), person=str(cast.ian)).status_code == 422
    assert send(client, path(cast, session), person="nonsense").status_code == 422

    with database.read() as db:
        assert db.query(InvigilatorCodeRow).count() == 0


def test_a_code_can_be_withdrawn(
    client: FlaskClient, cast: Cast, session: UUID, database: Database
) -> None:
    send(client, path(cast, session), person=str(cast.ivy))
    with database.read() as db:
        code = db.query(InvigilatorCodeRow).one().id
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path(cast, session)).text
    )
    assert token

    client.post(f"{path(cast, session)}/{code}/revoke", data={"csrf_token": token[1]})

    assert "Ended" in read(client, path(cast, session))


def test_a_closed_session_has_no_more_codes(
    client: FlaskClient, cast: Cast, session: UUID, database: Database
) -> None:
    with database.begin() as db:
        db.get_one(ExamSessionRow, session).state = "closed"

    assert "Its codes no longer work" in read(client, path(cast, session))


def test_the_page_of_a_session_leads_to_its_codes(
    client: FlaskClient, cast: Cast, session: UUID
) -> None:
    page = client.get(centre_path(cast, "sessions", session)).text

    assert f'href="{path(cast, session)}"' in page
