"""A candidate's browser without scripts, and what its script would send.

>>> ada = Device(app)
>>> ada.enter(story.keycodes[0])
>>> ada.press("candidate.check_details", mine="yes")
"""

import re
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse


class Form(HTMLParser):
    """Reads the fields of the form with one id as a browser would send them."""

    def __init__(self, page: str, form: str) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.offered: list[str] = []
        self._wanted, self._inside = form, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a form's beginning and of each field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._wanted
        if tag == "input" and self._inside:
            self._take(given)

    def _take(self, given: dict[str, str]) -> None:
        if given.get("name") == "shown":
            self.offered.append(given["value"])
        if given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        self.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Take note of a form's end."""
        self._inside = self._inside and tag != "form"


class Device:
    """One browser; keeps the page it shows and follows redirects."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: TestResponse = self.client.get("/")
        self.token = self._token()

    def _token(self) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.page.text)
        assert found is not None
        return found[1]

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.request.path

    @property
    def heading(self) -> str:
        """The heading of the page; those after it belong to what only a script shows."""
        heading = re.findall(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)[0]
        return re.sub(r"<[^>]+>", "", heading).strip()

    def open(self, path: str) -> TestResponse:
        """Open a page."""
        self.page = self.client.get(path, follow_redirects=True)
        return self.page

    def press(self, path: str, **fields: Any) -> TestResponse:
        """Send a form with its token."""
        sent = {"csrf_token": self.token, **fields}
        self.page = self.client.post(path, data=sent, follow_redirects=True)
        return self.page

    def enter(self, keycode: str) -> TestResponse:
        """Enter a keycode."""
        return self.press("/", keycode=keycode)

    def start(self, keycode: str) -> None:
        """Enter, confirm the details and start."""
        self.enter(keycode)
        self.press("/details", mine="yes")
        self.press("/start")
        assert self.path == "/test", self.page.text
        self.open("/test/1")

    def form(self) -> Form:
        """Read the question's form on the page shown."""
        return Form(self.page.text, "answer")

    def answer(self, *shown: int, go: str = "next", **other: Any) -> TestResponse:
        """Choose options on the question shown, and press a button."""
        fields: dict[str, Any] = dict(self.form().fields)
        fields |= {"shown": [str(place) for place in shown], "go": go} | other
        return self.press(self.path, **fields)

    def save(self, *answers: dict[str, Any], **other: Any) -> Any:
        """Send answers as the page's script does."""
        return self.client.post(
            "/answers", json={"answers": answers} | other, headers={"X-CSRFToken": self.token}
        )

    def time(self) -> Any:
        """Send a heartbeat and read the reply."""
        return self.client.get("/time").json


def written(position: int, *shown: int, follows: int, name: str = "", **other: Any) -> Any:
    """Write one answer as the page's script sends it."""
    answer = {
        "position": position,
        "shown": list(shown),
        "flagged": False,
        "client_id": name or f"write-{follows}",
        "follows": follows,
    }
    return answer | other
