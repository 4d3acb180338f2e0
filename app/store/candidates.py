"""Candidates, apart from what they are entered for, and their access arrangements."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, Identified, OwnedByBody


class CandidateRow(Identified, OwnedByBody, Base):
    """A person a centre enters for tests."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("centre_id", "number"),)

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"))
    # The candidate number the centre uses; leading zeros count.
    number: Mapped[str]
    family_name: Mapped[str]
    given_names: Mapped[str]
    date_of_birth: Mapped[date | None] = mapped_column(Date())
    # Unique learner number, ten digits with its check digit.
    uln: Mapped[str | None]


class AccessArrangementRow(Identified, OwnedByBody, Base):
    """One adjustment a candidate is allowed at every sitting, as special-category data on its own."""

    __tablename__ = "access_arrangement"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 300", name="percent_in_range"),
        CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes_in_range"),
        Index("ix_access_arrangement_candidate", "centre_id", "candidate_id"),
    )

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    # extra_time_percent, extra_time_minutes, computer_reader, rest_breaks …
    kind: Mapped[str]
    # Extra time as a percentage of the base time.
    percent: Mapped[int] = mapped_column(default=0)
    # Fixed extra time in minutes.
    minutes: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str] = mapped_column(default="")
    # Where the centre keeps the evidence.
    evidence: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    # Set when the arrangement no longer holds.
    ended_at: Mapped[datetime | None]


class CandidatePreferenceRow(OwnedByBody, Base):
    """How a candidate likes the test to look: kept with the person, not with the computer."""

    __tablename__ = "candidate_preference"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    # What differs from the standard, in the words of `app.domain.preferences`.
    settings: Mapped[dict[str, Any]]
    # The member of staff who set them last; empty when it was the candidate.
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
