"""Headers on every answer: nothing from elsewhere, nothing kept, nothing framed."""

import os
from ipaddress import IPv6Address, ip_address

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.extensions import testamur

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)

# A picture does nothing, whatever is in it and however it is opened.
PICTURE_POLICY = (
    "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
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
    app.jinja_env.globals["in_the_clear"] = in_the_clear


def in_the_clear() -> bool:
    """Say whether this request crossed a network unencrypted; from the machine itself none does."""
    return not request.is_secure and not _is_this_machine(request.remote_addr or "")


def _is_this_machine(address: str) -> bool:
    try:
        read = ip_address(address)
    except ValueError:
        return False
    four = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return (four or read).is_loopback


def _headers(response: Response) -> Response:
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype == "application/json":  # no page: nothing to frame, load or refer from
        headers["Cache-Control"] = "no-store"
        return response
    is_picture = (response.mimetype or "").startswith("image/")
    policy = PICTURE_POLICY if is_picture else POLICY.format(nonce=csp_nonce())
    headers["Content-Security-Policy"] = policy
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if request.endpoint != "static" and not response.cache_control.private:
        headers["Cache-Control"] = "no-store"  # whatever a view's file would have said
        headers.pop("Expires", None)
    if request.is_secure and testamur().settings.proxies:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
