"""What tests are made of: banks, items, their versions and keys, media, specifications."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.base import Base, Identified, OwnedByBody


class BankRow(Identified, OwnedByBody, Base):
    """The bank of one unit."""

    __tablename__ = "bank"
    __table_args__ = (UniqueConstraint("awarding_body_id", "code"),)

    # The bank's own name, such as cg-4417-201.
    code: Mapped[str]
    unit: Mapped[str]
    # The unit's accreditation number.
    reference: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    level: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(default="en-GB")
    # How many options an item of this bank offers.
    options: Mapped[int] = mapped_column(default=4)
    source: Mapped[str] = mapped_column(default="")
    # Outcomes with their criteria, in printed order: [{id, title, criteria: [{id, title}]}].
    outcomes: Mapped[list[Any]]
    # Corrections of the source document: [{where, printed, correct, why}].
    corrections: Mapped[list[Any]]
    # The rules of writing set aside for the bank as a whole: [{rule, reason}].
    waivers: Mapped[list[Any]] = mapped_column(default=list)
    # The thresholds of those rules that the bank sets otherwise: {name: number}.
    writing: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ItemRow(Identified, OwnedByBody, Base):
    """A question, whatever its wording; versions hold the wording."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("bank_id", "code"),)

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"))
    # The id in the bank file, given once and never used again.
    code: Mapped[str]
    language: Mapped[str] = mapped_column(default="en-GB")
    # Items that share a text or picture and stay together; empty for none.
    set_code: Mapped[str] = mapped_column(default="")
    # The item this one asks anew; empty for none.
    replaces: Mapped[str] = mapped_column(default="")
    # Set when the item may no longer be drawn.
    withdrawn_at: Mapped[datetime | None]
    versions: Mapped[list["ItemVersionRow"]] = relationship(
        back_populates="item", order_by="ItemVersionRow.version"
    )


class ItemVersionRow(Identified, OwnedByBody, Base):
    """One wording of an item. Once a candidate has met it, it never changes."""

    __tablename__ = "item_version"
    __table_args__ = (
        UniqueConstraint("item_id", "version"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("facility IS NULL OR facility BETWEEN 0 AND 1", name="facility_range"),
        CheckConstraint("kind IN ('single', 'multiple')", name="kind_known"),
        CheckConstraint(
            "status IN ('draft', 'review', 'approved', 'retired')", name="status_known"
        ),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    version: Mapped[int]
    criterion: Mapped[str]
    kind: Mapped[str] = mapped_column(default="single")
    level: Mapped[str]
    # draft, review, approved or retired; only approved versions are drawn.
    status: Mapped[str]
    # Expected proportion right, 0 to 1.
    facility: Mapped[float | None]
    # The guidance paragraph it rests on, by number.
    guidance: Mapped[str] = mapped_column(default="")
    law_as_at: Mapped[date | None] = mapped_column(Date())
    review_by: Mapped[date | None] = mapped_column(Date())
    # Whether the options may change places.
    shuffle: Mapped[bool] = mapped_column(default=True)
    # Markdown as written.
    stem: Mapped[str]
    # [{letter, text}] as written, in authored order.
    options: Mapped[list[Any]]
    # Codes of items that may not stand on the same paper.
    enemies: Mapped[list[Any]]
    # The rules of writing set aside for this item: [{rule, reason}].
    waivers: Mapped[list[Any]] = mapped_column(default=list)
    # Safe HTML of the stem and of each option in authored order, without letter, key or rationale.
    stem_html: Mapped[str]
    options_html: Mapped[list[Any]]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    item: Mapped[ItemRow] = relationship(back_populates="versions")
    keys: Mapped[list["KeyVersionRow"]] = relationship(
        back_populates="item_version", order_by="KeyVersionRow.version"
    )


class KeyVersionRow(Identified, OwnedByBody, Base):
    """The key of an item version. A correction is a new row, never a change."""

    __tablename__ = "key_version"
    __table_args__ = (UniqueConstraint("item_version_id", "version"),)

    item_version_id: Mapped[UUID] = mapped_column(ForeignKey("item_version.id"))
    version: Mapped[int]
    # The authored letters of the right options, sorted: "B" or "AC".
    letters: Mapped[str]
    # Why each option is right or wrong: {letter: sentence}.
    rationales: Mapped[dict[str, Any]]
    # Why the key was corrected; empty for the first.
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    item_version: Mapped[ItemVersionRow] = relationship(back_populates="keys")


class MediaRow(OwnedByBody, Base):
    """A picture, known by what it contains; each awarding body has its own."""

    __tablename__ = "media"

    awarding_body_id: Mapped[UUID] = mapped_column(ForeignKey("awarding_body.id"), primary_key=True)
    # SHA-256 of the content.
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    type: Mapped[str]
    # In pixels, so that a page keeps the room a picture will take.
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary())


class ItemMediaRow(OwnedByBody, Base):
    """A picture that an item version shows, with the text that stands for it."""

    __tablename__ = "item_media"
    __table_args__ = (
        ForeignKeyConstraint(
            ["awarding_body_id", "media_hash"], ["media.awarding_body_id", "media.hash"]
        ),
        Index("ix_item_media_hash", "awarding_body_id", "media_hash"),
    )

    item_version_id: Mapped[UUID] = mapped_column(ForeignKey("item_version.id"), primary_key=True)
    # The file in the bank's folder, such as media/plan.png; no candidate is told it.
    name: Mapped[str] = mapped_column(primary_key=True)
    media_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    # Alternative text; empty only when marked decorative.
    alternative: Mapped[str] = mapped_column(default="")
    decorative: Mapped[bool] = mapped_column(default=False)


class SpecificationRow(Identified, OwnedByBody, Base):
    """A test specification, whatever its version."""

    __tablename__ = "specification"
    __table_args__ = (UniqueConstraint("awarding_body_id", "code"),)

    bank_id: Mapped[UUID] = mapped_column(ForeignKey("bank.id"))
    # Such as cg-4417-201: no year, never used again.
    code: Mapped[str]
    versions: Mapped[list["SpecificationVersionRow"]] = relationship(
        back_populates="specification", order_by="SpecificationVersionRow.version"
    )


class SpecificationVersionRow(Identified, OwnedByBody, Base):
    """One version of a specification; sessions keep the one they were scheduled with."""

    __tablename__ = "specification_version"
    __table_args__ = (
        UniqueConstraint("specification_id", "version"),
        CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_range"),
        CheckConstraint("items >= 1", name="items_positive"),
        CheckConstraint(
            "pass_mark IS NULL OR (pass_mark >= 1 AND pass_mark <= items)", name="pass_mark_range"
        ),
    )

    specification_id: Mapped[UUID] = mapped_column(ForeignKey("specification.id"))
    version: Mapped[int]
    title: Mapped[str]
    items: Mapped[int]
    # Base time in minutes.
    minutes: Mapped[int]
    # Marks needed to pass, set by the awarding body; empty means marked, not graded.
    pass_mark: Mapped[int | None]
    # Who set the pass mark and how; printed beside it.
    pass_mark_note: Mapped[str] = mapped_column(default="")
    # Everything else the file says, in the shape of `app.store.mapping.specification_content`.
    content: Mapped[dict[str, Any]]
    # Canonical SHA-256 of the specification, recorded on every paper.
    hash: Mapped[str]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    specification: Mapped[SpecificationRow] = relationship(back_populates="versions")
