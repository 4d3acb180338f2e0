"""Reading people, their roles and their links."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from app.domain.roles import Grant, Role
from app.store.mapping import grant_of
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.people import OneTimeLinkRow, PersonRow, RoleGrantRow


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose grants somebody may look at: all, or those at these awarding bodies and centres."""

    bodies: frozenset[UUID] = frozenset()
    centres: frozenset[UUID] = frozenset()
    everywhere: bool = False


EVERYWHERE = Reach(everywhere=True)


@dataclass(frozen=True, slots=True)
class Held:
    """One role a person holds, with the name of where."""

    id: UUID
    grant: Grant
    place: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as lists show one, with the roles within the looker's reach."""

    person: PersonRow
    roles: tuple[Held, ...]


def person_by_email(db: Session, email: str) -> PersonRow | None:
    """Return whoever signs in with an address, given in lower case."""
    return db.scalar(select(PersonRow).where(PersonRow.email == email))


def lock_person(db: Session, person_id: UUID) -> PersonRow | None:
    """Return a person, locked until the commit; None if there is none."""
    return db.get(PersonRow, person_id, with_for_update=True, populate_existing=True)


def signed_in_person(db: Session, person_id: UUID) -> tuple[PersonRow, tuple[Grant, ...]] | None:
    """Return an active person with every grant that is not revoked; None if there is none."""
    person = db.scalar(
        select(PersonRow).where(PersonRow.id == person_id, PersonRow.active.is_(True))
    )
    return (person, grants_of(db, person_id)) if person else None


def grants_of(db: Session, person_id: UUID) -> tuple[Grant, ...]:
    """Return the grants of a person that are not revoked."""
    rows = db.scalars(
        select(RoleGrantRow)
        .where(RoleGrantRow.person_id == person_id, RoleGrantRow.revoked_at.is_(None))
        .order_by(RoleGrantRow.granted_at, RoleGrantRow.id)
    )
    return tuple(grant_of(row) for row in rows)


def held_by(db: Session, person_id: UUID, grant: Grant) -> RoleGrantRow | None:
    """Return the row of a grant the person holds now."""
    return db.scalar(
        select(RoleGrantRow).where(
            RoleGrantRow.person_id == person_id,
            RoleGrantRow.role == grant.role,
            RoleGrantRow.awarding_body_id.is_not_distinct_from(grant.awarding_body),
            RoleGrantRow.centre_id.is_not_distinct_from(grant.centre),
            RoleGrantRow.revoked_at.is_(None),
        )
    )


def grant_for(db: Session, person_id: UUID, grant_id: UUID, reach: Reach) -> RoleGrantRow | None:
    """Return a grant of the person within reach that is not revoked."""
    return db.scalar(
        select(RoleGrantRow).where(
            RoleGrantRow.id == grant_id, RoleGrantRow.person_id == person_id, _within(reach)
        )
    )


def person_for(db: Session, person_id: UUID, reach: Reach) -> PersonLine | None:
    """Return a person with the roles within reach, None for someone out of it."""
    return next(iter(_lines(db, reach, PersonRow.id == person_id)), None)


def people_in(db: Session, reach: Reach) -> list[PersonLine]:
    """Return everybody within reach, by name."""
    return _lines(db, reach, true())


def lock_administrators(db: Session) -> frozenset[UUID]:
    """Return the active administrators; their grants stay locked until the commit."""
    rows = db.scalars(
        select(RoleGrantRow)
        .where(RoleGrantRow.role == Role.ADMINISTRATOR, RoleGrantRow.revoked_at.is_(None))
        .order_by(RoleGrantRow.id)
        .with_for_update()
    ).all()
    return frozenset(
        db.scalars(
            select(PersonRow.id).where(
                PersonRow.id.in_([row.person_id for row in rows]), PersonRow.active.is_(True)
            )
        )
    )


def has_people(db: Session) -> bool:
    """Say whether there is anybody at all."""
    return db.scalar(select(PersonRow.id).limit(1)) is not None


def lock_link(db: Session, token_hash: bytes) -> OneTimeLinkRow | None:
    """Return the link of a token, locked until the commit."""
    return db.scalar(
        select(OneTimeLinkRow).where(OneTimeLinkRow.token_hash == token_hash).with_for_update()
    )


def link_of(db: Session, token_hash: bytes) -> tuple[OneTimeLinkRow, PersonRow] | None:
    """Return the link of a token and whom it is for."""
    row = db.execute(
        select(OneTimeLinkRow, PersonRow)
        .join(PersonRow, PersonRow.id == OneTimeLinkRow.person_id)
        .where(OneTimeLinkRow.token_hash == token_hash)
    ).first()
    return (row[0], row[1]) if row else None


def end_links(db: Session, person_id: UUID, now: datetime) -> None:
    """End every link of a person that is still unused."""
    db.execute(
        update(OneTimeLinkRow)
        .where(OneTimeLinkRow.person_id == person_id, OneTimeLinkRow.used_at.is_(None))
        .values(used_at=now)
    )


def bodies_within(db: Session, reach: Reach) -> Sequence[AwardingBodyRow]:
    """Return the awarding bodies within reach, by name."""
    query = select(AwardingBodyRow).order_by(AwardingBodyRow.name)
    if not reach.everywhere:
        query = query.where(AwardingBodyRow.id.in_(reach.bodies))
    return db.scalars(query).all()


def centres_within(db: Session, reach: Reach) -> Sequence[tuple[CentreRow, str]]:
    """Return the centres within reach with their awarding bodies' names, by body and number."""
    query = (
        select(CentreRow, AwardingBodyRow.name)
        .join(AwardingBodyRow, AwardingBodyRow.id == CentreRow.awarding_body_id)
        .order_by(AwardingBodyRow.name, CentreRow.number)
    )
    if not reach.everywhere:
        query = query.where(
            or_(CentreRow.awarding_body_id.in_(reach.bodies), CentreRow.id.in_(reach.centres))
        )
    return [(centre, body) for centre, body in db.execute(query)]


def centre_called(db: Session, centre_id: UUID) -> CentreRow | None:
    """Return any centre: for administrators, whose reach has no bounds."""
    return db.get(CentreRow, centre_id)


def centre_numbered(db: Session, number: str, body: UUID | None = None) -> Sequence[CentreRow]:
    """Return the centres of a number, of one awarding body where it is given."""
    query = select(CentreRow).where(CentreRow.number == number)
    if body is not None:
        query = query.where(CentreRow.awarding_body_id == body)
    return db.scalars(query).all()


def body_named(db: Session, name: str) -> AwardingBodyRow | None:
    """Return the awarding body of a name, whatever its capitals."""
    return db.scalar(
        select(AwardingBodyRow).where(func.lower(AwardingBodyRow.name) == name.lower())
    )


def _within(reach: Reach) -> ColumnElement[bool]:
    current = RoleGrantRow.revoked_at.is_(None)
    if reach.everywhere:
        return current
    return current & or_(
        RoleGrantRow.awarding_body_id.in_(reach.bodies), RoleGrantRow.centre_id.in_(reach.centres)
    )


def _lines(db: Session, reach: Reach, condition: ColumnElement[bool]) -> list[PersonLine]:
    people = select(PersonRow).where(condition).order_by(PersonRow.name, PersonRow.id)
    if not reach.everywhere:
        people = people.where(
            PersonRow.id.in_(select(RoleGrantRow.person_id).where(_within(reach)))
        )
    rows = db.scalars(people).all()
    roles = _roles(db, reach, [row.id for row in rows])
    return [PersonLine(row, tuple(roles.get(row.id, ()))) for row in rows]


def _roles(db: Session, reach: Reach, people: Collection[UUID]) -> dict[UUID, list[Held]]:
    query = (
        select(RoleGrantRow, CentreRow, AwardingBodyRow)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .outerjoin(AwardingBodyRow, AwardingBodyRow.id == RoleGrantRow.awarding_body_id)
        .where(_within(reach), RoleGrantRow.person_id.in_(people))
        .order_by(RoleGrantRow.granted_at, RoleGrantRow.id)
    )
    roles: dict[UUID, list[Held]] = {}
    for row, centre, body in db.execute(query):
        held = Held(row.id, grant_of(row), _place(centre, body), row.granted_at)
        roles.setdefault(row.person_id, []).append(held)
    return roles


def _place(centre: CentreRow | None, body: AwardingBodyRow | None) -> str:
    if centre is not None:
        return f"{centre.name} ({centre.number})"
    return body.name if body is not None else "the whole installation"
