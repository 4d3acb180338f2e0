"""The QR code of a slip, followed in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories import StorySession

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_it_fills_the_keycode_in_and_leaves_nothing_in_the_address(
    window: Callable[..., Page], story: StorySession
) -> None:
    page, asked = window(), []
    page.on("request", lambda request: asked.append(request.url))
    keycode = story.keycodes[0]

    page.goto(f"/#{keycode}")

    field = page.get_by_label("Keycode")
    expect(field).to_have_value(" ".join((keycode[:4], keycode[4:8], keycode[8:])))
    assert page.evaluate("location.hash") == ""
    assert not any(keycode in url.partition("#")[0] for url in asked)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Enter your keycode")


def test_what_is_no_keycode_fills_nothing_in(window: Callable[..., Page]) -> None:
    page = window()

    page.goto("/#main-content")

    expect(page.get_by_label("Keycode")).to_have_value("")
