"""A room's server and browsers at it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app import create_app
from app.cli.https import prepare_https
from app.config import Settings

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ElsewhereClient = Callable[..., FlaskClient]


@pytest.fixture
def served_with(settings: Settings) -> Iterator[ElsewhereClient]:
    """Give a browser at another machine of a server with further settings: `served_with(host=…)`."""
    apps = []

    def made(**further: Any) -> FlaskClient:
        changed = replace(settings, **further)
        prepare_https(changed, NOW)
        apps.append(create_app(changed, lambda: NOW))
        client = apps[-1].test_client()
        client.environ_base["REMOTE_ADDR"] = "192.168.7.33"
        return client

    yield made
    for app in apps:
        app.extensions["testamur"].database.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application to real browsers on this machine, and say where."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Any]:
    """Open real browser windows: `window()`, or with what the context is to be like."""
    contexts = []

    def opened(**like: Any) -> Page:
        contexts.append(browser.new_context(base_url=address, **like))
        page = contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()
