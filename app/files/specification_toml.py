"""Test specifications as TOML files, one for each on-screen test."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.apportionment import ApportionmentError, apportion
from app.domain.bank import Bank
from app.domain.problems import Problem, ProblemsError
from app.domain.specification import (
    Navigation,
    OutcomeShare,
    ReleasePolicy,
    ReviewPolicy,
    Specification,
)
from app.domain.specification_check import check_specification
from app.files import toml_text
from app.files.toml_source import TomlSource, read_source
from app.files.toml_table import Table


@dataclass(frozen=True, slots=True)
class SpecificationSurvey:
    """What a specification's file holds; `specification` is None when it has an error."""

    path: Path
    specification: Specification | None
    source: TomlSource
    problems: tuple[Problem, ...]

    @property
    def id(self) -> str:
        """The id as written, or the file's name where there is none."""
        id = self.source.content.get("id")
        return id if isinstance(id, str) else self.path.stem

    @property
    def bank(self) -> str:
        """The id of the bank as written; empty where there is none."""
        bank = self.source.content.get("bank")
        return bank if isinstance(bank, str) else ""


def read_specification(path: Path, bank: Bank | None = None) -> Specification:
    """Read a specification; ProblemsError with every finding when there is an error."""
    survey = survey_specification(path, {bank.id: bank} if bank else {})
    if survey.specification is None:
        raise ProblemsError(survey.problems)
    return survey.specification


def survey_specification(
    path: Path, banks: Mapping[str, Bank] | None = None
) -> SpecificationSurvey:
    """Read a specification, collect every finding and, where its bank is given, compare the two."""
    source = read_source(path)
    if not source.sound:
        return SpecificationSurvey(path, None, source, tuple(source.problems))
    table = Table(source)
    spec = _read(table)
    if table.sound:
        source.check_form(format_specification(spec, not _only_percentages(source.content)))
    if not table.faulty():
        table.add(check_specification(spec, (banks or {}).get(spec.bank)))
    found = sorted(source.problems + table.findings(), key=lambda problem: problem.where.line)
    return SpecificationSurvey(path, spec if table.sound else None, source, tuple(found))


def _read(table: Table) -> Specification:
    """Return the specification that the table holds, with something harmless for what is faulty."""
    shuffle = table.part("shuffle")
    items = table.require("items", int, 0)
    spec = Specification(
        id=table.require("id", str, ""),
        title=table.require("title", str, ""),
        bank=table.require("bank", str, ""),
        unit=table.require("unit", str, ""),
        items=items,
        minutes=table.require("minutes", int, 0),
        pass_mark=table.take("pass_mark", int, None),
        pass_mark_note=table.take("pass_mark_note", str, ""),
        navigation=table.choose("navigation", Navigation, Navigation.FREE),
        release=table.choose("release", ReleasePolicy, ReleasePolicy.MANUAL),
        review=table.choose("review", ReviewPolicy, ReviewPolicy.RESULT),
        shuffle_items=shuffle.take("items", bool, True),
        shuffle_options=shuffle.take("options", bool, True),
        source=table.take("source", str, ""),
        outcomes=_read_outcomes(table, items),
    )
    shuffle.close()
    table.close()
    return spec


def _read_outcomes(table: Table, items: int) -> tuple[OutcomeShare, ...]:
    """Return the outcomes; where the file gives only percentages, their items are derived."""
    parts = table.parts("outcome")
    if not parts and "outcome" not in table.content:
        table.note("missing", "There are no outcomes.", "List them as [[outcome]].", "outcome")
    ids = [part.require("id", str, "") for part in parts]
    percents = [part.take("percent", int, None) for part in parts]
    if _only_percentages(table.content):
        counts = _derived(table, items, {i: p for i, p in zip(ids, percents, strict=True) if p})
        shares = [OutcomeShare(i, counts.get(i, 0), p) for i, p in zip(ids, percents, strict=True)]
    else:
        numbers = [part.require("items", int, 0) for part in parts]
        shares = [OutcomeShare(*share) for share in zip(ids, numbers, percents, strict=True)]
    for part in parts:
        part.close()
    return tuple(shares)


def _only_percentages(content: Mapping[str, object]) -> bool:
    """Say whether every outcome has a percentage and none has a number of items."""
    outcomes = content.get("outcome")
    listed = (
        [part for part in outcomes if isinstance(part, dict)] if isinstance(outcomes, list) else []
    )
    return bool(listed) and all("percent" in part and "items" not in part for part in listed)


def _derived(table: Table, items: int, percents: Mapping[str, int]) -> Mapping[str, int]:
    """Share the items out by percentage; note why when they cannot be."""
    try:
        return apportion(items, percents).counts
    except ApportionmentError as error:
        remedy = "Compare with the published table."
        table.note(
            "percent.sum",
            f"The counts cannot be derived: {error}.",
            remedy,
            "outcome",
            0,
            "percent",
        )
        return {}


def format_specification(spec: Specification, counts: bool = True) -> str:
    """Write a specification in canonical form, with or without the items of each outcome."""
    head: toml_text.Fields = {
        "id": spec.id,
        "title": spec.title,
        "bank": spec.bank,
        "unit": spec.unit,
        "items": spec.items,
        "minutes": spec.minutes,
        "pass_mark": spec.pass_mark,
        "pass_mark_note": spec.pass_mark_note or None,
        "navigation": spec.navigation.value,
        "release": spec.release.value,
        "review": spec.review.value,
        "shuffle": {"items": spec.shuffle_items, "options": spec.shuffle_options},
        "source": spec.source or None,
    }
    outcomes: list[toml_text.Fields] = [
        {"id": share.id, "items": share.items if counts else None, "percent": share.percent}
        for share in spec.outcomes
    ]
    return "\n".join(
        [toml_text.fields(head)] + ["[[outcome]]\n" + toml_text.fields(part) for part in outcomes]
    )


def write_specification(spec: Specification, path: Path) -> None:
    """Write a specification to its file in canonical form."""
    path.write_bytes(format_specification(spec).encode())
