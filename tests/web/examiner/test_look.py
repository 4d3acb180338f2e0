"""The examiner's pages in a real browser: they fit, and they keep the accessibility rules."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app.domain.bank import Correction
from app.domain.item import Option
from app.domain.waiver import Waiver
from app.services import authoring
from app.store.database import Database
from app.store.queries import content
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.services.published import publish, publish_sample, with_first
from tests.web.examiner.pages import item_row

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def paths(database: Database, cast: Cast) -> dict[str, str]:
    """Fill a bank with something to see everywhere, and give the path of each page."""
    bank, version = publish_sample(database, cast)
    law = {"law_as_at": date(2025, 11, 1), "review_by": date(2026, 11, 22)}
    correction = Correction("1.1", "Two and two is five.", "It is four.", "Counted.")
    noted = replace(with_first(sample_bank(), **law), corrections=(correction,))
    publish(database, cast, noted)
    stem = "Which is **best**?\n\n| Year | Sales |\n|---|--:|\n| 1 | 20 |\n"
    options = (*sample_item(1, "1.1").options[:3], Option("D", "Each of these", "Why."))
    set_aside = {"options": options, "waivers": (Waiver("L07", "The law itself lists these."),)}
    with database.begin() as db:
        edited = replace(sample_item(1, "1.1"), version=2, stem=stem, **law, **set_aside)  # type: ignore[arg-type]
        authoring.edit_item(db, bank, edited, cast.edgar, LONG_AGO)
        found = content.specification_version_for(db, version)
        assert found is not None
    return _paths(bank, item_row(database, bank).id, found.specification_id)


def _paths(bank: UUID, item: UUID, specification: UUID) -> dict[str, str]:
    return {
        "banks": "/banks",
        "bank": f"/banks/{bank}",
        "criterion": f"/banks/{bank}/criteria/1.1",
        "item": f"/banks/items/{item}",
        "withdraw": f"/banks/items/{item}/withdraw",
        "edit": f"/banks/items/{item}/edit",
        "specification": f"/banks/specifications/{specification}",
    }


@pytest.fixture(params=[320, 1280])
def page(
    request: pytest.FixtureRequest, browser: Browser, address: str, esme: FlaskClient
) -> Iterator[Page]:
    """Open a browser, as wide as a phone or a desk's screen, in which Esme is signed in."""
    cookie = esme.get_cookie("testamur")
    assert cookie is not None
    context = browser.new_context(
        base_url=address, viewport={"width": request.param, "height": 900}
    )
    context.add_cookies([{"name": "testamur", "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    """Say what is wrong with the page that is open."""
    found = [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]
    return found + (["wider than the screen"] if page.evaluate(OVERFLOWS) else [])


def test_every_page_fits_and_is_accessible(page: Page, paths: dict[str, str]) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    wrong = {name: faults(page) for name, path in paths.items() if page.goto(path)}

    assert wrong == {name: [] for name in paths}
    assert complaints == []


def test_faults_and_preview_fit_and_are_accessible(page: Page, paths: dict[str, str]) -> None:
    page.goto(paths["edit"])
    page.get_by_label("Expected facility").fill("most")
    page.get_by_role("button", name="Preview").click()

    assert page.get_by_role("heading", name="Preview").is_visible()
    assert page.get_by_role("table").is_visible()
    assert faults(page) == []

    page.get_by_role("link", name="Give the facility").click()

    assert page.get_by_label("Expected facility").evaluate(
        "field => field === document.activeElement"
    )
