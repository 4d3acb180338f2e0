"""Pressing a button of the awarding body's pages."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def press(client: FlaskClient, path: str, page: str = "/awarding") -> TestResponse:
    """Post to a path what a form of a page would: its token and no more."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token, page
    return client.post(path, data={"csrf_token": token[1]})
