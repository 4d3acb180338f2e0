"""The warning where nothing is encrypted, and the certificate that ends it."""

import pytest
from cryptography import x509
from flask.testing import FlaskClient

from app.config import Settings
from app.files.authority import fingerprint_of
from app.files.certificates import folder_of, read_root
from tests.web.computer.conftest import ElsewhereClient

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WARNING = "Warning: this connection is not secure (plain http)."
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what a room reaches
PAGES = ("/", "/sign-in", "/this-computer", "/wrong-details", "/no-such-page")
SECURE = {"base_url": "https://exam.test:8000"}


# The warning


@pytest.mark.parametrize("path", PAGES)
def test_plain_http_from_another_machine_is_warned_of_on_every_page(
    served_with: ElsewhereClient, path: str
) -> None:
    page = served_with(host=EVERYWHERE, allow_plain_http=True).get(path)

    assert WARNING in page.text
    assert "Anyone on this network can read and change" in page.text


@pytest.mark.parametrize("path", PAGES)
def test_nobody_at_the_machine_itself_is_warned(client: FlaskClient, path: str) -> None:
    for here in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        assert WARNING not in client.get(path, environ_base={"REMOTE_ADDR": here}).text


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_warned_over_https(served_with: ElsewhereClient, path: str) -> None:
    assert WARNING not in served_with(host=EVERYWHERE).get(path, **SECURE).text


def test_a_proxy_that_brings_no_https_to_the_visitor_does_not_hide_the_warning(
    served_with: ElsewhereClient,
) -> None:
    client = served_with(proxies=1)
    through = {"X-Forwarded-For": "192.168.7.33", "X-Forwarded-Proto": "http"}

    assert WARNING in client.get("/", headers=through).text
    assert WARNING not in client.get("/", headers=through | {"X-Forwarded-Proto": "https"}).text


# Cookies and headers


def test_with_https_of_our_own_cookies_are_secure_and_no_browser_is_bound_to_it(
    served_with: ElsewhereClient,
) -> None:
    answer = served_with(host=EVERYWHERE).get("/", **SECURE)

    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers


# The certificate


def test_the_authoritys_certificate_is_downloaded_as_systems_install_it(
    served_with: ElsewhereClient, settings: Settings
) -> None:
    answer = served_with(host=EVERYWHERE).get("/certificate/testamur-authority.crt", **SECURE)

    root = read_root(folder_of(settings.instance))
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert "Content-Disposition" not in answer.headers, "an iPad installs what is shown"
    assert x509.load_pem_x509_certificates(answer.data) == [root]


def test_the_page_shows_the_fingerprint_and_opens_the_visitors_system(
    served_with: ElsewhereClient, settings: Settings
) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/131.0.0.0"}

    page = served_with(host=EVERYWHERE).get("/certificate", headers=agent, **SECURE).text

    root = read_root(folder_of(settings.instance))
    assert root is not None
    shown = page.partition('class="app-fingerprint">')[2].partition("</p>")[0]
    written = "".join(part for part in shown.replace("<span>", "").split("</span><wbr>"))
    assert written == fingerprint_of(root)
    opened = page.partition('<details class="govuk-details" open>')[2]
    assert "ChromeOS" in opened.partition("</summary>")[0]
    assert page.count(" open>") == 1


@pytest.mark.parametrize("path", ["/certificate", "/certificate/testamur-authority.crt"])
@pytest.mark.parametrize(
    "given", [{}, {"proxies": 1}, {"host": EVERYWHERE, "allow_plain_http": True}]
)
def test_without_an_authority_there_is_nothing_to_install(
    served_with: ElsewhereClient, path: str, given: dict[str, object]
) -> None:
    client = served_with(**given)

    assert client.get(path).status_code == 404
    assert "install its certificate" not in client.get("/this-computer").text
