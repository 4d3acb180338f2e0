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
    DrawnAhead,
    Source,
    draw_provisional,
    fix_extra_time,
    keep_drawn,
    lock_papers,
    source_for,
)
from app.services.result_codes import issue_result_code
from app.services.scheduling import open_session
from app.store.candidates import CandidateRow
from app.store.queries import candidates as people
from app.store.queries import sessions as queries
from app.store.queries.candidates import NO_EXTRA_TIME
from app.store.record import record_about, record_about_each
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
    ahead: DrawnAhead | None = None,
) -> list[UUID]:
    """Enter candidates for a session, all or none; refuses as `enter_candidate` does.

    `ahead` are papers that were drawn before the transaction.
    """
    session = open_session(db, session_id)
    found = people.candidates_among(db, session.centre_id, candidate_ids)
    if len(found) < len(set(candidate_ids)):
        raise Refusal(Reason.CANDIDATE_UNKNOWN)
    entries = queries.all_entries(db, session)
    for candidate in found:
        if _stands(entries.get(candidate.id)):
            raise Refusal(Reason.ALREADY_ENTERED, number=candidate.number)
    entered = _enter_all(db, session, found, entries, by, now, ahead)
    record_entries(db, entered, by, now)
    return [sitting.id for _, sitting in entered]


def enter_listed(
    db: Session,
    session: ExamSessionRow,
    candidates: Sequence[CandidateRow],
    by: UUID | None,
    now: datetime,
    ahead: DrawnAhead | None = None,
) -> list[Entered]:
    """Enter those of the candidates who are not entered for a session that is held.

    Leaves the events to `record_entry`, so that a list can be entered for several sessions before
    the first. Refuses a bank that cannot fill the specification.
    """
    entries = queries.all_entries(db, session)
    missing = [each for each in candidates if not _stands(entries.get(each.id))]
    return _enter_all(db, session, missing, entries, by, now, ahead)


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
    entered = enter_listed(db, session, saved.candidates, by, now)
    record_entries(db, entered, by, now)
    record_saved(db, session.centre_id, saved, by, now)
    return len(entered)


def withdraw_entry(
    db: Session, entry_id: UUID, by: UUID | None, now: datetime, **facts: str
) -> None:
    """Withdraw an entry before its sitting starts; nothing happens when that was done.

    Refuses a closed session, and a sitting that has started or has been decided on.
    """
    entry = db.get_one(EntryRow, entry_id)
    session = open_session(db, entry.session_id)
    db.refresh(entry)  # someone may have withdrawn it while we waited
    if entry.withdrawn_at is not None:
        return
    sitting = take_out(db, entry, now)
    record_entry(db, "withdraw_entry", session, (entry, sitting), by, now, **facts)


def take_out(
    db: Session, entry: EntryRow, now: datetime, *, absent_too: bool = False
) -> SittingRow:
    """Let an entry no longer stand, and give its sitting back as it was before anybody came.

    For acts that record what they do themselves. Refuses as withdrawing does; `absent_too` takes
    out who was marked absent as well, for whoever is to sit elsewhere.
    """
    sitting = queries.sitting_of(db, entry)
    stayed_away = absent_too and sitting.state == SittingState.ABSENT
    if sitting.state != SittingState.ENTERED and not stayed_away:
        move(SittingState(sitting.state), SittingState.ENTERED)
    sitting.state = SittingState.ENTERED
    sitting.admitted_at, sitting.admitted_by = None, None
    sitting.identity_check, sitting.late_reason, sitting.seat = "", "", ""
    sitting.lease, sitting.leased_at, sitting.confirmed_at = "", None, None
    sitting.left_at, sitting.left_alone = None, False
    entry.withdrawn_at = now
    return sitting


def put_in(
    db: Session, session: ExamSessionRow, candidate: CandidateRow, by: UUID | None, now: datetime
) -> Entered:
    """Enter one candidate for a session that is held, for acts that record it themselves.

    Refuses one who is entered already, and a bank that cannot fill the specification.
    """
    entries = queries.all_entries(db, session)
    if _stands(entries.get(candidate.id)):
        raise Refusal(Reason.ALREADY_ENTERED, number=candidate.number)
    [entered] = _enter_all(db, session, [candidate], entries, by, now)
    return entered


def record_entry(
    db: Session,
    act: str,
    session: ExamSessionRow,
    entered: Entered,
    by: UUID | None,
    now: datetime,
    **facts: str | bool | list[str],
) -> None:
    """Append an act about an entry, with the identifiers of all that it touches."""
    entry, sitting = entered
    record_about(
        db,
        act,
        sitting,
        now=now,
        by=by,
        session=str(session.id),
        candidate=str(entry.candidate_id),
        entry=str(entry.id),
        **facts,
    )


def record_entries(db: Session, entered: Sequence[Entered], by: UUID | None, now: datetime) -> None:
    """Append an event for each entry that was made, all of one centre, in one go."""
    own = [
        {
            "session": str(entry.session_id),
            "candidate": str(entry.candidate_id),
            "entry": str(entry.id),
        }
        for entry, _ in entered
    ]
    sittings = [sitting for _, sitting in entered]
    record_about_each(db, "enter_candidate", sittings, now=now, by=by, own=own)


def _enter_all(
    db: Session,
    session: ExamSessionRow,
    candidates: Sequence[CandidateRow],
    withdrawn: Mapping[UUID, EntryRow],
    by: UUID | None,
    now: datetime,
    ahead: DrawnAhead | None = None,
) -> list[Entered]:
    """Enter candidates who are not entered; with keycodes out, get them ready to sit at once.

    Every sitting is held before the first event: who holds one waits for the event log, too.
    """
    new = [each for each in candidates if each.id not in withdrawn]
    again = [withdrawn[each.id] for each in candidates if each.id in withdrawn]
    entered = _enter_again(db, session, again, by, now) + _enter_anew(
        db, session, new, by, now, ahead
    )
    if session.state in OPEN:
        lock_papers(db, session, now, by)
        for _, sitting in entered:
            issue_keycode(db, session, sitting)
            issue_result_code(db, session, sitting)
    return entered


def _enter_anew(
    db: Session,
    session: ExamSessionRow,
    candidates: Sequence[CandidateRow],
    by: UUID | None,
    now: datetime,
    ahead: DrawnAhead | None = None,
) -> list[Entered]:
    """Make entries and sittings and draw their papers, all of a kind written together.

    Papers drawn ahead are taken if they are what would be drawn now.
    """
    source = source_for(db, session.specification_version_id)
    drawn = dict(ahead.papers) if ahead and ahead.fits(session, source) else {}
    entries = [_entry(session, each, by, now) for each in candidates]
    ids = [*drawn, *(new_id() for _ in entries)]
    sittings = [_sitting(session, e, source, id) for e, id in zip(entries, ids, strict=False)]
    for rows in (entries, sittings):  # in the order in which they name one another
        db.add_all(rows)
        db.flush()
    for sitting in sittings:
        if paper := drawn.get(sitting.id):
            keep_drawn(db, sitting, paper, now)
        else:
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


def _sitting(session: ExamSessionRow, entry: EntryRow, source: Source, sitting: UUID) -> SittingRow:
    return SittingRow(
        id=sitting,
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
        entry.withdrawn_at, entry.transferred_to_id = None, None
        entry.entered_by, entry.entered_at = by, now
        sitting = sittings[entry.id]
        if sitting.ledger_entries:
            fix_extra_time(db, sitting, extra.get(entry.candidate_id, NO_EXTRA_TIME), now, by)
    return [(entry, sittings[entry.id]) for entry in entries]


def _stands(entry: EntryRow | None) -> bool:
    return entry is not None and entry.withdrawn_at is None
