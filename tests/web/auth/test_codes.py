"""Signing in with a code for one session, and staying in while a session is open."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.config import Settings
from app.services import people
from app.services.invigilator_codes import (
    NewCode,
    issue_code,
    issue_code_to_guest,
    revoke_code,
)
from app.store.database import Database
from app.store.people import PersonRow
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.auth.test_sign_in import token_on
from tests.web.signing import sign_in


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    return a_session(database, cast, clock)


@pytest.fixture
def guest(story: StorySession) -> NewCode:
    with story.database.begin() as db:
        return issue_code_to_guest(db, story.session, "Gail", story.cast.cora, story.clock.now)


def enter(client: FlaskClient, code: str) -> str:
    """Type a code; return where it leads, or what is said."""
    data = {"csrf_token": token_on(client, "/sign-in"), "code": code}
    answer = client.post("/sign-in/code", data=data)
    return answer.location or answer.get_data(as_text=True)


def room(story: StorySession) -> str:
    return f"/rooms/{story.session}"


def test_the_page_has_two_forms_that_cannot_be_taken_for_one_another(client: FlaskClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)

    assert page.count("<form") == 2
    assert "I have a code for one session" in page
    assert 'action="/sign-in/code"' in page


def test_a_code_leads_to_its_room_and_to_no_other_page(
    client: FlaskClient, story: StorySession, guest: NewCode
) -> None:
    with story.database.begin() as db:
        other = ExamSessionRow(
            **{
                column.key: getattr(story.row(), column.key)
                for column in ExamSessionRow.__table__.columns
                if column.key not in ("id", "room")
            },
            room="The other room",
        )
        db.add(other)
        db.flush()
        elsewhere = other.id

    assert enter(client, guest.code) == room(story)

    page = client.get(room(story)).get_data(as_text=True)
    assert "Gail" in page
    assert "Sign out" in page
    assert client.get("/rooms").location == room(story)
    assert client.get("/sign-in").location == room(story)
    for path in ("/desk", "/password", "/centre", "/admin/people", f"/rooms/{elsewhere}"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/papers/{story.session}").status_code == 200
    assert client.get(f"/papers/{elsewhere}").status_code == 404


def test_a_code_opens_no_more_to_somebody_who_may_do_more(
    client: FlaskClient, story: StorySession
) -> None:
    from app.domain.roles import Grant, Role

    cast = story.cast
    with story.database.begin() as db:
        officer = Grant(Role.EXAMS_OFFICER, cast.body, cast.northtown)
        people.give_role(db, cast.ivy, officer, None, story.clock.now)
        code = issue_code(db, story.session, cast.ivy, cast.cora, story.clock.now).code

    enter(client, code)

    assert client.get(room(story)).status_code == 200
    assert client.get(f"/centre/{cast.northtown}").status_code == 404
    assert client.get(f"/centre/{cast.northtown}/sessions/{story.session}").status_code == 404


def test_a_second_use_is_refused_and_says_what_to_do(
    client: FlaskClient, app_client: FlaskClient, guest: NewCode, story: StorySession
) -> None:
    enter(client, guest.code)

    said = enter(app_client, guest.code)

    assert "That code has been used" in said
    assert "Ask your exams officer for another code" in said
    assert client.get(room(story)).status_code == 200


@pytest.fixture
def app_client(client: FlaskClient) -> FlaskClient:
    """Give another browser."""
    return client.application.test_client()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the code from your slip"),
        ("2345 6789 ABCD", "there is a typing mistake in it"),
        ("<script>", "there is a typing mistake in it"),
    ],
)
def test_what_is_no_code_is_said_beside_the_field(
    client: FlaskClient, cast: Cast, typed: str, said: str
) -> None:
    page = enter(client, typed)

    assert said in page
    assert 'href="#code"' in page
    assert "<script>" not in page


def test_codes_that_there_are_not_make_the_address_wait_even_with_a_right_one(
    client: FlaskClient, story: StorySession, guest: NewCode
) -> None:
    from app.domain.keycode import invigilator_code_for

    for number in range(Settings().tries_allowed):
        said = enter(client, invigilator_code_for(bytes([number])))
        assert "There is no session for that code" in said

    assert "There have been too many wrong codes" in enter(client, guest.code)
    story.clock.tick(minutes=6)
    assert enter(client, guest.code) == room(story)


def test_it_lasts_as_long_as_the_session_and_then_reads_for_half_an_hour(
    client: FlaskClient, story: StorySession, guest: NewCode
) -> None:
    enter(client, guest.code)
    story.clock.tick(hours=20)
    assert client.get(room(story)).status_code == 200
    story.close()

    story.clock.tick(minutes=29)
    assert client.get(room(story)).status_code == 200
    token = token_on(client, room(story))
    posted = client.post(f"{room(story)}/start", data={"csrf_token": token})
    assert posted.status_code == 410
    story.clock.tick(minutes=1)
    assert client.get(room(story)).location.startswith("/sign-in")


def test_withdrawing_the_code_suspending_and_a_raised_epoch_end_it_at_once(
    story: StorySession, client: FlaskClient
) -> None:
    cast, now = story.cast, story.clock.now

    def signed_in() -> tuple[FlaskClient, UUID]:
        with story.database.begin() as db:
            made = issue_code(db, story.session, cast.ivy, cast.cora, now)
        browser = client.application.test_client()
        assert enter(browser, made.code) == room(story)
        return browser, made.id

    browser, code = signed_in()
    with story.database.begin() as db:
        revoke_code(db, story.session, code, cast.cora, now)
    assert browser.get(room(story)).status_code == 302

    browser, _ = signed_in()
    with story.database.begin() as db:
        db.get_one(PersonRow, cast.ivy).sign_in_epoch += 1
    assert browser.get(room(story)).status_code == 302

    browser, _ = signed_in()
    with story.database.begin() as db:
        people.suspend_person(db, cast.ivy, cast.cora, now)
    assert browser.get(room(story)).status_code == 302


def test_a_guest_whom_the_officer_unticks_is_out_of_the_room_at_once(
    client: FlaskClient, app_client: FlaskClient, story: StorySession, guest: NewCode
) -> None:
    assert enter(client, guest.code) == room(story)
    cast, row = story.cast, story.row()
    cora = sign_in(app_client, cast.cora)
    path = f"/centre/{cast.northtown}/sessions/{row.id}/change"
    page = cora.get(path).get_data(as_text=True)
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    assert set(shown) == {str(cast.ivy), str(guest.person)}

    data = {
        "csrf_token": token_on(cora, path),
        "room": "Hall",
        "day-day": "23",
        "day-month": "11",
        "day-year": "2026",
        "opens": "09:00",
        "latest_start": "10:00",
        "latest_finish": "12:00",
        "invigilators": [str(cast.ivy)],
        "shown": shown,
    }
    answer = cora.post(path, data=data)

    assert answer.status_code == 302, answer.text
    assert client.get(room(story)).location.startswith("/sign-in")


def test_signing_out_ends_the_code_and_leaves_the_persons_other_sign_ins_alone(
    client: FlaskClient, app_client: FlaskClient, story: StorySession
) -> None:
    cast = story.cast
    with story.database.begin() as db:
        made = issue_code(db, story.session, cast.ivy, cast.cora, story.clock.now)
    enter(client, made.code)
    sign_in(app_client, cast.ivy)
    cookie = client.get_cookie("testamur")
    assert cookie is not None

    token = token_on(client, room(story))
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"

    client.set_cookie("testamur", cookie.value)
    assert client.get(room(story)).status_code == 302
    assert app_client.get("/desk").status_code == 200


def test_the_header_and_the_way_home_lead_nowhere_else(
    client: FlaskClient, story: StorySession, guest: NewCode
) -> None:
    enter(client, guest.code)

    page = client.get(room(story)).get_data(as_text=True)

    ways = set(re.findall(r'href="(/(?:desk|centre|admin|awarding|banks|password)[^"]*)"', page))
    assert ways == set()


# Staying in


def test_nobody_is_signed_out_of_a_centre_where_a_session_goes_on(
    client: FlaskClient, story: StorySession
) -> None:
    sign_in(client, story.cast.ivy)

    story.clock.tick(hours=30)
    assert client.get(room(story)).status_code == 200

    story.close()
    assert client.get(room(story)).status_code == 302


def test_a_session_of_the_next_day_brings_no_old_sign_in_back(
    client: FlaskClient, story: StorySession
) -> None:
    sign_in(client, story.cast.ivy)
    story.close()
    story.clock.tick(hours=15)
    with story.database.begin() as db:
        row = db.get_one(ExamSessionRow, story.session)
        row.state, row.keycodes_released_at = "started", story.clock.now

    assert client.get(room(story)).status_code == 302


def test_an_open_session_keeps_in_neither_strangers_nor_who_was_signed_out(
    client: FlaskClient, app_client: FlaskClient, story: StorySession
) -> None:
    sign_in(client, story.cast.ian)
    sign_in(app_client, story.cast.ivy)
    story.clock.tick(hours=15)

    assert client.get("/desk").status_code == 302
    assert app_client.get("/desk").status_code == 200
    with story.database.begin() as db:
        people.suspend_person(db, story.cast.ivy, story.cast.cora, story.clock.now)
    assert app_client.get("/desk").status_code == 302
