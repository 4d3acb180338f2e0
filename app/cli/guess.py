"""`testamur bank guess`: how much of a bank can be guessed from its words, without a database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.findings import as_json, as_text, print_document
from app.domain.bank import Bank
from app.domain.item import Item
from app.domain.problems import Problem, Where
from app.domain.specification import Specification
from app.files.bank_toml import OUTLINE, item_paths
from app.files.items_toml import read_entries
from app.files.library import BANKS, Shelves, shelves_named, shelves_of
from app.files.outline_toml import read_outline
from app.files.specification_toml import survey_specification
from app.files.toml_source import read_source
from app.psychometrics.testwise import BAND, MARKS, PAPER, Guessing, Measured, guess

HEAD = f"  {'strategy':24}{'items':>6}{'right':>8}{'z':>8}{'adjusted p':>12}  verdict"


@dataclass(frozen=True, slots=True)
class Guessed:
    """A bank, how it was guessed as a whole and by outcome, and what could not be read."""

    bank: str
    whole: Guessing
    outcomes: dict[str, Guessing]
    left_out: int
    problems: tuple[Problem, ...] = ()

    def guessed(self, marks: float) -> bool:
        """Say whether a strategy is outside the band, or the excess over so many marks."""
        return bool(self.whole.outside) or self.whole.excess > marks


@click.command("guess")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--by-outcome", is_flag=True, help="Show each outcome by itself, too.")
@click.option(
    "--band",
    default=BAND,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Adjusted p below which a strategy is outside the band.",
)
@click.option(
    "--marks",
    default=MARKS,
    show_default=True,
    type=float,
    help="Guessable marks on a paper that are tolerated.",
)
@click.option("--json", "as_document", is_flag=True, help="Print one JSON document.")
def guess_banks(
    paths: tuple[Path, ...], by_outcome: bool, band: float, marks: float, as_document: bool
) -> None:
    """Answer banks by testwise strategies, which see the words and never the key.

    PATH is a bank's folder, a file in it, a specification, or a folder that holds some; without
    one, everything under question_banks/ is tried. Exit 1 when a bank can be guessed as a whole
    (a strategy outside the band, or too many marks) or a file cannot be read.
    """
    shelves = shelves_named(paths, Path()) if paths else shelves_of(Path())
    if not shelves.banks:
        raise click.UsageError(f"There is no bank in the paths given, or in {BANKS}/.")
    tried = [_try_bank(folder, shelves, by_outcome, band) for folder in shelves.banks]
    for problem in (problem for one in tried for problem in one.problems):
        click.echo(as_text(problem), err=True)
    if as_document:
        print_document(_document(tried, band, marks))
    else:
        for one in tried:
            _print_bank(one, marks)
    if any(one.problems or one.guessed(marks) for one in tried):
        raise click.exceptions.Exit(1)


def _try_bank(folder: Path, shelves: Shelves, by_outcome: bool, band: float) -> Guessed:
    """Guess one bank; its problems are only those that keep a whole file from being read.

    Rules of writing do not count here, so that an item with a fault is guessed like any other.
    """
    if not (folder / OUTLINE).is_file():
        what, remedy = "The bank has no bank.toml.", "Write one with unit, outcomes and criteria."
        problem = Problem(Where(folder.as_posix()), "missing", what, remedy)
        return Guessed(folder.name, guess(()), {}, 0, (problem,))
    head = read_source(folder / OUTLINE)
    bank = read_outline(head)
    sources = [read_source(path) for path in item_paths(folder)]
    problems = [] if bank else list(head.problems)
    problems += [p for source in sources if not source.sound for p in source.problems]
    if bank is None or problems:
        return Guessed(bank.id if bank else folder.name, guess(()), {}, 0, tuple(problems))
    entries = [entry for source in sources for entry in read_entries(source)]
    items = [entry.item for entry in entries if entry.sound]
    specification = _specification_of(bank.id, shelves)
    whole = _guess(items, specification, None, band)
    outcomes = _by_outcome(bank, items, specification, band) if by_outcome else {}
    return Guessed(bank.id, whole, outcomes, len(entries) - whole.items)


def _specification_of(bank: str, shelves: Shelves) -> Specification | None:
    """Return the specification with the longest paper that is drawn from the bank."""
    surveys = [survey_specification(path) for path in shelves.specifications]
    known = [s.specification for s in surveys if s.specification and s.bank == bank]
    return max(known, key=lambda specification: specification.items, default=None)


def _guess(
    items: Sequence[Item], specification: Specification | None, paper: int | None, band: float
) -> Guessing:
    """Guess items as papers to the specification show them."""
    if paper is None:
        paper = specification.items if specification else PAPER
    shuffled = specification is None or specification.shuffle_options
    return guess(items, paper=paper, shuffled=shuffled, band=band)


def _by_outcome(
    bank: Bank, items: Sequence[Item], specification: Specification | None, band: float
) -> dict[str, Guessing]:
    """Guess the items of each outcome, for as many as a paper has of it."""
    outcomes = bank.outcome_by_criterion()
    found = {}
    for outcome in bank.outcomes:
        own = [item for item in items if outcomes.get(item.criterion) == outcome.id]
        share = round(PAPER * len(own) / max(1, len(items)))
        paper = specification.counts.get(outcome.id, 0) if specification else share
        found[outcome.id] = _guess(own, specification, paper, band)
    return found


def _document(tried: Iterable[Guessed], band: float, marks: float) -> dict[str, object]:
    """Return the report as programs read it."""
    return {
        "band": band,
        "marks": marks,
        "banks": [
            {
                "bank": one.bank,
                "guessed": one.guessed(marks),
                "left_out": one.left_out,
                **_guessing_as_json(one.whole),
                "outcomes": [
                    {"outcome": id, **_guessing_as_json(guessing)}
                    for id, guessing in one.outcomes.items()
                ],
                "errors": [as_json(problem) for problem in one.problems],
            }
            for one in tried
        ],
    }


def _guessing_as_json(guessing: Guessing) -> dict[str, object]:
    """Return how items were guessed as programs read it."""
    return {
        "items": guessing.items,
        "paper_items": guessing.paper,
        "best": guessing.best or None,
        "best_proportion": guessing.proportion,
        "expected_best": guessing.expected,
        "excess_marks": guessing.excess,
        "outside": list(guessing.outside),
        "strategies": [_measured_as_json(measured) for measured in guessing.strategies],
    }


def _measured_as_json(measured: Measured) -> dict[str, object]:
    """Return what one strategy earned as programs read it."""
    return {
        "strategy": measured.strategy,
        "items": measured.items,
        "proportion": measured.proportion,
        "chance": measured.chance,
        "z": measured.z,
        "p": measured.p,
        "adjusted_p": measured.adjusted_p if measured.judged else None,
        "outside": measured.outside,
        "judged": measured.judged,
    }


def _print_bank(guessed: Guessed, marks: float) -> None:
    """Print a bank for people, and its outcomes where they were asked for."""
    if guessed.problems:
        return
    if guessed.left_out:
        left = f"; not tried: {guessed.left_out} (several answers, retired or faulty)"
    else:
        left = ""
    _print_guessing(f"{guessed.bank}: {guessed.whole.items} items{left}", guessed.whole)
    click.echo(f"  {_sentence(guessed, marks)}\n")
    for id, guessing in guessed.outcomes.items():
        title = f"{guessed.bank}, outcome {id}: {guessing.items} items"
        _print_guessing(title, guessing)
        click.echo()


def _print_guessing(title: str, guessing: Guessing) -> None:
    """Print the table of one set of items."""
    click.echo(title)
    if not guessing.items:
        return
    click.echo(HEAD)
    for one in guessing.strategies:
        adjusted = f"{one.adjusted_p:.3f}" if one.judged and one.items else "-"
        figures = f"{one.items:6}{one.proportion:8.3f}{one.z:8.2f}{adjusted:>12}"
        click.echo(f"  {one.strategy:24}{figures}  {_verdict(one)}")
    click.echo(
        f"  Best: {guessing.best}, {guessing.proportion:.3f} right where chance has"
        f" {guessing.expected:.3f}: {guessing.excess:+.1f} marks of {guessing.paper}."
    )


def _verdict(measured: Measured) -> str:
    """Return what the figures of one strategy mean."""
    if not measured.judged:
        return "for the author only: shuffled for candidates"
    if not measured.items:
        return "nothing to go by"
    if not measured.outside:
        return "chance explains it"
    return "GIVES KEYS AWAY" if measured.z > 0 else "GIVES KEYS AWAY, by avoiding it"


def _sentence(guessed: Guessed, marks: float) -> str:
    """Return the finding for the bank as a whole."""
    if not guessed.whole.items:
        return "There is nothing to guess."
    if not guessed.guessed(marks):
        return "Nothing in the words gives the keys away."
    parts = [f"{', '.join(guessed.whole.outside)} outside the band"] * bool(guessed.whole.outside)
    if guessed.whole.excess > marks:
        parts.append(f"more than {marks:g} marks to be had by guessing")
    return f"The bank can be guessed: {'; '.join(parts)}."
