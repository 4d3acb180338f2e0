"""Safe Exam Browser in the room: its file, its link, and letting a candidate go on without it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from app.domain.lockdown import Check
from app.files.seb import config_key, open_encrypted_file, read_plain_file
from app.services.lockdown import key_for, note_check
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.browsing import faults, served, signed_in
from tests.web.signing import sign_in

BASE = "http://127.0.0.1:8000"


@pytest.fixture
def story(app: Flask, database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session that asks for Safe Exam Browser; forms go without tokens."""
    app.config["WTF_CSRF_ENABLED"] = False
    return a_session(database, cast, clock, lockdown="seb")


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in."""
    yield sign_in(app.test_client(), story.cast.ivy)


def test_the_room_shows_the_password_that_ends_it_and_no_candidate_sees_it(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    password = story.row().quit_password

    assert password in ivy.get(f"/rooms/{story.session}").text
    candidate = app.test_client()
    page = candidate.post("/", data={"keycode": story.keycodes[0]}, follow_redirects=True)
    assert page.status_code == 200
    assert password not in page.text
    officer = sign_in(app.test_client(), story.cast.cora)
    path = f"/centre/{story.centre}/sessions/{story.session}"
    assert password not in officer.get(f"{path}/lockdown").text


def test_the_file_has_the_key_that_is_checked_and_is_recorded(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    key = key_for(BASE, story.row().quit_password)
    officer = sign_in(app.test_client(), story.cast.cora)
    of_centre = f"/centre/{story.centre}/sessions/{story.session}/lockdown"

    for client, path in ((ivy, f"/rooms/{story.session}/lockdown"), (officer, of_centre)):
        answer = client.post(path)
        assert answer.mimetype == "application/seb"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="testamur.seb"'
        assert config_key(read_plain_file(answer.data)) == key

    people = [event.by_id for event in story.events("download_lockdown")]
    assert people == [story.cast.ivy, story.cast.cora]


def test_the_file_is_locked_with_a_password_when_one_is_given(
    ivy: FlaskClient, story: StorySession
) -> None:
    path = f"/rooms/{story.session}/lockdown"

    assert ivy.post(path, data={"password": "short"}).status_code == 422
    answer = ivy.post(path, data={"password": "correct horse"})

    plain = open_encrypted_file(answer.data, "correct horse")
    assert config_key(read_plain_file(plain)) == key_for(BASE, story.row().quit_password)
    assert [event.facts for event in story.events("download_lockdown")] == [{"encrypted": True}]


def test_the_link_gives_the_file_to_whoever_has_it_for_half_a_day(
    app: Flask, ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    page = ivy.post(f"/rooms/{story.session}/lockdown/link").text
    found = re.search(r"seb://127\.0\.0\.1:8000(/lockdown/open/[0-9a-f.]+)", page)
    assert found
    assert len(story.events("show_lockdown_link")) == 1

    answer = app.test_client().get(found[1])
    assert answer.mimetype == "application/seb"
    assert config_key(read_plain_file(answer.data)) == key_for(BASE, story.row().quit_password)

    clock.tick(hours=12)
    assert app.test_client().get(found[1]).status_code == 410


def test_strangers_get_neither_file_nor_link(app: Flask, story: StorySession) -> None:
    ian = sign_in(app.test_client(), story.cast.ian)

    for path in ("lockdown", "lockdown/link"):
        assert ian.post(f"/rooms/{story.session}/{path}").status_code == 404


def test_a_candidate_goes_on_without_it_with_a_reason(
    ivy: FlaskClient, story: StorySession
) -> None:
    path, ticked = f"/rooms/{story.session}/candidates", str(story.sittings[0])

    asked = ivy.post(path, data={"act": "without-lockdown", "sitting": ticked}).text
    assert "Let 1 candidate go on without Safe Exam Browser" in asked
    ivy.post(f"{path}/without-lockdown", data={"sitting": ticked, "reason": ""})
    assert story.sitting(0).lockdown_waived_at is None
    done = ivy.post(
        f"{path}/without-lockdown",
        data={"sitting": ticked, "reason": "It crashes"},
        follow_redirects=True,
    ).text

    assert "1 candidate can go on in any browser now" in done
    assert "Without Safe Exam Browser" in done
    assert story.sitting(0).lockdown_waived_reason == "It crashes"


def test_the_room_says_what_is_amiss_until_it_is_mended(
    ivy: FlaskClient, story: StorySession
) -> None:
    def noted(outcome: Check) -> str:
        with story.database.begin() as db:
            note_check(db, story.centre, story.sittings[0], "", outcome, story.clock.now)
        return ivy.get(f"/rooms/{story.session}/live").text

    assert "Not in Safe Exam Browser" in noted(Check.MISSING)
    assert "with other settings" in noted(Check.WRONG_KEY)
    assert "Safe Exam Browser" not in noted(Check.BY_PAGE)


def test_a_room_that_asks_for_none_offers_none(
    app: Flask, database: Database, cast: Cast, clock: Clock
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    story = a_session(database, cast, clock)
    ivy = sign_in(app.test_client(), cast.ivy)

    assert "Safe Exam Browser" not in ivy.get(f"/rooms/{story.session}").text
    assert "any browser" in ivy.get(f"/rooms/{story.session}/lockdown").text
    assert ivy.post(f"/rooms/{story.session}/lockdown").status_code == 409
    assert ivy.post(f"/rooms/{story.session}/lockdown/link").status_code == 409


def test_a_closed_session_gives_no_file_by_its_link(
    app: Flask, ivy: FlaskClient, story: StorySession
) -> None:
    page = ivy.post(f"/rooms/{story.session}/lockdown/link").text
    found = re.search(r"/lockdown/open/[0-9a-f.]+", page)
    assert found
    sit(story, 0)
    story.close()

    assert app.test_client().get(found[0]).status_code == 410
    assert story.row().closed_at is not None
    assert story.clock.now - story.row().opens_at < timedelta(hours=12)


@pytest.mark.parametrize("width", [1280, 320])
def test_its_pages_have_no_faults_at_any_width(
    app: Flask, browser: Browser, story: StorySession, width: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    of_centre = f"/centre/{story.centre}/sessions/{story.session}"
    with served(app) as address:
        with signed_in(browser, app, address, story.cast.ivy, width) as page:
            page.goto(f"/rooms/{story.session}")
            assert faults(page) == []
            page.goto(f"/rooms/{story.session}/lockdown")
            page.get_by_role("button", name="Show the link").click()
            page.get_by_text("seb://").wait_for()
            assert faults(page) == []
        with signed_in(browser, app, address, story.cast.cora, width) as page:
            for path in ("lockdown", "change"):
                page.goto(f"{of_centre}/{path}")
                assert faults(page) == []
        with signed_in(browser, app, address, story.cast.cora, width) as page:
            page.goto("/")
            page.get_by_label("Keycode", exact=True).fill(story.keycodes[0])
            page.get_by_role("button", name="Continue").click()
            page.get_by_text("How to open the test").wait_for()
            assert faults(page) == []
