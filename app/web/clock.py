"""The one reader of the clock for pages: stamps `g.now` once per request, in UTC."""

from datetime import UTC, datetime

from flask import Flask, g

from app.extensions import testamur


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def init_app(app: Flask) -> None:
    """Stamp every request with its moment."""

    @app.before_request
    def stamp() -> None:
        g.now = testamur().clock()
