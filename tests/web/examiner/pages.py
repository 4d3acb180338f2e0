"""Reading the examiner's pages and filling in their forms, as a browser without scripts would."""

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.content import ItemRow
from app.store.database import Database
from app.store.queries import items


class Page(HTMLParser):
    """What a browser would send of the page's last form, and what the page says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.words: list[str] = []
        self._select = self._area = ""
        self.feed(html)

    @property
    def text(self) -> str:
        """Everything the page says, with single spaces."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a field holds."""
        given: dict[str, Any] = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.sent = {}
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in given or self._select not in self.sent):
            self.sent[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "input" and name and _is_sent(given):
            self.sent[name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a field that has content."""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Take in text, which in a textarea is what it holds."""
        if self._area:
            self.sent[self._area] += data.removeprefix("\n") if not self.sent[self._area] else data
        else:
            self.words.append(data)


def _is_sent(given: dict[str, Any]) -> bool:
    return given.get("type") not in ("checkbox", "radio") or "checked" in given


def read(client: FlaskClient, path: str) -> Page:
    """Open a page that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return Page(answer.get_data(as_text=True))


def send(
    client: FlaskClient, path: str, to: str = "", button: str = "save", **changed: str
) -> TestResponse:
    """Send the last form of a page, with some fields filled in anew; `-` in a name is `__` here."""
    sent = read(client, path).sent
    sent |= {name.replace("__", "-"): value for name, value in changed.items()}
    return client.post(to or path, data={**sent, button: "y"})


def item_row(database: Database, bank_id: UUID, code: str = "s-001") -> ItemRow:
    """Find an item with its versions."""
    with database.read() as db:
        row = items.item_coded(db, bank_id, code)
    assert row is not None
    return row
