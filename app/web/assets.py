"""Static files with their version in the address, so that browsers may keep them for good."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, request

STATIC = Path(__file__).parent / "static"
# A year in seconds: what changes gets a new address.
KEPT = 31_536_000
SQUEEZED = ["text/html", "text/css", "text/javascript", "image/svg+xml"]


@cache
def static_path() -> str:
    """Return the path static files are served at: it changes whenever one of them does."""
    digest = hashlib.sha256()
    for file in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(f"{file.relative_to(STATIC)}\0".encode())
        digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


def read_whole(response: Response) -> Response:
    """Read a static text file into memory and close it: squeezed while it streams, it stays open."""
    if request.endpoint == "static" and response.mimetype in SQUEEZED:
        response.direct_passthrough = False
        response.make_sequence()
    return response
