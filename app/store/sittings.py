"""Sittings and everything that grows with them; every key begins with the centre."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, OwnedByBody
from app.store.types import new_id


def _of_sitting() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["centre_id", "sitting_id"], ["sitting.centre_id", "sitting.id"])


class SittingRow(OwnedByBody, Base):
    """One candidate's attempt at a session, with the counters the room is watched by."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        Index("ix_sitting_session", "centre_id", "session_id"),
        CheckConstraint(
            "state IN ('entered', 'admitted', 'started', 'submitted', 'timed_out',"
            " 'absent', 'void')",
            name="state_known",
        ),
        CheckConstraint("last_sequence >= 0", name="sequence_not_negative"),
    )

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"))
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"))
    state: Mapped[str] = mapped_column(default="entered")
    # Where the candidate sits; empty until a seat is given.
    seat: Mapped[str] = mapped_column(default="")
    # The device that may write answers now; empty when the next one to enter may take it.
    lease: Mapped[str] = mapped_column(default="")
    leased_at: Mapped[datetime | None]
    # What the device that holds the lease calls itself, such as "Edge on Windows".
    lease_device: Mapped[str] = mapped_column(default="")
    # Sequence number and digest of the last response; 0 and 64 noughts before the first.
    last_sequence: Mapped[int] = mapped_column(default=0)
    last_digest: Mapped[str]
    # One character a position: "." blank, "x" answered; for the room's screen, not for marking.
    progress: Mapped[str] = mapped_column(default="")
    last_answer_at: Mapped[datetime | None]
    # Number of entries in the time ledger: a copy in memory is good while this stands.
    ledger_entries: Mapped[int] = mapped_column(default=0)
    # The draw whose paper this sitting has.
    draw: Mapped[int] = mapped_column(default=1)
    # How often a keycode was issued; the last one holds.
    keycode_issue: Mapped[int] = mapped_column(default=1)
    admitted_at: Mapped[datetime | None]
    admitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # What the candidate was known by at the door (`app.domain.admission.Identity`).
    identity_check: Mapped[str] = mapped_column(default="")
    # Why a late arrival was let in; empty for everybody in time.
    late_reason: Mapped[str] = mapped_column(default="")
    # Since when the candidate is out of the room; empty while in it.
    left_at: Mapped[datetime | None]
    # Whether they went without an escort.
    left_alone: Mapped[bool] = mapped_column(default=False)
    # Counts what the room has been told that is meant for this sitting.
    messages: Mapped[int] = mapped_column(default=0)
    # When the candidate confirmed the details shown.
    confirmed_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    # The earlier of submitting and the deadline, never when it was noticed.
    finished_at: Mapped[datetime | None]
    # Why the sitting was made void; empty otherwise.
    void_reason: Mapped[str] = mapped_column(default="")
    # How it stood before it was made void, for a reversal; empty otherwise.
    voided_from: Mapped[str] = mapped_column(default="")
    voided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # Why the invigilator handed in for the candidate; empty otherwise.
    finish_reason: Mapped[str] = mapped_column(default="")
    # When the candidate went on with the paper in print; nothing is answered on screen after that.
    on_paper_at: Mapped[datetime | None]
    # Why; empty otherwise.
    paper_reason: Mapped[str] = mapped_column(default="")
    # When the invigilator let this sitting go on without the locked-down browser.
    lockdown_waived_at: Mapped[datetime | None]
    # Why; empty otherwise.
    lockdown_waived_reason: Mapped[str] = mapped_column(default="")


class KeycodeRow(OwnedByBody, Base):
    """Where a keycode leads. The keycode itself is derived and stored nowhere."""

    __tablename__ = "keycode"
    __table_args__ = (_of_sitting(),)

    # SHA-256 of the keycode.
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    centre_id: Mapped[UUID]
    sitting_id: Mapped[UUID]


class PaperRow(OwnedByBody, Base):
    """A drawn paper: all that is needed to rebuild it, and the paper itself in one packed value."""

    __tablename__ = "paper"
    __table_args__ = (_of_sitting(),)

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    # Counts the draws of a sitting from 1; only the last one is sat.
    draw: Mapped[int] = mapped_column(primary_key=True)
    # Version of the drawing algorithm.
    algorithm: Mapped[int]
    seed: Mapped[bytes] = mapped_column(LargeBinary(32))
    specification_hash: Mapped[str]
    bank_hash: Mapped[str]
    # Soft rules given up, in words; hard rules never are.
    relaxations: Mapped[list[Any]]
    # Items with versions and option orders, as `app.domain.paper.pack` writes them.
    packed: Mapped[bytes] = mapped_column(LargeBinary())
    # SHA-256 of the packed paper.
    digest: Mapped[str]
    drawn_at: Mapped[datetime]
    # Set when the keycodes were released; a locked paper never changes and counts as seen.
    locked_at: Mapped[datetime | None]


class TimeEntryRow(OwnedByBody, Base):
    """One line of a sitting's time ledger."""

    __tablename__ = "time_entry"
    __table_args__ = (
        _of_sitting(),
        CheckConstraint(
            "kind IN ('base', 'percent', 'fixed', 'granted', 'start', 'pause', 'resume')",
            name="kind_known",
        ),
    )

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    # Counts from 1 within the sitting.
    sequence: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    # A length of time in milliseconds.
    milliseconds: Mapped[int] = mapped_column(default=0)
    # Percent of the base time.
    percent: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    # What kind of pause this begins (`app.domain.timing.Cause`); empty for any other entry.
    cause: Mapped[str] = mapped_column(default="")


class ResponseRow(OwnedByBody, Base):
    """One answer as given: the log that decides, appended to and never changed."""

    __tablename__ = "response"
    __table_args__ = (_of_sitting(), UniqueConstraint("centre_id", "sitting_id", "client_id"))

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    # Counts from 1 within the sitting.
    sequence: Mapped[int] = mapped_column(primary_key=True)
    # Place on the paper, from 1.
    position: Mapped[int]
    # Authored letters of the options chosen, sorted; empty: the answer was cleared.
    chosen: Mapped[str]
    # Whether the candidate wants to come back to it.
    flagged: Mapped[bool]
    # The writer's own name for this write: the same one twice is answered as before.
    client_id: Mapped[str]
    # The lease the writing device held.
    lease: Mapped[str]
    at: Mapped[datetime]
    # Chains to the response before it (`app.domain.response.chain`).
    digest: Mapped[str]


class LateResponseRow(OwnedByBody, Base):
    """What arrived after the close: kept as evidence, not marked."""

    __tablename__ = "late_response"
    __table_args__ = (
        _of_sitting(),
        Index("ix_late_response_sitting", "centre_id", "sitting_id"),
    )

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sitting_id: Mapped[UUID]
    # Counts from 1 within the sitting, in the order of arrival.
    sequence: Mapped[int]
    position: Mapped[int]
    chosen: Mapped[str]
    client_id: Mapped[str]
    lease: Mapped[str]
    at: Mapped[datetime]
    # Why it was not taken: time_is_up, already_submitted, sitting_void, paused, lease_lost …
    reason: Mapped[str]


class LateStatementRow(OwnedByBody, Base):
    """What an invigilator has to say about answers that came too late."""

    __tablename__ = "late_statement"
    __table_args__ = (_of_sitting(),)

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sitting_id: Mapped[UUID]
    text: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class LateDecisionRow(OwnedByBody, Base):
    """Whether an answer that came too late counts, decided by the awarding body."""

    __tablename__ = "late_decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "late_response_id"], ["late_response.centre_id", "late_response.id"]
        ),
    )

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    # One decision an answer, and it stands.
    late_response_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class KeyedSheetRow(OwnedByBody, Base):
    """A sheet answered on paper as one person keyed it in; two that agree become the responses."""

    __tablename__ = "keyed_sheet"
    __table_args__ = (_of_sitting(),)

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sitting_id: Mapped[UUID]
    # The letters ticked on the print at each position, such as ["B", "", "AC"].
    ticked: Mapped[list[Any]]
    # When the candidate handed the paper in.
    finished_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ResultCodeRow(OwnedByBody, Base):
    """Where the code on a receipt leads. The code itself is derived and stored nowhere."""

    __tablename__ = "result_code"
    __table_args__ = (_of_sitting(),)

    # SHA-256 of the code.
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    centre_id: Mapped[UUID]
    sitting_id: Mapped[UUID]


class PresenceRow(OwnedByBody, Base):
    """When a sitting's device was last heard from. May be lost without harm."""

    __tablename__ = "presence"

    centre_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    # How many entries of the time ledger, and how many messages, the device has shown.
    heard_entries: Mapped[int] = mapped_column(default=0)
    heard_messages: Mapped[int] = mapped_column(default=0)
