"""Reading the codes with which invigilators sign in for one session."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.store.people import PersonRow, RoleGrantRow
from app.store.room import InvigilatorCodeRow
from app.store.sessions import ExamSessionRow, SessionInvigilatorRow


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code as the exams officer's page lists it; the code itself is known to nobody here."""

    code: InvigilatorCodeRow
    person: PersonRow
    issued_by: str


@dataclass(frozen=True, slots=True)
class CodeBehind:
    """A code with its session and whoever it is for."""

    code: InvigilatorCodeRow
    session: ExamSessionRow
    person: PersonRow


def lock_code(db: Session, code_hash: bytes) -> InvigilatorCodeRow | None:
    """Return the code that was typed, locked until the commit; None if there is none."""
    return db.scalar(
        select(InvigilatorCodeRow)
        .where(InvigilatorCodeRow.hash == code_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def code_of_session(
    db: Session, session: ExamSessionRow, code_id: UUID
) -> InvigilatorCodeRow | None:
    """Return a code of the session, locked until the commit; None for any other."""
    return db.scalar(
        select(InvigilatorCodeRow)
        .where(InvigilatorCodeRow.id == code_id, InvigilatorCodeRow.session_id == session.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def code_behind(db: Session, code_id: UUID, person: UUID) -> CodeBehind | None:
    """Return what somebody signed in with, as it stands now; None when it is not theirs."""
    row = db.execute(
        select(InvigilatorCodeRow, ExamSessionRow, PersonRow)
        .join(ExamSessionRow, ExamSessionRow.id == InvigilatorCodeRow.session_id)
        .join(PersonRow, PersonRow.id == InvigilatorCodeRow.person_id)
        .where(InvigilatorCodeRow.id == code_id, InvigilatorCodeRow.person_id == person)
    ).first()
    return CodeBehind(*row) if row else None


def codes_of(db: Session, session: ExamSessionRow) -> list[IssuedCode]:
    """Return the codes ever issued for a session, the newest first."""
    issuer = aliased(PersonRow)
    rows = db.execute(
        select(InvigilatorCodeRow, PersonRow, issuer.name)
        .join(PersonRow, PersonRow.id == InvigilatorCodeRow.person_id)
        .join(issuer, issuer.id == InvigilatorCodeRow.issued_by)
        .where(InvigilatorCodeRow.session_id == session.id)
        .order_by(InvigilatorCodeRow.issued_at.desc(), InvigilatorCodeRow.id.desc())
    )
    return [IssuedCode(*row) for row in rows]


def unused_codes(
    db: Session, session: ExamSessionRow, person: UUID
) -> Sequence[InvigilatorCodeRow]:
    """Return the person's codes for the session that could still be used."""
    return db.scalars(
        select(InvigilatorCodeRow).where(
            InvigilatorCodeRow.session_id == session.id,
            InvigilatorCodeRow.person_id == person,
            InvigilatorCodeRow.used_at.is_(None),
            InvigilatorCodeRow.revoked_at.is_(None),
        )
    ).all()


def codes_that_hold(
    db: Session, session: ExamSessionRow, people: Collection[UUID]
) -> Sequence[InvigilatorCodeRow]:
    """Return people's codes for the session that nobody has ended, used or not; locked, by id."""
    return db.scalars(
        select(InvigilatorCodeRow)
        .where(
            InvigilatorCodeRow.session_id == session.id,
            InvigilatorCodeRow.person_id.in_(people),
            InvigilatorCodeRow.revoked_at.is_(None),
        )
        .order_by(InvigilatorCodeRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def may_invigilate(db: Session, person: PersonRow, session: ExamSessionRow) -> bool:
    """Say whether the person holds the role at the session's centre, or is its guest.

    A guest has never held a role anywhere, so whoever had the role taken away is none, and is named
    for the session: whoever is taken off it has nothing left to come in by.
    """
    roles = db.execute(
        select(RoleGrantRow.role, RoleGrantRow.centre_id, RoleGrantRow.revoked_at).where(
            RoleGrantRow.person_id == person.id
        )
    ).all()
    if not person.active:
        return False
    if not roles:
        return _is_named(db, person, session)
    return any(
        (role, centre, revoked) == ("invigilator", session.centre_id, None)
        for role, centre, revoked in roles
    )


def _is_named(db: Session, person: PersonRow, session: ExamSessionRow) -> bool:
    named = select(SessionInvigilatorRow.person_id).where(
        SessionInvigilatorRow.centre_id == session.centre_id,
        SessionInvigilatorRow.session_id == session.id,
        SessionInvigilatorRow.person_id == person.id,
    )
    return db.scalar(named) is not None
