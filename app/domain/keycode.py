"""Codes a candidate types, made so that a slip of the finger is told from a wrong code.

A keycode opens a test, a result code shows what came of it, an invigilator's code signs one person
in for one session; none is taken for another anywhere.
Twelve characters in groups of four: eleven random ones and a check character. The alphabet has 29
characters, none of which look alike in print (no 0 O, 1 I L, 5-S, U-V); 29 is prime, so the
weighted sum finds every single wrong character and every swap of two.
"""

import hashlib
import hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 12
# What the sums of the other codes begin with, so that no code is well formed as two kinds.
RESULT_SHIFT = 14
INVIGILATOR_SHIFT = 7
_LOOK_ALIKES = str.maketrans({"S": "5", "U": "V"})
_SEPARATORS = " -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212\t\r\n."


def check_character(body: str, shift: int = 0) -> str:
    """Return the check character of a body: shift plus the sum of i x value modulo 29, i from 1."""
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(body, start=1))
    return ALPHABET[(shift + total) % len(ALPHABET)]


def keycode_for(secret: bytes, sitting: str, issue: int = 1) -> str:
    """Return a sitting's keycode, derived from the session's secret so that it is stored nowhere.

    Characters come from HMAC-SHA256(secret, "keycode|sitting|issue"), read as one large number in
    base 29: about 53 bits.
    """
    body = _body(secret, f"keycode|{sitting}|{issue}")
    return body + check_character(body)


def result_code_for(secret: bytes, sitting: str) -> str:
    """Return a sitting's result code, made like its keycode from "result|sitting"."""
    body = _body(secret, f"result|{sitting}")
    return body + check_character(body, RESULT_SHIFT)


def invigilator_code_for(secret: bytes) -> str:
    """Return a code made from a secret that is drawn for it alone and then forgotten."""
    body = _body(secret, "invigilator")
    return body + check_character(body, INVIGILATOR_SHIFT)


def _body(secret: bytes, label: str) -> str:
    """Return all of a code but its check character."""
    mac = hmac.new(secret, label.encode(), hashlib.sha256).digest()
    number = int.from_bytes(mac, "big")
    body = ""
    for _ in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        body += ALPHABET[rest]
    return body


def normalise(typed: str) -> str:
    """Return what was typed or pasted in capitals, without separators, look-alikes mended."""
    kept = (char for char in typed.upper() if char not in _SEPARATORS)
    return "".join(kept).translate(_LOOK_ALIKES)


def is_well_formed(keycode: str) -> bool:
    """Say whether a normalised keycode has the right length, characters and check character."""
    return _checks(keycode, 0)


def is_result_code(code: str) -> bool:
    """Say the same of a normalised result code; no keycode is one."""
    return _checks(code, RESULT_SHIFT)


def is_invigilator_code(code: str) -> bool:
    """Say the same of a normalised code of an invigilator; no keycode and no result code is one."""
    return _checks(code, INVIGILATOR_SHIFT)


def _checks(code: str, shift: int) -> bool:
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return False
    return check_character(code[:-1], shift) == code[-1]


def grouped(code: str) -> str:
    """Write a code for print: three groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def fast_hash(code: str) -> bytes:
    """Return the 32-byte value a code is looked up by: SHA-256, for it must cost nothing at the door."""
    return hashlib.sha256(code.encode()).digest()
