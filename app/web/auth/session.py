"""Who is signed in: what the cookie says, held against the database at every request."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug import Response

from app.domain.invigilator_code import Span
from app.domain.roles import Grant, Role, centres_of
from app.extensions import database, login_manager
from app.services.invigilator_codes import UsedCode, span_of
from app.store.queries.invigilator_codes import code_behind, may_invigilate
from app.store.queries.people import signed_in_person
from app.store.queries.sessions import is_any_open
from app.web.access import OneRoom, SignedIn
from app.web.errors import wants_json

# A sign-in ends after the longest day of exams; an invigilator's not before the rooms are closed.
LONGEST = timedelta(hours=14)


@login_manager.user_loader
def load_person(cookie: str) -> SignedIn | None:
    """Return who a cookie speaks of; nobody when suspended, signed out elsewhere, or too long ago."""
    person_id, epoch = _read(cookie)
    if person_id is None:
        return None
    code = _code()
    found = _person(person_id) if code is None else _in_one_room(person_id, code)
    if found is None or found.epoch != epoch:
        return None
    return found if code is not None or _is_recent() or _is_needed(found) else None


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


def begin_room_session(used: UsedCode) -> None:
    """Sign in, for one session, whoever used a code up; nothing else is kept in the cookie."""
    session.clear()
    session["code"] = used.id.hex
    person = _in_one_room(used.person, used.id)
    if person is None:
        abort(404)
    login_user(person)


def end_session() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def way_on(wanted: str | None) -> str:
    """Return where to go after signing in: the page wanted if it is one of ours, else the first."""
    return wanted if wanted and _is_ours(wanted) else first_page()


def first_page() -> str:
    """Return where somebody signed in begins: their one room, or the desk."""
    person = current_user._get_current_object()
    room = person.one_room if isinstance(person, SignedIn) else None
    if room is None:
        return url_for("auth.desk")
    return url_for("invigilator.room", session_id=room.session)


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


def _in_one_room(person_id: UUID, code_id: UUID) -> SignedIn | None:
    """Return an invigilator as a code lets them in: with that role there, and with no other."""
    with database().read() as db:
        held = code_behind(db, code_id, person_id)
        allowed = held is not None and may_invigilate(db, held.person, held.session)
    if held is None or not allowed or held.code.revoked_at is not None:
        return None
    span = span_of(held.session, g.now)
    if span not in (Span.OPEN, Span.READING):
        return None
    person, place = held.person, (held.session.awarding_body_id, held.session.centre_id)
    room = OneRoom(held.session.id, code_id, reading=span is Span.READING)
    grants = (Grant(Role.INVIGILATOR, *place),)
    return SignedIn(person.id, person.name, person.email, person.sign_in_epoch, grants, room)


def _code() -> UUID | None:
    """Return the code that this browser signed in with; None after a sign-in with a password."""
    held = session.get("code")
    return UUID(hex=held) if held else None


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


def _is_needed(person: SignedIn) -> bool:
    """Say whether a session that was open when the sign-in would have ended is still open.

    It is one of a centre where the person invigilates: nobody is signed out of a room that goes on.
    """
    since = str(session.get("since", ""))
    centres = centres_of(person.grants, Role.INVIGILATOR)
    if not since or not centres:
        return False
    with database().read() as db:
        return is_any_open(db, centres, datetime.fromisoformat(since) + LONGEST)


def to_sign_in() -> Response:
    """Go to the sign-in page."""
    return redirect(url_for("auth.sign_in"))
