"""The test by keyboard: single letters only for who wants them, and focus on the heading after a move."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.domain.preferences import Layout, Preferences
from app.services.preferences import set_preferences
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.candidate.walks import begin, hard_bank, of_ada
from tests.web.everybody import HUGE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose questions have tables and code in boxes that take the focus."""
    return a_session(database, cast, clock, bank=hard_bank())


# Whether the bar lies over what has the focus.
COVERED = """() => {
  const focus = document.activeElement, bar = document.querySelector("#status");
  if (focus === document.body || bar.contains(focus)) return false;
  const box = focus.getBoundingClientRect(), over = bar.getBoundingClientRect();
  return box.top < over.bottom - 1 && box.bottom > over.top + 1;
}"""


def heading(page: Page, words: str) -> None:
    """Expect the focus on this heading."""
    expect(page.get_by_role("heading", name=words, exact=True)).to_be_focused()


def test_letters_do_nothing_unless_they_are_turned_on(window: Any, story: StorySession) -> None:
    page = begin(window, story)
    page.locator("#option-1-0").focus()

    for key in "BNPF":
        page.keyboard.press(key)

    expect(page.locator("#question-1")).to_be_visible()
    expect(page.locator("#question-1 input:checked")).to_have_count(0)


def test_letters_choose_move_and_flag_only_from_inside_the_question(
    window: Any, story: StorySession
) -> None:
    of_ada(story, set_preferences, Preferences(keys=True))
    page = begin(window, story)
    page.locator("#next").focus()
    for key in "BNPF":
        page.keyboard.press(key)
    expect(page.locator("#question-1")).to_be_visible()
    expect(page.locator("#question-1 input:checked")).to_have_count(0)

    page.locator("#number-1").focus()
    page.keyboard.press("b")
    expect(page.locator("#option-1-1")).to_be_checked()
    page.keyboard.press("f")
    expect(page.locator("#flag-1")).to_be_checked()
    page.keyboard.press("Control+c")  # the browser's own
    expect(page.locator("#option-1-1")).to_be_checked()
    page.keyboard.press("n")
    heading(page, "Question 2 of 5")
    page.keyboard.press("p")
    heading(page, "Question 1 of 5")


def test_letters_lead_to_the_review_and_never_hand_in(window: Any, story: StorySession) -> None:
    of_ada(story, set_preferences, Preferences(keys=True))
    page = begin(window, story)
    page.goto("/test#question-5")
    page.locator("#number-5").focus()
    page.keyboard.press("n")
    heading(page, "Review your answers")

    for key in "ABCDENPFSY":
        page.keyboard.press(key)
    heading(page, "Review your answers")
    page.goto("/test#finish")
    page.locator("#hand-in").focus()
    for key in "ABCDENPFSY":
        page.keyboard.press(key)

    expect(page.get_by_role("heading", name="Hand in your test?")).to_be_visible()
    assert story.sitting(0).finished_at is None


@pytest.mark.parametrize("look", ["", *HUGE])
@pytest.mark.parametrize("width", [1280, 640, 320])
def test_the_bar_never_covers_the_focus_with_every_question_on_the_page(
    window: Any, story: StorySession, look: str, width: int
) -> None:
    of_ada(story, set_preferences, Preferences(layout=Layout.ALL, eliminator=True))
    page = begin(window, story, viewport={"width": width, "height": 640})
    page.evaluate(f"document.documentElement.className += ' {look}'")
    page.locator("#number-1").focus()

    for key in ["Tab"] * 24 + ["Shift+Tab"] * 24:
        page.keyboard.press(key)
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML")
