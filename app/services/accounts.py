"""Signing in: proving who somebody is, one-time links, and passwords.

A sign-in takes three steps so that the slow comparison holds no transaction: `claim_account` reads,
`proves` compares, `settle_sign_in` writes down what came of it.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.services.passwords import PasswordHash, hash_password, is_password
from app.services.throttle import Limits, check_tries, forget_tries, note_failure
from app.store.people import OneTimeLinkRow, PersonRow
from app.store.queries import people as queries
from app.store.record import record

# A room of people shares one address, and one person may be guessed at from many: both may fail
# this many times as often as one person from one address.
SHARED = 5
TOKEN_BYTES = 20
LINK_HOURS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That someone at an address says who they are; nothing is proved yet."""

    person_id: UUID | None
    kept: str
    pair: str
    account: str
    address: str
    window: timedelta


def normal_email(email: str) -> str:
    """Return an e-mail address as it is kept."""
    return email.strip().lower()


def claim_account(db: Session, email: str, address: str, settings: Limits, now: datetime) -> Claim:
    """Return what a password is to be held against; refuse an account or address that guesses."""
    account = hashlib.sha256(normal_email(email).encode()).hexdigest()[:32]
    person = queries.person_by_email(db, normal_email(email))
    known = person is not None and person.active
    claim = Claim(
        person_id=person.id if person and known else None,
        kept=person.password_hash if person and known else "",
        pair=f"sign-in {address} {account}",
        account=f"sign-in account {account}",
        address=f"sign-in address {address}",
        window=timedelta(seconds=settings.tries_window_seconds),
    )
    check_tries(db, claim.pair, settings, now)
    check_tries(db, claim.account, settings, now, SHARED)
    check_tries(db, claim.address, settings, now, SHARED)
    return claim


def proves(claim: Claim, password: str) -> bool:
    """Say whether the password proves the claim; equally slow when there is no such person."""
    return is_password(claim.kept, password)


def settle_sign_in(db: Session, claim: Claim, proved: bool, now: datetime) -> UUID | None:
    """Write a sign-in down and return whose it is; None, and one failure more, when not proved."""
    person = queries.lock_person(db, claim.person_id) if claim.person_id and proved else None
    if person is None or not person.active or person.password_hash != claim.kept:
        _count(db, claim, now)
        return None
    forget_tries(db, claim.pair)
    record(db, "sign_in", "person", person.id, now=now, by=person.id)
    return person.id


def sign_out(db: Session, person_id: UUID, now: datetime) -> None:
    """End every sign-in the person has, on this device and on others."""
    person = queries.lock_person(db, person_id)
    if person is not None:
        person.sign_in_epoch += 1
        record(db, "sign_out", "person", person.id, now=now, by=person.id)


def change_password(
    db: Session, claim: Claim, proved: bool, password: PasswordHash, now: datetime
) -> bool:
    """Keep a new password of somebody who proved the old one, which ends their other sign-ins.

    False, and one failure more, when it was not proved.
    """
    person = queries.lock_person(db, claim.person_id) if claim.person_id and proved else None
    if person is None or not person.active or person.password_hash != claim.kept:
        _count(db, claim, now)
        return False
    forget_tries(db, claim.pair)
    _keep_password(db, person.id, password, now, by=person.id)
    return True


def set_password(db: Session, person_id: UUID, password: str, now: datetime) -> None:
    """Set a password from the command line; refuse a weak one. Slow: hashes in the transaction."""
    _keep_password(db, person_id, hash_password(password), now, by=None)


def issue_link(db: Session, person: PersonRow, now: datetime, hours: int = LINK_HOURS) -> str:
    """Return the token of a new one-time link; those issued before stop working."""
    queries.end_links(db, person.id, now)
    token = base64.b32encode(os.urandom(TOKEN_BYTES)).decode("ascii").lower()
    expires = now + timedelta(hours=hours)
    db.add(OneTimeLinkRow(person_id=person.id, token_hash=_digest(token), expires_at=expires))
    db.flush()
    return token


def link_owner(db: Session, token: str, now: datetime) -> PersonRow:
    """Return whom a link is for; refuse one that is unknown, used, too old, or of someone suspended."""
    found = queries.link_of(db, _digest(token))
    if found is None or not _is_open(*found, now):
        raise Refusal(Reason.LINK_USED)
    return found[1]


def accept_link(db: Session, token: str, password: PasswordHash, now: datetime) -> UUID:
    """Use a link up and keep the person's new password, which ends their other sign-ins.

    Refuses a link that is unknown, used or too old, and anyone suspended.
    """
    link = queries.lock_link(db, _digest(token))
    person = queries.lock_person(db, link.person_id) if link else None
    if link is None or person is None or not _is_open(link, person, now):
        raise Refusal(Reason.LINK_USED)
    queries.end_links(db, person.id, now)
    _keep_password(db, person.id, password, now, by=person.id)
    return person.id


def _count(db: Session, claim: Claim, now: datetime) -> None:
    """Count a claim that was not proved."""
    for key in sorted((claim.pair, claim.account, claim.address)):
        note_failure(db, key, now, claim.window)


def _keep_password(
    db: Session, person_id: UUID, password: PasswordHash, now: datetime, by: UUID | None
) -> None:
    person = queries.lock_person(db, person_id)
    if person is None:
        raise LookupError(f"there is no person {person_id}")
    person.password_hash = password
    person.sign_in_epoch += 1
    record(db, "set_password", "person", person_id, now=now, by=by)


def _is_open(link: OneTimeLinkRow, person: PersonRow, now: datetime) -> bool:
    return link.used_at is None and now < link.expires_at and person.active


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.strip().lower().encode()).digest()
