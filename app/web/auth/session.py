"""Who is signed in: what the cookie says, held against the database at every request."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug import Response

from app.extensions import database, login_manager
from app.store.queries.people import signed_in_person
from app.web.access import SignedIn
from app.web.errors import wants_json

# A sign-in ends after the longest day of exams, whatever happens.
LONGEST = timedelta(hours=14)


@login_manager.user_loader
def load_person(cookie: str) -> SignedIn | None:
    """Return who a cookie speaks of; nobody when suspended, signed out elsewhere, or too long ago."""
    person_id, epoch = _read(cookie)
    if person_id is None or not _is_recent():
        return None
    found = _person(person_id)
    return found if found is not None and found.epoch == epoch else None


@login_manager.unauthorized_handler
def ask_to_sign_in() -> Any:
    """Send a stranger to the sign-in page and note where they wanted to go."""
    if request.headers.get("HX-Request"):
        wanted = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return "", 401, {"HX-Redirect": url_for("auth.sign_in", next=wanted or None)}
    if wants_json():
        abort(401)
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else ""
    return redirect(url_for("auth.sign_in", next=wanted or None))


def begin_session(person_id: UUID) -> None:
    """Sign a person in with a cookie that keeps nothing of what it held before."""
    person = _person(person_id)
    if person is None:
        abort(404)
    session.clear()
    session["since"] = g.now.isoformat()
    login_user(person)


def end_session() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def way_on(wanted: str | None) -> str:
    """Return where to go after signing in: the page wanted if it is one of ours, else the desk."""
    return wanted if wanted and _is_ours(wanted) else url_for("auth.desk")


def _is_ours(wanted: str) -> bool:
    """Say whether this is a plain path here: no other host, by whatever spelling browsers accept."""
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return False
    parts = urlsplit(wanted)
    return wanted.isprintable() and not parts.scheme and not parts.netloc


def _person(person_id: UUID) -> SignedIn | None:
    with database().read() as db:
        found = signed_in_person(db, person_id)
    if found is None:
        return None
    person, grants = found
    return SignedIn(person.id, person.name, person.email, person.sign_in_epoch, grants)


def _read(cookie: str) -> tuple[UUID | None, int]:
    identifier, _, epoch = cookie.partition(".")
    try:
        return UUID(hex=identifier), int(epoch)
    except ValueError:
        current_app.logger.warning("a signed cookie that cannot be read")
        return None, 0


def _is_recent() -> bool:
    since = str(session.get("since", ""))
    return bool(since) and g.now - datetime.fromisoformat(since) < LONGEST


def to_sign_in() -> Response:
    """Go to the sign-in page."""
    return redirect(url_for("auth.sign_in"))
