"""A bank as a folder of TOML files: `bank.toml` and one file of items for each criterion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.domain.bank import Bank
from app.domain.bank_check import check_as_a_whole, check_coverage, check_links, check_written
from app.domain.item_check import overdue
from app.domain.problems import Problem, ProblemsError, Severity, Where, errors
from app.domain.waivers import SetAside
from app.files.item_toml import in_order
from app.files.items_toml import Entry, format_items, read_entries
from app.files.media import Media, PictureFile, check_shown, look_over, read_media
from app.files.outline_toml import format_outline, read_outline
from app.files.toml_source import TomlSource, read_source

OUTLINE = "bank.toml"


@dataclass(frozen=True, slots=True)
class BankFile:
    """A bank that was read without an error, where each item stands, and what deserves a look."""

    bank: Bank
    places: Mapping[str, Where]
    warnings: tuple[Problem, ...] = ()
    pictures: tuple[PictureFile, ...] = ()


@dataclass(frozen=True, slots=True)
class BankSurvey:
    """What a bank's folder holds, faults and all.

    `bank` has the items that are without an error; it is None when bank.toml itself has one.
    `items` counts every [[item]] met; `media` is what lies beside them; `waived` are the findings
    that items and the bank set aside.
    """

    folder: Path
    id: str
    bank: Bank | None
    items: int
    places: Mapping[str, Where]
    problems: tuple[Problem, ...]
    media: Media = field(default_factory=Media)
    waived: tuple[SetAside, ...] = ()

    @property
    def pictures(self) -> tuple[PictureFile, ...]:
        """The pictures in the bank's media folder."""
        return tuple(self.media.files.values())


def read_bank(folder: Path) -> BankFile:
    """Read a bank from its folder; ProblemsError with every finding when there is an error."""
    survey = survey_bank(folder)
    if survey.bank is None or errors(survey.problems):
        raise ProblemsError(survey.problems)
    return BankFile(survey.bank, survey.places, survey.problems, survey.pictures)


def survey_bank(folder: Path, today: date | None = None) -> BankSurvey:
    """Read everything in the folder that can be read; only with `today` can a review be overdue."""
    path = folder / OUTLINE
    if not path.is_file():
        what, remedy = (
            "The bank has no bank.toml.",
            "Write one with its unit, outcomes and criteria.",
        )
        problem = Problem(Where(path.as_posix()), "missing", what, remedy)
        return BankSurvey(folder, folder.resolve().name, None, 0, {}, (problem,))
    head = read_source(path)
    outline = read_outline(head)
    if outline:
        _check_folder_name(head, outline, folder)
    sources = [read_source(path) for path in item_paths(folder)]
    entries = [entry for source in sources for entry in read_entries(source)]
    media = read_media(folder)
    _check_ids(entries)
    waived = _check_items(entries, outline, today) if outline else []
    for entry in entries:
        entry.table.add_checked(check_shown(entry.item, media.held))
    if all(source.sound for source in sources):
        _check_links(entries)
    bank = outline and replace(outline, items=tuple(entry.item for entry in entries if entry.sound))
    problems = _findings([head, *sources], entries)
    problems += look_over(folder, media, [entry.item for entry in entries])
    if bank and not errors(problems):
        problems += _check_whole(bank, head, waived)
    return BankSurvey(
        folder=folder,
        id=bank.id if bank else folder.resolve().name,
        bank=bank,
        items=len(entries),
        places=_places(entries),
        problems=tuple(problems),
        media=media,
        waived=tuple(waived),
    )


def item_paths(folder: Path) -> list[Path]:
    """Return the files of items in the order of their criteria."""
    paths = [path for path in folder.glob("*.toml") if path.name != OUTLINE]
    return sorted(paths, key=lambda path: in_order(path.stem))


def write_bank(bank: Bank, folder: Path, pictures: Iterable[PictureFile] = ()) -> list[Path]:
    """Write the bank into the folder in canonical form, and its pictures byte for byte.

    Refuses a folder with items of another.
    """
    texts = {OUTLINE: format_outline(bank)} | {
        f"{criterion}.toml": format_items(
            item for item in bank.items if item.criterion == criterion
        )
        for criterion in sorted({item.criterion for item in bank.items}, key=in_order)
    }
    strangers = [path.as_posix() for path in item_paths(folder) if path.name not in texts]
    if strangers:
        what = "The folder holds a file of items that the bank does not have."
        remedy = "Write to another folder, or move the file elsewhere first."
        raise ProblemsError(Problem(Where(name), "folder", what, remedy) for name in strangers)
    contents = {name: text.encode() for name, text in texts.items()}
    contents |= {file.picture.name: file.content for file in pictures}
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def _check_folder_name(head: TomlSource, outline: Bank, folder: Path) -> None:
    """Warn when the folder is not named after the bank."""
    if folder.resolve().name != outline.id:
        what = f"The bank {outline.id} stands in a folder of another name."
        remedy = f"Rename the folder to {outline.id}."
        problem = Problem(Where(path=("id",)), "folder", what, remedy, Severity.WARNING)
        head.problems.append(head.place(problem))


def _check_items(entries: list[Entry], outline: Bank, today: date | None) -> list[SetAside]:
    """Check each item by itself; return what they set aside."""
    criteria = outline.outcome_by_criterion()
    waived: list[SetAside] = []
    for entry in entries:
        found, asides = check_written(entry.item, outline, criteria, legible=entry.legible)
        entry.table.add_checked(found)
        waived += [_placed(aside, entry.table.source, *entry.table.path) for aside in asides]
        entry.table.add(overdue(entry.item, today) if today else [])
        _check_file_name(entry, criteria)
    return waived


def _check_whole(bank: Bank, head: TomlSource, waived: list[SetAside]) -> list[Problem]:
    """Check what no item shows by itself; add what the bank sets aside to `waived`."""
    found, asides = check_as_a_whole(bank)
    waived += [_placed(aside, head) for aside in asides]
    return [head.place(problem) for problem in check_coverage(bank) + found]


def _placed(aside: SetAside, source: TomlSource, *base: str | int) -> SetAside:
    """Return what is set aside with the place of its waiver in the file."""
    problem = source.place(Problem(aside.where, aside.waiver.rule, "", ""), *base)
    return replace(aside, where=problem.where)


def _check_links(entries: list[Entry]) -> None:
    """Check what the items say about each other."""
    by_id = {entry.id: entry for entry in reversed(entries)}
    for problem in check_links([entry.item for entry in by_id.values()], by_id):
        by_id[problem.where.item].table.add_checked([problem])


def _check_ids(entries: list[Entry]) -> None:
    """Note each id that was given before, with the place where."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in first and entry.id:
            before = replace(first[entry.id].where, item="")
            what = f"The id {entry.id} was given before, at {before}."
            remedy = "Give each item an id of its own."
            entry.table.add([Problem(Where(path=("id",)), "id.repeated", what, remedy)])
        first.setdefault(entry.id, entry)


def _check_file_name(entry: Entry, criteria: Mapping[str, str]) -> None:
    """Warn when an item stands in the file of another criterion."""
    criterion = entry.item.criterion
    if criterion in criteria and Path(entry.where.file).stem != criterion:
        what = f"An item of criterion {criterion} stands in the file of another."
        remedy = f"Move it to {criterion}.toml."
        where = Where(path=("criterion",))
        entry.table.add([Problem(where, "criterion.file", what, remedy, Severity.WARNING)])


def _findings(sources: list[TomlSource], entries: list[Entry]) -> list[Problem]:
    """Return everything that was found, file by file and line by line."""
    order = {source.name: n for n, source in enumerate(sources)}
    found = [problem for source in sources for problem in source.problems]
    found += [problem for entry in entries for problem in entry.table.findings()]
    return sorted(found, key=lambda problem: (order[problem.where.file], problem.where.line))


def _places(entries: list[Entry]) -> dict[str, Where]:
    """Return where each item stands."""
    return {entry.id: entry.where for entry in reversed(entries) if entry.id}
