"""`testamur paper`: draw papers from the files, without a database."""

import secrets
import sys
from pathlib import Path
from statistics import fmean
from typing import NoReturn

import click

from app.cli.findings import as_text, of_severity, print_document, shortage_as_json
from app.domain.chance import paper_seed
from app.domain.feasibility import Shortage, shortages
from app.domain.paper import Paper, draw_paper
from app.domain.pool import PoolItem, pool_of
from app.domain.problems import Severity, did_you_mean, errors
from app.domain.specification import Specification
from app.files.library import Library, read_library, shelves_named, shelves_of
from app.files.specification_toml import survey_specification

# Expected facility of an item in a bank where no item has an estimate: the middle of the range
# that our authors aim at for four options.
NO_ESTIMATE = 0.7


@click.group("paper")
def paper_commands() -> None:
    """Draw papers."""


@paper_commands.command()
@click.argument("spec")
@click.option("--seed", help="Any text; the same files, SPEC and seed give the same papers.")
@click.option("--count", default=1, type=click.IntRange(min=1), help="How many papers to draw.")
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def assemble(spec: str, seed: str | None, count: int, as_document: bool) -> None:
    """Draw papers to the specification SPEC, an id or a file, from the bank files.

    Paper k is drawn with HMAC-SHA256(seed, "k|1"), so the first papers do not depend on how many
    are drawn. Without --seed a new one is taken; the document names it. An item without a facility
    of its own is given the mean of its bank. Exit 1 when the bank has errors or is short of items.
    """
    library = read_library(shelves_named([_path_of(spec)], Path()))
    survey = library.specifications[0]
    if survey.specification is None or errors(library.problems):
        _refuse_errors(survey.id, library, as_document)
    specification = survey.specification
    banks = [bank.bank for bank in library.banks if bank.bank and bank.id == survey.bank]
    pool = pool_of(banks[0]) if banks else ()
    if short := shortages(specification, pool):
        _refuse_short(specification, short, as_document)
    seed = secrets.token_hex(16) if seed is None else seed
    papers = _draw(specification, pool, seed, count)
    if as_document:
        print_document(_document(specification, pool, seed, papers))
    else:
        _print_papers(papers)


def _path_of(spec: str) -> Path:
    """Return the file of a specification given by its path or its id."""
    if Path(spec).is_file():
        return Path(spec)
    known = {survey_specification(path).id: path for path in shelves_of(Path()).specifications}
    if spec not in known:
        hint = f"There is no specification {spec}.{did_you_mean(spec, known)}"
        raise click.BadParameter(hint, param_hint="SPEC")
    return known[spec]


def _draw(
    specification: Specification, pool: tuple[PoolItem, ...], seed: str, count: int
) -> list[Paper]:
    """Draw the papers, with a bar on standard error when somebody watches."""
    numbers = range(1, count + 1)
    silent = not sys.stderr.isatty()
    with click.progressbar(numbers, label="Papers", file=sys.stderr, hidden=silent) as bar:
        return [draw_paper(specification, pool, paper_seed(seed.encode(), str(k), 1)) for k in bar]


def _refuse_errors(id: str, library: Library, as_document: bool) -> NoReturn:
    """Say that the files have errors, and end."""
    if as_document:
        refused = of_severity(library.problems, Severity.ERROR)
        print_document({"specification": id, "papers": [], "short": [], "errors": refused})
    for problem in errors(library.problems):
        click.echo(as_text(problem), err=True)
    raise click.exceptions.Exit(1)


def _refuse_short(
    specification: Specification, short: tuple[Shortage, ...], as_document: bool
) -> NoReturn:
    """Say what the bank lacks, and end."""
    if as_document:
        print_document(
            {
                "specification": specification.id,
                "counts": specification.counts,
                "papers": [],
                "short": [shortage_as_json(shortage) for shortage in short],
                "errors": [],
            }
        )
    for shortage in short:
        click.echo(f"{shortage.why}.", err=True)
    raise click.exceptions.Exit(1)


def _document(
    specification: Specification, pool: tuple[PoolItem, ...], seed: str, papers: list[Paper]
) -> dict[str, object]:
    """Return the papers as programs read them."""
    facilities = expected_facilities(pool)
    return {
        "specification": specification.id,
        "seed": seed,
        "counts": specification.counts,
        "papers": [_paper_as_json(paper, facilities) for paper in papers],
    }


def expected_facilities(pool: tuple[PoolItem, ...]) -> dict[str, float]:
    """Return each item's expected facility; one without an estimate gets the mean of the others."""
    estimates = [item.facility for item in pool if item.facility is not None]
    mean = fmean(estimates) if estimates else NO_ESTIMATE
    return {item.id: mean if item.facility is None else item.facility for item in pool}


def _paper_as_json(drawn: Paper, facilities: dict[str, float]) -> dict[str, object]:
    """Return one paper as programs read it."""
    return {
        "seed": drawn.seed.hex(),
        "items": [
            {
                "id": item.id,
                "version": item.version,
                "outcome": item.outcome,
                "criterion": item.criterion,
                "facility": facilities[item.id],
            }
            for item in drawn.items
        ],
        "mean_facility": fmean(facilities[item.id] for item in drawn.items),
        "options": {item.id: list(item.options) for item in drawn.items},
    }


def _print_papers(papers: list[Paper]) -> None:
    """Print the papers for people: each item with its place, its id and its options' order."""
    for number, drawn in enumerate(papers, 1):
        click.echo(f"Paper {number} of {len(papers)}, seed {drawn.seed.hex()}")
        for place, item in enumerate(drawn.items, 1):
            click.echo(f"{place:4}  {item.id}  {item.criterion}  {item.options}")
