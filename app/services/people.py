"""Staff: inviting people, giving and taking roles, suspending.

`by` is the member of staff who acts and whose own roles decide; None is the command line, which
may do what an administrator may.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.granting import is_well_placed, may_grant, may_look_after
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Grant, Role
from app.services.accounts import LINK_HOURS, issue_link, normal_email
from app.store.organisations import CentreRow
from app.store.people import PersonRow, RoleGrantRow
from app.store.queries import people as queries
from app.store.record import record

INSTALLATION = (Grant(Role.ADMINISTRATOR),)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who was invited, and the token of their link; no token for someone who signs in already."""

    person_id: UUID
    token: str


def make_person(
    db: Session, name: str, email: str, grants: Iterable[Grant], by: UUID | None, now: datetime
) -> UUID:
    """Add a person with these roles and no password yet.

    Refuses an address already in use and any role that is not the acting person's to give.
    """
    address = normal_email(email)
    if queries.person_by_email(db, address) is not None:
        raise Refusal(Reason.ADDRESS_TAKEN)
    person = PersonRow(name=name.strip(), email=address, created_at=now)
    db.add(person)
    db.flush()
    record(db, "add_person", "person", person.id, now=now, by=by)
    for grant in grants:
        give_role(db, person.id, grant, by, now)
    return person.id


def invite_person(
    db: Session,
    name: str,
    email: str,
    grants: Iterable[Grant],
    by: UUID | None,
    now: datetime,
    hours: int = LINK_HOURS,
) -> str:
    """Add a person and return the token of the link that lets them choose a password.

    Refuses an address already in use and any role that is not the acting person's to give.
    """
    person_id = make_person(db, name, email, grants, by, now)
    return issue_link(db, db.get_one(PersonRow, person_id), now, hours)


def invite_or_give_role(
    db: Session,
    name: str,
    email: str,
    grant: Grant,
    by: UUID | None,
    now: datetime,
    hours: int = LINK_HOURS,
) -> Invitation:
    """Invite a person to a role; someone who has an account gets the role beside those they hold.

    Refuses a role that is not the acting person's to give.
    """
    known = queries.person_by_email(db, normal_email(email))
    if known is not None:
        give_role(db, known.id, grant, by, now)
        return Invitation(known.id, "")
    token = invite_person(db, name, email, [grant], by, now, hours)
    added = queries.person_by_email(db, normal_email(email))
    if added is None:
        raise LookupError("the person just added is not there")
    return Invitation(added.id, token)


def give_role(db: Session, person_id: UUID, grant: Grant, by: UUID | None, now: datetime) -> UUID:
    """Give a person a role and return the grant; one they hold already is left as it is.

    Refuses a role that is not the acting person's to give, or not at its proper place.
    """
    _check_place(db, grant)
    if not may_grant(_roles_of(db, by), grant):
        raise Refusal(Reason.MAY_NOT_GRANT)
    if held := queries.held_by(db, person_id, grant):
        return held.id
    row = RoleGrantRow(
        person_id=person_id,
        role=grant.role,
        awarding_body_id=grant.awarding_body,
        centre_id=grant.centre,
        granted_at=now,
        granted_by=by,
    )
    db.add(row)
    db.flush()
    _record_role(db, "give_role", row, by, now)
    return row.id


def revoke_grant(db: Session, grant_id: UUID, by: UUID | None, now: datetime) -> None:
    """Take a role away.

    Refuses a role that is not the acting person's to give, and the last administrator's.
    """
    row = db.get_one(RoleGrantRow, grant_id)
    grant = Grant(Role(row.role), row.awarding_body_id, row.centre_id)
    if not may_grant(_roles_of(db, by), grant):
        raise Refusal(Reason.MAY_NOT_GRANT)
    if row.revoked_at is not None:
        return
    if grant.role is Role.ADMINISTRATOR:
        _check_not_last(db, row.person_id)
    row.revoked_at = now
    _record_role(db, "revoke_role", row, by, now)


def suspend_person(db: Session, person_id: UUID, by: UUID | None, now: datetime) -> None:
    """Keep a person out: every sign-in and unused link ends at once, and none is possible again.

    Refuses when the person holds a role that is not the acting person's to give, and for the last
    administrator.
    """
    person = _looked_after(db, person_id, by)
    _check_not_last(db, person_id)
    person.active = False
    person.sign_in_epoch += 1
    queries.end_links(db, person_id, now)
    record(db, "suspend_person", "person", person_id, now=now, by=by)


def reinstate_person(db: Session, person_id: UUID, by: UUID | None, now: datetime) -> None:
    """Let a suspended person sign in again; refuses as suspending does."""
    person = _looked_after(db, person_id, by)
    person.active = True
    record(db, "reinstate_person", "person", person_id, now=now, by=by)


def reset_link(
    db: Session, person_id: UUID, by: UUID | None, now: datetime, hours: int = LINK_HOURS
) -> str:
    """Return the token of a new link with which the person chooses a new password.

    Refuses when the person holds a role that is not the acting person's to give.
    """
    person = _looked_after(db, person_id, by)
    token = issue_link(db, person, now, hours)
    record(db, "issue_link", "person", person_id, now=now, by=by)
    return token


def may_change(db: Session, person_id: UUID, by: UUID) -> bool:
    """Say whether the acting person may suspend the other or give them a new link."""
    return may_look_after(_roles_of(db, by), queries.grants_of(db, person_id))


def _looked_after(db: Session, person_id: UUID, by: UUID | None) -> PersonRow:
    person = queries.lock_person(db, person_id)
    if person is None:
        raise LookupError(f"there is no person {person_id}")
    if not may_look_after(_roles_of(db, by), queries.grants_of(db, person_id)):
        raise Refusal(Reason.NOT_YOURS_TO_CHANGE)
    return person


def _roles_of(db: Session, by: UUID | None) -> tuple[Grant, ...]:
    return INSTALLATION if by is None else queries.grants_of(db, by)


def _check_place(db: Session, grant: Grant) -> None:
    """Refuse a grant at no place, or at a centre of another awarding body than it names."""
    centre = db.get(CentreRow, grant.centre) if grant.centre else None
    strange = grant.centre and (centre is None or centre.awarding_body_id != grant.awarding_body)
    if strange or not is_well_placed(grant):
        raise Refusal(Reason.MAY_NOT_GRANT)


def _check_not_last(db: Session, person_id: UUID) -> None:
    if queries.lock_administrators(db) == {person_id}:
        raise Refusal(Reason.LAST_ADMINISTRATOR)


def _record_role(db: Session, act: str, row: RoleGrantRow, by: UUID | None, now: datetime) -> None:
    record(
        db,
        act,
        "person",
        row.person_id,
        now=now,
        by=by,
        body=row.awarding_body_id,
        centre=row.centre_id,
        role=row.role,
    )
