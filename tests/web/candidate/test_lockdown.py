"""A test that is to be taken in Safe Exam Browser: who gets in, and who goes on without."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.services.lockdown import go_on_without_lockdown, key_for
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.browsing import served
from tests.web.candidate.device import Device, written
from tests.web.candidate.locked import (
    BASE,
    HEADER,
    JSON,
    WINDOWS,
    begin,
    classic,
    forget_proof,
    lease_of,
    modern,
    outcomes,
    own_page,
    show,
)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session that asks for Safe Exam Browser."""
    return a_session(database, cast, clock, lockdown="seb")


@pytest.fixture
def key(story: StorySession) -> str:
    """Give the Config Key of the session's settings."""
    return key_for(BASE, story.row().quit_password)


# At the door


def test_another_browser_is_told_how_to_open_the_test_and_takes_no_lease(
    app: Flask, story: StorySession
) -> None:
    device = Device(app)
    device.enter(story.keycodes[0])

    assert device.path.startswith("/lockdown/")
    device.press(device.path, shown="")

    assert device.page.status_code == 409
    assert "can only be taken in Safe Exam Browser" in device.page.text
    assert "How to open the test in Safe Exam Browser" in device.page.text
    assert story.sitting(0).lease == ""
    assert lease_of(device) == []
    assert outcomes(story) == ["missing"]


@pytest.mark.parametrize(
    "headers, outcome, said",
    [
        ({}, "missing", "this is another browser"),
        ({"User-Agent": WINDOWS}, "too_old", "does not show the key"),
        ({HEADER: "0" * 64, "User-Agent": WINDOWS}, "wrong_key", "the settings of another test"),
    ],
)
def test_the_page_says_which_part_failed(
    app: Flask, story: StorySession, headers: dict[str, str], outcome: str, said: str
) -> None:
    device = Device(app)
    device.enter(story.keycodes[0])
    sent = {"csrf_token": device._token(), "shown": ""}

    page = device.client.post(device.path, data=sent, headers=headers)

    assert said in page.text
    assert outcomes(story) == [outcome]


def test_the_classic_view_is_let_in_by_its_header(
    app: Flask, story: StorySession, key: str
) -> None:
    story.begin()
    device = classic(app, key)
    device.enter(story.keycodes[0])
    assert device.path == "/details"

    begin(device)

    assert device.save(written(1, 0, follows=0)).status_code == 200
    assert outcomes(story) == ["by_header"]
    assert device.client.get_cookie("testamur-lockdown") is None  # it shows its key each time


def test_the_modern_view_is_let_in_by_its_page(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))

    assert device.save(written(1, 0, follows=0)).status_code == 200
    assert outcomes(story) == ["by_page"]
    proof = device.client.get_cookie("testamur-lockdown")
    assert proof is not None
    assert proof.http_only
    assert proof.same_site == "Lax"


def test_the_same_browser_comes_back_by_its_keycode(
    app: Flask, story: StorySession, key: str
) -> None:
    device = modern(app, key, story.keycodes[0])
    lease = lease_of(device)

    device.open("/")
    device.enter(story.keycodes[0])
    if device.path != "/details":
        show(device, key)

    assert device.path == "/details"
    assert lease_of(device) == lease


def test_a_second_device_is_told_that_the_test_is_open_before_anything_else(
    app: Flask, story: StorySession, key: str
) -> None:
    modern(app, key, story.keycodes[0])

    page = Device(app).enter(story.keycodes[0])

    assert page.status_code == 409
    assert "another computer" in page.text


def test_other_peoples_pages_lead_to_ones_own(app: Flask, story: StorySession, key: str) -> None:
    ada = modern(app, key, story.keycodes[0])
    ben = modern(app, key, story.keycodes[1])

    page = ben.client.get(own_page(ada))

    assert page.status_code == 303
    assert page.location == own_page(ben)


# The invigilator lets a candidate go on


def test_the_invigilators_word_counts_at_once(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)
    assert device.client.get("/time", headers=JSON).status_code == 409

    story.do(go_on_without_lockdown, story.sittings[:1], "It crashes")

    assert device.client.get("/time", headers=JSON).status_code == 200
    assert device.open("/test").status_code == 200
    assert device.path == "/test"


def test_who_is_let_off_enters_in_any_browser_and_the_others_do_not(
    app: Flask, story: StorySession
) -> None:
    story.do(go_on_without_lockdown, story.sittings[:1], "No computer has it")
    ada, ben = Device(app), Device(app)

    ada.enter(story.keycodes[0])
    ben.enter(story.keycodes[1])

    assert ada.path == "/details"
    assert len(lease_of(ada)) == 3  # nothing is looked at any more
    assert ben.path.startswith("/lockdown/")


def test_who_waits_on_the_page_is_let_in_when_the_invigilator_says_so(
    app: Flask, story: StorySession
) -> None:
    device = Device(app)
    device.enter(story.keycodes[0])
    device.press(device.path, shown="")
    story.do(go_on_without_lockdown, story.sittings[:1], "It crashes")

    device.press(device.path, shown="")

    assert device.path == "/details"


def test_the_receipt_of_a_test_that_is_over_is_seen_in_any_browser(
    app: Flask, story: StorySession, key: str
) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    device.press("/submit")
    assert device.path == "/receipt"
    assert "Close Safe Exam Browser" in device.page.text
    assert "Close Safe Exam Browser" in device.open("/receipt").text

    other = Device(app)
    other.enter(story.keycodes[0])

    assert other.path == "/receipt"


# Sessions that ask for nothing


def test_a_session_that_asks_for_none_never_asks_the_database(
    app: Flask, database: Database, cast: Cast, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = a_session(database, cast, clock)
    story.begin()
    ada = Device(app)
    ada.enter(story.keycodes[0])
    begin(ada)

    def never(*_: object) -> None:
        raise AssertionError("a sitting without lockdown was checked")

    monkeypatch.setattr("app.web.lockdown.check", never)
    monkeypatch.setattr("app.web.lockdown.lockdown_needed", never)
    assert ada.save(written(1, 0, follows=0)).status_code == 200
    assert ada.open("/test").status_code == 200
    assert "lockdown" not in ada.page.text


# The file behind a link


def test_a_forged_or_old_link_gives_no_settings(app: Flask, story: StorySession) -> None:
    client = app.test_client()

    for link in ("x", f"{story.session.hex}.9999999999.{'0' * 32}"):
        assert client.get(f"/lockdown/open/{link}").status_code == 410


# With scripts

SEB = """
  const key = "%s";
  const hash = async (text) => {
    const bytes = new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  window.SafeExamBrowser = {version: "3.9", security: {configKey: "", updateKeys(done) {
    void hash(location.href.split("#")[0] + key).then((shown) => {
      this.configKey = shown;
      done();
    });
  }}};
"""


def test_the_page_shows_its_key_by_itself_and_another_browser_is_told(
    app: Flask, browser: Browser, story: StorySession
) -> None:
    story.begin()
    with served(app) as address:
        held = app.extensions["testamur"]
        settings = replace(held.settings, public_url=address)
        app.extensions["testamur"] = replace(held, settings=settings)
        plain = browser.new_context(base_url=address)
        locked = browser.new_context(base_url=address)
        locked.add_init_script(SEB % key_for(address, story.row().quit_password))
        try:
            page = plain.new_page()
            enter(page, story.keycodes[0])
            page.get_by_text("can only be taken in Safe Exam Browser").wait_for()
            page = locked.new_page()
            enter(page, story.keycodes[0])
            page.wait_for_url("**/details")
            locked.clear_cookies(name="testamur-lockdown")
            page.reload()  # by its own page, and back
            page.wait_for_url("**/details")
            page.get_by_role("button", name="Yes, this is me").wait_for()
            headers = page.evaluate(
                "(async () => (await import(document.querySelector("
                "'script[src*=\"js/lockdown.js\"]').src)).lockdownHeaders())()"
            )
            assert list(headers) == ["X-Testamur-Lockdown"]
        finally:
            plain.close()
            locked.close()


def enter(page: Any, keycode: str) -> None:
    """Enter a keycode."""
    page.set_default_timeout(15_000)
    page.goto("/")
    page.get_by_label("Keycode", exact=True).fill(keycode)
    page.get_by_role("button", name="Continue").click()
