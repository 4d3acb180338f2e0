"""Is this computer ready, and the certificate that makes it trust this server."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, Response, abort, g, jsonify, render_template, request

from app.config import Transport
from app.extensions import testamur
from app.files.authority import fingerprint_of
from app.files.certificates import folder_of, read_root
from app.web.access import found, open_to_all
from app.web.browsers import SUPPORTED, supported_text
from app.web.computer.platforms import platforms_for

bp = Blueprint("computer", __name__)

# What is looked at, in this order; app/web/static/js/check.js holds how.
CHECKS = (
    ("scripts", "Scripts"),
    ("browser", "Browser"),
    ("secure", "Secure connection"),
    ("connection", "Connection to the server"),
    ("cookies", "Cookies"),
    ("storage", "Keeping answers on this computer"),
    ("encryption", "Encrypting what is kept"),
    ("offline", "Reloading without a network"),
    ("tabs", "Telling two windows apart"),
    ("screen", "Screen"),
    ("clock", "Clock"),
    ("voices", "Voices for “Listen”"),
    ("printing", "Printing"),
)


@bp.get("/this-computer")
@open_to_all
def check() -> str:
    """Show whether this computer is ready for a test, and what to do if not."""
    return render_template(
        "computer/check.html",
        checks=CHECKS,
        browsers=SUPPORTED,
        supported=supported_text(),
        own_authority=_uses_authority(),
    )


@bp.get("/this-computer/moment")
@open_to_all
def moment() -> Response:
    """Answer with the server's time in milliseconds since 1970, at the least cost."""
    return jsonify({"now_ms": round(g.now.timestamp() * 1000)})


@bp.get("/certificate")
@open_to_all
def certificate() -> str:
    """Show how to install the authority's certificate; 404 when another or none is used."""
    root = _root()
    return render_template(
        "computer/certificate.html",
        fingerprint=fingerprint_of(root),
        until=root.not_valid_after_utc,
        platforms=platforms_for(request.user_agent.string),
    )


@bp.get("/certificate/testamur-authority.crt")
@open_to_all
def download() -> Response:
    """Give the authority's certificate; shown, not attached, or an iPad would not offer to install it."""
    root = _root()
    return Response(root.public_bytes(Encoding.PEM), mimetype="application/x-x509-ca-cert")


def _uses_authority() -> bool:
    return testamur().settings.transport is Transport.AUTHORITY


def _root() -> x509.Certificate:
    if not _uses_authority():
        abort(404)
    return found(read_root(folder_of(testamur().settings.instance)))
