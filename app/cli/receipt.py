"""`testamur receipt`: checking what a candidate took away."""

import click

from app.cli.findings import print_document
from app.cli.opening import JSON, open_database, settings_of, telling
from app.services.receipts import ReceiptCheck, verify_receipt


@click.group("receipt")
def receipt_commands() -> None:
    """Check candidates' receipts."""


@receipt_commands.command()
@click.argument("digest", nargs=-1, required=True)
@JSON
def verify(digest: tuple[str, ...], as_document: bool) -> None:
    """Say whether the answers still are those that the receipt DIGEST stands for.

    DIGEST is what the receipt shows, with or without its spaces. Every digest of the sitting is
    worked out anew. Exit 1 when it fits no test that was handed in, or the answers were changed.
    """
    with (
        open_database(settings_of()) as database,
        telling(as_document),
        database.read() as db,
    ):
        checked = verify_receipt(db, " ".join(digest))
    if as_document:
        print_document(_document(checked))
    else:
        click.echo(_told(checked))


def _document(checked: ReceiptCheck) -> dict[str, object]:
    finished = checked.finished_at
    return {
        "receipt": checked.receipt,
        "fits": True,
        "sitting": str(checked.sitting),
        "centre": checked.centre_number,
        "state": checked.state,
        "handed_in": finished.isoformat() if finished else None,
        "sequence": checked.sequence,
        "responses": checked.responses,
    }


def _told(checked: ReceiptCheck) -> str:
    from app.web.look import day_and_time

    handed_in = (
        f"Handed in {day_and_time(checked.finished_at, checked.zone)}."
        if checked.finished_at
        else "It was made void before it was handed in."
    )
    of = "all" if checked.whole else f"the first {checked.sequence} of"
    return (
        f"The receipt fits: it stands for {of} {checked.responses} saved answers of sitting"
        f" {checked.sitting}, centre {checked.centre_number} {checked.centre}."
        f" {handed_in} None of them was changed."
    )
