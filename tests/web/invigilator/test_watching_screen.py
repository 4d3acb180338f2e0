"""The live monitor in a real browser: on a desk, a tablet and a narrow window."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, expect

from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.crowd import Crowd, a_crowd
from tests.timetable import publish_sample, schedule
from tests.web.browsing import faults, served, signed_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def session(database: Database, cast: Cast) -> UUID:
    """Schedule a session."""
    with database.begin() as db:
        return schedule(db, cast, publish_sample(db, cast))


@pytest.fixture
def crowd(database: Database, session: UUID, clock: Clock) -> Crowd:
    """Give thirty who are answering, one of them silent."""
    made = a_crowd(database, session, 30, clock.now)
    made.set(4, left_at=clock.now, left_alone=True)
    return made


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application."""
    with served(app) as address:
        yield address


def line(page: Page, crowd: Crowd, place: int) -> str:
    """Read a line of the table."""
    return page.locator(f"#line-{crowd.sittings[place]}").inner_text()


@pytest.mark.parametrize("width", [1280, 820, 320])
def test_room_and_rooms_fit_and_have_no_barriers(
    browser: Browser, app: Flask, address: str, crowd: Crowd, cast: Cast, width: int
) -> None:
    with signed_in(browser, app, address, cast.ivy, width) as page:
        for path in (
            f"/rooms/{crowd.session}",
            f"/rooms/{crowd.session}?show=calls&q=family",
            "/rooms/watch",
            "/rooms",
        ):
            page.goto(path)
            assert faults(page) == []
        page.goto(f"/rooms/{crowd.session}")
        for target in page.locator(".app-filter, .app-sort").all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 44
        assert page.locator("#lines .app-box").first.bounding_box()["height"] >= 24  # type: ignore[index]


def test_time_left_goes_down_without_asking_and_not_by_the_computers_clock(
    browser: Browser, app: Flask, address: str, crowd: Crowd, cast: Cast
) -> None:
    with signed_in(browser, app, address, cast.ivy, 1280) as page:
        page.add_init_script("Date.now = () => 0; Date.prototype.getTime = () => 0;")
        page.goto(f"/rooms/{crowd.session}")
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))
        cell = page.locator(f"#line-{crowd.sittings[0]} [data-until]")

        expect(cell).to_have_text("28:58", timeout=4_000)

        assert [each.url for each in asked if not each.url.endswith("icon.svg")] == []


def test_a_new_answer_shows_to_two_who_watch_and_their_ticks_stay(
    browser: Browser, app: Flask, address: str, crowd: Crowd, cast: Cast, clock: Clock
) -> None:
    with (
        signed_in(browser, app, address, cast.ivy, 820) as one,
        signed_in(browser, app, address, cast.ivy, 1280) as other,
    ):
        for page in (one, other):
            page.goto(f"/rooms/{crowd.session}")
        one.get_by_label("Given 7 Family 7").check()
        one.get_by_label("Given 3 Family 3").check()
        crowd.answer([7], 3, clock.tick(seconds=2))
        expect(one.locator(f"#line-{crowd.sittings[7]}")).to_contain_text("3 of 5", timeout=9_000)
        expect(other.locator(f"#line-{crowd.sittings[7]}")).to_contain_text("3 of 5", timeout=9_000)
        for each in (3, 7, 8):
            assert (
                line(one, crowd, each).split("\t")[:8] == line(other, crowd, each).split("\t")[:8]
            )

        assert one.get_by_label("Given 7 Family 7").is_checked()
        one.get_by_role("link", name="1 out of the room, alone").click()
        expect(one.locator("#lines tr")).to_have_count(1)
        expect(one.locator("#ticked")).to_contain_text("2 ticked, 2 of them not in this list.")
        one.get_by_role("link", name="Show everybody").click()
        assert one.get_by_label("Given 3 Family 3").is_checked()
        one.get_by_role("button", name="Untick all").click()
        assert not one.get_by_label("Given 3 Family 3").is_checked()


def test_a_server_that_is_gone_is_told(
    browser: Browser, app: Flask, address: str, crowd: Crowd, cast: Cast
) -> None:
    with signed_in(browser, app, address, cast.ivy, 1280) as page:
        page.goto(f"/rooms/{crowd.session}")
        expect(page.locator("#monitor-word")).to_have_text("Up to date.")
        page.context.set_offline(True)
        expect(page.locator("#monitor-word")).to_contain_text("Out of date", timeout=20_000)
        page.context.set_offline(False)
        expect(page.locator("#monitor-word")).to_have_text("Up to date.", timeout=10_000)


def test_without_scripts_the_page_stands_and_can_be_asked_again(
    browser: Browser, app: Flask, address: str, crowd: Crowd, cast: Cast
) -> None:
    with signed_in(browser, app, address, cast.ivy, 820) as signed:
        cookies = signed.context.cookies()
    context = browser.new_context(base_url=address, java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/rooms/{crowd.session}")
    page.get_by_label("Find by name, number or seat").fill("family 12")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#lines tr")).to_have_count(1)
    page.get_by_role("link", name="Show how it stands now").click()
    expect(page.locator("#lines tr")).to_have_count(1)
    page.get_by_role("link", name="Time left").click()
    assert "sort=left" in page.url
    assert "q=family" in page.url
    context.close()
