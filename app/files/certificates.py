"""Certificates and keys on disk: those of the installation's own authority, and the centre's own."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from app.files.authority import (
    Authority,
    Key,
    Name,
    make_authority,
    make_server_certificate,
    names_of,
)

# What is nearer to its end than this is made anew at a start: nobody starts a server every day.
SERVER_RENEWED_WITHIN = timedelta(days=90)
AUTHORITY_RENEWED_WITHIN = timedelta(days=30)
SOON = timedelta(days=30)


class CertificateProblem(Exception):
    """A certificate that cannot be served; the sentence names it and the remedy."""


@dataclass(frozen=True, slots=True)
class CertificateFolder:
    """Where an installation keeps its authority and the server's certificate."""

    path: Path

    @property
    def root(self) -> Path:
        """The certificate that computers in the room install; written last, so it means all."""
        return self.path / "authority.crt"

    @property
    def issuer(self) -> Path:
        """The certificate of the issuer."""
        return self.path / "issuer.crt"

    @property
    def issuer_key(self) -> Path:
        """The issuer's key; only its owner may read it."""
        return self.path / "issuer.key"

    @property
    def server(self) -> Path:
        """What the server shows: its certificate and the issuer's."""
        return self.path / "server.crt"

    @property
    def server_key(self) -> Path:
        """The server's key; only its owner may read it."""
        return self.path / "server.key"


def folder_of(instance: Path) -> CertificateFolder:
    """Name the folder of an installation."""
    return CertificateFolder(instance / "https")


def read_root(folder: CertificateFolder) -> x509.Certificate | None:
    """Return the authority's root, None when there is none yet."""
    return read_certificate(folder.root) if folder.root.exists() else None


def read_certificate(path: Path) -> x509.Certificate:
    """Return the first certificate of a file. Raises CertificateProblem."""
    return _certificates(path)[0]


def find_or_make_authority(
    folder: CertificateFolder, label: str, names: Sequence[Name], now: datetime
) -> Authority:
    """Return the authority of a folder, made for these names unless there is one with life left.

    Raises CertificateProblem when there is one that is damaged: a new one would have to be
    installed on every computer, which is for a person to decide.
    """
    if folder.root.exists():
        authority = _read_authority(folder)
        if authority.root.not_valid_after_utc - now > AUTHORITY_RENEWED_WITHIN:
            return authority
    authority = make_authority(label, names, now)
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.root.unlink(missing_ok=True)
    _write_key(folder.issuer_key, authority.key)
    _write(folder.issuer, _pem(authority.issuer))
    _write(folder.root, _pem(authority.root))
    return authority


def find_or_make_certificate(
    folder: CertificateFolder, authority: Authority, names: Sequence[Name], now: datetime
) -> x509.Certificate:
    """Return the server's certificate, made anew when near its end or when names have changed."""
    kept = _read_server(folder, authority)
    if kept is not None and set(names_of(kept)) == set(names) and _has_life(kept, now):
        return kept
    made = make_server_certificate(authority, names, now)
    _write_key(folder.server_key, made.key)
    _write(folder.server, _pem(made.certificate) + _pem(made.issuer))
    return made.certificate


def check_own_certificate(certificate: Path, key: Path, now: datetime) -> x509.Certificate:
    """Return the centre's own certificate.

    Raises CertificateProblem when it or its key cannot be read, when the two do not belong
    together, when it is for no name, or when it is not valid now.
    """
    first = read_certificate(certificate)
    if not _belongs(first, _key(key)):
        raise CertificateProblem(
            f"{key} is not the key of the first certificate in {certificate}: put the server's own"
            " certificate first, then those above it, and name the key it was made with"
        )
    if not names_of(first):
        raise CertificateProblem(
            f"{certificate} names no computer (subjectAltName), so browsers refuse it: ask for one"
            " that does"
        )
    until = first.not_valid_after_utc
    if until <= now:
        raise CertificateProblem(
            f"{certificate} ended on {until:%-d %B %Y}: get a new one, or take TESTAMUR_CERTIFICATE"
            " out so that the installation's own authority gives one"
        )
    if (start := first.not_valid_before_utc) > now:
        raise CertificateProblem(
            f"{certificate} begins on {start:%-d %B %Y, %H:%M} UTC: check this machine's clock"
        )
    return first


def _has_life(certificate: x509.Certificate, now: datetime) -> bool:
    left = certificate.not_valid_after_utc - now
    return certificate.not_valid_before_utc <= now and left > SERVER_RENEWED_WITHIN


def _read_authority(folder: CertificateFolder) -> Authority:
    try:
        [root], [issuer] = _certificates(folder.root), _certificates(folder.issuer)
        key = _key(folder.issuer_key)
        issuer.verify_directly_issued_by(root)
    except (CertificateProblem, ValueError, TypeError) as problem:
        raise _damaged(folder) from problem
    if not isinstance(key, Key) or not _belongs(issuer, key):
        raise _damaged(folder)
    return Authority(root, issuer, key)


def _damaged(folder: CertificateFolder) -> CertificateProblem:
    return CertificateProblem(
        f"the certificate authority in {folder.path} is incomplete or damaged: put the folder back"
        " from a backup, or remove it for a new authority, whose certificate every computer must"
        " install again"
    )


def _read_server(folder: CertificateFolder, authority: Authority) -> x509.Certificate | None:
    """Return the server's certificate when it is whole and of this authority."""
    try:
        first, issuer = _certificates(folder.server)
        belongs = _belongs(first, _key(folder.server_key))
    except (CertificateProblem, ValueError):
        return None
    return first if belongs and issuer == authority.issuer else None


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError as problem:
        raise CertificateProblem(
            f"{path} holds no certificate: it has to be a PEM file,"
            " which begins with -----BEGIN CERTIFICATE-----"
        ) from problem


def _key(path: Path) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(_read(path), password=None)
    except TypeError as problem:
        raise CertificateProblem(
            f"{path} is locked with a password: write it without one, readable only by its owner"
        ) from problem
    except ValueError as problem:
        raise CertificateProblem(
            f"{path} holds no private key: it has to be a PEM file,"
            " which begins with -----BEGIN PRIVATE KEY-----"
        ) from problem


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CertificateProblem(
            f"{path} cannot be read ({problem.strerror}): check the path,"
            " and that whoever runs the server may read it"
        ) from problem


def _belongs(certificate: x509.Certificate, key: PrivateKeyTypes) -> bool:
    return certificate.public_key() == key.public_key()


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_key(path: Path, key: Key) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(path, text, mode=0o600)


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file that is never half there, nor readable by others for a moment."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
