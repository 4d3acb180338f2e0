"""Digests: SHA-256 in lower-case hex, over canonical JSON where it is a value that is digested.

Canonical JSON: UTF-8, member names sorted, no spaces, no escapes beyond those JSON requires.
"""

import hashlib
import json

GENESIS = "0" * 64  # what the first link of a chain follows


def canonical(value: object) -> bytes:
    """Return the one way to write a value as JSON."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
