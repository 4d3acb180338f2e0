"""Pages in a real browser, for tests of how they look and whom they shut out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.web.signing import sign_in


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on this machine; give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def signed_in(
    browser: Browser, app: Flask, address: str, person: UUID, width: int
) -> Iterator[Page]:
    """Open a window of one width in which a person is signed in."""
    cookie = sign_in(app.test_client(), person).get_cookie("testamur")
    assert cookie
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "testamur", "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[Any]:
    """Return what is wrong with the page shown: what axe finds, and how much too wide it is."""
    page.locator("h1:visible").first.wait_for()  # the one page shows its question by script
    page.evaluate("document.fonts.ready.then(() => true)")
    found = Axe().run(page).response["violations"]
    root = "document.documentElement"
    wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [(page.url, each["id"], each["nodes"]) for each in found] + (
        [(page.url, "too wide", wide)] if wide else []
    )
