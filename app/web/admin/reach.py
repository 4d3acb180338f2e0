"""Whom the signed-in person may see, and which roles they may hand out where."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.granting import may_grant
from app.domain.roles import BODY_ROLES, CENTRE_ROLES, Grant, Role
from app.store.queries.people import EVERYWHERE, Reach, bodies_within, centres_within
from app.web.access import me, my_bodies, my_centres

NAMES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.AWARDING_OFFICER: "Awarding officer",
    Role.EXAMINER: "Examiner",
    Role.EXAMS_OFFICER: "Exams officer",
    Role.INVIGILATOR: "Invigilator",
}


def role_name(role: Role) -> str:
    """Return a role as people say it."""
    return NAMES[role]


def my_reach() -> Reach:
    """Return where the signed-in person may look at people."""
    if me().has(Role.ADMINISTRATOR):
        return EVERYWHERE
    return Reach(my_bodies(Role.AWARDING_OFFICER), my_centres(Role.EXAMS_OFFICER))


def role_choices(db: Session) -> list[tuple[str, str]]:
    """Return each role at each place that the signed-in person may hand out, with its words."""
    reach = my_reach()
    offers = [(Grant(Role.ADMINISTRATOR), "of the whole installation")]
    for body in bodies_within(db, reach):
        offers += [(Grant(role, body.id), f"of {body.name}") for role in _sorted(BODY_ROLES)]
    for centre, _ in centres_within(db, reach):
        place = f"at {centre.name} ({centre.number})"
        owner = centre.awarding_body_id
        offers += [(Grant(role, owner, centre.id), place) for role in _sorted(CENTRE_ROLES)]
    return [
        (written(grant), f"{role_name(grant.role)} {place}")
        for grant, place in offers
        if may_grant(me().grants, grant)
    ]


def written(grant: Grant) -> str:
    """Write a grant as a form's value."""
    places = (place.hex if place else "" for place in (grant.awarding_body, grant.centre))
    return ":".join((grant.role, *places))


def read_grant(value: str) -> Grant:
    """Read a form's value that was among the choices."""
    role, body, centre = value.split(":")
    return Grant(Role(role), UUID(hex=body) if body else None, UUID(hex=centre) if centre else None)


def _sorted(roles: frozenset[Role]) -> list[Role]:
    return sorted(roles, key=role_name)
