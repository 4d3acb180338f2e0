"""Ada and Ben at Northtown, each with a browser."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.candidate.device import Device


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out, five questions in thirty minutes."""
    return a_session(database, cast, clock)


@pytest.fixture
def ada(app: Flask, story: StorySession) -> Device:
    """Give Ada's browser, at the door."""
    return Device(app)


@pytest.fixture
def sitting(ada: Device, story: StorySession) -> Device:
    """Give Ada's browser at the first question, the clock started just now."""
    story.begin()
    ada.start(story.keycodes[0])
    return ada


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application to real browsers, and say where."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def window(browser: Browser, address: str, story: StorySession) -> Iterator[Any]:
    """Open real browser windows: `window()`, or with what the context is to be like."""
    contexts = []

    def opened(**like: Any) -> Page:
        like = {"service_workers": "block"} | like  # what goes past the page cannot be held up
        contexts.append(browser.new_context(base_url=address, **like))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(window: Any, story: StorySession) -> Page:
    """Open a window at the first question of Ada's paper, the clock started just now."""
    story.begin()
    opened: Page = window()
    arrive(opened, story.keycodes[0])
    opened.get_by_role("button", name="Start the test").click()
    opened.wait_for_url("**/test#question-1")
    return opened


def arrive(page: Page, keycode: str) -> None:
    """Enter a keycode and confirm the details."""
    page.get_by_label("Keycode", exact=True).fill(keycode)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Yes, this is me").click()
