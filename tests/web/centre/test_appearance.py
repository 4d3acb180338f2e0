"""The centre's pages in a real browser: no page wider than the screen, no barrier that axe finds."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page
from werkzeug.serving import make_server

from app.services.entries import enter_candidate
from app.store.database import Database
from tests.cast import Cast
from tests.timetable import ADA, BEN, THE_DAY_BEFORE, add
from tests.web.centre.desk import CSV, a_session, centre_path
from tests.web.signing import sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LONG = {"family_name": "Wolfeschlegelsteinhausenbergerdorff", "number": "NT/2026/000014"}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture(params=[320, 1280])
def page(
    request: pytest.FixtureRequest, browser: Browser, app: Flask, address: str, cast: Cast
) -> Iterator[Page]:
    """Open a browser of one width in which Cora is signed in."""
    client = sign_in(app.test_client(), cast.cora)
    cookie = client.get_cookie("testamur")
    assert cookie
    context = browser.new_context(
        base_url=address, viewport={"width": request.param, "height": 800}
    )
    context.add_cookies([{"name": "testamur", "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[Any]:
    """Return what is wrong with the page shown: what axe finds, and how much too wide it is."""
    found = Axe().run(page).response["violations"]
    root = "document.documentElement"
    wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [(page.url, each["id"], each["nodes"]) for each in found] + (
        [(page.url, "too wide", wide)] if wide else []
    )


def test_every_page_fits_the_screen_and_has_no_barriers(
    page: Page, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast, invigilators=[])
    with database.begin() as db:
        ada = add(db, cast, ADA)
        add(db, cast, BEN, **LONG)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
    at_session = [
        ("sessions", session, *rest) for rest in ((), ("change",), ("enter",), ("upload",))
    ]
    paths: list[tuple[object, ...]] = [
        (),
        ("candidates",),
        ("candidates", "add"),
        ("candidates", ada),
        ("candidates", ada, "screen"),
        ("candidates", "upload"),
        ("sessions",),
        ("sessions", "schedule"),
        *at_session,
    ]

    found = []
    for rest in paths:
        page.goto(centre_path(cast, *rest))
        found += faults(page)
    page.goto(centre_path(cast, "sessions", session))
    page.get_by_role("link", name="Withdraw candidate 0012").click()
    found += faults(page)

    assert found == []


def test_forms_with_mistakes_fit_the_screen_and_have_no_barriers(page: Page, cast: Cast) -> None:
    found = []
    page.goto(centre_path(cast, "candidates", "add"))
    page.get_by_label("Unique Learner Number").fill("5")
    page.get_by_role("button", name="Save").click()
    found += faults(page)
    page.goto(centre_path(cast, "candidates", "upload"))
    page.get_by_role("button", name="Upload and look at it").click()
    found += faults(page)

    assert found == []


def test_a_spreadsheet_is_mapped_mended_and_taken_on_any_screen(page: Page, cast: Cast) -> None:
    rows = f"1,Beck,Ben,03/04/2008,,25\n2,,=x,04/23/2007,5,\n3,{LONG['family_name']},A,,,\n"
    text = "Tutor group and remarks," + CSV + "".join(f"x,{row}\n" for row in rows.splitlines())
    sheet = FilePayload(name=f"{'entries-' * 12}.csv", mimeType="text/csv", buffer=text.encode())
    found = []
    page.goto(centre_path(cast, "candidates", "upload"))
    page.get_by_label("Spreadsheet").set_input_files(sheet)
    page.get_by_role("button", name="Upload and look at it").click()
    found += faults(page)
    page.get_by_label("Month first").check()
    page.get_by_role("button", name="Look at the rows").click()
    found += faults(page)
    page.get_by_label("All or none").check()
    page.get_by_role("button", name="Confirm").click()
    found += faults(page)
    page.get_by_label("Family name in row 3").fill("Cai")
    page.get_by_label("Given names in row 3").fill("Cy")
    page.get_by_label("ULN in row 3").fill("")
    page.get_by_role("button", name="Save and check again").click()
    found += faults(page)
    page.get_by_role("button", name="Take all 3 rows").click()
    found += faults(page)

    assert found == []
    assert "Candidates added: 3" in page.get_by_role("main").inner_text()
