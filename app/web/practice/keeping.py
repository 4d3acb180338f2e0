"""What a visitor's browser keeps of a practice test: signed cookies that go nowhere but /practice.

They are apart from the cookie of staff and candidates, so that neither can touch the other and the
requests of a real sitting carry none of it. Preferences have one of their own: a page saves them
while it saves answers, and the later of two replies would undo the other.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from app.domain.practice import PracticeSitting
from app.domain.preferences import Preferences
from app.services.practice import find_practice

PATH = "/practice"
PRACTICE, LOOK = "testamur-practice", "testamur-practice-look"
KEPT = timedelta(days=1)


def kept_practice() -> PracticeSitting | None:
    """Return the try that the browser keeps; None when there is none, or none that is ours."""
    return find_practice(_read(PRACTICE))


def kept_preferences() -> Preferences:
    """Return how the visitor likes the screen; the standard when nothing was chosen."""
    return Preferences.from_settings(_read(LOOK))


def keep_practice(answer: ResponseReturnValue, practice: PracticeSitting) -> Response:
    """Send an answer that has the browser keep the try as it is now."""
    return _keep(answer, PRACTICE, practice.to_mapping())


def keep_preferences(answer: ResponseReturnValue, preferences: Preferences) -> Response:
    """Send an answer that has the browser keep how the visitor likes the screen."""
    return _keep(answer, LOOK, preferences.settings)


def forget_practice(answer: ResponseReturnValue) -> Response:
    """Send an answer that has the browser forget the try and the preferences."""
    response = make_response(answer)
    for name in (PRACTICE, LOOK):
        response.delete_cookie(name, path=PATH)
    return response


def _signer(name: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=name)


def _read(name: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = _signer(name).loads(
            request.cookies.get(name, ""), max_age=int(KEPT.total_seconds())
        )
    except BadData:
        return {}
    return kept


def _keep(answer: ResponseReturnValue, name: str, kept: Mapping[str, Any]) -> Response:
    response = make_response(answer)
    response.set_cookie(
        name,
        str(_signer(name).dumps(kept)),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
