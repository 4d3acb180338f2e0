"""Flask's companions, unbound until `create_app` binds them, and what the application holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from app.config import Settings
from app.store.answer_log import AnswerLog
from app.store.database import Database
from app.store.presence import Presence

login_manager = LoginManager()
csrf = CSRFProtect()


@dataclass(frozen=True, slots=True)
class Testamur:
    """What one running application holds: settings, database, the answer log, presence, clock."""

    settings: Settings
    database: Database
    answers: AnswerLog
    presence: Presence
    clock: Callable[[], datetime]


def testamur() -> Testamur:
    """Return what the current application holds."""
    held: Testamur = current_app.extensions["testamur"]
    return held


def database() -> Database:
    """Return the current application's database."""
    return testamur().database
