"""Reading what else goes on while a session does."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.domain.timetable import Slot
from app.store.content import SpecificationVersionRow
from app.store.people import PersonRow
from app.store.queries.candidates import ExtraTime, extra_time_of
from app.store.sessions import EntryRow, ExamSessionRow, SessionInvigilatorRow
from app.store.sittings import PaperRow, SittingRow

A_DAY = timedelta(days=1)  # longer than any session goes on after its latest finish


@dataclass(frozen=True, slots=True)
class Planned:
    """A session with the title of what is sat, its minutes, and who is entered and watches."""

    session: ExamSessionRow
    title: str
    minutes: int
    invigilators: frozenset[UUID]
    candidates: frozenset[UUID]
    extra: tuple[ExtraTime, ...]

    def slot(self, longest: timedelta) -> Slot:
        """Return its place in the timetable."""
        return Slot(
            session=self.session.id,
            centre=self.session.centre_id,
            room=self.session.room,
            opens_at=self.session.opens_at,
            latest_start_at=self.session.latest_start_at,
            latest_finish_at=self.session.latest_finish_at,
            longest=longest,
            invigilators=self.invigilators,
            candidates=self.candidates,
        )


def planned(db: Session, session: ExamSessionRow) -> Planned:
    """Return a session as the timetable has it."""
    return _planned(db, ExamSessionRow.id == session.id)[0]


def planned_around(db: Session, session: ExamSessionRow) -> Sequence[Planned]:
    """Return the sessions, not closed, that may go on while this one does.

    They are of the same centre, or of any at which one of its invigilators is named.
    """
    its_people = select(SessionInvigilatorRow.person_id).where(
        SessionInvigilatorRow.centre_id == session.centre_id,
        SessionInvigilatorRow.session_id == session.id,
    )
    watched = select(SessionInvigilatorRow.session_id).where(
        SessionInvigilatorRow.person_id.in_(its_people)
    )
    return _planned(
        db,
        ExamSessionRow.id != session.id,
        ExamSessionRow.state != "closed",
        ExamSessionRow.kind == "live",
        ExamSessionRow.opens_at < session.latest_finish_at + A_DAY,
        ExamSessionRow.latest_finish_at > session.opens_at - A_DAY,
        or_(ExamSessionRow.centre_id == session.centre_id, ExamSessionRow.id.in_(watched)),
    )


def people_named(db: Session, people: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of members of staff."""
    found = select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(people))
    return {person: name for person, name in db.execute(found)}


def papers_drawn(db: Session, session: ExamSessionRow) -> int:
    """Count the entries that stand whose sitting has the paper of its last draw."""
    return (
        db.scalar(
            select(func.count())
            .select_from(SittingRow)
            .join(EntryRow, EntryRow.id == SittingRow.entry_id)
            .join(
                PaperRow,
                (PaperRow.centre_id == SittingRow.centre_id)
                & (PaperRow.sitting_id == SittingRow.id)
                & (PaperRow.draw == SittingRow.draw),
            )
            .where(
                SittingRow.centre_id == session.centre_id,
                SittingRow.session_id == session.id,
                EntryRow.withdrawn_at.is_(None),
            )
        )
        or 0
    )


def _planned(db: Session, *where: ColumnElement[bool]) -> list[Planned]:
    rows = db.execute(
        select(ExamSessionRow, SpecificationVersionRow.title, SpecificationVersionRow.minutes)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .where(*where)
    ).all()
    sessions = [session.id for session, _, _ in rows]
    watching, entered = _watching(db, sessions), _entered(db, sessions)
    return [
        Planned(
            session,
            title,
            minutes,
            watching[session.id],
            entered[session.id],
            tuple(extra_time_of(db, session.centre_id, entered[session.id]).values()),
        )
        for session, title, minutes in rows
    ]


def _watching(db: Session, sessions: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    rows = db.execute(
        select(SessionInvigilatorRow.session_id, SessionInvigilatorRow.person_id).where(
            SessionInvigilatorRow.session_id.in_(sessions)
        )
    )
    return _by_session((session, person) for session, person in rows)


def _entered(db: Session, sessions: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    rows = db.execute(
        select(EntryRow.session_id, EntryRow.candidate_id).where(
            EntryRow.session_id.in_(sessions), EntryRow.withdrawn_at.is_(None)
        )
    )
    return _by_session((session, candidate) for session, candidate in rows)


def _by_session(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, frozenset[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for session, person in pairs:
        found[session].add(person)
    return defaultdict(frozenset, {each: frozenset(people) for each, people in found.items()})
