"""`testamur record`: checking signed session records, and the key they are signed with."""

from pathlib import Path

import click

from app.cli.findings import print_document
from app.cli.opening import JSON, settings_of
from app.domain.signed_record import NotARecord, forget_names
from app.files.record_key import KeyProblem, known_key, read_public_key, record_key
from app.services.record_verification import Verdict, verify_record

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
OWN_KEY = (
    "Checked with the key in the record itself: that proves only that nothing was changed since"
    " somebody with that key signed it. Give the key of the centre's installation with --key."
)


@click.group("record")
def record_commands() -> None:
    """Check session records."""


@record_commands.command()
@FILE
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public key to check with, as `record key` writes it; else this installation's.",
)
@JSON
def verify(file: Path, key_file: Path | None, as_document: bool) -> None:
    """Say whether a session record, a JSON or PDF FILE, is as it was signed.

    Exit 1 when anything was changed, with every entry that does not fit.
    """
    trusted, checked_with = _trusted(key_file)
    warnings = [] if trusted else [OWN_KEY]
    try:
        verdict = verify_record(file.read_bytes(), trusted)
    except NotARecord as none:
        if as_document:
            fault = {"where": "file", "what": str(none)}
            print_document({"file": str(file), "fits": False, "faults": [fault]})
        raise click.ClickException(str(none)) from none
    if as_document:
        print_document(_document(file, verdict, checked_with, warnings))
    else:
        click.echo(_told(verdict), err=not verdict.fits)
    for warning in warnings:
        click.echo(warning, err=True)
    if not verdict.fits:
        raise click.exceptions.Exit(1)


@record_commands.command()
@click.option("-o", "--output", type=OUT, help="File to write; standard output unless given.")
@JSON
def key(output: Path | None, as_document: bool) -> None:
    """Show the public key this installation signs records with; it is made the first time."""
    try:
        own = record_key(settings_of().instance)
    except KeyProblem as problem:
        raise click.ClickException(str(problem)) from problem
    if output is not None:
        output.write_text(own.public_pem, "ascii")
    if as_document:
        print_document({"algorithm": "Ed25519", "public_key": own.public, "pem": own.public_pem})
    elif output is None:
        click.echo(own.public_pem, nl=False)
    else:
        click.echo(f"{output} holds the public key {own.public}.")


@record_commands.command("forget-names")
@FILE
@click.option("-o", "--output", required=True, type=OUT, help="File to write.")
def forget(file: Path, output: Path) -> None:
    """Write a session record, a JSON FILE, without the names of candidates and staff.

    It verifies as before. Words that people wrote stay as they are. Exit 1 for a file with faults.
    """
    try:
        output.write_bytes(forget_names(file.read_bytes()))
    except NotARecord as none:
        raise click.ClickException(str(none)) from none
    click.echo(f"{output} written. Look for names in reasons and incidents before you pass it on.")


def _trusted(key_file: Path | None) -> tuple[str, str]:
    """Return the key to check with, empty for the record's own, and whose it is."""
    try:
        if key_file is not None:
            return read_public_key(key_file.read_bytes()), "given"
        own = known_key(settings_of().instance)
    except KeyProblem as problem:
        raise click.ClickException(str(problem)) from problem
    return (own.public, "installation") if own else ("", "record")


def _document(
    file: Path, verdict: Verdict, checked_with: str, warnings: list[str]
) -> dict[str, object]:
    header = verdict.header
    told = ("session", "centre_number", "specification", "issue", "said")
    return {
        "file": str(file),
        "fits": verdict.fits,
        "kind": verdict.kind,
        **{name: header.get(name) for name in told},
        "entries": verdict.entries,
        "names_taken_out": verdict.forgotten,
        "public_key": verdict.key,
        "checked_with": checked_with,
        "faults": [{"where": fault.where, "what": fault.what} for fault in verdict.faults],
        "warnings": warnings,
    }


def _told(verdict: Verdict) -> str:
    if not verdict.fits:
        found = "\n".join(f"  {fault}" for fault in verdict.faults)
        return f"This record is NOT as it was signed:\n{found}"
    header, taken_out = verdict.header, verdict.forgotten
    names = f" Names taken out: {taken_out}." if taken_out else ""
    return (
        f"The record is as it was signed: issue {header.get('issue')} of session"
        f" {header.get('session')}, centre {header.get('centre_number')} {header.get('centre')}."
        f" {header.get('said')}. {verdict.entries} entries.{names}"
    )
