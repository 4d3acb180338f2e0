"""`testamur bank export`: a bank out of the database into files."""

from pathlib import Path

import click

from app.cli.findings import as_text
from app.cli.opening import open_database, settings_of
from app.domain.bank import Bank
from app.domain.problems import ProblemsError
from app.files.bank_toml import write_bank
from app.files.media import PictureFile
from app.services.pictures import bank_files
from app.store.database import Database
from app.store.queries.content import bank_with, banks_named


@click.command()
@click.argument("unit")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["toml"]),
    default="toml",
    help="The form of the files.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder to write to.")
@click.option("--body", help="The awarding body, where several have a bank of that name.")
def export(unit: str, format_: str, output: Path | None, body: str | None) -> None:
    """Write the bank UNIT, by its name or its unit's number, with the newest version of each item.

    Without -o it goes to a folder of the bank's name. What was published from files comes out byte
    for byte. Withdrawn items stay behind. Exit 1 when the folder holds another bank's items.
    """
    try:
        with open_database(settings_of()) as database:
            bank, pictures = _bank(database, unit, body)
        folder = output or Path(bank.id)
        written = write_bank(bank, folder, pictures)
    except ProblemsError as faulty:
        for problem in faulty.problems:
            click.echo(as_text(problem), err=True)
        raise click.exceptions.Exit(1) from faulty
    click.echo(
        f"{bank.id}: {len(bank.items)} items in {len(written)} files in {folder.as_posix()}."
        f" Lost in {format_}: nothing."
    )


def _bank(database: Database, unit: str, body: str | None) -> tuple[Bank, tuple[PictureFile, ...]]:
    """Read the one bank of that name with its pictures; misuse when there is none or several."""
    with database.read() as db:
        found = banks_named(db, unit, body)
        if not found:
            raise click.BadParameter(f"There is no bank {unit}.", param_hint="UNIT")
        if len(found) > 1:
            raise click.UsageError(
                f"{len(found)} banks go by {unit}: give the bank's full name, or name its --body."
            )
        bank = bank_with(db, found[0])
        return bank, bank_files(db, found[0], bank)
