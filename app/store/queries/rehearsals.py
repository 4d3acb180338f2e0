"""Rehearsals, and what a copy for one is made from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session, defer

from app.domain.rehearsal import RehearsalState
from app.domain.sitting import SessionKind, SessionState
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow, CandidatePreferenceRow
from app.store.content import (
    BankRow,
    ItemRow,
    ItemVersionRow,
    SpecificationRow,
    SpecificationVersionRow,
)
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries.sessions import EntryLine, entries_of
from app.store.room import RehearsalRow
from app.store.sessions import ExamSessionRow


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate to be played: where they sit and what they are allowed; nothing of who they are."""

    seat: str
    arrangements: Sequence[AccessArrangementRow]
    preference: CandidatePreferenceRow | None


@dataclass(frozen=True, slots=True)
class Needed:
    """What a copy is made from. The wording of items is not read; reading it raises."""

    body: AwardingBodyRow
    centre: CentreRow
    session: ExamSessionRow
    specification: SpecificationRow
    version: SpecificationVersionRow
    bank: BankRow
    items: Sequence[ItemRow]
    item_versions: Sequence[ItemVersionRow]
    places: Sequence[Place]


def rehearsal_for(
    db: Session, rehearsal_id: UUID, session_id: UUID, centres: Collection[UUID]
) -> RehearsalRow | None:
    """Return a rehearsal of a session at one of the centres."""
    return db.scalar(
        select(RehearsalRow).where(
            RehearsalRow.id == rehearsal_id,
            RehearsalRow.session_id == session_id,
            RehearsalRow.centre_id.in_(centres),
        )
    )


def rehearsals_of(db: Session, session: ExamSessionRow) -> Sequence[RehearsalRow]:
    """Return the rehearsals of a session, the latest first."""
    return db.scalars(
        select(RehearsalRow)
        .where(RehearsalRow.centre_id == session.centre_id, RehearsalRow.session_id == session.id)
        .order_by(RehearsalRow.started_at.desc(), RehearsalRow.id.desc())
    ).all()


def running_rehearsals(db: Session) -> Sequence[RehearsalRow]:
    """Return the rehearsals that have not said they are over."""
    return db.scalars(
        select(RehearsalRow).where(RehearsalRow.state == RehearsalState.RUNNING)
    ).all()


def set_progress(db: Session, rehearsal_id: UUID, progress: dict[str, Any]) -> bool:
    """Write how far a running rehearsal is; say whether it still is there and runs."""
    changed = db.execute(
        update(RehearsalRow)
        .where(RehearsalRow.id == rehearsal_id, RehearsalRow.state == RehearsalState.RUNNING)
        .values(progress=progress)
        .returning(RehearsalRow.id)
    )
    return changed.first() is not None


def tests_under_way(db: Session, since: datetime) -> int:
    """Count live sessions that are started and not closed, those to be over before `since` left out."""
    counted = select(func.count(ExamSessionRow.id)).where(
        ExamSessionRow.kind == SessionKind.LIVE,
        ExamSessionRow.state == SessionState.STARTED,
        ExamSessionRow.latest_finish_at >= since,
    )
    return db.scalar(counted) or 0


def newest_event_at(db: Session, session: ExamSessionRow) -> datetime | None:
    """Return when the last act at a session's centre was recorded."""
    return db.scalar(
        select(EventRow.at)
        .where(EventRow.chain == str(session.centre_id))
        .order_by(EventRow.sequence.desc())
        .limit(1)
    )


def database_time(db: Session) -> datetime | None:
    """Return the time of the database's own machine; None where it is this one."""
    if db.get_bind().dialect.name != "postgresql":
        return None
    moment: datetime = db.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def stored_bytes(db: Session) -> int:
    """Return what an SQLite database holds, whether or not it is in its main file yet."""
    pages = db.scalar(text("PRAGMA page_count")) or 0
    return int(pages * (db.scalar(text("PRAGMA page_size")) or 0))


def needed_for(db: Session, session_id: UUID) -> Needed:
    """Return what a copy of a session is made from, as it is at one moment."""
    session = db.get_one(ExamSessionRow, session_id)
    version = db.get_one(SpecificationVersionRow, session.specification_version_id)
    specification = db.get_one(SpecificationRow, version.specification_id)
    bank = db.get_one(BankRow, specification.bank_id)
    return Needed(
        body=db.get_one(AwardingBodyRow, session.awarding_body_id),
        centre=db.get_one(CentreRow, session.centre_id),
        session=session,
        specification=specification,
        version=version,
        bank=bank,
        items=_items(db, bank),
        item_versions=_versions_unread(db, bank),
        places=_places(db, session),
    )


def _items(db: Session, bank: BankRow) -> Sequence[ItemRow]:
    query = select(ItemRow).where(ItemRow.bank_id == bank.id).order_by(ItemRow.code)
    return db.scalars(query).all()


def _versions_unread(db: Session, bank: BankRow) -> Sequence[ItemVersionRow]:
    """Return the versions of a bank's items without a word of what they ask."""
    words = (
        ItemVersionRow.stem,
        ItemVersionRow.options,
        ItemVersionRow.stem_html,
        ItemVersionRow.options_html,
        ItemVersionRow.guidance,
        ItemVersionRow.waivers,
    )
    return db.scalars(
        select(ItemVersionRow)
        .join(ItemRow)
        .where(ItemRow.bank_id == bank.id)
        .order_by(ItemRow.code, ItemVersionRow.version)
        .options(*(defer(column, raiseload=True) for column in words))
    ).all()


def _places(db: Session, session: ExamSessionRow) -> list[Place]:
    lines = entries_of(db, session)
    allowed = _arrangements(db, session, lines)
    liked = _preferences(db, session, lines)
    return [
        Place(line.sitting.seat, allowed.get(line.candidate.id, []), liked.get(line.candidate.id))
        for line in lines
    ]


def _arrangements(
    db: Session, session: ExamSessionRow, lines: Sequence[EntryLine]
) -> dict[UUID, list[AccessArrangementRow]]:
    rows = db.scalars(
        select(AccessArrangementRow).where(
            AccessArrangementRow.centre_id == session.centre_id,
            AccessArrangementRow.candidate_id.in_([line.candidate.id for line in lines]),
            AccessArrangementRow.ended_at.is_(None),
        )
    )
    found: dict[UUID, list[AccessArrangementRow]] = {}
    for row in rows:
        found.setdefault(row.candidate_id, []).append(row)
    return found


def _preferences(
    db: Session, session: ExamSessionRow, lines: Sequence[EntryLine]
) -> dict[UUID, CandidatePreferenceRow]:
    rows = db.scalars(
        select(CandidatePreferenceRow).where(
            CandidatePreferenceRow.centre_id == session.centre_id,
            CandidatePreferenceRow.candidate_id.in_([line.candidate.id for line in lines]),
        )
    )
    return {row.candidate_id: row for row in rows}
