"""Safe Exam Browser's files: settings to a Config Key, and to a `.seb` file, plain or encrypted.

Settings are a dictionary of what a property list can hold; dates are not wanted, since programs
write them differently. The encrypted form is `pswd` and an RNCryptor 2 body, inside gzip.
"""

import base64
import gzip
import hashlib
import plistlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

MIMETYPE = "application/seb"
SALTS = 32  # bytes of chance an encrypted file needs: two salts of 8 and a vector of 16
_PREFIX = b"pswd"
_VERSION = b"\x02\x01"
_ROUNDS = 10_000
_BLOCK = 128  # bits
_SEAL = 32  # bytes of the HMAC at the end

Settings = Mapping[str, Any]


class SebFileError(ValueError):
    """A file that is no `.seb` file, or a password that does not open it."""


def seb_json(settings: Settings) -> str:
    """Write settings as "SEB-JSON": sorted, without white space, and with nothing escaped."""
    return _written({name: each for name, each in settings.items() if name != "originatorVersion"})


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        kept = {name: each for name, each in value.items() if not _is_empty(each)}
        pairs = (f'"{name}":{_written(kept[name])}' for name in sorted(kept, key=str.lower))
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    return _plain(value)


def _is_empty(value: Any) -> bool:
    return isinstance(value, Mapping) and not value


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value).removesuffix(".0")
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode("ascii")}"'
    if isinstance(value, str):
        return f'"{value}"'
    raise TypeError(f"{type(value).__name__} has no place in a .seb file")


def config_key(settings: Settings) -> str:
    """Return the Config Key: SHA-256 of the SEB-JSON, as lower-case hex."""
    return hashlib.sha256(seb_json(settings).encode()).hexdigest()


def address_hash(url: str, key: str) -> str:
    """Return what Safe Exam Browser sends for an absolute address: SHA-256 of it and the key.

    A fragment does not count.
    """
    return hashlib.sha256((url.partition("#")[0] + key).encode()).hexdigest()


def plain_file(settings: Settings) -> bytes:
    """Return a `.seb` file that anybody can read: an XML property list."""
    return plistlib.dumps(dict(settings), fmt=plistlib.FMT_XML)


def read_plain_file(data: bytes) -> dict[str, Any]:
    """Read the settings of a plain `.seb` file."""
    settings: dict[str, Any] = plistlib.loads(data)
    return settings


def encrypted_file(plain: bytes, password: str, chance: bytes) -> bytes:
    """Lock a plain `.seb` file with a password; `chance` is SALTS bytes nobody can guess."""
    if len(chance) != SALTS:
        raise ValueError(f"{SALTS} bytes of chance are needed")
    salt, seal_salt, vector = chance[:8], chance[8:16], chance[16:]
    padder = padding.PKCS7(_BLOCK).padder()
    filled = padder.update(gzip.compress(plain, mtime=0)) + padder.finalize()
    body = _VERSION + salt + seal_salt + vector + _crossed(password, salt, vector, filled)
    return gzip.compress(_PREFIX + body + _seal(password, seal_salt, body).finalize(), mtime=0)


def open_encrypted_file(data: bytes, password: str) -> bytes:
    """Return the plain `.seb` file inside an encrypted one; SebFileError when it cannot be had."""
    try:
        opened = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise SebFileError("no .seb file") from error
    start = len(_PREFIX + _VERSION)
    if opened[:start] != _PREFIX + _VERSION or len(opened) < start + SALTS + _SEAL:
        raise SebFileError("not encrypted with a password")
    body, seal = opened[len(_PREFIX) : -_SEAL], opened[-_SEAL:]
    salt, seal_salt, vector, filled = body[2:10], body[10:18], body[18:34], body[34:]
    try:
        _seal(password, seal_salt, body).verify(seal)
    except InvalidSignature as error:
        raise SebFileError("another password, or a damaged file") from error
    unpadder = padding.PKCS7(_BLOCK).unpadder()
    packed = unpadder.update(_crossed(password, salt, vector, filled, back=True))
    return gzip.decompress(packed + unpadder.finalize())


def _key(password: str, salt: bytes) -> bytes:
    # SHA-1 and the rounds are the format's; the password is what has to be long.
    kdf = PBKDF2HMAC(algorithm=hashes.SHA1(), length=32, salt=salt, iterations=_ROUNDS)  # noqa: S303
    return kdf.derive(password.encode())


def _crossed(
    password: str, salt: bytes, vector: bytes, data: bytes, *, back: bool = False
) -> bytes:
    cipher = Cipher(algorithms.AES(_key(password, salt)), modes.CBC(vector))
    crossing = cipher.decryptor() if back else cipher.encryptor()
    return crossing.update(data) + crossing.finalize()


def _seal(password: str, salt: bytes, body: bytes) -> HMAC:
    seal = HMAC(_key(password, salt), hashes.SHA256())
    seal.update(body)
    return seal
