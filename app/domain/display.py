"""The room display: the code in its address, which needs no sign-in, and the times it shows."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.keycode import ALPHABET
from app.domain.timing import ZERO

# The code's first half says where to look: the first 48 bits of the session's identifier, of which
# the rest is chance. Its second half cannot be guessed: 48 bits of an HMAC with the session's secret.
HALF = 10
_REST = 80  # bits of an identifier that its code leaves out

Stretch = tuple[datetime, datetime]


def display_code(secret: bytes, session: UUID) -> str:
    """Return the code of a session's room display: 20 characters."""
    seal = hmac.new(secret, f"display|{session}".encode(), hashlib.sha256).digest()
    return _written(session.int >> _REST) + _written(int.from_bytes(seal[:6], "big"))


def is_display_code(code: str, secret: bytes, session: UUID) -> bool:
    """Say whether a normalised code is that of a session."""
    return hmac.compare_digest(code.encode(), display_code(secret, session).encode())


def sessions_to_try(code: str) -> tuple[UUID, UUID] | None:
    """Return the first and last identifier that a normalised code may mean; None for no code."""
    if len(code) != 2 * HALF or any(char not in ALPHABET for char in code):
        return None
    place = 0
    for char in code[:HALF]:
        place = place * len(ALPHABET) + ALPHABET.index(char)
    if place >> 48:
        return None
    return UUID(int=place << _REST), UUID(int=(place << _REST) + (1 << _REST) - 1)


def in_fours(code: str) -> str:
    """Write a code as it stands in an address: groups of four with hyphens between them."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def standard_finish(
    start: datetime, allowed: timedelta, stops: Iterable[Stretch], now: datetime
) -> datetime:
    """Return when whoever began at the start and has no extra time is to finish, as things stand.

    `stops` are the stretches in which all clocks stood still; those that overlap count once. Time
    after that finish moves nothing.
    """
    finish = start + allowed
    for begin, end in _apart(stops):
        if begin < finish:
            finish += max(ZERO, min(end, now) - max(begin, start))
    return finish


def _apart(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches in order, those that touch made one."""
    joined: list[Stretch] = []
    for begin, end in sorted(stretches):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _written(number: int) -> str:
    text = ""
    for _ in range(HALF):
        number, digit = divmod(number, len(ALPHABET))
        text = ALPHABET[digit] + text
    return text
