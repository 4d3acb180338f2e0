"""Results in a real browser: no page wider than the screen, no barrier that axe finds."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.services import invigilation
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.awarding.test_access import OPEN, own_pages
from tests.web.browsing import faults, served, signed_in
from tests.web.centre.desk import centre_path

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def closed(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session with a pass, a void sitting and somebody absent."""
    story = a_session(database, cast, clock, candidates=3)
    sit(story, 0, right=4)
    sit(story, 1, right=0)
    story.do(invigilation.void_sittings, story.sittings[1:2], "Talking")
    story.close()
    return story


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application."""
    with served(app) as address:
        yield address


def all_faults(page: Page, paths: list[str]) -> list[object]:
    """Open each page and return what is wrong with it."""
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        found += faults(page)
    return found


@pytest.mark.parametrize("width", [320, 1280])
def test_the_awarding_bodys_pages_fit_the_screen_and_have_no_barriers(
    browser: Browser, app: Flask, address: str, closed: StorySession, width: int
) -> None:
    with signed_in(browser, app, address, closed.cast.olga, width) as page:
        assert all_faults(page, [*OPEN, *own_pages(closed)]) == []

        page.goto(own_pages(closed)[-1])
        page.get_by_label("Pass mark").fill("99")
        page.get_by_role("button", name="Put the pass mark forward").click()
        assert page.get_by_role("alert").is_visible()
        assert faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_centres_results_fit_the_screen_and_have_no_barriers(
    browser: Browser, app: Flask, address: str, closed: StorySession, width: int
) -> None:
    results = centre_path(closed.cast, "sessions", closed.session, "results")
    with signed_in(browser, app, address, closed.cast.cora, width) as page:
        assert all_faults(page, [results, "/centre/results"]) == []
        closed.release()
        assert all_faults(page, [results, "/centre/results"]) == []


def test_a_wide_table_of_results_fits_a_sheet_across(
    browser: Browser, app: Flask, address: str, closed: StorySession
) -> None:
    closed.release()
    with signed_in(browser, app, address, closed.cast.cora, 1040) as page:
        page.goto(centre_path(closed.cast, "sessions", closed.session, "results"))
        page.emulate_media(media="print")

        inside = page.evaluate(
            "(() => { const box = document.querySelector('.app-results');"
            " return box.scrollWidth <= box.clientWidth })()"
        )
        assert inside
        assert not page.get_by_text("Download results").is_visible()
        assert page.get_by_text("Released", exact=True).is_visible()
