"""Passwords of staff: which are refused, and how they are kept. Hashing is slow on purpose.

Hash and compare outside any transaction that writes, so that nobody waits for it.
"""

import string
import threading
import unicodedata
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.refusals import Reason, Refusal

PasswordHash = NewType("PasswordHash", str)

SHORTEST = 12
# What the longest of the well-known lists are made of, once digits and disguises are taken off.
_WORDS = (
    "abc abcd abcdef abcdefgh abcdefghijkl abcdefghijklmnopqrstuvwxyz access admin administrator"
    " asdf asdfgh asdfghjkl asdfghjklqwertyuiop awardingbody baseball centre changeme chelsea"
    " correcthorsebatterystaple default dragon england everton exam examination exams exampassword"
    " examsofficer football hello iloveyou invigilator letmein liverpool login london manchester"
    " master michael monkey mypassword newpassword passphrase password passwordis princess qwer"
    " qwert qwerty qwertyuiop qwertyuiopasdfghjkl secret starwars summer sunshine superman temp"
    " temporary test testamur testing thisismypassword trustno welcome whatever winter zxcvbn"
    " zxcvbnm"
)
WELL_KNOWN = frozenset(_WORDS.split())
_DISGUISES = str.maketrans("013457@$!", "oieastasi")
# Each hash takes 64 MiB for some hundredths of a second; no more than this many at once.
_TURNS = threading.BoundedSemaphore(2)
_hasher = PasswordHasher()


def check_password(password: str) -> None:
    """Refuse a password that is short, or well known, or hardly more than one letter."""
    plain = _normal(password)
    if len(plain) < SHORTEST or len(set(plain)) < 5 or _is_well_known(plain.casefold()):
        raise Refusal(Reason.WEAK_PASSWORD)


def hash_password(password: str) -> PasswordHash:
    """Return what is kept of a password; refuse a weak one."""
    check_password(password)
    with _TURNS:
        return PasswordHash(_hasher.hash(_normal(password)))


def is_password(kept: str, password: str) -> bool:
    """Say whether a password is the one kept; as slow where there is none, so that time tells nothing."""
    against = kept or _nobodys()
    with _TURNS:
        try:
            return _hasher.verify(against, _normal(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_well_known(plain: str) -> bool:
    bare = plain.strip(string.digits + string.punctuation + string.whitespace)
    for text in (bare, bare.translate(_DISGUISES), plain.translate(_DISGUISES)):
        letters = "".join(c for c in text if c.isalpha())
        if letters in WELL_KNOWN or _repeated(letters) in WELL_KNOWN:
            return True
    return plain.isdigit() and _is_run(plain)


def _repeated(text: str) -> str:
    """Return the shortest piece that the text repeats, such as password in passwordpassword."""
    at = (text + text).find(text, 1) if text else -1
    return text[:at] if 0 < at < len(text) else text


def _is_run(digits: str) -> bool:
    return digits in "01234567890123456789012345" or digits in "98765432109876543210987654"


@cache
def _nobodys() -> str:
    """Return a hash that no password of ours was made from."""
    return _hasher.hash("nobody signs in with this")
