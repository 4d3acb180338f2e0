"""Papers in print in a real browser: sizes, pages, barriers."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.stories import StorySession
from tests.web.browsing import faults, served, signed_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = """() => {
  const walk = document.createTreeWalker(document.querySelector(".app-print"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) {
    if (!walk.currentNode.data.trim()) continue;
    const style = getComputedStyle(walk.currentNode.parentElement);
    found.push([parseFloat(style.fontSize) * 0.75, style.fontStyle, style.textAlign, style.fontFamily]);
  }
  return found;
}"""


@pytest.fixture(params=[320, 1280])
def page(
    request: pytest.FixtureRequest, browser: Browser, app: Flask, story: StorySession
) -> Iterator[Page]:
    """Open a browser of one width in which Ivy is signed in."""
    with (
        served(app) as address,
        signed_in(browser, app, address, story.cast.ivy, request.param) as opened,
    ):
        opened.set_default_timeout(10_000)
        yield opened


def show(page: Page, story: StorySession, form: str) -> None:
    """Tick everybody and a form, and show what is to be printed."""
    page.goto(f"/papers/{story.session}")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.locator(f"input[value={form}]").check()
    page.get_by_role("button", name="Show for printing").click()
    page.wait_for_selector(".app-print")


@pytest.mark.parametrize(("form", "points"), [("standard", 12), ("large-18", 18), ("large-24", 24)])
def test_nothing_in_print_is_smaller_than_the_size_chosen(
    page: Page, story: StorySession, form: str, points: int
) -> None:
    show(page, story, form)
    page.emulate_media(media="print")

    texts = page.evaluate(TEXT)

    assert len(texts) > 50
    assert min(size for size, *_ in texts) == points
    if form != "standard":
        assert {(style, align) for _, style, align, _ in texts} <= {
            ("normal", "left"),
            ("normal", "start"),
        }


def test_each_candidate_begins_on_a_new_page_and_no_question_is_broken(
    page: Page, story: StorySession
) -> None:
    show(page, story, "standard")
    page.emulate_media(media="print")
    style = "e => [getComputedStyle(e).breakInside, getComputedStyle(e).breakAfter]"

    questions = {page.evaluate(f"({style})", q)[0] for q in _all(page, ".app-print__question")}
    papers = [page.evaluate(f"({style})", paper)[1] for paper in _all(page, ".app-print__paper")]

    assert questions == {"avoid"}
    assert papers == ["page", "auto"]
    assert not page.get_by_role("link", name="Rooms").is_visible()


def test_nothing_but_the_papers_is_printed(page: Page, story: StorySession) -> None:
    show(page, story, "standard")

    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")

    assert sheets == 2 * len(story.sittings)  # five short questions and the end, two pages each


@pytest.mark.parametrize("form", ["standard", "large-18", "large-24"])
def test_the_print_has_no_barriers_on_screen_either(
    page: Page, story: StorySession, form: str
) -> None:
    show(page, story, form)

    assert faults(page) == []


def test_no_page_on_the_way_has_barriers(page: Page, on_paper: StorySession) -> None:
    found = []
    page.goto(f"/papers/{on_paper.session}")
    found += faults(page)
    page.get_by_role("link", name="Key in candidate 0012").click()
    found += faults(page)
    page.get_by_label("Question 2").fill("Z")
    page.get_by_role("button", name="Key in").click()
    found += faults(page)

    assert found == []
    assert page.get_by_label("Question 2").input_value() == "Z"


def test_a_sheet_is_keyed_in_without_a_mouse(page: Page, on_paper: StorySession) -> None:
    page.goto(f"/papers/{on_paper.session}/keying/{on_paper.sittings[0]}")
    page.get_by_label("Question 1", exact=True).focus()

    for typed in ("a", "b", "c", "d", "", "1", "09:20"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/papers/{on_paper.session}")
    assert len(on_paper.events("key_sheet")) == 1


def _all(page: Page, selector: str) -> list[object]:
    return list(page.query_selector_all(selector))
