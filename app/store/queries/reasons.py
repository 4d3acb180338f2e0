"""Acts whose reason is still to be written: pauses, and the stop of all clocks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from app.domain.timing import Cause, TimeKind
from app.store.candidates import CandidateRow
from app.store.people import PersonRow
from app.store.queries.candidates import BY_NUMBER
from app.store.queries.stops import stops_of
from app.store.room import IncidentRow, RoomReasonRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow, TimeEntryRow

CLOCKS_STOPPED = "clocks_stopped"  # the category under which it is written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexplained:
    """A pause in a time ledger that does not say why."""

    sitting: UUID
    candidate_number: str
    entry: int
    at: datetime
    by: UUID | None
    by_name: str


# Beside a line of the ledger: that somebody wrote its reason down afterwards.
_EXPLAINED = exists().where(
    RoomReasonRow.centre_id == TimeEntryRow.centre_id,
    RoomReasonRow.sitting_id == TimeEntryRow.sitting_id,
    RoomReasonRow.entry == TimeEntryRow.sequence,
)


def unexplained_entries(db: Session, session: ExamSessionRow) -> list[Unexplained]:
    """Return the pauses of a session without a reason, in order of time and number.

    A rest break is its own reason, and a void is not done without one.
    """
    rows = db.execute(
        select(TimeEntryRow, CandidateRow.number, PersonRow.name)
        .join(
            SittingRow,
            and_(
                SittingRow.centre_id == TimeEntryRow.centre_id,
                SittingRow.id == TimeEntryRow.sitting_id,
            ),
        )
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .outerjoin(PersonRow, PersonRow.id == TimeEntryRow.by_id)
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            EntryRow.withdrawn_at.is_(None),
            TimeEntryRow.kind == TimeKind.PAUSE,
            TimeEntryRow.cause == Cause.NONE,
            TimeEntryRow.reason == "",
            ~_EXPLAINED,
        )
        .order_by(TimeEntryRow.at, *BY_NUMBER)
    )
    return [
        Unexplained(
            sitting=entry.sitting_id,
            candidate_number=number,
            entry=entry.sequence,
            at=entry.at,
            by=entry.by_id,
            by_name=name or "",
        )
        for entry, number, name in rows
    ]


def unexplained_stops(db: Session, session: ExamSessionRow) -> list[datetime]:
    """Return when all clocks were stopped and nobody has written down why, the oldest first."""
    said = db.scalars(
        select(IncidentRow.happened_at).where(
            IncidentRow.centre_id == session.centre_id,
            IncidentRow.session_id == session.id,
            IncidentRow.category == CLOCKS_STOPPED,
        )
    ).all()
    return [stopped_at for stopped_at, _ in stops_of(db, session) if stopped_at not in said]
