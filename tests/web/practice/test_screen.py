"""The practice test in a real browser: the very screen of the test, from the door and back to it."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.store.database import Database
from tests.rules.snapshot import Snapshot
from tests.web.browsing import faults, served

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAVED = "All answers saved"


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """Open a window at the door; nothing may go wrong in it."""
    with served(app) as address:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        wrong: list[str] = []
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.goto("/")
        yield opened
        context.close()
        assert wrong == []


def begin(page: Page) -> None:
    """Follow the way from the door to the first question."""
    page.get_by_role("link", name="Try a practice test first").click()
    page.get_by_role("button", name="Start the practice test").click()
    expect(page.get_by_role("heading", name="Question 1 of 8")).to_be_visible()


def question(page: Page, position: int) -> None:
    """Choose the first option of a question and wait until it is saved."""
    expect(page.get_by_role("heading", name=f"Question {position} of 8")).to_be_visible()
    with page.expect_response("**/practice/answers"):
        page.locator(f"label[for=option-{position}-0]").click()
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_a_visitor_tries_the_screen_from_the_door_to_the_explanations(
    page: Page, database: Database
) -> None:
    before = Snapshot(database)
    assert faults(page) == []
    begin(page)
    assert faults(page) == []

    for position in range(1, 9):
        question(page, position)
        page.locator("#next").click()
    expect(page.get_by_role("heading", name="Review your answers")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("button", name="Yes, hand in my test").click()
    page.wait_for_url("**/practice/receipt")
    expect(page.get_by_text("8 of 8", exact=True)).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="See the answers explained").click()
    expect(page.get_by_role("heading", name="The answers explained")).to_be_visible()
    expect(page.get_by_text(re.compile("^You answered"))).to_be_visible()
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert faults(page) == []
    page.get_by_role("button", name="Finish").click()

    page.wait_for_url(re.compile("/$"))
    assert page.context.cookies(page.url + "practice/test") == page.context.cookies(page.url)
    assert before.changes(leave_out=()) == {}


def test_what_was_answered_and_what_is_preferred_are_there_after_a_reload(page: Page) -> None:
    begin(page)
    question(page, 1)
    page.locator("#display-open").click()
    with page.expect_response("**/practice/preferences"):
        page.get_by_text("Light on dark").click()
    page.reload()

    expect(page.locator("#option-1-0")).to_be_checked()
    expect(page.locator("html")).to_have_class(re.compile("app-scheme--dark"))
    expect(page.locator("#saved")).to_have_text(SAVED)
    with page.expect_response("**/practice/answers"):
        page.locator("label[for=option-1-1]").click()
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_an_answer_that_could_not_be_sent_is_sent_when_the_network_is_back(page: Page) -> None:
    begin(page)
    page.route("**/practice/answers", lambda route: route.abort())
    page.locator("label[for=option-1-2]").click()
    expect(page.locator("#saved")).to_contain_text("Not yet saved: 1 answer")

    page.unroute("**/practice/answers")

    expect(page.locator("#saved")).to_have_text(SAVED)
    assert page.request.get("/practice/sheet").json()["entries"][0][:2] == [[2], False]


def test_what_an_abandoned_try_left_on_the_computer_is_let_go_at_the_door(page: Page) -> None:
    begin(page)
    page.route("**/practice/answers", lambda route: route.abort())
    page.locator("label[for=option-1-2]").click()
    expect(page.locator("#saved")).to_contain_text("Not yet saved: 1 answer")

    with page.expect_response("**/leftovers") as brought:
        page.goto("/")

    assert len(brought.value.json()["done"]) == 1


def test_two_windows_of_one_try_never_undo_each_other(page: Page) -> None:
    begin(page)
    other = page.context.new_page()
    other.goto("/practice/test")
    question(other, 1)

    page.locator("label[for=option-2-3]").dispatch_event("click")

    expect(page.locator("#saved")).to_have_text(SAVED)
    entries = page.request.get("/practice/sheet").json()["entries"]
    assert [entry[0] for entry in entries[:2]] == [[0], [3]]
    expect(page.locator("#option-1-0")).to_be_checked()


@pytest.mark.parametrize("width", [640, 320])
def test_its_own_pages_fit_a_narrow_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto("/practice")
    assert faults(page) == []
    begin_here = page.get_by_role("button", name="Start the practice test")
    begin_here.click()
    expect(page.get_by_role("heading", name="Question 1 of 8")).to_be_visible()

    for _ in range(8):
        assert faults(page) == []
        page.locator("#next").click()
