"""Staff: people, the roles they are granted, and the links that let them in the first time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.base import Base, Identified


class PersonRow(Identified, Base):
    """Someone who signs in with an e-mail address and a password."""

    __tablename__ = "person"

    name: Mapped[str]
    # Kept in lower case; what they sign in with.
    email: Mapped[str] = mapped_column(unique=True)
    # argon2id; empty until the person has followed an invitation.
    password_hash: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    # Raised by one to end every sign-in the person has anywhere.
    sign_in_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    grants: Mapped[list["RoleGrantRow"]] = relationship(
        back_populates="person", foreign_keys="RoleGrantRow.person_id"
    )


class RoleGrantRow(Identified, Base):
    """One role one person holds: at a centre, at an awarding body, or for the installation."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "(role = 'administrator' AND awarding_body_id IS NULL AND centre_id IS NULL)"
            " OR (role IN ('examiner', 'awarding_officer')"
            " AND awarding_body_id IS NOT NULL AND centre_id IS NULL)"
            " OR (role IN ('invigilator', 'exams_officer')"
            " AND awarding_body_id IS NOT NULL AND centre_id IS NOT NULL)",
            name="role_has_its_place",
        ),
        Index("ix_role_grant_person", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    awarding_body_id: Mapped[UUID | None] = mapped_column(ForeignKey("awarding_body.id"))
    centre_id: Mapped[UUID | None] = mapped_column(ForeignKey("centre.id"))
    granted_at: Mapped[datetime]
    # Who granted it; empty for the first administrator.
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # Set when the role is taken away; the row stays as the record.
    revoked_at: Mapped[datetime | None]
    person: Mapped[PersonRow] = relationship(back_populates="grants", foreign_keys=[person_id])


class OneTimeLinkRow(Identified, Base):
    """An invitation or a password reset: works once, until it expires."""

    __tablename__ = "one_time_link"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    # SHA-256 of the token; the token itself is shown once and kept nowhere.
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ThrottleRow(Base):
    """How many failed tries a key (an address with an account or a door) has had in a window."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
