"""What `testamur serve` needs for https, and what it says about it on the console."""

import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from app.cli.addresses import hosts_for, names_for
from app.config import Settings, Transport
from app.files.authority import Authority, Name, NotAName, fingerprint_of, names_of
from app.files.certificates import (
    SOON,
    CertificateProblem,
    check_own_certificate,
    find_or_make_authority,
    find_or_make_certificate,
    folder_of,
)

YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Https:
    """What the server shows, its key, and what the operator should know."""

    certificate: Path
    key: Path
    notes: tuple[str, ...]


def prepare_https(settings: Settings, now: datetime) -> Https | None:
    """Find or make what https needs; None when the server does not speak it.

    Raises CertificateProblem with the remedy.
    """
    if settings.transport is Transport.CERTIFICATE:
        return _own(settings, now)
    if settings.transport is Transport.AUTHORITY:
        return _of_authority(settings, now)
    return None


def addresses_of(settings: Settings) -> list[str]:
    """Write every address by which this server is found, the best first."""
    if settings.public_url:
        return [settings.public_url.rstrip("/")]
    scheme = "https" if settings.serves_https else "http"
    hosts = (settings.host,) if settings.is_local else hosts_for(settings)
    return [f"{scheme}://{_in_address(host)}:{settings.port}" for host in hosts]


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own(settings: Settings, now: datetime) -> Https:
    if not (settings.certificate and settings.certificate_key):
        raise CertificateProblem(
            "TESTAMUR_CERTIFICATE and TESTAMUR_CERTIFICATE_KEY belong together: set both, or neither"
        )
    certificate, key = Path(settings.certificate), Path(settings.certificate_key)
    shown = check_own_certificate(certificate, key, now)
    notes = []
    if shown.not_valid_after_utc - now < SOON:
        notes.append(f"Warning: {certificate} ends on {_day(shown)}. Get a new one.")
    named = names_of(shown)
    for name in settings.further_names:
        if not any(_covers(str(known), name) for known in named):
            notes.append(f"Warning: {certificate} is not for {name}.")
    return Https(certificate, key, tuple(notes))


def _covers(known: str, name: str) -> bool:
    """Say whether a name in a certificate, perhaps with a star in front, covers a computer's name."""
    star, _, rest = known.partition(".")
    return known.lower() == name or (star == "*" and name.partition(".")[2] == rest.lower())


def _of_authority(settings: Settings, now: datetime) -> Https:
    names = _names(settings)
    folder = folder_of(settings.instance)
    label = socket.gethostname().partition(".")[0]
    authority = find_or_make_authority(folder, label, names, now)
    given, notes = _believed(settings, authority, names)
    find_or_make_certificate(folder, authority, given, now)
    if (authority.root.not_valid_after_utc - now).days < YEAR_DAYS:
        notes.append(
            f"Warning: the certificate authority ends on {_day(authority.root)}. On a quiet day"
            f" remove {folder.path}, start again, and install the new certificate on each computer."
        )
    notes += [
        f"Certificate authority, SHA-256: {fingerprint_of(authority.root)}",
        "Each computer has to install its certificate once, see /certificate and docs/https.md",
    ]
    return Https(folder.server, folder.server_key, tuple(notes))


def _names(settings: Settings) -> tuple[Name, ...]:
    try:
        return names_for(settings)
    except NotAName as problem:
        raise CertificateProblem(
            f"TESTAMUR_NAMES or TESTAMUR_PUBLIC_URL: {str(problem)!r} is neither an address nor a"
            " name with a dot in it, such as exams.local; write names in small letters without"
            " https:// and port"
        ) from problem


def _believed(
    settings: Settings, authority: Authority, names: tuple[Name, ...]
) -> tuple[list[Name], list[str]]:
    """Return the names that the authority may give, and a note on each of the others."""
    beyond = [name for name in names if not authority.may_name(name)]
    for name in beyond:
        if str(name) in settings.further_names:
            raise CertificateProblem(
                f"the certificate authority was made before {name} was set and may not speak for"
                f" it: take the name out again, or remove {folder_of(settings.instance).path} for a"
                " new authority, whose certificate every computer must install again"
            )
    notes = [
        f"Note: {name} is new here and not in the certificate; see TESTAMUR_NAMES."
        for name in beyond
    ]
    return [name for name in names if name not in beyond], notes


def _day(certificate: x509.Certificate) -> str:
    return f"{certificate.not_valid_after_utc:%-d %B %Y}"
