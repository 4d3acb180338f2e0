"""Room display, pack, plans and seats in a real browser: sizes, barriers, the clock, the keys."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from app.domain.display import display_code, in_fours
from app.domain.seating import full_grid
from app.services import invigilation
from app.services.seating import save_plan
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.timetable import SECRET, THE_DAY_BEFORE
from tests.web.browsing import faults, served, signed_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out, in the application's own database."""
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application on this machine."""
    with served(app) as where:
        yield where


def display(story: StorySession) -> str:
    """Return where the story's display is."""
    return "/display/" + in_fours(display_code(SECRET, story.session))


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1024, 768), (1280, 720), (320, 640)])
def test_the_display_is_large_and_whole_at_every_size(
    width: int, height: int, browser: Browser, address: str, story: StorySession
) -> None:
    story.do(invigilation.start_session)
    context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(display(story))

    assert faults(page) == []
    face = page.locator("#clock").bounding_box()
    assert face
    assert page.evaluate("clock.scrollWidth <= clock.clientWidth"), "the clock is in its place"
    assert abs(face["x"] * 2 + face["width"] - width) < 2, "and in the middle"
    assert face["height"] >= (height / 5 if width > 320 else 48)
    if width >= 1024:
        tall = page.evaluate("document.documentElement.scrollHeight")
        assert tall <= height, "everything stands on one screen"
    context.close()


def test_the_clock_ticks_in_the_centres_zone_and_is_not_the_computers(
    browser: Browser, address: str, story: StorySession
) -> None:
    context = browser.new_context(base_url=address, timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.install(time="2001-01-01T00:00:00Z")
    page.goto(display(story))

    expect(page.locator("#clock")).to_contain_text("09:00:")
    page.clock.run_for(65_000)
    expect(page.locator("#clock")).to_contain_text("09:0")
    context.close()


def test_the_display_loads_itself_anew_when_the_test_starts(
    browser: Browser, address: str, story: StorySession
) -> None:
    page = browser.new_page(base_url=address)
    page.goto(display(story))
    expect(page.locator("dl")).to_contain_text("not yet")

    story.do(invigilation.start_session)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("dl")).to_contain_text("Standard finish")
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_pack_fit_the_screen_and_have_no_barriers(
    width: int, browser: Browser, app: Flask, address: str, story: StorySession
) -> None:
    with story.database.begin() as db:
        desks = full_grid(3, 8)
        by = story.cast.cora
        plan = save_plan(db, story.centre, "Room 4", 3, 8, desks, by, THE_DAY_BEFORE)
    centre = f"/centre/{story.centre}"
    session = f"{centre}/sessions/{story.session}"
    for person, paths in (
        (story.cast.ivy, [f"/rooms/{story.session}/pack"]),
        (
            story.cast.cora,
            [
                session,
                f"{session}/pack",
                f"{session}/seats",
                f"{centre}/plans",
                f"{centre}/plans/{plan}",
            ],
        ),
    ):
        with signed_in(browser, app, address, person, width) as page:
            for path in paths:
                page.goto(path)
                page.evaluate(
                    "document.querySelectorAll('details').forEach(each => each.open = true)"
                )
                assert faults(page) == []


def test_the_arrow_keys_go_from_place_to_place(
    browser: Browser, app: Flask, address: str, story: StorySession
) -> None:
    with story.database.begin() as db:
        by = story.cast.cora
        plan = save_plan(db, story.centre, "Hall", 2, 2, full_grid(2, 2), by, THE_DAY_BEFORE)
    with signed_in(browser, app, address, story.cast.cora, 1280) as page:
        page.goto(f"/centre/{story.centre}/plans/{plan}")
        page.locator("#desk-1-1").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        page.get_by_role("button", name="Keep the plan").click()

        expect(page.locator("#desk-2-2")).not_to_be_checked()
        expect(page.locator("#desk-1-2")).to_be_checked()
