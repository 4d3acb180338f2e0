"""The installation's key for session records: Ed25519, made at first use, in the instance folder."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAME = "record_key.pem"


class KeyProblem(Exception):
    """A key that cannot be used; the sentence names it and the remedy."""


class RecordKey:
    """A key that signs records."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> str:
        """The public key, in hex."""
        return self._key.public_key().public_bytes_raw().hex()

    @property
    def public_pem(self) -> str:
        """The public key as a file that others check records with."""
        return (
            self._key.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode("ascii")
        )

    def sign(self, message: bytes) -> str:
        """Sign, in hex."""
        return self._key.sign(message).hex()

    def salt(self) -> str:
        """Return what leads a name, so that nobody can guess the name from its digest."""
        return os.urandom(16).hex()


def new_record_key() -> RecordKey:
    """Make a key that is kept nowhere."""
    return RecordKey(Ed25519PrivateKey.generate())


def record_key(instance: Path) -> RecordKey:
    """Return the installation's key; make it the first time. Raises KeyProblem."""
    path = instance / NAME
    if not path.exists():
        _make(path)
    return _read(path)


def known_key(instance: Path) -> RecordKey | None:
    """Return the installation's key, None while there is none. Raises KeyProblem."""
    path = instance / NAME
    return _read(path) if path.exists() else None


def read_public_key(content: bytes) -> str:
    """Return the public key of a PEM file, or of a line of 64 hexadecimal figures. Raises KeyProblem."""
    try:
        text = content.decode("ascii").strip()
        if "BEGIN" not in text:
            return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text)).public_bytes_raw().hex()
        key = serialization.load_pem_public_key(text.encode())
    except ValueError as unreadable:
        raise KeyProblem(
            "The key cannot be read. Give the file that `testamur record key` writes."
        ) from unreadable
    if not isinstance(key, Ed25519PublicKey):
        raise KeyProblem("The key is not an Ed25519 key.")
    return key.public_bytes_raw().hex()


def signature_fits(public: str, signature: str, message: bytes) -> bool:
    """Say whether a signature is the key's, for this message; both in hex, and only in small letters."""
    try:
        key = Ed25519PublicKey.from_public_bytes(_plain(public))
        key.verify(_plain(signature), message)
    except (ValueError, InvalidSignature):
        return False
    return True


def _plain(text: str) -> bytes:
    """Read hex written in the one way, so that no letter can be changed unseen."""
    read = bytes.fromhex(text)
    if read.hex() != text:
        raise ValueError(text)
    return read


def _read(path: Path) -> RecordKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, OSError) as unreadable:
        raise KeyProblem(
            f"{path} cannot be read. Put it back from a backup; without it new records are signed"
            " with another key."
        ) from unreadable
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyProblem(f"{path} is not an Ed25519 key. Put it back from a backup.")
    return RecordKey(key)


def _make(path: Path) -> None:
    """Write a new key that only its owner may read; of several servers the first one's holds."""
    content = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
