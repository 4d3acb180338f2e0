"""The library: the banks and test specifications of a working directory, read together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.feasibility import Shortage, disjoint_sittings, shortages
from app.domain.pool import PoolItem, pool_of
from app.domain.problems import Problem, Severity, Where, did_you_mean
from app.domain.waivers import SetAside
from app.files.bank_toml import OUTLINE, BankSurvey, survey_bank
from app.files.specification_toml import SpecificationSurvey, survey_specification

BANKS = "question_banks"
SPECIFICATIONS = "test_specs"


@dataclass(frozen=True, slots=True)
class Feasibility:
    """Whether a specification can be filled from its bank as the files stand."""

    id: str
    fillable: bool
    disjoint_sittings: int
    short: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Banks and specifications as they were read, with every finding in them."""

    banks: tuple[BankSurvey, ...]
    specifications: tuple[SpecificationSurvey, ...]
    feasibilities: tuple[Feasibility, ...]
    problems: tuple[Problem, ...]

    @property
    def items(self) -> int:
        """How many items the banks hold, sound or not."""
        return sum(bank.items for bank in self.banks)

    @property
    def waived(self) -> list[SetAside]:
        """What the banks and their items set aside."""
        return [aside for bank in self.banks for aside in bank.waived]


@dataclass(frozen=True, slots=True)
class Shelves:
    """Which folders of banks and which files of specifications are to be read."""

    banks: tuple[Path, ...] = ()
    specifications: tuple[Path, ...] = ()


def shelves_of(root: Path) -> Shelves:
    """Return everything under `question_banks/` and `test_specs/` of a working directory."""
    return Shelves(
        tuple(folder for folder in _subfolders(root / BANKS) if any(folder.glob("*.toml"))),
        tuple(sorted((root / SPECIFICATIONS).glob("*.toml"))),
    )


def shelves_named(paths: Iterable[Path], root: Path) -> Shelves:
    """Return what the paths name: bank folders, files in them, specifications, or whole trees.

    The bank of a specification and the specifications of a bank come along from `root`.
    """
    banks: list[Path] = []
    specs: list[Path] = []
    for path in paths:
        shelves = _shelves_at(path)
        banks += shelves.banks
        specs += shelves.specifications
    known = {folder.resolve().name for folder in banks}
    wanted = {survey_specification(path).bank for path in specs} - known
    banks += [folder for folder in shelves_of(root).banks if folder.name in wanted]
    every = shelves_of(root).specifications
    specs += [path for path in every if survey_specification(path).bank in known]
    return Shelves(tuple(_once(banks)), tuple(_once(specs)))


def _shelves_at(path: Path) -> Shelves:
    """Return what one path names."""
    around = (path, path.parent, path.parent.parent)  # a picture lies one folder deeper
    if bank := next((folder for folder in around if (folder / OUTLINE).is_file()), None):
        return Shelves(banks=(bank,))
    if path.is_file():
        return Shelves(specifications=(path,))
    if (path / BANKS).is_dir() or (path / SPECIFICATIONS).is_dir():
        return shelves_of(path)
    banks = tuple(folder for folder in _subfolders(path) if (folder / OUTLINE).is_file())
    return Shelves(banks, tuple(sorted(path.glob("*.toml"))))


def _subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder, in order."""
    return sorted(path for path in folder.glob("*") if path.is_dir())


def _once(paths: Sequence[Path]) -> list[Path]:
    """Return the paths without those that name the same place again."""
    return list({path.resolve(): path for path in reversed(paths)}.values())[::-1]


def read_library(shelves: Shelves, today: date | None = None) -> Library:
    """Read banks and specifications, hold one against the other, and collect every finding."""
    banks = tuple(survey_bank(folder, today) for folder in shelves.banks)
    by_id = {survey.bank.id: survey.bank for survey in banks if survey.bank}
    specs = tuple(survey_specification(path, by_id) for path in shelves.specifications)
    problems = [p for bank in banks for p in bank.problems]
    problems += [p for spec in specs for p in spec.problems]
    problems += _repeated([(survey.id, survey.folder / OUTLINE) for survey in banks])
    problems += _repeated([(survey.id, survey.path) for survey in specs])
    feasibilities = []
    for spec in specs:
        bank = next((bank for bank in banks if bank.id == spec.bank), None)
        feasibility = _feasibility(spec, bank)
        feasibilities.append(feasibility)
        problems += _warn_of_bank(spec, bank, feasibility, [bank.id for bank in banks])
    return Library(banks, specs, tuple(feasibilities), tuple(problems))


def _feasibility(spec: SpecificationSurvey, bank: BankSurvey | None) -> Feasibility:
    """Return whether a specification can be filled from the items that have no error."""
    if spec.specification is None:
        return Feasibility(spec.id, False, 0, ())
    pool: tuple[PoolItem, ...] = pool_of(bank.bank) if bank and bank.bank else ()
    short = shortages(spec.specification, pool)
    return Feasibility(spec.id, not short, disjoint_sittings(spec.specification, pool), short)


def _warn_of_bank(
    spec: SpecificationSurvey, bank: BankSurvey | None, feasibility: Feasibility, known: list[str]
) -> list[Problem]:
    """Warn where a specification's bank is not there or cannot fill it."""
    if spec.specification is None or feasibility.fillable:
        return []
    where = spec.source.place(Problem(Where(path=("bank",)), "", "", "")).where
    if bank is None:
        what = f"There is no bank {spec.bank}."
        remedy = f"Write it in {BANKS}/{spec.bank}.{did_you_mean(spec.bank, known)}"
        return [Problem(where, "bank.unknown", what, remedy, Severity.WARNING)]
    short = "; ".join(shortage.why for shortage in feasibility.short)
    what = f"The bank cannot fill this specification: {short}."
    remedy = "Write and approve the missing items."
    return [Problem(where, "bank.short", what, remedy, Severity.WARNING)]


def _repeated(ids: Sequence[tuple[str, Path]]) -> list[Problem]:
    """Return a problem for each id that another file has given before."""
    first: dict[str, Path] = {}
    problems = []
    for id, path in ids:
        if id in first:
            what = f"The id {id} was given before, in {first[id].as_posix()}."
            remedy = "Give each bank and each specification an id of its own."
            problems.append(Problem(Where(path.as_posix(), 1), "id.repeated", what, remedy))
        first.setdefault(id, path)
    return problems
