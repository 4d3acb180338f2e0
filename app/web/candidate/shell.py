"""The shell that a candidate's computer keeps, so that a reload without a network says so."""

import json

from flask import Response, render_template, url_for

from app.web.access import open_to_all
from app.web.assets import STATIC, static_path
from app.web.candidate.blueprint import bp

# The first part of the addresses where a candidate may be when the network goes, each with the page
# to go on from when a form was on its way: that page leads to wherever the server says they are.
_OWN = (
    "/",
    "/details",
    "/instructions",
    "/start",
    "/test",
    "/review",
    "/submit",
    "/receipt",
    "/leave",
)
PAGES = dict.fromkeys(_OWN, "/test") | {"/practice": "/practice/test"}
_FONT = "vendor/fonts/atkinson-hyperlegible-next-latin-{}-normal.woff2"
_FILES = ("vendor/testamur.css", _FONT.format(400), _FONT.format(700), "icon.svg")


@bp.get("/worker.js")
@open_to_all
def worker() -> Response:
    """Give the worker with the list of what it keeps; its address is its reach."""
    scripts = (f"js/{path.name}" for path in sorted((STATIC / "js").glob("*.js")))
    kept = {
        "name": f"testamur {static_path()}",
        "files": [url_for("static", filename=name) for name in (*_FILES, *scripts)],
        "files_under": static_path(),
        "offline": url_for(".offline"),
        "pages": PAGES,
    }
    code = (STATIC / "js" / "worker.js").read_text("utf-8")
    text = f"globalThis.KEPT = {json.dumps(kept)};\n{code}"
    return Response(text, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/offline")
@open_to_all
def offline() -> str:
    """Say that there is no connection; shown from the computer's own store when that is so."""
    return render_template("candidate/offline.html")
