"""Results: versions that are only ever added, and their release."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, OwnedByBody


class ResultRow(OwnedByBody, Base):
    """One version of a sitting's result, with all it was worked out from."""

    __tablename__ = "result"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "sitting_id"], ["sitting.centre_id", "sitting.id"]),
        CheckConstraint("status IN ('marked', 'absent', 'void', 'withheld')", name="status_known"),
        CheckConstraint("(status = 'marked') = (mark IS NOT NULL)", name="marked_has_a_mark"),
        CheckConstraint("mark IS NULL OR (mark >= 0 AND mark <= maximum)", name="mark_range"),
    )

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    # Counts from 1; the last one holds.
    version: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    mark: Mapped[int | None]
    maximum: Mapped[int | None]
    # The pass mark it was graded by, in marks; empty: marked, not graded.
    pass_mark: Mapped[int | None]
    pass_mark_note: Mapped[str] = mapped_column(default="")
    # pass, fail or not_graded; empty unless marked.
    grade: Mapped[str | None]
    # [{id, mark, maximum}] by outcome.
    profile: Mapped[list[Any]]
    # One entry a position: item, versions, chosen letters, mark.
    item_marks: Mapped[list[Any]]
    # The marking rule, such as exact-1.
    marking_rule: Mapped[str] = mapped_column(default="")
    marked_at: Mapped[datetime]
    # Why there is a new version; empty for the first.
    reason: Mapped[str] = mapped_column(default="")


class ResultReleaseRow(OwnedByBody, Base):
    """That a version of a result was given out, when and by whom."""

    __tablename__ = "result_release"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "sitting_id", "version"],
            ["result.centre_id", "result.sitting_id", "result.version"],
        ),
    )

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime]
