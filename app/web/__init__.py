"""The pages, one package per role."""

from typing import Any

from flask import Flask
from flask_compress import Compress

from app.config import Settings
from app.web import assets
from app.web.assets import KEPT, SQUEEZED


def flask_config(settings: Settings) -> dict[str, Any]:
    """Return Flask's own settings: cookies that scripts and other sites cannot use."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "testamur",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https_only,
        "SEND_FILE_MAX_AGE_DEFAULT": KEPT,
        # pages and what they load; an answer's reply is smaller than what squeezing it would cost
        "COMPRESS_MIMETYPES": SQUEEZED,
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a sitting must never end because a form grew old
        "TESTING": settings.development,
    }


def init_app(app: Flask) -> None:
    """Put the pages together: clock, access, errors, look, and a blueprint for each role."""
    from app.web import access, clock, cookies, errors, lockdown, look, preferences, security
    from app.web.admin.views import bp as admin
    from app.web.afterwards.views import bp as afterwards
    from app.web.auth.views import bp as auth
    from app.web.awarding.views import bp as awarding
    from app.web.candidate.views import bp as candidate
    from app.web.centre.views import bp as centre
    from app.web.computer.views import bp as computer
    from app.web.display.views import bp as display
    from app.web.examiner.views import bp as examiner
    from app.web.invigilator.views import bp as invigilator
    from app.web.on_paper.views import bp as on_paper
    from app.web.practice.views import bp as practice

    Compress(app)
    app.after_request(assets.read_whole)
    for part in (cookies, clock, access, lockdown, errors, look, preferences, security):
        part.init_app(app)
    for bp in (
        candidate,
        computer,
        display,
        practice,
        afterwards,
        auth,
        invigilator,
        on_paper,
        examiner,
        centre,
        awarding,
        admin,
    ):
        app.register_blueprint(bp)
