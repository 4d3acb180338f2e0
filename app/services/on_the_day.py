"""On the day, in an open room: walk-ins, names put right, withdrawals, transfers, a second invigilator.

Papers are drawn and locked by the rules of `entries`. Every act is one event, of identifiers and of
a reason from a fixed list: no name and no free text ever stands in the log. Words, where somebody
writes any, are kept beside the sitting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails
from app.domain.on_the_day import NameReason, TransferReason, WithdrawalReason
from app.domain.refusals import Reason, Refusal
from app.services.candidates import insert_candidate
from app.services.entries import Entered, put_in, record_entry, take_out, withdraw_entry
from app.services.invigilation import Slip, keep_reason
from app.services.keycodes import OPEN, keycode_of
from app.services.naming import name_for_session
from app.services.scheduling import open_session
from app.store.candidates import CandidateRow
from app.store.queries import candidates as people
from app.store.queries import sessions as queries
from app.store.queries.sessions import EntryLine
from app.store.record import record_about
from app.store.sessions import ExamSessionRow

NAMES = ("family_name", "given_names", "date_of_birth")


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody just entered; the slip is there once the session's keycodes are out."""

    number: str
    name: str
    slip: Slip | None


def enter_walk_in(
    db: Session, session_id: UUID, candidate_id: UUID, by: UUID, now: datetime
) -> WalkIn:
    """Enter somebody on the centre's list who stands at the door, and give the keycode.

    Refuses a closed session, a candidate of another centre, one who is entered already, and a bank
    that cannot fill the specification.
    """
    session = open_session(db, session_id)
    found = people.candidates_among(db, session.centre_id, [candidate_id])
    if not found:
        raise Refusal(Reason.CANDIDATE_UNKNOWN)
    return _walk_in(db, session, found[0], by, now, added=False)


def add_walk_in(
    db: Session, session_id: UUID, details: CandidateDetails, sure: bool, by: UUID, now: datetime
) -> WalkIn:
    """Put somebody new on the centre's list, enter them, and give the keycode.

    Refuses a closed session, a number that is on the list, and, unless it is `sure` to be somebody
    else, a person very like one on the list.
    """
    session = open_session(db, session_id)
    people.list_to_change(db, session.centre_id)
    if people.candidates_numbered(db, session.centre_id, [details.number]):
        raise Refusal(Reason.NUMBER_TAKEN, number=details.number)
    alike = [] if sure else people_alike(db, session.centre_id, details)
    if alike:
        raise Refusal(Reason.POSSIBLE_DUPLICATE, numbers=", ".join(row.number for row in alike))
    candidate = insert_candidate(db, session.centre_id, details)
    return _walk_in(db, session, candidate, by, now, added=True)


def people_alike(db: Session, centre_id: UUID, details: CandidateDetails) -> list[CandidateRow]:
    """Return who on the centre's list may be the same person.

    So it is with the same ULN, and with the same names unless the dates of birth differ.
    """
    born, uln = details.date_of_birth, details.uln
    found = people.candidates_alike(db, centre_id, details.family_name, born, uln)
    return [row for row in found if _is_alike(row, details)]


def correct_name(
    db: Session,
    session_id: UUID,
    sitting_id: UUID,
    names: tuple[str, str, date | None],
    reason: NameReason,
    by: UUID,
    now: datetime,
    words: str = "",
) -> list[str]:
    """Put family name, given names and date of birth right; return the names of what changed.

    Papers, answers and events carry identifiers and stay as they are. Refuses a closed session,
    and somebody who is not entered for it.
    """
    session = open_session(db, session_id)
    line = _entered(db, session, sitting_id)
    candidate = people.candidates_among(db, session.centre_id, [line.candidate.id])[0]
    given = dict(zip(NAMES, names, strict=True))
    changed = [field for field in NAMES if getattr(candidate, field) != given[field]]
    for field in changed:
        setattr(candidate, field, given[field])
    if changed:
        keep_reason(db, line.sitting, "correct_name", words, by, now)
        entered = (line.entry, line.sitting)
        why = str(reason)
        record_entry(db, "correct_name", session, entered, by, now, fields=changed, reason=why)
    return changed


def withdraw_from_room(
    db: Session,
    session_id: UUID,
    sitting_id: UUID,
    reason: WithdrawalReason,
    by: UUID,
    now: datetime,
    words: str = "",
) -> None:
    """Take a candidate off the session before the sitting starts.

    Refuses a closed session, somebody who is not entered for it, and a sitting that has started.
    """
    line = _entered(db, open_session(db, session_id), sitting_id)
    keep_reason(db, line.sitting, "withdraw_entry", words, by, now)
    withdraw_entry(db, line.entry.id, by, now, reason=str(reason))


def transfer_entry(
    db: Session,
    session_id: UUID,
    sitting_id: UUID,
    to_session_id: UUID,
    reason: TransferReason,
    by: UUID,
    now: datetime,
    words: str = "",
) -> WalkIn:
    """Move a candidate to another session of the same centre and test, as one act.

    Whoever is marked absent can still sit elsewhere. What the candidate is allowed hangs on the
    person and follows. Refuses a sitting that has started, a session here or there that is closed,
    one past its latest start, and a session of another centre, test or kind.
    """
    here, there = _both(db, session_id, to_session_id)
    _check_transfer(db, here, there, now)
    line = _entered(db, here, sitting_id)
    candidate = people.candidates_among(db, here.centre_id, [line.candidate.id])[0]
    sitting = take_out(db, line.entry, now, absent_too=True)
    entry, arrived = put_in(db, there, candidate, by, now)
    line.entry.transferred_to_id = entry.id
    keep_reason(db, sitting, "transfer_entry", words, by, now)
    facts = {
        "to_session": str(there.id),
        "to_entry": str(entry.id),
        "to_sitting": str(arrived.id),
        "reason": str(reason),
    }
    record_entry(db, "transfer_entry", here, (line.entry, sitting), by, now, **facts)
    return _told(there, candidate, (entry, arrived))


def name_invigilator(
    db: Session, session_id: UUID, person_id: UUID, by: UUID, now: datetime
) -> bool:
    """Name another invigilator of the centre for the session; False when they were already.

    Refuses a closed session, and somebody who does not invigilate at the centre.
    """
    session = open_session(db, session_id)
    if person_id not in {each.id for each in queries.invigilators_at(db, session.centre_id)}:
        raise Refusal(Reason.INVIGILATOR_UNKNOWN)
    if not name_for_session(db, session, person_id):
        return False
    record_about(db, "name_invigilator", session, now=now, by=by, person=str(person_id))
    return True


def _is_alike(row: CandidateRow, details: CandidateDetails) -> bool:
    if details.uln and row.uln == details.uln:
        return True
    same_day = row.date_of_birth == details.date_of_birth
    known = row.date_of_birth is not None and details.date_of_birth is not None
    return (same_day or not known) and _name(row) == _name(details)


def _name(person: CandidateRow | CandidateDetails) -> tuple[str, str]:
    return person.family_name.casefold(), person.given_names.casefold()


def _walk_in(
    db: Session,
    session: ExamSessionRow,
    candidate: CandidateRow,
    by: UUID,
    now: datetime,
    *,
    added: bool,
) -> WalkIn:
    entered = put_in(db, session, candidate, by, now)
    shown = session.state in OPEN
    record_entry(db, "walk_in", session, entered, by, now, added=added, keycode_shown=shown)
    return _told(session, candidate, entered)


def _told(session: ExamSessionRow, candidate: CandidateRow, entered: Entered) -> WalkIn:
    name = f"{candidate.given_names} {candidate.family_name}"
    if session.state not in OPEN:
        return WalkIn(candidate.number, name, None)
    _, sitting = entered
    slip = Slip(
        sitting=sitting.id,
        candidate_number=candidate.number,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        seat=sitting.seat,
        keycode=keycode_of(session, sitting),
    )
    return WalkIn(candidate.number, name, slip)


def _entered(db: Session, session: ExamSessionRow, sitting_id: UUID) -> EntryLine:
    """Return whose sitting it is; refuse one that is not of this session, or withdrawn."""
    line = queries.entry_of_sitting(db, session, sitting_id)
    if line is None:
        raise Refusal(Reason.NOT_ENTERED_HERE)
    return line


def _both(db: Session, here: UUID, there: UUID) -> Sequence[ExamSessionRow]:
    """Hold two sessions in the order of their ids; return them as they were asked for."""
    held = {each: open_session(db, each) for each in sorted({here, there})}
    return held[here], held[there]


def _check_transfer(
    db: Session, here: ExamSessionRow, there: ExamSessionRow, now: datetime
) -> None:
    places = {(each.centre_id, each.kind) for each in (here, there)}
    if here.id == there.id or len(places) > 1 or not queries.sit_the_same(db, here, there):
        raise Refusal(Reason.TRANSFER_ELSEWHERE)
    if there.latest_start_at < now:
        raise Refusal(Reason.TRANSFER_TOO_LATE)
