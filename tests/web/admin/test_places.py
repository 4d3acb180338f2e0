"""The pages about awarding bodies and centres."""

from flask.testing import FlaskClient

from app.store.database import Database
from app.store.organisations import CentreRow
from tests.cast import Cast
from tests.web.admin.posting import submit
from tests.web.signing import sign_in


def test_an_administrator_adds_an_awarding_body_and_a_centre(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.adam)

    submit(client, "/admin/bodies/new", name="Another Awarding Body")
    added = submit(
        client,
        "/admin/centres/new",
        body=cast.body.hex,
        number="00789",
        name="Westbury Hall",
        time_zone="Europe/London",
    )

    page = client.get("/admin").get_data(as_text=True)
    assert added.status_code == 302
    assert "Another Awarding Body" in page
    assert "Westbury Hall" in page


def test_a_number_given_twice_is_told_beside_its_field(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, cast.adam)

    answer = submit(
        client,
        "/admin/centres/new",
        body=cast.body.hex,
        number="00123",
        name="Twice",
        time_zone="Europe/London",
    )

    page = answer.get_data(as_text=True)
    assert 'id="number-error"' in page
    assert "There is one of that name or number already." in page


def test_a_centre_is_changed(client: FlaskClient, cast: Cast, database: Database) -> None:
    sign_in(client, cast.adam)
    path = f"/admin/centres/{cast.northtown}"
    assert 'value="00123"' in client.get(path).get_data(as_text=True)

    submit(client, path, number="00124", name="Northtown", time_zone="Europe/Belfast")

    with database.read() as db:
        row = db.get_one(CentreRow, cast.northtown)
    assert (row.number, row.name, row.time_zone) == ("00124", "Northtown", "Europe/Belfast")
    assert row.active is False
