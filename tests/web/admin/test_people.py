"""The pages about people, and who may do what there."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domain.roles import Grant, Role
from app.services import people
from app.store.database import Database
from app.store.people import RoleGrantRow
from app.store.queries.people import grants_of
from app.web.admin.reach import written
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.admin.posting import submit
from tests.web.signing import sign_in


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def grant_of(database: Database, person: UUID) -> UUID:
    with database.read() as db:
        row = db.scalars(select(RoleGrantRow).where(RoleGrantRow.person_id == person)).one()
    return row.id


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        ("adam", {"Adam", "Olga", "Cora", "Ivy", "Dora", "Ian"}, set()),
        ("olga", {"Olga", "Edgar", "Cora", "Ivy", "Dora", "Ian"}, {"adam@"}),
        ("cora", {"Cora", "Ivy"}, {"adam@", "olga@", "edgar@", "dora@", "ian@"}),
    ],
)
def test_one_sees_only_people_within_ones_own_place(
    client: FlaskClient, cast: Cast, who: str, seen: set[str], unseen: set[str]
) -> None:
    page = page_of(sign_in(client, getattr(cast, who)), "/admin/people")

    assert all(f">{name}</a>" in page for name in seen)
    assert not any(address in page for address in unseen)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("ivy", "/admin/people", 404),
        ("edgar", "/admin/people", 404),
        ("cora", "/admin", 404),
        ("olga", "/admin", 404),
        ("cora", "/admin/centres/new", 404),
        ("olga", "/admin/bodies/new", 404),
        ("adam", "/admin", 200),
        ("cora", "/admin/people/invite", 200),
        ("olga", "/admin/people/invite", 200),
    ],
)
def test_pages_open_only_for_their_roles(
    client: FlaskClient, cast: Cast, who: str, path: str, status: int
) -> None:
    assert sign_in(client, getattr(cast, who)).get(path).status_code == status


def test_a_strangers_person_is_not_found_whatever_one_tries(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.cora)
    ian, grant = f"/admin/people/{cast.ian}", grant_of(database, cast.ian)

    for path in (ian, f"{ian}/suspend", f"{ian}/roles/{grant}/take"):
        assert client.get(path).status_code == 404
    for path in (
        f"{ian}/suspend",
        f"{ian}/reinstate",
        f"{ian}/link",
        f"{ian}/roles",
        f"{ian}/roles/{grant}/take",
    ):
        assert submit(client, path).status_code in (403, 404)
    with database.read() as db:
        assert len(grants_of(db, cast.ian)) == 1


def test_an_exams_officer_invites_an_invigilator_and_gets_the_link_to_print(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.cora)
    role = written(Grant(Role.INVIGILATOR, cast.body, cast.northtown))

    answer = submit(
        client, "/admin/people/invite", name="Nia New", email="Nia@example.org", role=role
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert re.search(r"http://localhost/link/[a-z2-7]{32}", page)
    assert "72 hours" in page
    assert "Nia New" in page_of(client, "/admin/people")


@pytest.mark.parametrize("who", ["cora", "olga"])
def test_a_forged_role_beyond_ones_own_is_not_among_the_choices(
    client: FlaskClient, cast: Cast, database: Database, who: str
) -> None:
    sign_in(client, getattr(cast, who))
    beyond = [Grant(Role.ADMINISTRATOR), Grant(Role.AWARDING_OFFICER, cast.body)]
    if who == "cora":
        beyond.append(Grant(Role.INVIGILATOR, cast.body, cast.southport))

    for grant in beyond:
        data = {"name": "Nia", "email": "nia@example.org", "role": written(grant)}
        answer = submit(client, "/admin/people/invite", **data)
        submit(client, f"/admin/people/{getattr(cast, who)}/roles", role=written(grant))

        assert "There is a problem" in answer.get_data(as_text=True)
    with database.read() as db:
        assert len(grants_of(db, getattr(cast, who))) == 1


def test_a_new_link_for_a_more_powerful_person_is_refused(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        people.give_role(db, cast.ivy, Grant(Role.ADMINISTRATOR), cast.adam, clock.now)
    sign_in(client, cast.cora)

    answer = submit(client, f"/admin/people/{cast.ivy}/link")

    assert answer.status_code == 403
    assert "/link/" not in answer.get_data(as_text=True)
    assert "Make a new link" not in page_of(client, f"/admin/people/{cast.ivy}")


def test_suspending_is_asked_first_and_can_be_undone(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.cora)
    ivy = f"/admin/people/{cast.ivy}"

    assert "signed out everywhere" in page_of(client, f"{ivy}/suspend")
    assert submit(client, f"{ivy}/suspend").status_code == 302
    assert "Suspended" in page_of(client, ivy)
    assert submit(client, f"{ivy}/reinstate").status_code == 302
    assert "Suspended" not in page_of(client, ivy)


def test_a_role_is_given_and_taken_away(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.olga)
    role = written(Grant(Role.EXAMS_OFFICER, cast.body, cast.southport))

    submit(client, f"/admin/people/{cast.ivy}/roles", role=role)

    assert "Southport Training (00456)" in page_of(client, f"/admin/people/{cast.ivy}")
    with database.read() as db:
        taken = db.scalars(
            select(RoleGrantRow.id).where(
                RoleGrantRow.person_id == cast.ivy, RoleGrantRow.role == "exams_officer"
            )
        ).one()
    path = f"/admin/people/{cast.ivy}/roles/{taken}/take"
    assert "stops being exams officer" in page_of(client, path)
    assert submit(client, path).status_code == 302
    with database.read() as db:
        assert [grant.role for grant in grants_of(db, cast.ivy)] == [Role.INVIGILATOR]


def test_an_exams_officer_sees_nothing_of_roles_elsewhere(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        grant = Grant(Role.INVIGILATOR, cast.body, cast.southport)
        people.give_role(db, cast.ivy, grant, cast.dora, clock.now)

    page = page_of(sign_in(client, cast.cora), f"/admin/people/{cast.ivy}")

    assert "Northtown College" in page
    assert "Southport" not in page
