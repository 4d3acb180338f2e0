"""Testamur: an on-screen multiple-choice test engine. Importing this needs nothing installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask

    from app.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings, clock: Callable[[], datetime] | None = None) -> Flask:
    """Make the web application on a database that is already migrated.

    Raises SettingsError or UnsafeDatabase rather than serve with settings that could lose answers.
    """
    from flask import Flask

    from app import extensions, web
    from app.config import check_for_production
    from app.store.answer_log import AnswerLog
    from app.store.database import Database
    from app.store.engine import check_durable, check_not_owner
    from app.store.presence import Presence
    from app.web.assets import static_path
    from app.web.clock import utc_now

    check_for_production(settings)
    database = Database(settings.url)
    check_durable(database.engine)
    if not settings.development:
        check_not_owner(database.engine)
    app = Flask(
        __name__,
        static_folder="web/static",
        static_url_path=static_path(),
        template_folder="web/templates",
    )
    app.config.from_mapping(web.flask_config(settings))
    app.extensions["testamur"] = extensions.Testamur(
        settings=settings,
        database=database,
        answers=AnswerLog(database.is_sqlite),
        presence=Presence(database.writer, database.is_sqlite),
        clock=clock or utc_now,
    )
    extensions.login_manager.init_app(app)
    web.init_app(app)
    extensions.csrf.init_app(app)  # last: its refusals are pages, which need the clock
    return app
