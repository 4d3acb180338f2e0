"""Late answers in a real browser: for the room and for whoever decides, on wide and narrow screens."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.services.late_answers import add_statement
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.awarding.late import sit_and_answer_late
from tests.web.browsing import faults, served, signed_in
from tests.web.centre.desk import centre_path

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def late(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Two late answers of Ada wait for a decision, and Ivy has said something."""
    story = a_session(database, cast, clock)
    sit_and_answer_late(story)
    story.do(add_statement, story.sittings[0], "The switch was off.\n" + "Offoffoff" * 20)
    story.close()
    return story


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application."""
    with served(app) as address:
        yield address


@pytest.mark.parametrize("width", [320, 1280])
def test_the_rooms_page_fits_and_has_no_barriers(
    browser: Browser, app: Flask, address: str, late: StorySession, width: int
) -> None:
    with signed_in(browser, app, address, late.cast.ivy, width) as page:
        page.goto(f"/rooms/{late.session}")
        page.get_by_role("link", name="Look at the late answers").click()
        assert faults(page) == []

        page.get_by_role("button", name="Keep the statement").click()
        assert page.get_by_role("alert").is_visible()
        assert faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_decision_is_taken_on_a_page_that_fits_and_has_no_barriers(
    browser: Browser, app: Flask, address: str, late: StorySession, width: int
) -> None:
    with signed_in(browser, app, address, late.cast.olga, width) as page:
        page.goto("/awarding")
        assert faults(page) == []
        page.get_by_role("link", name="Sample test, 00123 Northtown College").first.click()
        assert faults(page) == []

        page.get_by_role("button", name="Decide for candidate 0012").click()
        assert page.get_by_role("alert").is_visible()
        assert faults(page) == []

        for question, choice in (("Question 5", "Count it"), ("Question 4", "Do not count it")):
            group = page.get_by_role("group", name=question)
            group.get_by_label(choice, exact=True).check()
        page.get_by_label("Reason").fill("The switch was off")
        page.get_by_role("button", name="Decide for candidate 0012").click()
        assert page.get_by_text("Decided: 1 late answer counts.").is_visible()
        assert faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_provisional_results_fit_and_have_no_barriers(
    browser: Browser, app: Flask, address: str, late: StorySession, width: int
) -> None:
    with signed_in(browser, app, address, late.cast.olga, width) as page:
        page.goto(f"/awarding/sessions/{late.session}")
        assert faults(page) == []
    late.release()
    with signed_in(browser, app, address, late.cast.cora, width) as page:
        page.goto(centre_path(late.cast, "sessions", late.session, "results"))
        assert faults(page) == []
