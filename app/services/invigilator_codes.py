"""Codes with which an invigilator signs in once, for one session, without a telephone or a mailbox."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.invigilator_code import EARLY, Span, span_at
from app.domain.keycode import fast_hash, invigilator_code_for, is_invigilator_code, normalise
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState
from app.services.naming import end_code, name_for_session
from app.services.scheduling import open_session
from app.services.throttle import Limits, check_tries, note_failure
from app.store.organisations import CentreRow
from app.store.people import PersonRow
from app.store.queries import invigilator_codes as queries
from app.store.queries.people import lock_person
from app.store.queries.sessions import invigilators_at, named_for
from app.store.record import record, record_about
from app.store.room import InvigilatorCodeRow
from app.store.sessions import ExamSessionRow
from app.store.types import new_id

SECRET_BYTES = 32
# Where a guest's address ends: a name that is reserved for never being anybody's.
NO_ADDRESS = "one-session.invalid"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code just made, to be shown once."""

    id: UUID
    person: UUID
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class UsedCode:
    """Whom a code signs in, and for which session."""

    id: UUID
    person: UUID
    session: UUID


def issue_code(db: Session, session_id: UUID, person_id: UUID, by: UUID, now: datetime) -> NewCode:
    """Make a code for an invigilator of the centre and name them for the session.

    The person's earlier code for it stops working unless it has been used. Refuses a closed
    session, and somebody who does not invigilate at the centre.
    """
    session = open_session(db, session_id)
    person = db.get(PersonRow, person_id)
    known = {each.id for each in invigilators_at(db, session.centre_id)}
    guests = {row.person_id for row in named_for(db, session)}
    if person is None or person_id not in known | guests:
        raise Refusal(Reason.INVIGILATOR_UNKNOWN)
    if not queries.may_invigilate(db, person, session):
        raise Refusal(Reason.INVIGILATOR_UNKNOWN)
    return _issue(db, session, person, by, now)


def issue_code_to_guest(
    db: Session, session_id: UUID, name: str, by: UUID, now: datetime
) -> NewCode:
    """Ask somebody in for this session alone: no role, no address, no password; refuses as above."""
    session = open_session(db, session_id)
    guest = PersonRow(
        id=new_id(), name=name.strip(), email=f"{new_id().hex}@{NO_ADDRESS}", created_at=now
    )
    db.add(guest)
    db.flush()
    record(db, "add_person", "person", guest.id, now=now, by=by)
    return _issue(db, session, guest, by, now)


def revoke_code(db: Session, session_id: UUID, code_id: UUID, by: UUID, now: datetime) -> bool:
    """Withdraw a code, used or not, and end the sign-in made with it; False when that was done.

    Refuses a code that is not of the session.
    """
    session = db.get_one(ExamSessionRow, session_id)
    code = queries.code_of_session(db, session, code_id)
    if code is None:
        raise Refusal(Reason.CODE_UNKNOWN)
    return end_code(db, session, code, "revoke_invigilator_code", by, now)


def use_code(db: Session, typed: str, address: str, limits: Limits, now: datetime) -> UsedCode:
    """Use a code up and return whom it signs in.

    Refuses a mistyped one and one there is not, one that is used, withdrawn, too early or over,
    and anybody at an address that has guessed too often.
    """
    _check_guessing(db, address, limits, now)
    text = normalise(typed)
    if not is_invigilator_code(text):
        raise Refusal(Reason.CODE_MISTYPED)
    code = queries.lock_code(db, fast_hash(text))
    if code is None:
        raise Refusal(Reason.CODE_UNKNOWN)
    session = db.get_one(ExamSessionRow, code.session_id, populate_existing=True)
    _check_usable(db, code, session, now)
    code.used_at = now
    record_about(db, "sign_in_with_code", session, now=now, by=code.person_id, code=str(code.id))
    return UsedCode(code.id, code.person_id, session.id)


def note_wrong_code(db: Session, address: str, limits: Limits, now: datetime) -> None:
    """Count a code there is not against the address it came from."""
    note_failure(db, _key(address), now, timedelta(seconds=limits.tries_window_seconds))


def end_sign_in(db: Session, code_id: UUID, now: datetime) -> None:
    """Sign out whoever signed in with a code; it does not work again."""
    code = db.get_one(InvigilatorCodeRow, code_id)
    session = db.get_one(ExamSessionRow, code.session_id)
    end_code(db, session, code, "sign_out_of_session", code.person_id, now)


def span_of(session: ExamSessionRow, now: datetime) -> Span:
    """Say what a code for the session is good for now."""
    state = SessionState(session.state)
    return span_at(state, session.opens_at, session.latest_finish_at, session.closed_at, now)


def _issue(
    db: Session, session: ExamSessionRow, person: PersonRow, by: UUID, now: datetime
) -> NewCode:
    for earlier in queries.unused_codes(db, session, person.id):
        earlier.revoked_at = now
    named = name_for_session(db, session, person.id)
    text = invigilator_code_for(os.urandom(SECRET_BYTES))
    row = InvigilatorCodeRow(
        id=new_id(),
        awarding_body_id=session.awarding_body_id,
        centre_id=session.centre_id,
        session_id=session.id,
        person_id=person.id,
        hash=fast_hash(text),
        issued_by=by,
        issued_at=now,
    )
    db.add(row)
    facts = {"code": str(row.id), "person": str(person.id), "named": named}
    record_about(db, "issue_invigilator_code", session, now=now, by=by, **facts)
    return NewCode(row.id, person.id, person.name, text)


def _check_usable(
    db: Session, code: InvigilatorCodeRow, session: ExamSessionRow, now: datetime
) -> None:
    """Refuse with the reason that tells the holder most."""
    person = lock_person(db, code.person_id)
    if code.used_at is not None:
        raise Refusal(Reason.CODE_USED)
    span = span_of(session, now)
    if span is Span.TOO_EARLY:
        zone = ZoneInfo(db.get_one(CentreRow, session.centre_id).time_zone)
        raise Refusal(Reason.CODE_TOO_EARLY, start=(session.opens_at - EARLY).astimezone(zone))
    allowed = person is not None and queries.may_invigilate(db, person, session)
    if code.revoked_at is not None or span is not Span.OPEN or not allowed:
        raise Refusal(Reason.CODE_ENDED)


def _check_guessing(db: Session, address: str, limits: Limits, now: datetime) -> None:
    try:
        check_tries(db, _key(address), limits, now)
    except Refusal as refusal:
        raise Refusal(Reason.CODE_TRIES, **refusal.facts) from refusal


def _key(address: str) -> str:
    return f"invigilator code|{address}"
