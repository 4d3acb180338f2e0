"""The two people behind a publication, named by their e-mail addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.domain.roles import Role, bodies_of
from app.store.queries.people import body_named, person_by_email, signed_in_person

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Behind:
    """Who puts something forward, who approves it, and the awarding body they do it for."""

    by: UUID
    approved_by: UUID
    body: UUID


def two_people(command: Command) -> Command:
    """Give a command the options that name the two people."""
    for option in (
        click.option("--body", help="The awarding body, where both work for several."),
        click.option("--approved-by", required=True, help="The e-mail address of who approves it."),
        click.option("--by", required=True, help="The e-mail address of who puts it forward."),
    ):
        command = option(command)
    return command


def people_behind(db: Session, by: str, approved_by: str, body: str | None) -> Behind:
    """Find the two people; misuse unless both are examiners of one awarding body."""
    first, bodies = _examiner(db, by, "--by")
    second, others = _examiner(db, approved_by, "--approved-by")
    return Behind(first, second, _one_of(db, bodies & others, body))


def _examiner(db: Session, email: str, option: str) -> tuple[UUID, frozenset[UUID]]:
    """Return a person with the awarding bodies whose examiner they are."""
    row = person_by_email(db, email.strip().lower())
    found = signed_in_person(db, row.id) if row else None
    bodies = bodies_of(found[1], Role.EXAMINER) if found else frozenset()
    if found is None or not bodies:
        what = f"{email} is not the address of an examiner."
        raise click.BadParameter(f"{what} Add one by `testamur staff add`.", param_hint=option)
    return found[0].id, bodies


def _one_of(db: Session, bodies: frozenset[UUID], name: str | None) -> UUID:
    if not bodies:
        raise click.UsageError("The two are not examiners of one awarding body.")
    if name is None and len(bodies) > 1:
        raise click.UsageError(
            "The two are examiners of several awarding bodies: name one by --body."
        )
    if name is None:
        return next(iter(bodies))
    row = body_named(db, name)
    if row is None or row.id not in bodies:
        raise click.BadParameter(f"The two are not examiners of {name}.", param_hint="--body")
    return row.id
