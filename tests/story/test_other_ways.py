"""The same test without scripts, by keyboard alone, on a narrow screen and enlarged."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.story.keys import Count, read_keys
from tests.story.pages import Candidate
from tests.story.watch import Watch, assert_accessible, assert_fits, assert_focus_is_seen

KEYS = read_keys()
SIZES = {
    "320 pixels wide": {"width": 320, "height": 640},
    "enlarged to 200 %": {"width": 640, "height": 400},
}


@pytest.fixture
def served(room: tuple[str, dict[str, str]], browser: Browser, watch: Watch) -> Iterator[Watch]:
    yield watch
    for context in browser.contexts:
        context.close()


def test_a_candidate_sits_the_test_without_scripts(
    room: tuple[str, dict[str, str]], browser: Browser, served: Watch
) -> None:
    address, keycodes = room
    context = served.context(browser, address, java_script_enabled=False)
    ben = Candidate(context.new_page(), Count(), KEYS)
    ben.enter(keycodes["Ben"])
    ben.press("Yes, this is me")
    ben.press("Start the test")

    for position in range(1, 4):
        ben.at(position)
        expect(ben.page.locator("#saved")).to_have_text("Saved when you press a button")
        ben.choose(right=True)
        ben.press("Next")
    ben.press("Previous")
    ben.at(3)
    assert ben.chosen() == ben.count.chosen[3]

    ben.page.get_by_text("Flag this question to come back to it").click()
    ben.press("Clear my answer")
    ben.at(3)
    assert ben.chosen() is None
    expect(ben.page.get_by_label("Flag this question to come back to it")).to_be_checked()

    ben.page.locator('.app-map__cell[value="2"]').click()
    ben.at(2)
    assert ben.chosen() == ben.count.chosen[2]
    ben.press("Review and finish")
    expect(ben.page.get_by_text("2 of 45", exact=True)).to_be_visible()
    expect(ben.page.get_by_text("1 is flagged.")).to_be_visible()
    ben.press("Finish the test")
    ben.press("Yes, hand in my test")
    ben.heading("You have handed in your test")
    expect(ben.page.get_by_text("2 of 45", exact=True)).to_be_visible()


def test_a_candidate_sits_the_test_by_keyboard_alone(
    room: tuple[str, dict[str, str]], browser: Browser, served: Watch
) -> None:
    address, keycodes = room
    page = served.context(browser, address).new_page()
    page.goto("/")
    tab_to(page, "Enter your keycode")
    page.keyboard.type(keycodes["Kim"])
    page.keyboard.press("Enter")
    at(page, "Are these your details?")
    press(page, "Yes, this is me")
    at(page, "Before you start")
    expect(page.get_by_role("button", name="Start the test")).to_be_visible()
    press(page, "Start the test")

    at(page, "Question 1 of 45")
    tab_to(page, re.compile("^A"))
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#option-1-1")).to_be_checked()
    tab_to(page, "Flag this question to come back to it")
    page.keyboard.press("Space")
    press(page, "Next")
    at(page, "Question 2 of 45")
    press(page, "Previous")
    at(page, "Question 1 of 45")
    expect(page.locator("#option-1-1")).to_be_checked()
    expect(page.locator("#flag-1")).to_be_checked()
    press(page, "Clear my answer")
    expect(page.locator("#option-1-1")).not_to_be_checked()
    expect(page.locator("#saved")).to_have_text("All answers saved")

    press(page, "Review and finish")
    at(page, "Review your answers")
    expect(page.locator("#review").get_by_text("0 of 45", exact=True)).to_be_visible()
    press(page, "Finish the test")
    at(page, "Hand in your test?")
    press(page, "Yes, hand in my test")
    at(page, "You have handed in your test")


def at(page: Page, heading: str) -> None:
    """Wait for the page with this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state()


def tab_to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(e => e.labels?.[0]?.innerText ?? e.innerText ?? '')(document.activeElement)"
        ).strip()
        if focus == name if isinstance(name, str) else name.search(focus):
            return
    raise AssertionError(f"{name} cannot be reached by Tab on {page.url}")


def press(page: Page, name: str) -> None:
    """Reach a button or link by Tab and press Enter."""
    tab_to(page, name)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "name"), list(zip(SIZES, ("Nora", "Zoe"), strict=True)))
def test_every_page_fits_and_the_focus_is_never_covered(
    size: str, name: str, room: tuple[str, dict[str, str]], browser: Browser, served: Watch
) -> None:
    address, keycodes = room
    context = served.context(browser, address, viewport=SIZES[size])
    sitter = Candidate(context.new_page(), Count(), KEYS)
    sitter.page.goto("/")
    hold_against_the_screen(sitter.page, steps=5)
    sitter.enter(keycodes[name])
    sitter.heading("Are these your details?")
    hold_against_the_screen(sitter.page, steps=5)
    sitter.press("Yes, this is me")
    expect(sitter.page.get_by_role("button", name="Start the test")).to_be_visible()
    hold_against_the_screen(sitter.page, steps=5)
    sitter.press("Start the test")
    for _ in sitter.answer(range(1, 3), range(1, 3)):
        hold_against_the_screen(sitter.page, steps=14)
    sitter.press("Review and finish")
    sitter.heading("Review your answers")
    hold_against_the_screen(sitter.page, steps=20)
    sitter.press("Finish the test")
    sitter.heading("Hand in your test?")
    hold_against_the_screen(sitter.page, steps=6)
    sitter.press("Yes, hand in my test")
    sitter.heading("You have handed in your test")
    hold_against_the_screen(sitter.page, steps=4)


def hold_against_the_screen(page: Page, steps: int) -> None:
    """Check width, focus and accessibility of the page as it is shown."""
    assert_fits(page)
    assert_focus_is_seen(page, steps)
    assert_accessible(page)
