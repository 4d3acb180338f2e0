"""No candidate is signed out by idleness: not by a cookie, a form's token, nor a lease."""

import time
from datetime import timedelta

import pytest
from flask import Flask

from app.services import invigilation
from app.web.cookies import Cookies
from tests.stories import StorySession
from tests.web.candidate.device import Device, written

# The longest test there may be, with as much again for extra time, and a break as long as both.
LONGEST = timedelta(minutes=240) * 2
LONG_IDLE = LONGEST * 2


@pytest.fixture
def much_later(
    app: Flask, sitting: Device, story: StorySession, monkeypatch: pytest.MonkeyPatch
) -> Device:
    """Leave Ada's browser alone for longer than any test; the computer's own time goes on, too."""
    story.do(invigilation.pause, story.sittings, "Long idle")
    story.clock.now += LONG_IDLE
    later = time.time() + LONG_IDLE.total_seconds()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    app.session_interface = Cookies(app)  # nothing that was read is remembered
    return sitting


def test_the_page_left_alone_is_still_heard_and_goes_on(
    much_later: Device, story: StorySession
) -> None:
    assert much_later.time()["refused"] == "paused"
    story.do(invigilation.resume, story.sittings, "")

    beat = much_later.time()

    assert (beat["refused"], beat["state"]) == (None, "answering")


def test_it_still_saves_and_hands_in_with_the_tokens_it_was_given(
    much_later: Device, story: StorySession
) -> None:
    story.do(invigilation.resume, story.sittings, "")

    saved = much_later.save(written(1, 0, follows=0))
    assert (saved.status_code, len(saved.json["receipts"])) == (200, 1)
    much_later.press("/submit")

    assert much_later.path == "/receipt"


def test_who_waits_at_the_instructions_all_day_can_start(
    ada: Device, story: StorySession, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.enter(story.keycodes[0])
    ada.press("/details", mine="yes")
    story.begin()
    later = time.time() + LONG_IDLE.total_seconds()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    app.session_interface = Cookies(app)

    ada.press("/start")

    assert ada.path == "/test"


def test_the_browsers_cookie_lasts_as_long_as_its_window_and_is_read_for_days(app: Flask) -> None:
    assert app.permanent_session_lifetime > 10 * LONG_IDLE
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
