"""Keycodes: what a candidate types to enter, made so that a slip is told from a wrong code.

Twelve characters in groups of four: eleven random ones and a check character. The alphabet has 29
characters, none of which look alike in print (no 0 O, 1 I L, 5-S, U-V); 29 is prime, so the
weighted sum finds every single wrong character and every swap of two.
"""

import hashlib
import hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 12
_LOOK_ALIKES = str.maketrans({"S": "5", "U": "V"})
_SEPARATORS = " -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\t\r\n."


def check_character(body: str) -> str:
    """Return the check character of a keycode body: the sum of i x value modulo 29, i from 1."""
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def keycode_for(secret: bytes, sitting: str, issue: int = 1) -> str:
    """Return a sitting's keycode, derived from the session's secret so that it is stored nowhere.

    Characters come from HMAC-SHA256(secret, "keycode|sitting|issue"), read as one large number in
    base 29: about 53 bits.
    """
    mac = hmac.new(secret, f"keycode|{sitting}|{issue}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(mac, "big")
    body = ""
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    return body + check_character(body)


def normalise(typed: str) -> str:
    """Return what was typed or pasted in capitals, without separators, look-alikes mended."""
    kept = (char for char in typed.upper() if char not in _SEPARATORS)
    return "".join(kept).translate(_LOOK_ALIKES)


def is_well_formed(keycode: str) -> bool:
    """Say whether a normalised keycode has the right length, characters and check character."""
    if len(keycode) != LENGTH or any(char not in ALPHABET for char in keycode):
        return False
    return check_character(keycode[:-1]) == keycode[-1]


def grouped(keycode: str) -> str:
    """Write a keycode for print: three groups of four."""
    return " ".join(keycode[start : start + 4] for start in range(0, len(keycode), 4))


def fast_hash(keycode: str) -> bytes:
    """Return the 32-byte value a keycode is looked up by: SHA-256, for it must cost nothing at the door."""
    return hashlib.sha256(keycode.encode()).digest()
