"""Spreadsheets as centres send them, and Cora on the way from the file to the list."""

import io
import re
from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from werkzeug.test import TestResponse

from tests.web.centre.desk import send_file, text_of


def workbook(*rows: Sequence[Any], from_1904: bool = False, **formats: str) -> bytes:
    """Write rows as a workbook; `A="@"` gives a column a number format."""
    book = Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for column, shown_as in formats.items():
        for cell in sheet[column]:
            cell.number_format = shown_as
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return a workbook as bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    """Return what stands in the first sheet of a workbook."""
    return list(load_workbook(io.BytesIO(content)).worksheets[0].values)


def upload(client: FlaskClient, path: str, content: str | bytes) -> str:
    """Send a file, take its columns as they are guessed, and return the address of the preview."""
    answer = send_file(client, path, content)
    assert answer.status_code == 302, text_of(answer)
    columns = answer.headers["Location"]
    answer = submit(client, columns, "Look at the rows")
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def submit(client: FlaskClient, path: str, button: str, **data: Any) -> TestResponse:
    """Press a button on a page with its form as it stands, but for what is given."""
    page = client.get(path).get_data(as_text=True)
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.DOTALL) if button in f)
    action = re.search(r'<form[^>]*action="([^"]*)"', form)
    filled = _filled(form) | data
    return client.post(action[1] if action else path, data=filled)


def _filled(form: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        unticked = at.get("type") in ("radio", "checkbox") and not re.search(r"\bchecked\b", tag)
        if "name" in at and not unticked:
            found[at["name"]] = at.get("value", "")
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found
