"""What a candidate's computer may hold between two breaths of the network: sealed, and for whom.

The page of a sitting gets a key that seals answers on their way. Anybody may bring sealed answers
back, for only that page can have made them: whoever sits there next delivers what was left behind.
"""

import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def sealing_key(secret: str, sitting: UUID) -> bytes:
    """Return the 32 bytes that seal what a computer keeps of one sitting."""
    return hmac.digest(secret.encode(), b"testamur device|" + sitting.bytes, "sha256")


def sealing_key_text(secret: str, sitting: UUID) -> str:
    """Return the sealing key as a page carries it, in base64."""
    return b64encode(sealing_key(secret, sitting)).decode()


def lease_of_browser(secret: str, sitting: UUID, browser: str) -> str:
    """Return the lease a browser gets of a sitting, named by what its cookie alone holds.

    It is the same each time: a browser whose reply was lost asks again and is still the one it was.
    """
    asked = b"testamur lease|" + sitting.bytes + browser.encode()
    return hmac.digest(secret.encode(), asked, "sha256").hex()[:36]


def device_mark(lease: str) -> str:
    """Return what tells one lease from another without giving it away."""
    return sha256(lease.encode()).hexdigest()[:16]


def unseal(secret: str, sitting: UUID, name: str, iv: str, data: str) -> Any:
    """Open what a page sealed for this sitting under this name; None when nobody of ours sealed it."""
    about = f"{sitting.hex}|{name}".encode()
    try:
        text = AESGCM(sealing_key(secret, sitting)).decrypt(b64decode(iv), b64decode(data), about)
        return json.loads(text)
    except (InvalidTag, NotBase64, ValueError):
        return None
