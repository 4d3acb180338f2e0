"""Who may enter the examiner's pages, and who finds what is another awarding body's."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.roles import Role
from app.store.database import Database
from app.store.organisations import AwardingBodyRow
from app.store.people import PersonRow, RoleGrantRow
from tests.cast import LONG_AGO, Cast, sample_bank
from tests.services.published import publish, publish_sample
from tests.web.examiner.pages import item_row, read
from tests.web.signing import sign_in, sign_out

READING = ["", "/criteria/1.1", "/items/new"]


@pytest.fixture
def stranger(database: Database, cast: Cast) -> UUID:
    """Make an examiner of another awarding body."""
    with database.begin() as db:
        body = AwardingBodyRow(name="Another Awarding Body")
        person = PersonRow(name="Nora", email="nora@example.org", created_at=LONG_AGO)
        db.add_all([body, person])
        db.flush()
        db.add(
            RoleGrantRow(
                person_id=person.id,
                role=Role.EXAMINER,
                awarding_body_id=body.id,
                granted_at=LONG_AGO,
            )
        )
        return person.id


@pytest.mark.parametrize("name", ["olga", "cora", "ivy", "adam"])
def test_the_other_roles_find_no_banks(
    client: FlaskClient, cast: Cast, bank: UUID, name: str
) -> None:
    sign_in(client, getattr(cast, name))

    assert [client.get(f"/banks/{bank}{path}").status_code for path in READING] == [404] * 3


def test_whoever_is_signed_out_is_asked_to_sign_in(client: FlaskClient, bank: UUID) -> None:
    answer = sign_out(client).get(f"/banks/{bank}")

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_another_awarding_bodys_examiner_finds_nothing(
    client: FlaskClient, database: Database, cast: Cast, stranger: UUID
) -> None:
    bank, version = publish_sample(database, cast)
    item = item_row(database, bank)
    nora = sign_in(client, stranger)
    token = read(nora, "/banks").sent["csrf_token"]

    pages = [f"/banks/{bank}{path}" for path in READING]
    pages += [f"/banks/items/{item.id}{act}" for act in ("", "/edit", "/withdraw")]
    acts = [f"/banks/versions/{item.versions[0].id}/approve", f"/banks/items/{item.id}/withdraw"]
    acts += [f"/banks/specifications/versions/{version}/approve"]

    assert {nora.get(page).status_code for page in pages} == {404}
    assert {nora.post(act, data={"csrf_token": token}).status_code for act in acts} == {404}
    assert "Sample unit" not in read(nora, "/banks").text


def test_a_file_republished_shows_on_the_page(
    database: Database, cast: Cast, bank: UUID, edgar: FlaskClient
) -> None:
    publish(database, cast, sample_bank(11))

    assert "11 approved" in read(edgar, f"/banks/{bank}").text
