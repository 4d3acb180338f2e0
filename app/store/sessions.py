"""Exam sessions and the entries for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, Identified, OwnedByBody


class ExamSessionRow(Identified, OwnedByBody, Base):
    """A timetabled, invigilated event at one centre: one specification version, one room."""

    __tablename__ = "exam_session"
    __table_args__ = (
        CheckConstraint("lockdown IN ('', 'seb')", name="lockdown_known"),
        CheckConstraint("kind IN ('live', 'practice', 'rehearsal')", name="kind_known"),
        CheckConstraint(
            "state IN ('scheduled', 'released', 'started', 'closed')", name="state_known"
        ),
    )

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), index=True)
    specification_version_id: Mapped[UUID] = mapped_column(ForeignKey("specification_version.id"))
    # live counts; practice and rehearsal never do.
    kind: Mapped[str] = mapped_column(default="live")
    room: Mapped[str]
    # From this moment keycodes may be released and the session started.
    opens_at: Mapped[datetime]
    # The last moment a sitting may start. It never cuts a sitting that has started.
    latest_start_at: Mapped[datetime]
    # When the room is needed back: planning only, it never cuts a sitting's time.
    latest_finish_at: Mapped[datetime]
    # scheduled, released (papers locked, keycodes out), started, closed.
    state: Mapped[str] = mapped_column(default="scheduled")
    # 32 bytes from the operating system: papers and keycodes are derived from it.
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    # The pass mark frozen when the session was scheduled, in marks.
    pass_mark: Mapped[int | None]
    pass_mark_note: Mapped[str] = mapped_column(default="")
    # Whether the test is sat in a locked-down browser: empty for any browser, or "seb".
    lockdown: Mapped[str] = mapped_column(default="")
    # What ends the locked-down browser early; shown to invigilators only.
    quit_password: Mapped[str] = mapped_column(default="")
    scheduled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    scheduled_at: Mapped[datetime]
    keycodes_released_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    # Since when every clock in the room stands still; empty while they may run.
    clocks_stopped_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class SessionInvigilatorRow(OwnedByBody, Base):
    """An invigilator named for a session."""

    __tablename__ = "session_invigilator"

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class EntryRow(Identified, OwnedByBody, Base):
    """A candidate put in for a session."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("session_id", "candidate_id"),)

    centre_id: Mapped[UUID] = mapped_column(ForeignKey("centre.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("exam_session.id"))
    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"))
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    # The entry that took this one's place when the candidate went to another session.
    transferred_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("entry.id"))
