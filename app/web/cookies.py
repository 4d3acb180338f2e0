"""The cookie's signer, made once: Flask would make a new one for each request."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Signed cookies whose signer is kept for the life of the application."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the one signer."""
        return self._signer


def init_app(app: Flask) -> None:
    """Sign cookies with one signer."""
    app.session_interface = Cookies(app)
