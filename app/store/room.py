"""What happens in a room beside the answers: messages, incidents, its plan, its signed record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, Identified, OwnedByBody
from app.store.types import new_id


class RoomMessageRow(OwnedByBody, Base):
    """What the room told one candidate, or everybody."""

    __tablename__ = "room_message"
    __table_args__ = (Index("ix_room_message_session", "centre_id", "session_id"),)

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"))
    # The sitting it is meant for; empty: everybody entered for the session.
    sitting_id: Mapped[UUID | None]
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class RoomReasonRow(OwnedByBody, Base):
    """Why something was done about a sitting, in words, which the event log does not hold."""

    __tablename__ = "room_reason"
    __table_args__ = (Index("ix_room_reason_sitting", "centre_id", "sitting_id"),)

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sitting_id: Mapped[UUID]
    # What it is the reason for, as the event log names the act.
    act: Mapped[str]
    # The entry of the sitting's time ledger it explains; 0 where it explains none.
    entry: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class IncidentCategoryRow(Identified, OwnedByBody, Base):
    """A kind of incident as an awarding body names it; a body without any uses the standard list."""

    __tablename__ = "incident_category"
    __table_args__ = (UniqueConstraint("awarding_body_id", "code"),)

    code: Mapped[str]
    name: Mapped[str]
    # Whether the awarding body must be told at once, and what it must be told.
    notify: Mapped[bool] = mapped_column(default=False)
    advice: Mapped[str] = mapped_column(default="")
    # The place on the list, from 1.
    place: Mapped[int]
    # Set when it is no longer offered; incidents keep it.
    retired_at: Mapped[datetime | None]


class IncidentRow(OwnedByBody, Base):
    """Something that happened in a room, in one category, written down once and never changed."""

    __tablename__ = "incident"
    __table_args__ = (Index("ix_incident_session", "centre_id", "session_id"),)

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"))
    # The sitting it is about; empty: the whole room.
    sitting_id: Mapped[UUID | None]
    # Code and name of the category as they were, and whether the awarding body had to be told.
    category: Mapped[str]
    category_name: Mapped[str]
    notify: Mapped[bool]
    text: Mapped[str]
    happened_at: Mapped[datetime]
    # The incident this one corrects; empty otherwise.
    corrects_id: Mapped[UUID | None]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class SessionRecordRow(OwnedByBody, Base):
    """A session's record as it was signed; a later one stands beside it, never in its place."""

    __tablename__ = "session_record"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"), primary_key=True)
    # Counts the records of a session from 1.
    issue: Mapped[int] = mapped_column(primary_key=True)
    # The signed document, byte for byte.
    document: Mapped[bytes] = mapped_column(LargeBinary())
    # Why the counts do not agree, where they do not; empty otherwise.
    explanation: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class InvigilatorCodeRow(Identified, OwnedByBody, Base):
    """A code with which one invigilator signs in once, for one session."""

    __tablename__ = "invigilator_code"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    # SHA-256 of the code; the code itself is shown once and kept nowhere.
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    issued_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class RoomPlanRow(Identified, OwnedByBody, Base):
    """How the desks of a room stand: a grid, with the name of the seat at each desk."""

    __tablename__ = "room_plan"
    __table_args__ = (
        UniqueConstraint("centre_id", "name"),
        CheckConstraint("rows BETWEEN 1 AND 60", name="rows_in_range"),
        CheckConstraint("columns BETWEEN 1 AND 60", name="columns_in_range"),
    )

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"))
    # As sessions name the room.
    name: Mapped[str]
    rows: Mapped[int]
    columns: Mapped[int]
    # {"row": 1, "column": 2, "seat": "A2"} for each desk, row 1 at the front.
    desks: Mapped[list[Any]]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]


class CandidateListRow(Identified, OwnedByBody, Base):
    """A spreadsheet that was sent and is not confirmed: cells as sent, and as mended since."""

    __tablename__ = "candidate_list"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), index=True)
    # The session its candidates are to be entered for; empty: the centre's list, or as it says.
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("exam_session.id"))
    file_name: Mapped[str]
    # {"header": [...], "rows": [[line in the file, [cells]], ...]}, cells as text.
    sheet: Mapped[dict[str, Any]]
    # Which field each column is, by its place: {"0": "candidate_number", ...}.
    mapping: Mapped[dict[str, Any]]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]


class CandidateColumnsRow(OwnedByBody, Base):
    """Which column is which in a centre's spreadsheets with these headings, as last confirmed."""

    __tablename__ = "candidate_columns"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    # SHA-256 over the headings, in hexadecimal.
    headings: Mapped[str] = mapped_column(primary_key=True)
    # {"0": "candidate_number", ...}, as a candidate list has it.
    mapping: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime]


class RehearsalRow(Identified, OwnedByBody, Base):
    """A rehearsal of a session, held on a copy: what was asked for and what it showed."""

    __tablename__ = "rehearsal"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'failed')", name="state_known"),
    )

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"))
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"), index=True)
    state: Mapped[str] = mapped_column(default="running")
    candidates: Mapped[int]
    # {"done": 12, "of": 30, "phase": "answering"} while it runs.
    progress: Mapped[dict[str, Any]]
    # What it showed; empty until it is done.
    report: Mapped[dict[str, Any]]
    # Who asked for it; empty for a command.
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
