"""The cookie, read at the least cost: its signer is made once, and what it says is remembered.

A cookie that never changes during a sitting comes with every answer. Whether its signature holds
depends on nothing but its text and our secret.
"""

from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

REMEMBERED = 20_000  # cookies: about 10 MB


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)
        self._longest = int(app.permanent_session_lifetime.total_seconds())
        self._said = lru_cache(REMEMBERED)(self._read)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the one signer."""
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the browser's cookie says; nothing when there is none or it is forged."""
        if self._signer is None:
            return None
        text = request.cookies.get(self.get_cookie_name(app), "")
        return SecureCookieSession(self._said(text) if text else {})

    def _read(self, text: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = self._signer.loads(text, max_age=self._longest)  # type: ignore[union-attr]
        except BadSignature:
            return {}
        return said


def init_app(app: Flask) -> None:
    """Read cookies with one signer."""
    app.session_interface = Cookies(app)
