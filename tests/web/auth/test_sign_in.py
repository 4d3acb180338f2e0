"""Signing in and out."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import accounts, people
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.signing import sign_in

PASSWORD = "purple kettle bicycle"


@pytest.fixture
def ivy(database: Database, cast: Cast, clock: Clock) -> Cast:
    with database.begin() as db:
        accounts.set_password(db, cast.ivy, PASSWORD, clock.now)
    return cast


def token_on(client: FlaskClient, path: str) -> str:
    page = client.get(path).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def submit(
    client: FlaskClient, password: str = PASSWORD, path: str = "/sign-in", email: str = "ivy"
) -> TestResponse:
    data = {
        "csrf_token": token_on(client, path),
        "email": f"{email}@example.org",
        "password": password,
    }
    return client.post(path, data=data)


def test_the_right_password_leads_to_the_desk(client: FlaskClient, ivy: Cast) -> None:
    answer = submit(client)

    assert answer.status_code == 302
    assert answer.location == "/desk"
    assert "Ivy" in client.get("/desk").get_data(as_text=True)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: FlaskClient, ivy: Cast
) -> None:
    wrong = submit(client, "something else 1")
    unknown = submit(client, email="nobody")

    said = "The e-mail address or the password is not right."
    for answer in (wrong, unknown):
        assert answer.status_code == 401
        assert said in answer.get_data(as_text=True)
    assert client.get("/desk").status_code == 302


def test_too_many_tries_are_told_to_wait(client: FlaskClient, ivy: Cast) -> None:
    for _ in range(20):
        submit(client, "something else 1")

    answer = submit(client)

    assert answer.status_code == 429
    assert "Wait 5 minutes" in answer.get_data(as_text=True)


def test_signing_in_keeps_nothing_of_what_the_cookie_held(client: FlaskClient, ivy: Cast) -> None:
    token = token_on(client, "/sign-in")
    with client.session_transaction() as session:
        session["sitting"] = [ivy.northtown.hex, ivy.ivy.hex, "a lease"]
        before = session["csrf_token"]
    data = {"csrf_token": token, "email": "ivy@example.org", "password": PASSWORD}

    client.post("/sign-in", data=data)

    with client.session_transaction() as session:
        assert "sitting" not in session
        assert session.get("csrf_token") != before


def test_a_form_without_its_token_signs_nobody_in(client: FlaskClient, ivy: Cast) -> None:
    data = {"email": "ivy@example.org", "password": PASSWORD}

    assert client.post("/sign-in", data=data).status_code == 403
    assert client.get("/desk").status_code == 302


def test_after_signing_in_one_is_where_one_wanted_to_be(client: FlaskClient, ivy: Cast) -> None:
    stopped = client.get("/desk?from=mail")

    assert stopped.location == "/sign-in?next=/desk?from%3Dmail"
    assert submit(client, path=stopped.location).location == "/desk?from=mail"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x",
        "desk",
        "/\t/elsewhere.example",
    ],
)
def test_a_link_cannot_send_one_to_another_site(
    client: FlaskClient, ivy: Cast, elsewhere: str
) -> None:
    token = token_on(client, "/sign-in")
    data = {"csrf_token": token, "email": "ivy@example.org", "password": PASSWORD}

    answer = client.post("/sign-in", query_string={"next": elsewhere}, data=data)

    assert answer.location in ("/desk", "/%0d%0aSet-Cookie:x")


def test_signing_out_ends_the_sign_in_even_for_a_copy_of_the_cookie(
    client: FlaskClient, ivy: Cast
) -> None:
    submit(client)
    copied = client.get_cookie("testamur")
    assert copied is not None
    client.post("/sign-out", data={"csrf_token": token_on(client, "/desk")})
    assert client.get("/desk").status_code == 302

    client.set_cookie("testamur", copied.value)

    assert client.get("/desk").status_code == 302


def test_a_suspended_person_is_out_at_their_next_page(
    client: FlaskClient, ivy: Cast, database: Database, clock: Clock
) -> None:
    sign_in(client, ivy.ivy)
    assert client.get("/desk").status_code == 200

    with database.begin() as db:
        people.suspend_person(db, ivy.ivy, ivy.cora, clock.now)

    assert client.get("/desk").status_code == 302


def test_a_sign_in_does_not_outlast_the_day(client: FlaskClient, ivy: Cast, clock: Clock) -> None:
    sign_in(client, ivy.ivy)

    clock.tick(hours=13, minutes=59)
    assert client.get("/desk").status_code == 200
    clock.tick(minutes=1)
    assert client.get("/desk").status_code == 302


def test_a_polling_page_and_a_script_are_told_instead_of_sent_to_a_form(
    client: FlaskClient, cast: Cast
) -> None:
    here = {"HX-Request": "true", "HX-Current-URL": "http://localhost/desk"}

    poll = client.get("/desk", headers=here)
    script = client.get("/desk", headers={"Accept": "application/json"})

    assert (poll.status_code, poll.headers["HX-Redirect"]) == (401, "/sign-in?next=/desk")
    assert script.status_code == 401
    assert script.is_json


def test_a_link_lets_its_holder_choose_a_password_once(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        token = people.reset_link(db, cast.ivy, cast.cora, clock.now)
    path = f"/link/{token}"
    data = {"csrf_token": token_on(client, path), "password": PASSWORD, "again": PASSWORD}

    assert client.post(path, data=data).location == "/sign-in"

    assert submit(client).location == "/desk"
    assert client.get(path).status_code == 410
    assert client.post(path, data=data | {"csrf_token": token_on(client, "/desk")}).status_code in (
        403,
        410,
    )


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("short", "short", "at least 12 characters"),
        ("password12345", "password12345", "too well known"),
        (PASSWORD, PASSWORD + "s", "are not the same"),
        ("", "", "Enter a password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason_and_the_link_still_works(
    client: FlaskClient,
    cast: Cast,
    database: Database,
    clock: Clock,
    first: str,
    second: str,
    said: str,
) -> None:
    with database.begin() as db:
        token = people.reset_link(db, cast.ivy, cast.cora, clock.now, hours=1)
    path = f"/link/{token}"
    data = {"csrf_token": token_on(client, path), "password": first, "again": second}

    answer = client.post(path, data=data)

    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    clock.tick(minutes=59)
    assert client.get(path).status_code == 200
    clock.tick(minutes=1)
    assert client.get(path).status_code == 410


def test_a_sign_in_is_not_slower_or_faster_for_want_of_a_person(
    database: Database, ivy: Cast, clock: Clock
) -> None:
    """Both compare against an argon2 hash of the same cost."""
    from app.config import Settings
    from app.services import passwords

    with database.read() as db:
        unknown = accounts.claim_account(
            db, "nobody@example.org", "192.0.2.1", Settings(), clock.now + timedelta(0)
        )
        known = accounts.claim_account(db, "ivy@example.org", "192.0.2.1", Settings(), clock.now)
    cost = known.kept.rsplit("$", 2)[0]

    assert unknown.kept == ""
    assert passwords._nobodys().rsplit("$", 2)[0] == cost
