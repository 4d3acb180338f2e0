"""The record of every act, and of who approved what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, Identified, OwnedByBody


class EventRow(Identified, Base):
    """One act: who, what, on what, when. Identifiers only, never names, so that people can be forgotten.

    Events of a centre (or of an awarding body, or of the installation) form one chain of digests.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_event_subject", "subject_id"),
    )

    # The centre, else the awarding body, whose chain this is in; "installation" for neither.
    chain: Mapped[str]
    # Counts from 1 within the chain.
    sequence: Mapped[int]
    awarding_body_id: Mapped[UUID | None] = mapped_column(ForeignKey("awarding_body.id"))
    centre_id: Mapped[UUID | None] = mapped_column(ForeignKey("centre.id"))
    at: Mapped[datetime]
    # The member of staff, empty for a candidate (then the subject is the sitting) or a command.
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # Verb and noun, such as start_sitting.
    act: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]]
    # SHA-256 over the digest before it and this row (`app.domain.record.event_digest`).
    digest: Mapped[str]


class ApprovalRow(Identified, OwnedByBody, Base):
    """That a person put forward or approved one version of something."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("act IN ('proposed', 'approved')", name="act_known"),
        UniqueConstraint("subject_kind", "subject_id", "subject_version", "act"),
    )

    # item_version, key_version, specification_version …
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    subject_version: Mapped[int]
    act: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
