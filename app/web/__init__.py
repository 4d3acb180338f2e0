"""The pages, one package per role."""

from typing import Any

from flask import Flask

from app.config import Settings
from app.web.assets import KEPT


def flask_config(settings: Settings) -> dict[str, Any]:
    """Return Flask's own settings: cookies that scripts and other sites cannot use."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "testamur",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": bool(settings.proxies),
        "SEND_FILE_MAX_AGE_DEFAULT": KEPT,
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a sitting must never end because a form grew old
        "TESTING": settings.development,
    }


def init_app(app: Flask) -> None:
    """Put the pages together: clock, access, errors, look, and a blueprint for each role."""
    from app.web import access, clock, cookies, errors, look, security
    from app.web.admin.views import bp as admin
    from app.web.auth.views import bp as auth
    from app.web.awarding.views import bp as awarding
    from app.web.candidate.views import bp as candidate
    from app.web.centre.views import bp as centre
    from app.web.examiner.views import bp as examiner
    from app.web.invigilator.views import bp as invigilator

    for part in (cookies, clock, access, errors, look, security):
        part.init_app(app)
    for bp in (candidate, auth, invigilator, examiner, centre, awarding, admin):
        app.register_blueprint(bp)
