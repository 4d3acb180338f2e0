"""Is this computer ready, and why not: in a real browser, with what may be missing taken away."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from app._setup import ROOT
from app.web.browsers import SUPPORTED
from app.web.computer.views import CHECKS
from tests.story.watch import assert_accessible, assert_fits

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Window = Callable[..., Page]
READY = "This computer is ready."

# Script that takes something away before the page runs; the line that notices; what it then says.
TAKEN = {
    "storage": (
        "Object.defineProperty(window, 'indexedDB', {value: {open() { throw new Error(); }}})",
        "Not ready",
        "keeps nothing",
    ),
    "cookies": (
        "Object.defineProperty(Document.prototype, 'cookie', {get: () => '', set() {}})",
        "Not ready",
        "Cookies are blocked",
    ),
    "browser": (
        "const as = CSS.supports; CSS.supports = (t) => !t.includes(':has') && as.call(CSS, t)",
        "Not ready",
        "does not have styles with :has()",
    ),
    "secure": (
        "Object.defineProperty(window, 'isSecureContext', {value: false})",
        "Works with limits",
        "anyone on this network can read",
    ),
    "encryption": (
        "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})",
        "Works with limits",
        "cannot be encrypted",
    ),
    "offline": (
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', {value: undefined})",
        "Works with limits",
        "the browser shows an error",
    ),
    "tabs": (
        "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined})",
        "Works with limits",
        "told apart by the server only",
    ),
}


def looked_at(page: Page) -> Page:
    """Open the page and wait for its verdict."""
    page.goto("/this-computer")
    expect(page.get_by_role("status")).not_to_contain_text("Checking")
    return page


def line(page: Page, check: str) -> str:
    """Read what the page says of one check."""
    return page.locator(f'[data-check="{check}"]').inner_text()


def test_a_computer_that_has_everything_is_ready(window: Window) -> None:
    page = looked_at(window())

    expect(page.get_by_role("status")).to_have_text(READY)
    expect(page.get_by_text("works page by page")).to_be_hidden()
    for check, _ in CHECKS:
        informs = check in ("clock", "voices", "printing")
        assert ("For information" if informs else "Ready") in line(page, check), check
    assert re.search(r"Half of the answers took up to \d+ ms", line(page, "connection"))
    assert_accessible(page)


@pytest.mark.parametrize("check", TAKEN)
def test_what_is_missing_is_named_with_what_to_do(window: Window, check: str) -> None:
    script, word, found = TAKEN[check]
    page = window()
    page.add_init_script(script)

    looked_at(page)

    assert word in line(page, check)
    assert found in line(page, check)
    assert page.locator(f'[data-check="{check}"] .app-check__remedy').inner_text()
    verdict = "is not ready" if word == "Not ready" else "works with limits"
    expect(page.get_by_role("status")).to_contain_text(f"{verdict}: {dict(CHECKS)[check]}")


def test_a_lost_connection_is_told_and_checked_again_at_the_press_of_a_button(
    window: Window,
) -> None:
    page = window()
    page.route("**/moment", lambda route: route.abort())
    looked_at(page)
    assert "5 of 5 questions to the server got no answer" in line(page, "connection")
    expect(page.get_by_role("status")).to_contain_text("not ready")

    page.unroute("**/moment")
    page.get_by_role("button", name="Check again").click()

    expect(page.get_by_role("status")).to_have_text(READY)


def test_a_clock_that_is_wrong_is_for_information_only(window: Window) -> None:
    page = window()
    page.add_init_script("const now = Date.now; Date.now = () => now() - 3 * 86_400_000")

    page = looked_at(page)

    # the application under test stands still at a moment of its own
    assert re.search(r"\d+ days (behind|ahead of) the server's", line(page, "clock"))
    assert "Only the server's clock counts" in line(page, "clock")
    expect(page.get_by_role("status")).to_have_text(READY)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_and_its_states_differ_without_colour(window: Window, width: int) -> None:
    page = window(viewport={"width": width, "height": 700}, forced_colors="active")
    page.add_init_script(TAKEN["storage"][0] + ";" + TAKEN["tabs"][0])

    looked_at(page)

    assert_fits(page)
    assert_accessible(page)
    shapes = page.locator(".app-check__shape").all_inner_texts()
    assert {"✓", "!", "✕", "i"} == set(shapes)


def test_without_scripts_the_page_says_how_the_test_works_and_what_is_missing(
    window: Window,
) -> None:
    page = window(java_script_enabled=False)
    page.goto("/this-computer")

    expect(page.get_by_text("works page by page")).to_be_visible()
    expect(page.get_by_text("What is missing without scripts")).to_be_visible()
    expect(page.get_by_role("button", name="Check again")).to_be_hidden()


def test_the_door_leads_to_the_page(window: Window) -> None:
    page = window()
    page.goto("/")

    page.get_by_role("link", name="Check this computer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Check this computer")


def test_the_servers_time_is_answered_without_a_cookie(client: FlaskClient) -> None:
    answer = client.get("/this-computer/moment")

    assert answer.json == {"now_ms": 1_795_424_400_000}
    assert "Set-Cookie" not in answer.headers


def test_page_and_manual_name_the_same_browsers(client: FlaskClient) -> None:
    page = client.get("/this-computer").text
    manual = Path(ROOT / "docs" / "candidate.md").read_text("utf-8")

    for browser in SUPPORTED:
        assert f"{browser} or newer" in page
        assert str(browser) in manual
