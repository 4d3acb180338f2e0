"""`testamur bank publish` and `testamur specification publish`: files into the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from app.cli.behind import Behind, people_behind, two_people
from app.cli.findings import as_text, of_severity, print_document
from app.cli.opening import JSON, open_database, settings_of, telling
from app.domain.problems import Problem, ProblemsError, Severity, Where, errors
from app.domain.refusals import Reason, Refusal
from app.files.bank_toml import BankSurvey
from app.files.library import Shelves, read_library, shelves_named
from app.files.specification_toml import SpecificationSurvey
from app.services.bank_publication import Published
from app.services.publishing import publish_bank, publish_specification
from app.store.queries.content import specification_version_for

PATHS = click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)

# What deserves a line of its own after publishing a bank.
TOLD = {
    "withdrawn": "Withdrawn, because the bank no longer has them",
    "still_withdrawn": "Still withdrawn; a new version brings an item back",
    "newer_here": "With a later version written on the pages; export the bank to have it in the files",
    "only_here": "Written on the pages and in no file; export the bank to have them in the files",
}


@click.group("specification")
def specification_commands() -> None:
    """Publish test specifications."""


@click.command("publish")
@PATHS
@two_people
@JSON
def publish_banks(
    paths: tuple[Path, ...], by: str, approved_by: str, body: str | None, as_document: bool
) -> None:
    """Take bank folders into the database, behind which two different examiners stand.

    PATH is a bank's folder or a folder that holds some. Approved items become approved versions;
    items that left a bank are withdrawn. Exit 1, with nothing published, when a file has an error
    or an item has changed without a new version.
    """
    folders = shelves_named(paths, Path()).banks
    if not folders:
        raise click.UsageError("There is no bank in the paths given.")
    with _telling(as_document), open_database(settings_of()) as database, database.begin() as db:
        behind = people_behind(db, by, approved_by, body)
        library = read_library(Shelves(banks=folders), datetime.now(UTC).date())
        if errors(library.problems):
            raise ProblemsError(library.problems)
        told = _publish_banks(db, library.banks, behind)
    _tell_banks(told, as_document)


@specification_commands.command("publish")
@PATHS
@two_people
@JSON
def publish_specifications(
    paths: tuple[Path, ...], by: str, approved_by: str, body: str | None, as_document: bool
) -> None:
    """Take test specifications into the database, behind which two different examiners stand.

    PATH is a specification or a folder that holds some. Their banks must be published before. A
    new version is made only of one that differs. Exit 1, with nothing published, on an error.
    """
    files = _specifications(paths)
    with _telling(as_document), open_database(settings_of()) as database, database.begin() as db:
        behind = people_behind(db, by, approved_by, body)
        library = read_library(Shelves(specifications=files))
        if errors(library.problems):
            raise ProblemsError(library.problems)
        told = _publish_specifications(db, library.specifications, behind)
    _tell_specifications(told, as_document)


def _specifications(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the specifications that the paths name, without those of banks they name."""
    found = [path for path in paths if path.is_file()]
    folders = [path for path in paths if path.is_dir()]
    found += [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    if not found:
        raise click.UsageError("There is no specification in the paths given.")
    return tuple(found)


def _publish_banks(
    db: Session, surveys: Sequence[BankSurvey], behind: Behind
) -> dict[str, Published]:
    """Publish the banks; ProblemsError with every changed item of every bank."""
    told: dict[str, Published] = {}
    changed: list[Problem] = []
    for survey in surveys:
        if survey.bank is None:
            continue
        try:
            told[survey.id] = publish_bank(
                db,
                behind.body,
                survey.bank,
                behind.by,
                behind.approved_by,
                datetime.now(UTC),
                survey.pictures,
            )
        except Refusal as refusal:
            changed += _changed_items(refusal, survey)
    if changed:
        raise ProblemsError(changed)
    return told


def _changed_items(refusal: Refusal, survey: BankSurvey) -> list[Problem]:
    """Return where the items stand that changed without a new version; any other refusal is raised."""
    changed = refusal.facts.get("changed")
    if refusal.reason is not Reason.ITEM_CHANGED or not isinstance(changed, tuple):
        raise refusal
    remedy = "Give the item its next version number, or undo the change."
    what = "Version {} is already published with other words, pictures or another key."
    return [
        Problem(survey.places.get(id, Where(item=id)), "item.changed", what.format(version), remedy)
        for id, version in changed
    ]


def _publish_specifications(
    db: Session, surveys: Sequence[SpecificationSurvey], behind: Behind
) -> dict[str, int]:
    """Publish the specifications and return the number of each one's version."""
    faults: list[Problem] = []
    told: dict[str, int] = {}
    for survey in surveys:
        try:
            told[survey.id] = _publish_specification(db, survey, behind)
        except ProblemsError as faulty:
            faults += [survey.source.place(problem) for problem in faulty.problems]
        except Refusal as refusal:
            faults.append(_refused_bank(refusal, survey))
    if faults:
        raise ProblemsError(faults)
    return told


def _publish_specification(db: Session, survey: SpecificationSurvey, behind: Behind) -> int:
    if survey.specification is None:
        raise ProblemsError(survey.problems)
    version_id: UUID = publish_specification(
        db,
        behind.body,
        survey.specification,
        behind.by,
        datetime.now(UTC),
        approved_by=behind.approved_by,
    )
    version = specification_version_for(db, version_id)
    return version.version if version else 0


def _refused_bank(refusal: Refusal, survey: SpecificationSurvey) -> Problem:
    """Return where a specification names a bank that it cannot have; any other refusal is raised."""
    if refusal.reason is Reason.NOT_PUBLISHED:
        what = f"The bank {survey.bank} is not published."
        rule, remedy = "bank.unpublished", "Publish it first, by `testamur bank publish`."
    elif refusal.reason is Reason.BANK_CHANGED:
        what = f"The specification {survey.id} is published against another bank."
        rule, remedy = "bank.changed", "Give the specification a new id."
    else:
        raise refusal
    return survey.source.place(Problem(Where(path=("bank",)), rule, what, remedy))


@contextmanager
def _telling(as_document: bool) -> Iterator[None]:
    """End with exit code 1 on a refusal, and on errors in files with every one of them."""
    with telling(as_document):
        try:
            yield
        except ProblemsError as faulty:
            found = errors(faulty.problems)
            if as_document:
                print_document({"published": False, "errors": of_severity(found, Severity.ERROR)})
            for problem in found:
                click.echo(as_text(problem), err=True)
            click.echo("Nothing was published.", err=True)
            raise click.exceptions.Exit(1) from faulty


def _tell_banks(told: dict[str, Published], as_document: bool) -> None:
    if as_document:
        banks = [_as_json(id, published) for id, published in told.items()]
        print_document({"published": True, "errors": [], "banks": banks})
        return
    for id, published in told.items():
        click.echo(
            f"{id}: {len(published.added)} new versions, {len(published.changed)} changed in what is"
            f" said about them, {len(published.unchanged)} as before."
        )
        for name, sentence in TOLD.items():
            if ids := getattr(published, name):
                click.echo(f"  {sentence}: {', '.join(ids)}")


def _as_json(id: str, published: Published) -> dict[str, object]:
    return {
        "id": id,
        "added": published.added,
        "changed": published.changed,
        "unchanged": len(published.unchanged),
        "withdrawn": published.withdrawn,
        "still_withdrawn": published.still_withdrawn,
        "newer_here": published.newer_here,
        "only_here": published.only_here,
    }


def _tell_specifications(told: dict[str, int], as_document: bool) -> None:
    if as_document:
        versions = [{"id": id, "version": version} for id, version in told.items()]
        print_document({"published": True, "errors": [], "specifications": versions})
        return
    for id, version in told.items():
        click.echo(f"{id}: version {version}.")
