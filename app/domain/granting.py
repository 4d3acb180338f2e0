"""Who may hand out which role where: never more than one's own, and never beyond one's own place."""

from collections.abc import Iterable

from app.domain.roles import BODY_ROLES, CENTRE_ROLES, MAY_GRANT, Grant, Role


def is_well_placed(grant: Grant) -> bool:
    """Say whether the grant names the place its role is held at, and no other."""
    if grant.role in CENTRE_ROLES:
        return grant.centre is not None and grant.awarding_body is not None
    if grant.role in BODY_ROLES:
        return grant.centre is None and grant.awarding_body is not None
    return grant.role is Role.ADMINISTRATOR and grant.centre is None and grant.awarding_body is None


def may_grant(held: Iterable[Grant], wanted: Grant) -> bool:
    """Say whether someone who holds these grants may hand out or take away the one wanted."""
    return is_well_placed(wanted) and any(_reaches(grant, wanted) for grant in held)


def may_look_after(held: Iterable[Grant], theirs: Iterable[Grant]) -> bool:
    """Say whether the holder may suspend someone or give them a new link.

    A link opens everything the person may do, so each of their roles must be the holder's to give.
    """
    mine, roles = tuple(held), tuple(theirs)
    if any(grant.role is Role.ADMINISTRATOR for grant in mine):
        return True
    return bool(roles) and all(may_grant(mine, grant) for grant in roles)


def grantable(held: Iterable[Grant]) -> frozenset[Role]:
    """Return the roles that someone who holds these grants may hand out somewhere."""
    return frozenset().union(*(MAY_GRANT.get(grant.role, frozenset()) for grant in held))


def _reaches(grant: Grant, wanted: Grant) -> bool:
    if wanted.role not in MAY_GRANT.get(grant.role, frozenset()):
        return False
    if grant.role is Role.ADMINISTRATOR:
        return True
    if grant.role is Role.AWARDING_OFFICER:
        return wanted.awarding_body == grant.awarding_body
    return wanted.centre == grant.centre
