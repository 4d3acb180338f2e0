"""A seat in the room: another name than this machine's own, and https by the installation's authority."""

import http.client
import http.server
import os
import re
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from app.files.authority import fingerprint_of, make_authority, make_server_certificate
from app.files.certificates import folder_of, read_root
from tests.conftest import QUIET
from tests.files.handshake import key_pem, pem
from tests.story.conftest import PEOPLE
from tests.story.server import Installation, install, seat
from tests.story.trust import trust
from tests.story.watch import Watch, assert_accessible

NAME = "exam.test"
ELSEWHERE = "www.example.com"


@dataclass
class RoomServer(Installation):
    """A server that the room reaches under a name, over https."""

    @property
    def address(self) -> str:
        """Where a seat finds the server."""
        return f"https://{NAME}:{self.port}"

    def door(self) -> http.client.HTTPConnection:
        """Connect as a client that trusts our root and nothing else."""
        context = ssl.create_default_context(cafile=folder_of(self.folder).root)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=context)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RoomServer, dict[str, str]]]:
    """Serve a session that is under way to the room; give the server and the keycodes."""
    folder = tmp_path_factory.mktemp("https")
    url = f"sqlite:///{folder / 'testamur.sqlite'}"
    _, version = install(folder, url, url, minutes=30)
    keycodes = seat(url, version, PEOPLE)
    settings = {"TESTAMUR_HOST": "0.0.0.0", "TESTAMUR_NAMES": NAME}  # noqa: S104 - for the room
    server = RoomServer(folder, url, settings=settings)
    server.start()
    yield server, keycodes
    server.stop()


def seat_that_trusts(browser: Browser, chromium: Path, home: Path, root: Path) -> Browser:
    """Start Chromium at a seat where a root was installed; the room's names lead to this machine."""
    trust(home, root)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    names = f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP {ELSEWHERE} 127.0.0.1"
    return browser.browser_type.launch(
        executable_path=chromium,
        args=[*QUIET, *sandbox, names],
        env={**os.environ, "HOME": str(home)},
    )


def test_a_candidate_sits_the_test_over_https_at_a_seat_in_the_room(
    room: tuple[RoomServer, dict[str, str]], browser: Browser, chromium: Path, tmp_path: Path
) -> None:
    server, keycodes = room
    watch = Watch(hosts={NAME})
    there = seat_that_trusts(browser, chromium, tmp_path, folder_of(server.folder).root)
    page = watch.context(there, server.address).new_page()

    the_page_may_do_what_https_allows(page)
    the_fingerprint_is_that_of_the_console(page, server)
    the_seat_is_ready(page)
    a_test_is_sat(page, keycodes["Ben"])

    there.close()
    watch.assert_clean()


def the_page_may_do_what_https_allows(page: Page) -> None:
    """Find a secure context that is not this machine's own name, WebCrypto, and the worker."""
    page.goto("/")
    assert page.evaluate("[location.hostname, isSecureContext, !!crypto.subtle]") == [
        NAME,
        True,
        True,
    ]
    worker = page.evaluate("navigator.serviceWorker.ready.then((all) => all.active.scriptURL)")
    assert worker == page.url.rstrip("/") + "/worker.js"
    cookies = [c for c in page.context.cookies() if c["name"] == "testamur"]
    assert [c["secure"] and c["httpOnly"] for c in cookies] == [True]
    expect(page.get_by_text("this connection is not secure")).to_have_count(0)


def the_fingerprint_is_that_of_the_console(page: Page, server: RoomServer) -> None:
    """Compare what the page shows with what the operator reads."""
    root = read_root(folder_of(server.folder))
    assert root is not None
    console = (server.folder / "server.log").read_text("utf-8")
    page.goto("/certificate")
    shown = "".join(page.locator(".app-fingerprint").inner_text().split())
    assert shown == fingerprint_of(root)
    assert f"SHA-256: {shown}\n" in console
    assert f"Testamur is at {server.address}\n" in console
    assert_accessible(page)


def the_seat_is_ready(page: Page) -> None:
    """Check this computer."""
    page.goto("/")
    page.get_by_role("link", name="Check this computer").click()
    expect(page.get_by_role("status")).to_have_text("This computer is ready.")
    expect(page.locator('[data-check="secure"]')).to_contain_text("The connection is secure.")
    page.get_by_role("link", name="Enter your keycode").click()


def a_test_is_sat(page: Page, keycode: str) -> None:
    """Go from the keycode to the receipt; an answer is saved on the way."""
    page.get_by_label("Enter your keycode").fill(keycode)
    press(page, "Continue")
    press(page, "Yes, this is me")
    press(page, "Start the test")
    heading(page, "Question 1 of 45")
    expect(page.locator("#unsealed")).to_be_hidden()
    with page.expect_response("**/answers") as saving:
        page.locator("#question-1 .app-options label").first.click()
    assert saving.value.ok
    expect(page.locator("#saved")).to_have_text("All answers saved")
    press(page, "Review and finish")
    press(page, "Finish the test")
    press(page, "Yes, hand in my test")
    heading(page, "You have handed in your test")
    expect(page.get_by_text("1 of 45", exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press the button of a name on the view that is shown."""
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, words: str) -> None:
    """Wait for a view by its heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_computer_without_the_certificate_does_not_believe_the_server(
    room: tuple[RoomServer, dict[str, str]], browser: Browser
) -> None:
    server, _ = room
    page = browser.new_page()

    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        page.goto(f"https://127.0.0.1:{server.port}/")

    page.close()


def test_chromium_believes_a_stolen_key_for_the_room_only(
    browser: Browser, chromium: Path, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    stolen = make_authority("room", [NAME], now)
    (tmp_path / "root.pem").write_bytes(pem(stolen.root))
    there = seat_that_trusts(browser, chromium, tmp_path / "home", tmp_path / "root.pem")
    page = there.new_page()
    for name, served in ((NAME, True), (ELSEWHERE, False)):
        made = make_server_certificate(stolen, [name], now)
        (tmp_path / "chain.pem").write_bytes(pem(made.certificate, made.issuer))
        (tmp_path / "key.pem").write_bytes(key_pem(made.key))
        with_page = Posing(tmp_path)
        try:
            page.goto(f"https://{name}:{with_page.port}/")
            assert served, f"{name} was believed"
        except Error as refused:
            assert not served, refused
            assert re.search("ERR_CERT_INVALID", str(refused))
        finally:
            with_page.stop()
    there.close()


class Posing:
    """A server with the chain and key of a folder."""

    def __init__(self, folder: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.port: int = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Silent(http.server.BaseHTTPRequestHandler):
    """A page, and no log."""

    def do_GET(self) -> None:  # named by the library
        """Answer with a page."""
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
