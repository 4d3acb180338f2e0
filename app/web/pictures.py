"""Pictures in pages: where each reader finds them, and how they are sent.

Rendered wording names a picture by its hash only; the page writes the address that is its reader's
own: `{{ question.stem|shown_by("candidate.picture") }}`.
"""

from typing import Any

from flask import Response, abort, url_for
from markupsafe import Markup

from app.files.markup import shown_at
from app.store.queries.pictures import Content

ADDRESS = "<string(length=64):picture>"  # of a picture within its place: the hash, never the name
_ANY = "0" * 64


def shown_by(html: str, endpoint: str, **values: Any) -> Markup:
    """Return rendered wording with its pictures found at an endpoint that takes their hash."""
    if "<img" in html:
        place = url_for(endpoint, picture=_ANY, **values).removesuffix(_ANY)
        html = shown_at(html, place)
    return Markup(html)  # noqa: S704 - cleaned when its version was made


def send_picture(found: Content | None) -> Response:
    """Send a picture that its reader may see; 404 when there is none.

    Nothing is kept: every page has its pictures from the start, so that the network may fail, and
    a shared computer has none left when the page is closed.
    """
    if found is None:
        abort(404)
    answer = Response(found.content, mimetype=found.type)
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def is_hash(picture: str) -> bool:
    """Say whether an address names a picture as our pages do."""
    return set(picture) <= set("0123456789abcdef")
