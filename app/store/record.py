"""Appending to the event log, in the transaction of the act itself."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.digests import GENESIS
from app.domain.record import Event, event_digest
from app.store.audit import EventRow
from app.store.candidates import CandidateRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

AtACentre = SittingRow | ExamSessionRow | CandidateRow


def record(
    db: Session,
    act: str,
    subject_kind: str,
    subject: UUID | None,
    *,
    now: datetime,
    by: UUID | None = None,
    body: UUID | None = None,
    centre: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Append one event to the chain of its centre, else of its awarding body, else of the installation.

    `by` is the member of staff, None for a candidate or a command. Facts are plain JSON values,
    identifiers and counts, never names.
    """
    subjects = [(subject_kind, subject, {**(facts or {}), **more})]
    _append(db, act, subjects, now, by, body, centre)


def record_about(
    db: Session, act: str, row: AtACentre, *, now: datetime, by: UUID | None = None, **facts: Any
) -> None:
    """Append one event about a row to the chain of its centre."""
    record(
        db,
        act,
        row.__tablename__,
        row.id,
        now=now,
        by=by,
        body=row.awarding_body_id,
        centre=row.centre_id,
        facts=facts,
    )


def record_about_each(
    db: Session,
    act: str,
    rows: Sequence[AtACentre],
    *,
    now: datetime,
    by: UUID | None = None,
    own: Sequence[Mapping[str, Any]] = (),
    **facts: Any,
) -> None:
    """Append one event about each of the rows, all of one centre, with the same facts.

    `own` are facts of each row alone, in the order of the rows.
    """
    if rows:
        subjects = [
            (row.__tablename__, row.id, {**facts, **alone})
            for row, alone in zip(rows, own or [{}] * len(rows), strict=True)
        ]
        _append(db, act, subjects, now, by, rows[0].awarding_body_id, rows[0].centre_id)


def _append(
    db: Session,
    act: str,
    subjects: Iterable[tuple[str, UUID | None, Mapping[str, Any]]],
    now: datetime,
    by: UUID | None,
    body: UUID | None,
    centre: UUID | None,
) -> None:
    chain = str(centre or body or "installation")
    sequence, previous = _next_in(db, chain)
    for number, (kind, subject, facts) in enumerate(subjects, start=sequence):
        event = Event(
            sequence=number,
            at=now,
            by=str(by or ""),
            act=act,
            subject_kind=kind,
            subject=str(subject or ""),
            facts=dict(facts),
        )
        row = _row(event, chain, previous := event_digest(previous, event))
        row.awarding_body_id, row.centre_id, row.by_id, row.subject_id = body, centre, by, subject
        db.add(row)
    db.flush()


def _next_in(db: Session, chain: str) -> tuple[int, str]:
    """Wait for a turn, then return the next event's sequence number and the digest it follows."""
    _take_turn(db, chain)
    last = db.execute(
        select(EventRow.sequence, EventRow.digest)
        .where(EventRow.chain == chain)
        .order_by(EventRow.sequence.desc())
        .limit(1)
    ).first()
    return (last.sequence + 1, last.digest) if last else (1, GENESIS)


def _row(event: Event, chain: str, digest: str) -> EventRow:
    return EventRow(
        chain=chain,
        sequence=event.sequence,
        at=event.at,
        act=event.act,
        subject_kind=event.subject_kind,
        facts=event.facts,
        digest=digest,
    )


def _take_turn(db: Session, chain: str) -> None:
    """On PostgreSQL, wait until no other transaction is appending to this chain."""
    if db.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:8], "big", signed=True)
        db.flush()  # rows before turns, everywhere: so no two wait for one another
        db.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
