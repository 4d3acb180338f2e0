"""Sending a form of the administration's pages."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def submit(client: FlaskClient, path: str, **data: str) -> TestResponse:
    """Post a form with the token of a page that has one."""
    page = client.get("/admin/people").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    return client.post(path, data={"csrf_token": token[1], **data})
