"""What must hold of every page: accessible, nothing from elsewhere, no errors, nothing cut off."""

import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

AXE = Axe()
LOST = re.compile("Failed to fetch|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE")

# What has the focus, the bar that stays on the screen, and the height of the screen.
SEEN = """() => {
  const focus = document.activeElement, box = focus.getBoundingClientRect();
  const bar = document.querySelector(".app-status"), edge = bar?.getBoundingClientRect();
  const over = bar && getComputedStyle(bar).position === "sticky" && !bar.contains(focus);
  return {what: focus.outerHTML.slice(0, 120), top: box.top, bottom: box.bottom,
    bar: over && edge.top < box.bottom ? Math.max(0, edge.bottom) : 0, height: innerHeight};
}"""


class Watch:
    """Notes every request, console error and unexpected answer of one or more contexts."""

    def __init__(self, hosts: Container[str | None] = ("127.0.0.1",)) -> None:
        self.hosts = hosts  # where requests may go
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
        assert not self.errors, self.errors
        assert not self.elsewhere, self.elsewhere

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname not in self.hosts:
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
    for key in ("Tab",) * steps + ("Shift+Tab",) * steps:
        page.keyboard.press(key)
        for _ in range(40):
            at = page.evaluate(SEEN)
            if is_seen(at):
                break
            page.wait_for_timeout(50)  # the browser scrolls a moment after the focus has moved
        else:
            raise AssertionError(f"{page.url}, {key}: {at}")


def is_seen(at: dict[str, Any]) -> bool:
    """Say whether what has the focus is between the bar and the end of the screen."""
    if at["what"].startswith(("<body", "<html")):
        return True
    if at["bottom"] - at["top"] > at["height"] - at["bar"]:  # taller than there is room for
        return bool(at["top"] < at["height"] and at["bottom"] > at["bar"])
    return bool(at["top"] >= at["bar"] - 1 and at["bottom"] <= at["height"] + 1)
