"""A browser as far as a test needs one: cookies, redirects, what pages load, and bytes counted."""

import gzip
import http.client
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT = 30  # seconds a page may take before a candidate would raise a hand
TRIES = 4
PAUSE = 0.5  # seconds before the next try, doubled each time
REDIRECTS = (301, 302, 303, 307, 308)
OK = 200

_SHELL = re.compile(r"globalThis\.KEPT = (.*);\n")
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
_LOADED = re.compile(r'(?:src|href)="(/static/[^"?#]+)')
_IMPORTED = re.compile(r'(?:from|import)\s*\(?\s*"(\.{1,2}/[^"]+)"')


class Unexpected(Exception):
    """An answer that a candidate's browser would not have expected."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass
class Browser:
    """One browser on one connection, which it keeps open; `received` and `sent` are in bytes."""

    address: str
    received: int = 0
    sent: int = 0
    tried_again: int = 0
    token: str = ""
    page: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)
    _loaded: set[str] = field(default_factory=set)
    _connection: http.client.HTTPConnection | None = None

    def open(self, path: str) -> Reply:
        """Open a page, following where it leads, and load what it needs that is not here yet."""
        return self._arrive(self.ask("GET", path), path)

    def post(self, path: str, **fields: str) -> Reply:
        """Send a form of the page that is open, and open the page it leads to."""
        return self._arrive(self._send_form(path, fields), path)

    def keep_shell(self) -> None:
        """Load what the worker of the candidate's pages keeps, as a browser does behind the page."""
        said = _SHELL.match(self.ask("GET", "/worker.js").text)
        for path in json.loads(said[1])["files"] if said else ():
            self._load(path)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Ask once more when the connection breaks; all that a test sends may be sent again."""
        for tries in range(1, TRIES + 1):
            try:
                return self._ask(method, path, body, headers or {})
            except (OSError, http.client.HTTPException):
                self.close()
                if tries == TRIES:
                    raise
                self.tried_again += 1
                time.sleep(PAUSE * 2 ** (tries - 1))
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _send_form(self, path: str, fields: Mapping[str, str]) -> Reply:
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, kind | {"Referer": self.address + path})

    def _arrive(self, reply: Reply, path: str) -> Reply:
        for _ in range(5):
            if reply.status not in REDIRECTS:
                break
            path = urlsplit(urljoin(path, reply.headers["location"])).path
            reply = self.ask("GET", path)
        if reply.status != OK:
            raise Unexpected(f"{path} answered {reply.status}")
        self.page = path
        if found := _TOKEN.search(reply.text):
            self.token = found[1]
        for asset in _LOADED.findall(reply.text):
            self._load(asset)
        return reply

    def _load(self, path: str) -> None:
        """Load a file once, and the modules that it imports."""
        if path in self._loaded:
            return
        self._loaded.add(path)
        reply = self.ask("GET", path)
        if path.endswith(".js"):
            for module in _IMPORTED.findall(reply.text):
                self._load(urljoin(path, module))

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        connection = self._connection = self._connection or self._connect()
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {"Accept-Encoding": "gzip", **headers, **({"Cookie": cookie} if cookie else {})}
        connection.request(method, path, body or None, sent)
        self.sent += len(path) + len(body) + sum(len(k) + len(v) + 4 for k, v in sent.items())
        answer = connection.getresponse()
        got = answer.read()
        self.received += len(got) + sum(len(k) + len(v) + 4 for k, v in answer.getheaders())
        self._keep_cookies(answer)
        if answer.getheader("Content-Encoding") == "gzip":
            got = gzip.decompress(got)
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, got)

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value

    def _connect(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        return kind(parts.hostname or "127.0.0.1", parts.port, timeout=TIMEOUT)
