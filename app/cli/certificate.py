"""`testamur certificate`: what computers in the room are told to trust."""

from pathlib import Path
from typing import Any

import click
from cryptography import x509

from app.cli.findings import print_document
from app.cli.https import addresses_of
from app.cli.opening import JSON, settings_of
from app.config import Settings, Transport
from app.files.authority import fingerprint_of, names_of
from app.files.certificates import (
    CertificateFolder,
    CertificateProblem,
    folder_of,
    read_certificate,
    read_root,
)


@click.group("certificate")
def certificate_commands() -> None:
    """Look at the certificate of https, and take it to the computers of the room."""


@certificate_commands.command("show")
@JSON
def show_certificate(as_document: bool) -> None:
    """Show fingerprint, names, end date, and where the certificate to install is downloaded.

    Exit 1 when there is no certificate.
    """
    settings = settings_of()
    try:
        told = _own(settings) if settings.transport is Transport.CERTIFICATE else _kept(settings)
    except CertificateProblem as problem:
        raise click.ClickException(str(problem)) from problem
    if as_document:
        print_document(told)
        return
    width = max(map(len, told))
    for name, value in told.items():
        text = ", ".join(value) if isinstance(value, list) else value
        click.echo(f"{name.replace('_', ' '):<{width}}  {text}")


@certificate_commands.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_certificate(file: Path) -> None:
    """Write the authority's certificate, which every computer installs once, to a file.

    It holds no secret. Exit 1 when there is no authority yet.
    """
    folder = folder_of(settings_of().instance)
    root = _root(folder)
    file.write_bytes(folder.root.read_bytes())
    click.echo(f"{file} holds the certificate with the SHA-256 fingerprint\n{fingerprint_of(root)}")


def _own(settings: Settings) -> dict[str, Any]:
    """Tell of the centre's own certificate."""
    shown = read_certificate(Path(settings.certificate))
    return {
        "certificate": settings.certificate,
        "names": [str(name) for name in names_of(shown)],
        "ends_on": _day(shown),
        "fingerprint": fingerprint_of(shown),
    }


def _kept(settings: Settings) -> dict[str, Any]:
    """Tell of the installation's own authority and what it gave the server."""
    folder = folder_of(settings.instance)
    root, shown = _root(folder), read_certificate(folder.server)
    return {
        "authority": root.subject.rfc4514_string().removeprefix("CN=").replace("\\,", ","),
        "fingerprint": fingerprint_of(root),
        "authority_ends_on": _day(root),
        "names": [str(name) for name in names_of(shown)],
        "ends_on": _day(shown),
        "file": str(folder.root),
        "download": f"{addresses_of(settings)[0]}/certificate",
    }


def _root(folder: CertificateFolder) -> x509.Certificate:
    root = read_root(folder)
    if root is None:
        raise click.ClickException(
            "there is no certificate authority yet: start `testamur serve` once with TESTAMUR_HOST"
            " at an address that other computers reach, such as 0.0.0.0"
        )
    return root


def _day(certificate: x509.Certificate) -> str:
    return f"{certificate.not_valid_after_utc:%-d %B %Y}"
