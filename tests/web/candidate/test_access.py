"""The candidate's pages for everybody: by keyboard, without a script, small, large, in any colours."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.services import invigilation
from tests.stories import StorySession
from tests.web.candidate.conftest import arrive

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 400}  # 1280 by 800 at 200 %


def check(page: Page) -> None:
    """Expect a page without known barriers that nobody has to scroll sideways."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.response["violations"] == [], found.generate_report()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0


@pytest.mark.parametrize(
    "like",
    [
        {"viewport": {"width": 1280, "height": 800}},
        {"viewport": PHONE},
        {"viewport": ZOOMED, "device_scale_factor": 2},
        {"viewport": PHONE, "forced_colors": "active"},
    ],
    ids=["desk", "320px", "200%", "forced-colours"],
)
def test_no_page_has_a_known_barrier(
    window: Any, story: StorySession, like: dict[str, Any]
) -> None:
    page = window(**like)
    check(page)
    page.get_by_label("Keycode", exact=True).fill("ABCD")
    page.get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_label("Keycode", exact=True).fill(story.keycodes[0])
    page.get_by_role("button", name="Continue").click()
    check(page)
    page.get_by_role("button", name="Yes, this is me").click()
    check(page)
    story.begin()
    page.reload()
    check(page)
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/test#question-1")
    check(page)
    page.locator("label[for=option-1-1]").click()
    page.locator("label[for=flag-1]").click()
    check(page)
    for view in ("test#review", "test#finish", "test/1", "review", "submit", "preferences"):
        page.goto(f"/{view}")
        check(page)
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    page.reload()
    check(page)
    story.do(invigilation.resume, story.sittings, "All clear")
    page.goto("/submit")
    page.get_by_role("button", name="Yes, hand in my test").click()
    check(page)


def press(page: Page, role: Any, name: str) -> None:
    """Reach something by Tab alone and press it."""
    wanted = page.get_by_role(role, name=name, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_a_whole_sitting_by_keyboard_alone(window: Any, story: StorySession) -> None:
    story.begin()
    page = window()
    page.get_by_label("Keycode", exact=True).focus()
    page.keyboard.type(story.keycodes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/details")
    press(page, "button", "Yes, this is me")
    page.wait_for_url("**/instructions")
    press(page, "button", "Start the test")
    page.wait_for_url("**/test#question-1")
    page.locator("#option-1-0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#option-1-1")).to_be_checked()
    page.keyboard.press("Enter")  # must neither clear nor leave
    page.wait_for_timeout(200)
    expect(page.locator("#option-1-1")).to_be_checked()
    press(page, "button", "Next")
    page.wait_for_url("**/test#question-2")
    press(page, "button", "Review and finish")
    page.wait_for_url("**/test#review")
    press(page, "button", "Finish the test")
    page.wait_for_url("**/test#finish")
    press(page, "button", "Yes, hand in my test")
    page.wait_for_url("**/receipt")
    expect(page.locator("dl")).to_contain_text("1 of 5")


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 500}, PHONE, ZOOMED])
def test_the_bar_never_covers_what_has_the_focus(
    window: Any, story: StorySession, viewport: dict[str, int]
) -> None:
    story.begin()
    page = window(viewport=viewport)
    arrive(page, story.keycodes[0])
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/test#question-1")
    covered = """() => {
      const box = document.activeElement.getBoundingClientRect();
      const bar = document.querySelector('#status').getBoundingClientRect();
      const own = document.querySelector('#status').contains(document.activeElement);
      if (own || document.activeElement === document.body) return false;
      return box.top < bar.bottom - 1 && box.bottom > bar.top + 1;
    }"""

    for key in ["Tab"] * 16 + ["Shift+Tab"] * 16:
        page.keyboard.press(key)
        assert not page.evaluate(covered), page.evaluate("document.activeElement.outerHTML")


def test_a_whole_sitting_without_scripts(window: Any, story: StorySession) -> None:
    story.begin()
    page = window(java_script_enabled=False)
    arrive(page, story.keycodes[0])
    page.get_by_role("button", name="Start the test").click()
    assert page.locator("#saved").inner_text() == "Saved when you press a button"
    page.locator("label[for=option-2]").click()
    page.locator("label[for=flagged]").click()
    page.get_by_role("button", name="Next").click()
    page.locator("label[for=option-0]").click()
    page.get_by_role("button", name="Question 5, not answered").click()
    page.locator("label[for=option-1]").click()
    page.get_by_role("button", name="Clear my answer").click()
    assert page.locator("input[name=shown]:checked").count() == 0
    page.get_by_role("button", name="Review and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("button", name="Yes, hand in my test").click()
    assert "2 of 5" in page.locator("dl").inner_text()
    page.get_by_role("button", name="Finish").click()
    assert page.get_by_role("heading").inner_text() == "Enter your keycode"


def test_nothing_jumps_when_the_words_on_saving_change(page: Page) -> None:
    where = "JSON.stringify(document.querySelector('#question-1').getBoundingClientRect())"
    before = page.evaluate(where)
    page.route("**/answers", lambda route: route.abort())

    page.locator("#option-1-1").check(force=True)
    expect(page.locator("#saved")).to_contain_text("Not yet saved")

    assert page.evaluate(where) == before
