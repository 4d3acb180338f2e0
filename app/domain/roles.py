"""Who may do what: roles, where they are held, and the one table of acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """A part a person plays. Candidates hold it through a keycode, everyone else by a grant."""

    CANDIDATE = "candidate"
    INVIGILATOR = "invigilator"
    EXAMINER = "examiner"
    EXAMS_OFFICER = "exams_officer"
    AWARDING_OFFICER = "awarding_officer"
    ADMINISTRATOR = "administrator"


CENTRE_ROLES = frozenset({Role.INVIGILATOR, Role.EXAMS_OFFICER})
BODY_ROLES = frozenset({Role.EXAMINER, Role.AWARDING_OFFICER})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a centre, at an awarding body, or (administrator) for the installation."""

    role: Role
    awarding_body: UUID | None = None
    centre: UUID | None = None


# Who may hand out which role; nobody hands out what this table does not list.
MAY_GRANT: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Role.ADMINISTRATOR,
            Role.AWARDING_OFFICER,
            Role.EXAMINER,
            Role.EXAMS_OFFICER,
            Role.INVIGILATOR,
        }
    ),
    Role.AWARDING_OFFICER: frozenset({Role.EXAMINER, Role.EXAMS_OFFICER, Role.INVIGILATOR}),
    Role.EXAMS_OFFICER: frozenset({Role.INVIGILATOR}),
}


def holds(grants: Iterable[Grant], role: Role) -> bool:
    """Say whether any grant is for the role, wherever it is held."""
    return any(grant.role is role for grant in grants)


def centres_of(grants: Iterable[Grant], *roles: Role) -> frozenset[UUID]:
    """Return the centres where one of the roles is held."""
    return frozenset(g.centre for g in grants if g.role in roles and g.centre is not None)


def bodies_of(grants: Iterable[Grant], *roles: Role) -> frozenset[UUID]:
    """Return the awarding bodies where one of the roles is held at the body itself."""
    return frozenset(
        g.awarding_body
        for g in grants
        if g.role in roles and g.centre is None and g.awarding_body is not None
    )
