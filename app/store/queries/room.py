"""Reading rooms: who sits where, how each stands, and whether anything has changed at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NULLTYPE

from app.domain.arrangement import ArrangementKind
from app.domain.room import RoomClock, SittingFacts, room_clock
from app.domain.sitting import SessionState, SittingState
from app.store import mapping
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow, CandidateRow
from app.store.content import SpecificationVersionRow
from app.store.organisations import CentreRow
from app.store.queries.candidates import BY_NUMBER
from app.store.queries.lockdown import last_checks
from app.store.room import IncidentRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import (
    LateResponseRow,
    PresenceRow,
    ResponseRow,
    SittingRow,
    TimeEntryRow,
)

LONGEST_OPEN = timedelta(days=2)  # whoever forgot to close a session does not watch it for ever
KEPT = 20_000  # sittings whose clocks are remembered per process: about 10 MB

_READ = SittingFacts._fields.index("clock")
_STATES = {state.value: state for state in SittingState}

# What ledgers came to, with how many entries: a ledger only grows, so it is read again when it has.
_clocks: dict[UUID, tuple[int, RoomClock]] = {}


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is open, what it is called, and where it is held."""

    session: ExamSessionRow
    title: str
    centre: CentreRow


def seated(db: Session, session: ExamSessionRow) -> Sequence[tuple[SittingRow, CandidateRow]]:
    """Return the sittings of a session with their candidates, by candidate number."""
    rows = db.execute(
        select(SittingRow, CandidateRow)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            EntryRow.withdrawn_at.is_(None),
        )
        .order_by(*BY_NUMBER)
    )
    return [(sitting, candidate) for sitting, candidate in rows]


def open_sessions(db: Session, centres: Collection[UUID], now: datetime) -> list[OpenSession]:
    """Return the sessions of the centres whose keycodes are out, by centre, opening and room."""
    rows = db.execute(
        select(ExamSessionRow, SpecificationVersionRow.title, CentreRow)
        .join(
            SpecificationVersionRow,
            SpecificationVersionRow.id == ExamSessionRow.specification_version_id,
        )
        .join(CentreRow, CentreRow.id == ExamSessionRow.centre_id)
        .where(
            ExamSessionRow.centre_id.in_(centres),
            ExamSessionRow.state.in_((SessionState.RELEASED, SessionState.STARTED)),
            ExamSessionRow.opens_at > now - LONGEST_OPEN,
        )
        .order_by(CentreRow.number, ExamSessionRow.opens_at, ExamSessionRow.room, ExamSessionRow.id)
    )
    return [OpenSession(*row) for row in rows]


def sitting_facts(db: Session, session: ExamSessionRow, items: int) -> list[SittingFacts]:
    """Return what the room's screen needs of every sitting, by candidate number."""
    return facts_of_rooms(db, [session], {session.id: items})[session.id]


def facts_of_rooms(
    db: Session, sessions: Collection[ExamSessionRow], items: Mapping[UUID, int]
) -> dict[UUID, list[SittingFacts]]:
    """Return what a screen needs of every sitting of several rooms, each by candidate number."""
    found = [_facts_of(tuple(row)) for row in db.connection().execute(_facts(sessions))]
    clocks = _clocks_of(db, found)
    more = _More(db, sessions, any(clock.on_break for clock in clocks.values()))
    rooms: dict[UUID, list[SittingFacts]] = {session.id: [] for session in sessions}
    for facts in found:
        about = more.about(facts)
        rooms[facts.session].append(
            SittingFacts._make(
                (*facts[:_READ], clocks[facts.sitting], items[facts.session], *about)
            )
        )
    return rooms


def items_of(db: Session, sessions: Collection[ExamSessionRow]) -> dict[UUID, int]:
    """Return how many questions each session's test has."""
    versions = {session.specification_version_id for session in sessions}
    found = db.execute(
        select(SpecificationVersionRow.id, SpecificationVersionRow.items).where(
            SpecificationVersionRow.id.in_(versions)
        )
    )
    items = {version: count for version, count in found}
    return {session.id: items[session.specification_version_id] for session in sessions}


def late_counts(db: Session, session: ExamSessionRow) -> tuple[int, int]:
    """Return how many answers came too late and still say something, and from how many candidates.

    Left out are those that were sent again and taken, and those answered anew afterwards.
    """
    same = and_(
        ResponseRow.centre_id == LateResponseRow.centre_id,
        ResponseRow.sitting_id == LateResponseRow.sitting_id,
    )
    taken = select(1).where(same, ResponseRow.client_id == LateResponseRow.client_id)
    overtaken = select(1).where(
        same,
        ResponseRow.position == LateResponseRow.position,
        ResponseRow.at > LateResponseRow.at,
    )
    count, sittings = db.execute(
        select(func.count(), func.count(func.distinct(LateResponseRow.sitting_id)))
        .select_from(LateResponseRow)
        .join(SittingRow, is_of_sitting(LateResponseRow))
        .where(_in_rooms([session]), ~taken.exists(), ~overtaken.exists())
    ).one()
    return count, sittings


def _facts(sessions: Collection[ExamSessionRow]) -> Select[Any]:
    """Ask for the columns of SittingFacts, in its order; identifiers and instants as stored."""
    progress = SittingRow.progress
    return (
        select(
            raw(SittingRow.session_id),
            raw(SittingRow.id),
            CandidateRow.number,
            CandidateRow.family_name,
            CandidateRow.given_names,
            SittingRow.seat,
            SittingRow.state,
            SittingRow.ledger_entries,
            func.length(progress) - func.length(func.replace(progress, "x", "")),
            SittingRow.lease != "",
            raw(SittingRow.leased_at),
            raw(SittingRow.confirmed_at),
            raw(SittingRow.last_answer_at),
            raw(SittingRow.finished_at),
            SittingRow.on_paper_at.is_not(None),
            raw(SittingRow.left_at),
            SittingRow.left_alone,
            SittingRow.late_reason != "",
            SittingRow.lockdown_waived_at.is_not(None),
            raw(PresenceRow.seen_at),
            func.coalesce(PresenceRow.heard_entries, 0),
        )
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        .outerjoin(PresenceRow, is_of_sitting(PresenceRow))
        .where(_in_rooms(sessions), EntryRow.withdrawn_at.is_(None))
        .order_by(*BY_NUMBER)
    )


def raw(column: Any) -> Any:
    """Ask for a column as the driver reads it: at a thousand lines, types cost more than the rest."""
    return type_coerce(column, NULLTYPE)


def _facts_of(row: Sequence[Any]) -> SittingFacts:
    """Read a row of _facts, which has the columns of SittingFacts in its order."""
    session, sitting, number, family, given, seat, state, entries, answered, device, *rest = row
    leased, confirmed, answer, finished, on_paper, left, alone, late, waived, seen, heard = rest
    return SittingFacts(
        _id(session),
        _id(sitting),
        number,
        family,
        given,
        seat,
        _STATES[state],
        entries,
        answered,
        device,
        _moment(leased),
        _moment(confirmed),
        _moment(answer),
        _moment(finished),
        on_paper,
        _moment(left),
        alone,
        late,
        waived,
        _moment(seen),
        heard,
    )


def _id(stored: Any) -> UUID:
    return stored if isinstance(stored, UUID) else UUID(bytes=stored)


def _moment(stored: Any) -> datetime | None:
    if stored is None:
        return None
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored.astimezone(UTC)


class _More:
    """What stands elsewhere and concerns a few sittings only."""

    def __init__(self, db: Session, sessions: Collection[ExamSessionRow], on_break: bool) -> None:
        self._wrong = _wrong_details(db, sessions)
        self._incidents = _incidents(db, sessions)
        locked_down = [session for session in sessions if session.lockdown]
        self._checks = {k: v for each in locked_down for k, v in last_checks(db, each).items()}
        self._pools = _break_pools(db, sessions) if on_break else {}

    def about(self, facts: SittingFacts) -> tuple[Any, ...]:
        """Return the last fields of SittingFacts, in their order."""
        sitting = facts.sitting
        return (
            self._wrong.get(sitting),
            self._incidents.get(sitting, 0),
            self._pools.get(sitting),
            "waived" if facts.waived else self._checks.get(sitting, ""),
        )


def _clocks_of(db: Session, found: Iterable[SittingFacts]) -> dict[UUID, RoomClock]:
    """Return what the time ledgers come to, reading those that have grown since they were read."""
    clocks, unread = {}, []
    for facts in found:
        entries, clock = _clocks.get(facts.sitting, (-1, RoomClock()))
        clocks[facts.sitting] = clock
        if entries != facts.entries:
            unread.append(facts.sitting)
    if not unread:
        return clocks
    if len(_clocks) > KEPT:
        _clocks.clear()
    for sitting, rows in _ledgers(db, unread).items():
        clocks[sitting] = room_clock(mapping.ledger_of(rows))
        _clocks[sitting] = (len(rows), clocks[sitting])
    return clocks


def _ledgers(db: Session, sittings: Sequence[UUID]) -> dict[UUID, list[TimeEntryRow]]:
    ledgers: dict[UUID, list[TimeEntryRow]] = {}
    for first in range(0, len(sittings), 500):
        for row in db.scalars(
            select(TimeEntryRow)
            .where(
                SittingRow.id.in_(sittings[first : first + 500]),
                TimeEntryRow.centre_id == SittingRow.centre_id,
                TimeEntryRow.sitting_id == SittingRow.id,
            )
            .order_by(TimeEntryRow.sitting_id, TimeEntryRow.sequence)
        ):
            ledgers.setdefault(row.sitting_id, []).append(row)
    return ledgers


def _wrong_details(db: Session, sessions: Collection[ExamSessionRow]) -> dict[UUID, datetime]:
    """Return who said "not my details" last when; it matters only before they are let in."""
    rows = db.execute(
        select(EventRow.subject_id, func.max(EventRow.at))
        .join(SittingRow, SittingRow.id == EventRow.subject_id)
        .where(
            _in_rooms(sessions),
            SittingRow.state == SittingState.ENTERED,
            EventRow.act == "report_wrong_details",
        )
        .group_by(EventRow.subject_id)
    )
    return {sitting: at for sitting, at in rows if sitting is not None}


def _incidents(db: Session, sessions: Collection[ExamSessionRow]) -> dict[UUID, int]:
    """Count the incidents of each sitting; a correction is not another one."""
    rows = db.execute(
        select(IncidentRow.sitting_id, func.count())
        .where(
            IncidentRow.centre_id.in_({session.centre_id for session in sessions}),
            IncidentRow.session_id.in_([session.id for session in sessions]),
            IncidentRow.sitting_id.is_not(None),
            IncidentRow.corrects_id.is_(None),
        )
        .group_by(IncidentRow.sitting_id)
    )
    return {sitting: count for sitting, count in rows if sitting is not None}


def _break_pools(db: Session, sessions: Collection[ExamSessionRow]) -> dict[UUID, timedelta]:
    """Return how long the rest breaks of candidates may be altogether; those without limit left out."""
    rows = db.execute(
        select(SittingRow.id, func.max(AccessArrangementRow.minutes))
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .join(
            AccessArrangementRow,
            (AccessArrangementRow.centre_id == SittingRow.centre_id)
            & (AccessArrangementRow.candidate_id == EntryRow.candidate_id),
        )
        .where(
            _in_rooms(sessions),
            AccessArrangementRow.kind == ArrangementKind.REST_BREAKS,
            AccessArrangementRow.minutes > 0,
            AccessArrangementRow.ended_at.is_(None),
        )
        .group_by(SittingRow.id)
    )
    return {sitting: timedelta(minutes=minutes) for sitting, minutes in rows}


def _in_rooms(sessions: Collection[ExamSessionRow]) -> ColumnElement[bool]:
    """Say that a sitting is of one of the sessions, as its index has it."""
    return and_(
        SittingRow.centre_id.in_({session.centre_id for session in sessions}),
        SittingRow.session_id.in_([session.id for session in sessions]),
    )


def is_of_sitting(table: Any) -> ColumnElement[bool]:
    """Say that a row is about a sitting, by the key both begin with."""
    return and_(table.centre_id == SittingRow.centre_id, table.sitting_id == SittingRow.id)
