"""Whether a test that asks for a locked-down browser is sat in one, as far as anybody can tell.

A browser shows the Config Key of its settings, hashed with an address: Safe Exam Browser puts the
hash for each address into a header, and gives scripts the hash for their page. Whoever can read the
settings can make both, so this hinders and proves nothing (docs/decisions/0017).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.keycode import ALPHABET
from app.domain.refusals import Reason

SEB = "seb"  # the one locked-down browser there is to choose
PROOF_LIFE = timedelta(minutes=10)
RENEWED_WITH = timedelta(minutes=7)  # or less left: a request that proves itself gets a new proof
_AGENT = "SEB/"  # what Safe Exam Browser adds to the name a browser gives itself


class Check(StrEnum):
    """What came of looking whether a request is from the browser its session asks for."""

    NOT_REQUIRED = "not_required"
    BY_HEADER = "by_header"
    BY_PAGE = "by_page"
    WAIVED = "waived"
    MISSING = "missing"
    WRONG_KEY = "wrong_key"
    TOO_OLD = "too_old"

    @property
    def holds(self) -> bool:
        """Whether the candidate may go on."""
        return self not in REFUSED


REFUSED = {
    Check.MISSING: Reason.LOCKDOWN_MISSING,
    Check.WRONG_KEY: Reason.LOCKDOWN_WRONG_KEY,
    Check.TOO_OLD: Reason.LOCKDOWN_TOO_OLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a request shows of its browser; `proven` when an earlier proof still holds."""

    header: str = ""
    page: str = ""
    agent: str = ""
    proven: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the header and the page's value must be, worked out without asking the request."""

    header: str
    page: str


def judge(
    shown: Shown, expected: Expected, *, required: bool = True, waived: bool = False
) -> Check:
    """Say whether a request comes from the browser its session asks for; why not, when it does not.

    A good value of one kind makes up for a bad one of the other: clients differ in what they send.
    """
    if not required:
        return Check.NOT_REQUIRED
    if waived:
        return Check.WAIVED
    if _same(shown.header, expected.header):
        return Check.BY_HEADER
    if shown.proven or _same(shown.page, expected.page):
        return Check.BY_PAGE
    if shown.header or shown.page:
        return Check.WRONG_KEY
    return Check.TOO_OLD if _AGENT in shown.agent else Check.MISSING


def shows_own_page(shown: Shown, expected: Expected) -> bool:
    """Say whether the request shows the key for this device's own page, by a script or by a header."""
    return _same(shown.page, expected.page) or _same(shown.header, expected.page)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def nonce_for(secret: str, sitting: str, lease: str) -> str:
    """Return what stands in the address of the page where this device shows its key."""
    return _mac(secret, "lockdown-page", sitting, lease)[:32]


def proof_for(secret: str, sitting: str, lease: str, now: datetime) -> str:
    """Return a proof for this device that holds for PROOF_LIFE."""
    until = int((now + PROOF_LIFE).timestamp())
    return f"{until}.{_mac(secret, 'lockdown-proof', sitting, lease, str(until))}"


def proof_left(secret: str, sitting: str, lease: str, proof: str, now: datetime) -> timedelta:
    """Return how long a proof still holds for this device; nothing when it is not its own."""
    until, _, mac = proof.partition(".")
    if not _is_moment(until):
        return timedelta(0)
    if not _same(mac, _mac(secret, "lockdown-proof", sitting, lease, until)):
        return timedelta(0)
    return max(timedelta(0), timedelta(seconds=int(until) - now.timestamp()))


def link_for(secret: str, session: str, until: int) -> str:
    """Return what opens a session's configuration without signing in, until then (Unix time)."""
    return f"{session}.{until}.{_mac(secret, 'lockdown-link', session, str(until))[:32]}"


def session_of_link(secret: str, link: str, now: datetime) -> str:
    """Return the session whose configuration a link opens; empty when it is forged or too old."""
    session, _, rest = link.partition(".")
    until = rest.partition(".")[0]
    if not _is_moment(until) or not _same(link, link_for(secret, session, int(until))):
        return ""
    return session if now.timestamp() < int(until) else ""


def quit_password_for(secret: bytes, session: str) -> str:
    """Return what ends the locked-down browser early: twelve characters, typed as they stand.

    Its hash is in a file that candidates may get to read, so it is too long to be tried out.
    """
    mac = hmac.new(secret, f"quit|{session}".encode(), hashlib.sha256).digest()
    number, password = int.from_bytes(mac, "big"), ""
    for place in range(12):
        number, rest = divmod(number, len(ALPHABET))
        password += ("-" if place in (4, 8) else "") + ALPHABET[rest].lower()
    return password


def _is_moment(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 12


def _mac(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "|".join(parts).encode(), hashlib.sha256).hexdigest()
