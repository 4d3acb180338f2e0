"""Awarding bodies and their centres."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, Identified, OwnedByBody


class AwardingBodyRow(Identified, Base):
    """An organisation that sets tests and stands behind results."""

    __tablename__ = "awarding_body"

    # The name as printed on results.
    name: Mapped[str] = mapped_column(unique=True)
    # Most extra time an invigilator may give one candidate in a sitting, in minutes.
    extra_time_limit_minutes: Mapped[int] = mapped_column(default=60)
    # Most candidates to one invigilator before scheduling warns.
    candidates_per_invigilator: Mapped[int] = mapped_column(default=20)


class CentreRow(Identified, OwnedByBody, Base):
    """A place approved by an awarding body to hold its tests."""

    __tablename__ = "centre"
    __table_args__ = (UniqueConstraint("awarding_body_id", "number"),)

    # The centre number as the awarding body writes it; leading zeros count.
    number: Mapped[str]
    name: Mapped[str]
    # The zone its times are shown in, an IANA name; storage is always UTC.
    time_zone: Mapped[str] = mapped_column(default="Europe/London")
    # A centre that is not active schedules and starts nothing.
    active: Mapped[bool] = mapped_column(default=True)
