"""Headers on every answer: nothing from elsewhere, nothing kept, nothing framed."""

import os

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.extensions import testamur

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)


def csp_nonce() -> str:
    """Return this request's nonce for the kit's one inline script."""
    if "csp_nonce" not in g:
        g.csp_nonce = os.urandom(16).hex()
    nonce: str = g.csp_nonce
    return nonce


def init_app(app: Flask) -> None:
    """Set the headers, and trust as many proxies as the settings say."""
    hops = app.extensions["testamur"].settings.proxies
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype == "application/json":  # no page: nothing to frame, load or refer from
        headers["Cache-Control"] = "no-store"
        return response
    headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static" and not response.cache_control.private:
        headers["Cache-Control"] = "no-store"  # whatever a view's file would have said
        headers.pop("Expires", None)
    if request.is_secure and testamur().settings.proxies:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
