"""The rows of a list of candidates: what each says, and every cell that cannot be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from app.domain.arrangement import EXTRA_TIME, Arrangement, ArrangementKind
from app.domain.candidate import CandidateDetails
from app.domain.candidate_cells import read_cell, tidy
from app.domain.candidate_columns import DATES, NAMES, REQUIRED, YES_OR_NO, Column
from app.domain.dates_in_cells import BadCell, DateRules, month_first_evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it was sent and mended since: its number in the file, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken. `column` is the bad cell's; None where it is the whole row."""

    column: Column | None
    what: str
    remedy: str

    def __str__(self) -> str:
        """Read as in the column of reasons."""
        named = f"{NAMES[self.column]}: " if self.column else ""
        return f"{named}{self.what} {self.remedy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWish:
    """Which session a row names: by reference, or by room with date and time."""

    reference: str = ""
    room: str = ""
    day: date | None = None
    clock: time | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What a row says. `given` holds what its cells mean; what is bad or empty is not in it."""

    line: Line
    given: Mapping[Column, Any]
    faults: tuple[Fault, ...] = field(default=())

    @property
    def details(self) -> CandidateDetails:
        """The candidate; extra time stands among the arrangements. Only of a row without faults."""
        given = self.given
        return CandidateDetails(
            number=given[Column.NUMBER],
            family_name=given[Column.FAMILY_NAME],
            given_names=given[Column.GIVEN_NAMES],
            date_of_birth=given.get(Column.DATE_OF_BIRTH),
            uln=given.get(Column.ULN),
        )

    @property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """What the row allows, each with the row's evidence."""
        made = (_arrangement(kind, self.given) for kind in ArrangementKind)
        evidence = self.evidence
        return tuple(replace(each, evidence=evidence) for each in made if each is not None)

    @property
    def evidence(self) -> str:
        """Where the evidence for the arrangements is kept; empty when the row does not say."""
        return str(self.given.get(Column.EVIDENCE, ""))

    @property
    def wish(self) -> SessionWish | None:
        """The session the row names; None when it names none."""
        day, at = self.given.get(Column.SESSION_DATE, (None, None))
        wish = SessionWish(
            reference=self.given.get(Column.SESSION, ""),
            room=self.given.get(Column.ROOM, ""),
            day=day,
            clock=self.given.get(Column.SESSION_TIME, at),
        )
        return wish if wish != SessionWish() else None

    def refused(self, *faults: Fault) -> "ReadRow":
        """Return the same row with more against it."""
        return replace(self, faults=(*self.faults, *faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a sheet is to be read: which column stands where, and how its dates are meant."""

    mapping: Mapping[int, Column]
    today: date
    from_1904: bool = False
    month_first: bool = False

    def place_of(self, column: Column) -> int | None:
        """Return the place of a column, None when the sheet has none."""
        return next((place for place, each in self.mapping.items() if each is column), None)


def read_rows(lines: Sequence[Line], how: Reading) -> list[ReadRow]:
    """Return what every row says; nothing is compared with what is known yet."""
    rules = {column: _date_rules(lines, how, column) for column in DATES}
    return [_read_row(line, how, rules) for line in lines]


def _date_rules(lines: Iterable[Line], how: Reading, column: Column) -> DateRules:
    place = how.place_of(column)
    if place is None or how.month_first:
        return DateRules(how.from_1904, how.month_first)
    cells = ((line.number, cell_at(line, place)) for line in lines)
    return DateRules(how.from_1904, evidence=month_first_evidence(cells))


def cell_at(line: Line, place: int) -> str:
    """Return the text of a cell; a row may be shorter than the header."""
    return tidy(line.cells[place]) if place < len(line.cells) else ""


def _read_row(line: Line, how: Reading, rules: Mapping[Column, DateRules]) -> ReadRow:
    given: dict[Column, Any] = {}
    faults: list[Fault] = []
    for place, column in how.mapping.items():
        text = cell_at(line, place)
        try:
            if text:
                given[column] = read_cell(column, text, rules.get(column, DateRules()), how.today)
            elif column in REQUIRED:
                raise BadCell("The cell is empty.", "Fill it in.")
        except BadCell as bad:
            faults.append(Fault(column, bad.what, bad.remedy))
    return ReadRow(line, given, tuple(faults))


def _arrangement(kind: ArrangementKind, given: Mapping[Column, Any]) -> Arrangement | None:
    """Return the arrangement of a kind that a row gives; None when it gives none."""
    if kind.value not in frozenset(Column):
        return None
    value = given.get(Column(kind))
    if kind in EXTRA_TIME:
        amount = "percent" if kind is ArrangementKind.EXTRA_TIME_PERCENT else "minutes"
        return Arrangement(kind=kind, **{amount: value}) if value else None
    if kind is ArrangementKind.REST_BREAKS:
        return Arrangement(kind=kind, minutes=value) if value is not None else None
    if kind is ArrangementKind.COLOUR_SCHEME:
        return Arrangement(kind=kind, detail=value) if value else None
    return Arrangement(kind=kind) if value and Column(kind) in YES_OR_NO else None
