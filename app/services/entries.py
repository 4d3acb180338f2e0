"""Entries: which candidates are put in for which session."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails
from app.domain.digests import GENESIS
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SittingState, move
from app.services.candidates import record_saved, write_candidates
from app.services.keycodes import OPEN, issue_keycode
from app.services.papers import (
    Source,
    draw_provisional,
    fix_extra_time,
    lock_papers,
    source_for,
)
from app.services.result_codes import issue_result_code
from app.services.scheduling import open_session
from app.store.candidates import CandidateRow
from app.store.queries import candidates as people
from app.store.queries import sessions as queries
from app.store.queries.candidates import NO_EXTRA_TIME
from app.store.record import record_about
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow
from app.store.types import new_id

Entered = tuple[EntryRow, SittingRow]


def enter_candidate(
    db: Session, session_id: UUID, candidate_id: UUID, by: UUID | None, now: datetime
) -> UUID:
    """Enter a candidate for a session and draw the provisional paper; return the sitting's id.

    Once keycodes are out the paper is locked and the keycode issued at once. Refuses a closed
    session, a candidate of another centre, one who is entered already, and a bank that cannot fill
    the specification.
    """
    return enter_candidates(db, session_id, [candidate_id], by, now)[0]


def enter_candidates(
    db: Session,
    session_id: UUID,
    candidate_ids: Collection[UUID],
    by: UUID | None,
    now: datetime,
) -> list[UUID]:
    """Enter candidates for a session, all or none; refuses as `enter_candidate` does."""
    session = open_session(db, session_id)
    found = people.candidates_among(db, session.centre_id, candidate_ids)
    if len(found) < len(set(candidate_ids)):
        raise Refusal(Reason.CANDIDATE_UNKNOWN)
    entries = queries.all_entries(db, session)
    for candidate in found:
        if _stands(entries.get(candidate.id)):
            raise Refusal(Reason.ALREADY_ENTERED, number=candidate.number)
    return _enter_all(db, session, found, entries, by, now)


def enter_from_file(
    db: Session,
    session_id: UUID,
    details: Sequence[CandidateDetails],
    by: UUID | None,
    now: datetime,
) -> int:
    """Save candidates and enter those who are not entered yet; return how many were.

    Refuses a closed session and a bank that cannot fill the specification. Raises ProblemsError
    when numbers belong to somebody else.
    """
    session = open_session(db, session_id)
    saved = write_candidates(db, session.centre_id, details, by, now)
    entries = queries.all_entries(db, session)
    missing = [c for c in saved.candidates if not _stands(entries.get(c.id))]
    entered = _enter_all(db, session, missing, entries, by, now)
    record_saved(db, session.centre_id, saved, by, now)
    return len(entered)


def withdraw_entry(db: Session, entry_id: UUID, by: UUID | None, now: datetime) -> None:
    """Withdraw an entry before its sitting starts.

    Refuses a closed session, and a sitting that has started or has been decided on.
    """
    entry = db.get_one(EntryRow, entry_id)
    session = open_session(db, entry.session_id)
    sitting = queries.sitting_of(db, entry)
    if sitting.state != SittingState.ENTERED:
        sitting.state = move(SittingState(sitting.state), SittingState.ENTERED)
        sitting.admitted_at = None
    sitting.lease, sitting.leased_at, sitting.confirmed_at = "", None, None
    entry.withdrawn_at = now
    _record_entry(db, "withdraw_entry", session, entry, sitting, by, now)


def _enter_all(
    db: Session,
    session: ExamSessionRow,
    candidates: Sequence[CandidateRow],
    withdrawn: Mapping[UUID, EntryRow],
    by: UUID | None,
    now: datetime,
) -> list[UUID]:
    """Enter candidates who are not entered; with keycodes out, get them ready to sit at once.

    Every sitting is held before the first event: who holds one waits for the event log, too.
    """
    new = [each for each in candidates if each.id not in withdrawn]
    again = [withdrawn[each.id] for each in candidates if each.id in withdrawn]
    entered = _enter_again(db, session, again, by, now) + _enter_anew(db, session, new, by, now)
    if session.state in OPEN:
        lock_papers(db, session, now, by)
        for _, sitting in entered:
            issue_keycode(db, session, sitting)
            issue_result_code(db, session, sitting)
    for entry, sitting in entered:
        _record_entry(db, "enter_candidate", session, entry, sitting, by, now)
    return [sitting.id for _, sitting in entered]


def _enter_anew(
    db: Session,
    session: ExamSessionRow,
    candidates: Sequence[CandidateRow],
    by: UUID | None,
    now: datetime,
) -> list[Entered]:
    """Make entries and sittings and draw their papers, all of a kind written together."""
    source = source_for(db, session.specification_version_id)
    entries = [_entry(session, each, by, now) for each in candidates]
    sittings = [_sitting(session, each, source) for each in entries]
    for rows in (entries, sittings):  # in the order in which they name one another
        db.add_all(rows)
        db.flush()
    for sitting in sittings:
        draw_provisional(db, session, sitting, now, source=source)
    return list(zip(entries, sittings, strict=True))


def _entry(
    session: ExamSessionRow, candidate: CandidateRow, by: UUID | None, now: datetime
) -> EntryRow:
    return EntryRow(
        id=new_id(),
        awarding_body_id=session.awarding_body_id,
        centre_id=session.centre_id,
        session_id=session.id,
        candidate_id=candidate.id,
        entered_by=by,
        entered_at=now,
    )


def _sitting(session: ExamSessionRow, entry: EntryRow, source: Source) -> SittingRow:
    return SittingRow(
        id=new_id(),
        awarding_body_id=session.awarding_body_id,
        centre_id=session.centre_id,
        session_id=session.id,
        entry_id=entry.id,
        state=SittingState.ENTERED,
        last_digest=GENESIS,
        progress="." * source.specification.items,
        draw=1,
    )


def _enter_again(
    db: Session,
    session: ExamSessionRow,
    entries: Sequence[EntryRow],
    by: UUID | None,
    now: datetime,
) -> list[Entered]:
    """Let withdrawn entries stand again, with their sittings and the papers they had."""
    sittings = queries.sittings_of(db, entries)
    extra = people.extra_time_of(db, session.centre_id, [each.candidate_id for each in entries])
    for entry in entries:
        entry.withdrawn_at = None
        entry.entered_by, entry.entered_at = by, now
        sitting = sittings[entry.id]
        if sitting.ledger_entries:
            fix_extra_time(db, sitting, extra.get(entry.candidate_id, NO_EXTRA_TIME), now, by)
    return [(entry, sittings[entry.id]) for entry in entries]


def _stands(entry: EntryRow | None) -> bool:
    return entry is not None and entry.withdrawn_at is None


def _record_entry(
    db: Session,
    act: str,
    session: ExamSessionRow,
    entry: EntryRow,
    sitting: SittingRow,
    by: UUID | None,
    now: datetime,
) -> None:
    record_about(
        db,
        act,
        sitting,
        now=now,
        by=by,
        session=str(session.id),
        candidate=str(entry.candidate_id),
        entry=str(entry.id),
    )
