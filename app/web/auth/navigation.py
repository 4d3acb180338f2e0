"""What a signed-in person finds at the head of each page: one link for each part of the house."""

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.domain.roles import MAY_GRANT, Role
from app.web.access import SignedIn

PLACES: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Desk", "/desk", frozenset(Role)),
    ("Rooms", "/rooms", frozenset({Role.INVIGILATOR})),
    ("Centre", "/centre", frozenset({Role.EXAMS_OFFICER})),
    ("Banks", "/banks", frozenset({Role.EXAMINER})),
    ("Awarding body", "/awarding", frozenset({Role.AWARDING_OFFICER})),
    ("People", "/admin/people", frozenset(MAY_GRANT)),
    ("Administration", "/admin", frozenset({Role.ADMINISTRATOR})),
)


def staff_navigation() -> list[dict[str, object]]:
    """Return the links of the signed-in person's roles, the current place marked."""
    person = current_user._get_current_object()
    if not isinstance(person, SignedIn):
        return []
    if person.one_room:
        room = url_for("invigilator.room", session_id=person.one_room.session)
        return [{"text": "Room", "href": room, "active": True, "current": room == request.path}]
    mine = [(text, path) for text, path, roles in PLACES if person.has(*roles) and exists(path)]
    here = max((path for _, path in mine if _is_at(path)), key=len, default=None)
    return [
        {"text": text, "href": path, "active": path == here, "current": path == request.path}
        for text, path in mine
    ]


def exists(path: str) -> bool:
    """Say whether there is a page at a path."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, "GET"))
    except RequestRedirect:
        return True
    except HTTPException:
        return False


def _is_at(path: str) -> bool:
    return request.path == path or request.path.startswith(f"{path}/")
