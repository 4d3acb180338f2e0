"""`testamur bank`: check banks and specifications as files, and write them in canonical form."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli.findings import (
    as_text,
    of_severity,
    print_document,
    shortage_as_json,
    waiver_as_json,
)
from app.domain.problems import Severity, errors
from app.files.canonical import format_file
from app.files.library import (
    BANKS,
    SPECIFICATIONS,
    Feasibility,
    Library,
    Shelves,
    read_library,
    shelves_named,
    shelves_of,
)

PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


@click.group("bank")
def bank_commands() -> None:
    """Check and write question banks and test specifications."""


@bank_commands.command()
@PATHS
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def check(paths: tuple[Path, ...], as_document: bool) -> None:
    """Check banks and specifications, and whether the one can fill the other.

    PATH is a bank's folder, a file in it, a specification, or a folder that holds some; without
    one, everything under question_banks/ and test_specs/ is checked. Exit 1 when a file has an
    error.
    """
    library = read_library(_shelves(paths), datetime.now(UTC).date())
    if as_document:
        print_document(_report(library))
    else:
        _print_report(library)
    if errors(library.problems):
        raise click.exceptions.Exit(1)


@bank_commands.command("format")
@PATHS
def format_(paths: tuple[Path, ...]) -> None:
    """Write bank files and specifications in their canonical form, in place.

    A file with an error is left as it is, and so is one with comments below its head, which the
    canonical form would lose. Exit 1 when one was left.
    """
    left = False
    for path in _files(paths):
        changed, problems = format_file(path)
        left = left or bool(problems)
        for problem in problems:
            click.echo(as_text(problem), err=True)
        if changed:
            click.echo(f"{path.as_posix()} written.")
    if left:
        raise click.exceptions.Exit(1)


def _shelves(paths: tuple[Path, ...]) -> Shelves:
    """Return what is to be read; misuse when there is nothing."""
    root = Path()
    shelves = shelves_named(paths, root) if paths else shelves_of(root)
    if not shelves.banks and not shelves.specifications:
        places = " ".join(path.as_posix() for path in paths) or f"{BANKS}/ and {SPECIFICATIONS}/"
        raise click.UsageError(f"There is no bank and no specification in {places}.")
    return shelves


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Return the files that the paths name; a folder means every TOML file in it."""
    if not paths:
        shelves = _shelves(())
        paths = (*shelves.banks, *shelves.specifications)
    files = [path for path in paths if path.is_file()]
    return files + [file for path in paths for file in sorted(path.rglob("*.toml"))]


def _report(library: Library) -> dict[str, object]:
    """Return the report as programs read it."""
    return {
        "items": library.items,
        "errors": of_severity(library.problems, Severity.ERROR),
        "warnings": of_severity(library.problems, Severity.WARNING),
        "waivers": [waiver_as_json(aside) for aside in library.waived],
        "specifications": [_feasibility_as_json(f) for f in library.feasibilities],
    }


def _feasibility_as_json(feasibility: Feasibility) -> dict[str, object]:
    """Return what a specification's bank can do for it as programs read it."""
    return {
        "id": feasibility.id,
        "fillable": feasibility.fillable,
        "disjoint_sittings": feasibility.disjoint_sittings,
        "short": [shortage_as_json(shortage) for shortage in feasibility.short],
    }


def _print_report(library: Library) -> None:
    """Print the report for people."""
    for problem in library.problems:
        click.echo(as_text(problem))
    stopped = len(errors(library.problems))
    warned = len(library.problems) - stopped
    click.echo(
        f"Items: {library.items}. Errors: {stopped}. Warnings: {warned}."
        f" Set aside: {len(library.waived)}."
    )
    for feasibility in library.feasibilities:
        click.echo(_feasibility_as_text(feasibility))


def _feasibility_as_text(feasibility: Feasibility) -> str:
    """Return what a specification's bank can do for it as people read it."""
    if not feasibility.fillable:
        return f"{feasibility.id}: cannot be filled."
    return (
        f"{feasibility.id}: can be filled; "
        f"papers without a common item: {feasibility.disjoint_sittings} at most."
    )
