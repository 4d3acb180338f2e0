"""Cora at her desk: reading pages and sending forms, for tests of the centre's pages."""

import html
import re
from io import BytesIO
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.database import Database
from tests.cast import Cast
from tests.timetable import publish_sample, schedule

CSV = "candidate_number,family_name,given_names,date_of_birth,uln,extra_time_percent\n"


def centre_path(cast: Cast, *rest: object) -> str:
    """Return a path below Northtown's."""
    return "/".join(["/centre", str(cast.northtown), *map(str, rest)])


def read(client: FlaskClient, path: str) -> str:
    """Return the text of a page that is there."""
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.status
    return text_of(answer)


def text_of(answer: TestResponse) -> str:
    """Return what a person reads on a page."""
    body = answer.get_data(as_text=True).partition("<main")[2].replace("<wbr>", "")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def send(client: FlaskClient, path: str, **data: Any) -> TestResponse:
    """Open a page and send its form."""
    page = client.get(path).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token, path
    return client.post(path, data={"csrf_token": token[1], **data})


def send_file(client: FlaskClient, path: str, content: str | bytes) -> TestResponse:
    """Send a file with a page's form."""
    raw = content.encode() if isinstance(content, str) else content
    return send(client, path, file=(BytesIO(raw), "candidates.csv"))


def linked(answer: TestResponse) -> set[str]:
    """Return what the error summary links to, each of which must be on the page."""
    page = answer.get_data(as_text=True)
    summary = re.search(r'<div class="govuk-error-summary".*?</ul>', page, re.DOTALL)
    assert summary, text_of(answer)
    found = set(re.findall(r'href="#([^"]+)"', summary[0]))
    assert all(f'id="{id}"' in page for id in found)
    return found


def a_session(database: Database, cast: Cast, **other: Any) -> UUID:
    """Publish the sample test and schedule the Monday's session."""
    with database.begin() as db:
        return schedule(db, cast, publish_sample(db, cast), **other)
