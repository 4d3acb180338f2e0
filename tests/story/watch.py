"""What must hold of every page: accessible, nothing from elsewhere, no errors, nothing cut off."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

AXE = Axe()
LOST = re.compile("ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE")

# The focus outline of the element that has it, the bar that stays on the screen, and the screen.
SEEN = """() => {
  const focus = document.activeElement, bar = document.querySelector(".app-status");
  const label = focus.id && focus.type in {radio: 1, checkbox: 1}
    ? document.querySelector(`label[for="${focus.id}"]`) : null;
  const box = (label ?? focus).getBoundingClientRect();
  const top = bar && getComputedStyle(bar).position === "sticky" && !bar.contains(focus)
    ? bar.getBoundingClientRect().bottom : 0;
  return {what: focus.outerHTML.slice(0, 120), top: box.top, bottom: box.bottom, bar: top,
    height: innerHeight};
}"""


class Watch:
    """Notes every request, console error and unexpected answer of one or more contexts."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self._expected: re.Pattern[str] | None = None

    def context(self, browser: Browser, address: str, **how: Any) -> BrowserContext:
        """Open a context that is watched."""
        context = browser.new_context(base_url=address, **how)
        context.set_default_timeout(15_000)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        return context

    @contextmanager
    def expecting(self, errors: re.Pattern[str]) -> Iterator[None]:
        """Let errors of one kind pass for a while: those a browser writes for what we provoke."""
        self._expected = errors
        yield
        self._expected = None

    def assert_clean(self) -> None:
        """Fail with every error and every request that left the machine."""
        assert self.errors == []
        assert self.elsewhere == []

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.elsewhere.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        expected = self._expected and self._expected.search(message.text)
        if message.type == "error" and not expected:
            self.errors.append(f"{message.page and message.page.url}: {message.text}")


def assert_accessible(page: Page) -> None:
    """Fail with whatever axe finds."""
    found = AXE.run(page).response["violations"]
    told = [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
    assert not told, f"{page.url}: {told}"


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1], (page.url, wide)


def assert_focus_is_seen(page: Page, steps: int) -> None:
    """Tab forward, then back; fail when what has the focus is off the screen or under the bar."""
    page.locator("body").press("Home")
    for key in ("Tab",) * steps + ("Shift+Tab",) * steps:
        page.keyboard.press(key)
        at = page.evaluate(SEEN)
        if at["what"].startswith(("<body", "<html")):
            continue
        tall = at["bottom"] - at["top"] > at["height"] - at["bar"]
        assert at["top"] >= at["bar"] - 1 or tall, (page.url, key, at)
        assert at["bottom"] <= at["height"] + 1 or tall, (page.url, key, at)
