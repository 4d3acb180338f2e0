"""What every template can use: the component kit, times in the centre's zone, lengths of time."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_login import current_user
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from app.domain.result import percentage_text
from app.domain.roles import Role
from app.web.access import SignedIn
from app.web.pictures import shown_by
from app.web.security import csp_nonce

HOME_ZONE = "Europe/London"


def clock_time(moment: datetime | None, zone: str = HOME_ZONE) -> str:
    """Write a time of day with its zone: 14:05 GMT. An en dash when there is none."""
    return _local(moment, zone, "%H:%M %Z")


def day_and_time(moment: datetime | None, zone: str = HOME_ZONE) -> str:
    """Write a day and time with its zone: 22 November 2026, 14:05 GMT."""
    return _local(moment, zone, "%-d %B %Y, %H:%M %Z")


def clock_seconds(moment: datetime | None, zone: str = HOME_ZONE) -> str:
    """Write a time of day to the second with its zone: 14:05:09 GMT."""
    return _local(moment, zone, "%H:%M:%S %Z")


def length(time: Any) -> str | int:
    """Write a length of time: 75 minutes, or 93 minutes 45 seconds; an en dash when there is none.

    The component kit counts with this filter, so anything else is counted as Jinja does.
    """
    if time is None:
        return "–"
    if not isinstance(time, timedelta):
        return len(time)
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    words = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes or not seconds else []
    if seconds:
        words.append(f"{seconds} second{'' if seconds == 1 else 's'}")
    return " ".join(words)


def countdown(time: timedelta) -> str:
    """Write time left as minutes and seconds: 74:59, rounded up to the second."""
    seconds = -(-int(time.total_seconds() * 1000) // 1000)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _local(moment: datetime | None, zone: str, pattern: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime(pattern) if moment else "–"


def init_app(app: Flask) -> None:
    """Give the templates their loaders, filters and context."""
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.loader = ChoiceLoader(
        [
            PackageLoader("app.web", "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.filters.update(
        clock_time=clock_time,
        clock_seconds=clock_seconds,
        day_and_time=day_and_time,
        length=length,
        countdown=countdown,
        percentage=percentage_text,
        shown_by=shown_by,
    )

    @app.context_processor
    def context() -> dict[str, Any]:
        user = current_user._get_current_object() if current_user else None
        return {
            "cspNonce": csp_nonce(),
            "signed_in": user if isinstance(user, SignedIn) else None,
            "Role": Role,
        }
