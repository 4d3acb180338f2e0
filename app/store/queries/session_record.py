"""Reading all that a session's record tells, and the records that were signed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.store.audit import EventRow
from app.store.candidates import CandidateRow
from app.store.content import BankRow, SpecificationRow, SpecificationVersionRow
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.people import PersonRow
from app.store.queries.candidates import BY_NUMBER
from app.store.room import RoomReasonRow, SessionRecordRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import ResponseRow, SittingRow, TimeEntryRow


@dataclass(frozen=True, slots=True)
class Head:
    """What a session is, where and of whom."""

    centre: CentreRow
    body: str
    specification: str
    version: SpecificationVersionRow
    unit: str


@dataclass(frozen=True, slots=True)
class Registered:
    """One entry ever made for the session, withdrawn or not, with its candidate and sitting."""

    entry: EntryRow
    candidate: CandidateRow
    sitting: SittingRow


def head_of(db: Session, session: ExamSessionRow) -> Head:
    """Return what stands at the head of a session's record."""
    row = db.execute(
        select(
            CentreRow,
            AwardingBodyRow.name,
            SpecificationRow.code,
            SpecificationVersionRow,
            BankRow.unit,
        )
        .select_from(SpecificationVersionRow)
        .join(SpecificationRow, SpecificationRow.id == SpecificationVersionRow.specification_id)
        .join(BankRow, BankRow.id == SpecificationRow.bank_id)
        .join(AwardingBodyRow, AwardingBodyRow.id == SpecificationRow.awarding_body_id)
        .join(CentreRow, CentreRow.id == session.centre_id)
        .where(SpecificationVersionRow.id == session.specification_version_id)
    ).one()
    return Head(*row)


def registered(db: Session, session: ExamSessionRow) -> list[Registered]:
    """Return every entry ever made for a session, by candidate number."""
    rows = db.execute(
        select(EntryRow, CandidateRow, SittingRow)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .join(SittingRow, SittingRow.entry_id == EntryRow.id)
        .where(EntryRow.session_id == session.id, SittingRow.centre_id == session.centre_id)
        .order_by(*BY_NUMBER, EntryRow.id)
    )
    return [Registered(*row) for row in rows]


def ledgers_of(db: Session, session: ExamSessionRow) -> dict[UUID, list[TimeEntryRow]]:
    """Return every line of every time ledger of a session, by sitting."""
    rows = db.scalars(
        select(TimeEntryRow)
        .where(
            TimeEntryRow.centre_id == session.centre_id,
            TimeEntryRow.sitting_id.in_(_sittings(session)),
        )
        .order_by(TimeEntryRow.sitting_id, TimeEntryRow.sequence)
    )
    found: dict[UUID, list[TimeEntryRow]] = {}
    for row in rows:
        found.setdefault(row.sitting_id, []).append(row)
    return found


def logged_answers(db: Session, session: ExamSessionRow) -> dict[UUID, int]:
    """Count the saved answers in the log of each sitting of a session."""
    rows = db.execute(
        select(ResponseRow.sitting_id, func.count())
        .where(
            ResponseRow.centre_id == session.centre_id,
            ResponseRow.sitting_id.in_(_sittings(session)),
        )
        .group_by(ResponseRow.sitting_id)
    )
    return {sitting: count for sitting, count in rows}


def acts_of(
    db: Session, session: ExamSessionRow, leave_out: Collection[str] = ()
) -> Sequence[EventRow]:
    """Return the event log of a session, its sittings and its entries, in order."""
    entries = select(EntryRow.id).where(EntryRow.session_id == session.id)
    return db.scalars(
        select(EventRow)
        .where(
            EventRow.chain == str(session.centre_id),
            or_(
                EventRow.subject_id == session.id,
                EventRow.subject_id.in_(_sittings(session)),
                EventRow.subject_id.in_(entries),
            ),
            EventRow.act.not_in(leave_out),
        )
        .order_by(EventRow.sequence)
    ).all()


def reasons_of(db: Session, session: ExamSessionRow) -> Sequence[RoomReasonRow]:
    """Return why things were done in a session, in the order it was written down."""
    return db.scalars(
        select(RoomReasonRow)
        .where(
            RoomReasonRow.centre_id == session.centre_id,
            RoomReasonRow.sitting_id.in_(_sittings(session)),
        )
        .order_by(RoomReasonRow.at, RoomReasonRow.id)
    ).all()


def marked_absent(db: Session, session: ExamSessionRow) -> dict[UUID, datetime]:
    """Return when staff last said of a sitting that its candidate is absent."""
    rows = db.execute(
        select(EventRow.subject_id, func.max(EventRow.at))
        .where(EventRow.act == "mark_absent", EventRow.subject_id.in_(_sittings(session)))
        .group_by(EventRow.subject_id)
    )
    return {sitting: at for sitting, at in rows if sitting is not None}


def names_of(db: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of staff."""
    rows = db.execute(select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(list(people))))
    return {id: name for id, name in rows}


def records_of(db: Session, session: ExamSessionRow) -> Sequence[SessionRecordRow]:
    """Return the records signed for a session, the last issue first."""
    return db.scalars(
        select(SessionRecordRow)
        .where(
            SessionRecordRow.centre_id == session.centre_id,
            SessionRecordRow.session_id == session.id,
        )
        .order_by(SessionRecordRow.issue.desc())
    ).all()


def issues_of(db: Session, session: UUID, bodies: Collection[UUID]) -> Sequence[SessionRecordRow]:
    """Return the records signed for a session of one of the bodies, the last issue first."""
    return db.scalars(
        select(SessionRecordRow)
        .where(
            SessionRecordRow.session_id == session, SessionRecordRow.awarding_body_id.in_(bodies)
        )
        .order_by(SessionRecordRow.issue.desc())
    ).all()


def record_for(
    db: Session,
    session: UUID,
    issue: int,
    *,
    centres: Collection[UUID] = (),
    bodies: Collection[UUID] = (),
) -> SessionRecordRow | None:
    """Return one issue of a session's record, of these centres or bodies; None for a stranger's."""
    return db.scalar(
        select(SessionRecordRow).where(
            SessionRecordRow.session_id == session,
            SessionRecordRow.issue == issue,
            SessionRecordRow.centre_id.in_(centres) | SessionRecordRow.awarding_body_id.in_(bodies),
        )
    )


def _sittings(session: ExamSessionRow) -> Select[UUID]:
    return select(SittingRow.id).where(
        and_(SittingRow.centre_id == session.centre_id, SittingRow.session_id == session.id)
    )
