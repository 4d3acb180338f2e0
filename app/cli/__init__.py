"""The `testamur` command."""

import click

from app import __version__
from app.cli.bank import bank_commands
from app.cli.certificate import certificate_commands
from app.cli.database import database_commands
from app.cli.demo import demo
from app.cli.exporting import export
from app.cli.guess import guess_banks
from app.cli.paper import paper_commands
from app.cli.publishing import publish_banks, specification_commands
from app.cli.receipt import receipt_commands
from app.cli.record import record_commands
from app.cli.results import results_commands
from app.cli.serve import serve
from app.cli.session import session_commands
from app.cli.setup import setup
from app.cli.sittings import sittings_commands
from app.cli.staff import staff_commands


@click.group()
@click.version_option(__version__, prog_name="testamur")
def main() -> None:
    """Run on-screen multiple-choice examinations."""


for command in (publish_banks, export, guess_banks):
    bank_commands.add_command(command)

main.add_command(bank_commands)
main.add_command(specification_commands)
main.add_command(paper_commands)
main.add_command(certificate_commands)
main.add_command(database_commands)
main.add_command(demo)
main.add_command(serve)
main.add_command(setup)
main.add_command(staff_commands)
main.add_command(session_commands)
main.add_command(results_commands)
main.add_command(sittings_commands)
main.add_command(receipt_commands)
main.add_command(record_commands)
