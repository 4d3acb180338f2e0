"""Browsers as a test in Safe Exam Browser meets them: the classic view, the modern one, and their pages."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import WSGIEnvironment

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.stories import StorySession
from tests.web.candidate.device import Device

BASE = "http://127.0.0.1:8000"  # what the settings under test say, whatever Host the tests send
HEADER = "X-SafeExamBrowser-ConfigKeyHash"
JSON = {"Accept": "application/json"}
WINDOWS = "Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 SEB/3.9.0"


def hashed(path: str, key: str) -> str:
    """Hash an address with a key, as the browser does it."""
    return hashlib.sha256(f"{BASE}{path}{key}".encode()).hexdigest()


class ClassicClient(FlaskClient):
    """Safe Exam Browser's classic view: every request carries the header."""

    key = ""

    def run_wsgi_app(
        self, environ: WSGIEnvironment, buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Any]:
        """Send the header for the address that is asked for."""
        query = environ.get("QUERY_STRING", "")
        path = environ["PATH_INFO"] + (f"?{query}" if query else "")
        if self.key:
            environ["HTTP_X_SAFEEXAMBROWSER_CONFIGKEYHASH"] = hashed(path, self.key)
        return super().run_wsgi_app(environ, buffered)


def classic(app: Flask, key: str) -> Device:
    """Open the classic view with settings that have this key."""
    device = Device(app)
    device.client = ClassicClient(app, app.response_class)
    device.client.key = key
    device.open("/")
    device.token = device._token()
    return device


def show(device: Device, key: str, path: str = "") -> TestResponse:
    """Do what the script of the device's own page does in the modern view."""
    device.token = device._token()
    return device.press(device.path, shown=hashed(path or device.path, key))


def modern(app: Flask, key: str, keycode: str) -> Device:
    """Enter in the modern view, where only a page's script sees the key."""
    device = Device(app)
    device.enter(keycode)
    assert device.path.startswith("/lockdown/")
    show(device, key)
    assert device.path == "/details"
    return device


def begin(device: Device) -> Device:
    """Confirm the details and start."""
    device.press("/details", mine="yes")
    device.press("/start")
    assert device.path == "/test", device.page.text
    return device


def own_page(device: Device) -> str:
    """Read the address of the device's own page from the page shown."""
    found = re.search(r'name="lockdown-page" content="([^"]+)"', device.page.text)
    assert found, device.page.text
    return found[1]


def lease_of(device: Device) -> list[str]:
    """Read the pass in the device's cookie."""
    with device.client.session_transaction() as session:
        return list(session.get("sitting", []))


def forget_proof(device: Device) -> None:
    """Let the short-lived proof be gone."""
    device.client.delete_cookie("testamur-lockdown")


def outcomes(story: StorySession) -> list[str]:
    """Read what checks came to."""
    return [event.facts["outcome"] for event in story.events("check_lockdown")]
