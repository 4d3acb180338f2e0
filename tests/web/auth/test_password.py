"""Changing one's own password."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.config import Settings
from app.services import accounts
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.auth.test_sign_in import PASSWORD, submit, token_on

NEXT = "yellow lamp accordion"


@pytest.fixture
def ivy(client: FlaskClient, database: Database, cast: Cast, clock: Clock) -> FlaskClient:
    with database.begin() as db:
        accounts.set_password(db, cast.ivy, PASSWORD, clock.now)
    submit(client)
    return client


def change(
    client: FlaskClient, old: str = PASSWORD, new: str = NEXT, again: str = ""
) -> TestResponse:
    """Send the page's form."""
    token = token_on(client, "/password")
    data = {"csrf_token": token, "old": old, "password": new, "again": again or new}
    return client.post("/password", data=data)


def test_the_new_password_counts_at_once_and_the_old_one_no_more(ivy: FlaskClient) -> None:
    assert "/password" in ivy.get("/desk").get_data(as_text=True)

    assert change(ivy).location == "/desk"

    assert ivy.get("/desk").status_code == 200
    assert submit(ivy.application.test_client(), PASSWORD).status_code == 401
    assert submit(ivy.application.test_client(), NEXT).location == "/desk"


def test_every_other_device_is_signed_out(ivy: FlaskClient) -> None:
    other = ivy.application.test_client()
    submit(other)
    assert other.get("/desk").status_code == 200

    change(ivy)

    assert other.get("/desk").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("something else 1", NEXT, NEXT, "The password you have now is not right"),
        ("", NEXT, NEXT, "Enter the password you have now"),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, NEXT, NEXT + "s", "are not the same"),
    ],
)
def test_what_will_not_do_is_said_and_changes_nothing(
    ivy: FlaskClient, old: str, new: str, again: str, said: str
) -> None:
    answer = change(ivy, old, new, again)

    assert answer.status_code in (401, 422)
    assert said in answer.get_data(as_text=True)
    assert submit(ivy.application.test_client(), PASSWORD).location == "/desk"


def test_guessing_the_old_password_is_slowed_down_as_at_the_sign_in(ivy: FlaskClient) -> None:
    for _ in range(Settings().tries_allowed):
        change(ivy, "something else 1")

    assert change(ivy).status_code == 429
