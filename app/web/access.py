"""Who may enter a page, and what they may fetch.

Every view names its roles with `for_role` or says `open_to_all`; a view that says neither is refused.
A role only opens the door: rows are then fetched for the centres or bodies where it is held, and a
stranger's row is not found. Who signed in with a code for one session finds that session's pages
and no others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import UserMixin, current_user

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Grant, Role, bodies_of, centres_of, holds
from app.extensions import login_manager

View = TypeVar("View", bound=Callable[..., Any])
Found = TypeVar("Found")


# Whose pages a code for one session opens, and how it may ask for them once that is closed.
ROOM_PAGES = frozenset({"invigilator", "on_paper"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class OneRoom:
    """What a sign-in with a code is for: one session, and once it is closed only to read there."""

    session: UUID
    code: UUID
    reading: bool = False


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The member of staff behind a request; `one_room` where they signed in with a code."""

    person_id: UUID
    name: str
    email: str
    epoch: int
    grants: tuple[Grant, ...]
    one_room: OneRoom | None = None

    def get_id(self) -> str:
        """Return what the cookie carries: the person and the epoch of their sign-ins."""
        return f"{self.person_id.hex}.{self.epoch}"

    def has(self, *roles: Role) -> bool:
        """Say whether one of the roles is held anywhere."""
        return any(holds(self.grants, role) for role in roles)


@dataclass(frozen=True, slots=True)
class SittingPass:
    """What a candidate's browser holds after the keycode: the sitting and the lease of this device.

    `lockdown` names the locked-down browser it has to be; empty for any browser.
    """

    centre: UUID
    sitting: UUID
    lease: str
    lockdown: str = ""


def for_role(*roles: Role) -> Callable[[View], View]:
    """Let only these roles into a view."""

    def mark(view: View) -> View:
        view.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(view: View) -> View:
    """Let everyone into a view, signed in or not."""
    view.allowed_roles = frozenset()  # type: ignore[attr-defined]
    return view


def me() -> SignedIn:
    """Return the signed-in member of staff; 404 when there is none."""
    if not isinstance(user := current_user._get_current_object(), SignedIn):
        abort(404)
    return user


def my_centres(*roles: Role) -> frozenset[UUID]:
    """Return the centres where the signed-in person holds one of the roles."""
    return centres_of(me().grants, *roles)


def my_bodies(*roles: Role) -> frozenset[UUID]:
    """Return the awarding bodies where the signed-in person holds one of the roles."""
    return bodies_of(me().grants, *roles)


def found(row: Found | None) -> Found:
    """Return what was fetched, or answer 404."""
    if row is None:
        abort(404)
    return row


def sitting_pass() -> SittingPass | None:
    """Return the pass in the candidate's cookie, None without one."""
    held = session.get("sitting")
    if not held:
        return None
    centre, sitting, lease, *lockdown = held
    return SittingPass(UUID(hex=centre), UUID(hex=sitting), lease, *lockdown)


def give_pass(centre: UUID, sitting: UUID, lease: str, lockdown: str = "") -> None:
    """Put a pass into the candidate's cookie."""
    session["sitting"] = [centre.hex, sitting.hex, lease, *([lockdown] if lockdown else [])]


def take_pass() -> None:
    """Take the pass away."""
    session.pop("sitting", None)


def init_app(app: Flask) -> None:
    """Check every request against the roles its view names."""

    @app.before_request
    def check_role() -> Any:
        if request.endpoint is None or request.endpoint == "static":
            return None
        allowed = getattr(current_app.view_functions[request.endpoint], "allowed_roles", None)
        if allowed is None:
            raise RuntimeError(f"{request.endpoint} names no roles")
        if not allowed:
            return None
        if Role.CANDIDATE in allowed and sitting_pass() is not None:
            return None
        if not current_user.is_authenticated:
            return _to_the_door(allowed)
        if not me().has(*allowed):
            abort(404)
        room = me().one_room
        return None if room is None else _in_one_room(room)


def _in_one_room(room: OneRoom) -> Any:
    """Let a sign-in with a code into its session's pages, lead it there from the list, else 404."""
    if request.endpoint == "invigilator.rooms":
        return redirect(url_for("invigilator.room", session_id=room.session))
    asked_for = (request.view_args or {}).get("session_id")
    if request.blueprint not in ROOM_PAGES or asked_for != room.session:
        abort(404)
    if room.reading and request.method not in READING:
        raise Refusal(Reason.SESSION_CLOSED)
    return None


def _to_the_door(allowed: frozenset[Role]) -> Any:
    if allowed == {Role.CANDIDATE}:
        return redirect(url_for("candidate.door"))
    return login_manager.unauthorized()
