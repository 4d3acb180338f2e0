"""What a list of candidates would change: who is new, who is known, who is entered, who is refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.arrangement import EXTRA_TIME, Arrangement, ArrangementKind, in_words
from app.domain.candidate import CandidateDetails, is_somebody_else
from app.domain.candidate_columns import NAMES, Column
from app.domain.candidate_rows import Fault, ReadRow, SessionWish
from app.domain.session_reference import is_reference_of, session_reference


class RowState(StrEnum):
    """What would come of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate on the centre's list, with what holds now."""

    id: UUID
    details: CandidateDetails
    arrangements: tuple[Arrangement, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A session for which candidates can be entered; `opens` is in the centre's zone.

    `entered` are the ids of those who are entered already.
    """

    id: UUID
    title: str
    room: str
    opens: datetime
    entered: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a row changes: what is known now, empty for nothing, and what it will be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row with what would come of it. `session` is the one the candidate is entered for.

    `arrangements` are all that hold afterwards; None where the row changes none.
    """

    row: ReadRow
    known: Known | None = None
    session: Offer | None = None
    changes: tuple[Change, ...] = ()
    arrangements: tuple[Arrangement, ...] | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def state(self) -> RowState:
        """What would come of the row."""
        if self.row.faults:
            return RowState.REFUSED
        if self.known is None:
            return RowState.NEW
        return RowState.CHANGED if self.changes else RowState.UNCHANGED

    @property
    def enters(self) -> bool:
        """Whether the candidate is entered for a session who is not so already."""
        if self.row.faults or self.session is None:
            return False
        return self.known is None or self.known.id not in self.session.entered

    @property
    def foreseen(self) -> list[Any]:
        """All that taking the row would do, as plain values; another list is another promise."""
        if self.row.faults:
            return [self.row.line.number, RowState.REFUSED]
        return [
            self.row.line.number,
            self.state,
            str(self.known.id) if self.known else "",
            [astuple(change) for change in self.changes],
            self.arrangements and sorted(astuple(each) for each in self.arrangements),
            str(self.session.id) if self.session else "",
            self.enters,
        ]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a list is compared with: who is known, by number, whose ULN it is, and the sessions.

    `only` is the session that the file was sent for; None for one sent to the centre's list. Once
    it is closed it is not among the sessions any more.
    """

    known: Mapping[str, Known]
    holders: Mapping[str, str]
    sessions: Sequence[Offer]
    only: UUID | None = None


def plan_rows(rows: Iterable[ReadRow], around: Surroundings) -> list[PlannedRow]:
    """Return what would come of every row, in their order."""
    planned = [_plan_row(row, around) for row in rows]
    against = _repeats(planned)
    return [
        replace(each, row=each.row.refused(*against[each.row.line.number]))
        if each.row.line.number in against
        else each
        for each in planned
    ]


def _plan_row(row: ReadRow, around: Surroundings) -> PlannedRow:
    """Compare one row with what is known; the faults it has already stay with it."""
    session, fault = _session_for(row, around)
    faults = [fault] if fault else []
    known = around.known.get(row.given.get(Column.NUMBER, ""))
    if not row.faults:
        faults += _person_faults(row, known, around)
    if row.faults or faults:
        return PlannedRow(row=row.refused(*faults), known=known, session=session)
    arrangements = _afterwards(row, known)
    held = known.arrangements if known else ()
    return PlannedRow(
        row=row,
        known=known,
        session=session,
        changes=tuple(_changes(row.details, known, held, arrangements)),
        arrangements=arrangements if set(arrangements) != set(held) else None,
        notes=tuple(_kept(row, held)),
    )


# Who it is


def _person_faults(row: ReadRow, known: Known | None, around: Surroundings) -> list[Fault]:
    details, found = row.details, []
    if known and is_somebody_else(known.details, details):
        found.append(
            Fault(
                Column.NUMBER,
                f"Candidate number {details.number} belongs to somebody else on your list"
                f" ({known.details.given_names} {known.details.family_name}).",
                "Give this candidate another number, or mend the details on the list first.",
            )
        )
    holder = around.holders.get(details.uln or "", details.number)
    if holder != details.number:
        found.append(
            Fault(
                Column.ULN,
                f"This ULN belongs to candidate {holder} on your list.",
                f"If it is the same person, write number {holder}; otherwise compare the ULN with"
                " the learner’s record.",
            )
        )
    if row.evidence and not row.arrangements and not (known and known.arrangements):
        found.append(
            Fault(
                Column.EVIDENCE,
                "There is no arrangement that this evidence is for.",
                "Empty the cell, or give the arrangement in its column.",
            )
        )
    return found


def _repeats(planned: Sequence[PlannedRow]) -> dict[int, list[Fault]]:
    """Return what is against rows whose number or ULN stands in others, too, by row.

    One candidate may stand in several rows that differ in nothing but the session.
    """
    against: dict[int, list[Fault]] = defaultdict(list)
    for column in (Column.NUMBER, Column.ULN):
        alike: dict[str, list[PlannedRow]] = defaultdict(list)
        for each in planned:
            if value := each.row.given.get(column):
                alike[value].append(each)
        for value, several in alike.items():
            if len(several) > 1 and not _once_a_session(several):
                _note_repeat(against, column, value, [each.row.line.number for each in several])
    return against


def _once_a_session(several: Sequence[PlannedRow]) -> bool:
    """Say whether rows are one candidate, entered for another session in each."""
    apart = (Column.SESSION, Column.ROOM, Column.SESSION_DATE, Column.SESSION_TIME)
    said = [{c: v for c, v in each.row.given.items() if c not in apart} for each in several]
    sessions = {each.session.id for each in several if each.session}
    return len(sessions) == len(several) and all(each == said[0] for each in said)


def _note_repeat(
    against: dict[int, list[Fault]], column: Column, value: str, rows: Sequence[int]
) -> None:
    for row in rows:
        others = ", ".join(str(other) for other in rows if other != row)
        what = f"“{value}” stands in row {others}, too."
        remedy = "Each candidate stands in one row, or in one row for each session."
        against[row].append(Fault(column, what, remedy))


# What changes


def _afterwards(row: ReadRow, known: Known | None) -> tuple[Arrangement, ...]:
    """Return all arrangements that hold afterwards: what a row does not name stays."""
    given = {each.kind: each for each in row.arrangements}
    held = {each.kind: each for each in known.arrangements} if known else {}
    if row.evidence and not given:
        return tuple(replace(each, evidence=row.evidence) for each in held.values())
    for kind, each in given.items():
        if not each.evidence and kind in held:
            given[kind] = replace(each, evidence=held[kind].evidence)
    return tuple((held | given).values())


def _changes(
    details: CandidateDetails,
    known: Known | None,
    held: Sequence[Arrangement],
    afterwards: Sequence[Arrangement],
) -> Iterable[Change]:
    if known:
        yield from _changed_details(known.details, details)
    before = {each.kind: each for each in held}
    for each in afterwards:
        was = before.get(each.kind)
        if was is None or in_words(was) != in_words(each):
            yield Change("Arrangement", in_words(was) if was else "", in_words(each))
        elif was.evidence != each.evidence:
            yield Change("Evidence", was.evidence, each.evidence)


def _changed_details(known: CandidateDetails, details: CandidateDetails) -> Iterable[Change]:
    pairs = (
        (Column.FAMILY_NAME, known.family_name, details.family_name),
        (Column.GIVEN_NAMES, known.given_names, details.given_names),
        (Column.DATE_OF_BIRTH, _in_full(known.date_of_birth), _in_full(details.date_of_birth)),
        (Column.ULN, known.uln or "", details.uln or ""),
    )
    for column, before, after in pairs:
        if after and after != before:
            yield Change(NAMES[column], before, after)


def _in_full(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _kept(row: ReadRow, held: Sequence[Arrangement]) -> Iterable[str]:
    """Name what a row says no to and the candidate is allowed: a file takes nothing away."""
    kinds = {each.kind: each for each in held}
    for column, value in row.given.items():
        kind = next((each for each in kinds if each.value == column), None)
        if kind and _says_no(kind, value):
            yield f"Keeps: {in_words(kinds[kind])}. Take it away on the candidate’s page."


def _says_no(kind: ArrangementKind, value: object) -> bool:
    """Say whether a cell says no to an arrangement; 0 of rest breaks is one without a limit."""
    return value in (None, "") or value is False or (kind in EXTRA_TIME and value == 0)


# Which session


# Of every row alike: a file that was sent to enter people is not taken to do half of it.
CLOSED = Fault(
    None,
    "The session this file was sent for is closed.",
    "Upload the file on the page of another session, or under Candidates to bring your list up to"
    " date without entering anybody.",
)


def _session_for(row: ReadRow, around: Surroundings) -> tuple[Offer | None, Fault | None]:
    """Return the session a row is for, or what is wrong with how it is named."""
    wish, only = row.wish, next((each for each in around.sessions if each.id == around.only), None)
    if around.only is not None and only is None:
        return None, CLOSED
    if wish is None:
        return only, None
    fits = [each for each in around.sessions if _fits(wish, each)]
    if only is not None:
        fits = [each for each in fits if each.id == only.id] or fits
    if len(fits) != 1:
        return None, _unclear(wish, fits)
    if around.only not in (None, fits[0].id):
        what = "The row names another session than the one this file was sent for."
        return None, Fault(
            _named_by(wish), what, "Empty the cell, or upload the file under Candidates."
        )
    return fits[0], None


def _fits(wish: SessionWish, session: Offer) -> bool:
    if wish.reference and not is_reference_of(wish.reference, session.id):
        return False
    if wish.room and wish.room.casefold() != session.room.casefold():
        return False
    if wish.day and wish.day != session.opens.date():
        return False
    return wish.clock is None or wish.clock == session.opens.time().replace(second=0, microsecond=0)


def _unclear(wish: SessionWish, fits: Sequence[Offer]) -> Fault:
    if not fits:
        what = "There is no session like this to enter candidates for."
        remedy = "Compare reference, room, date and opening time with the session’s page."
    else:
        several = ", ".join(session_reference(each.id) for each in fits[:4])
        what = f"{len(fits)} sessions fit: {several}{' …' if len(fits) > 4 else ''}."
        remedy = "Write the reference of the one that is meant; it stands on the session’s page."
    return Fault(_named_by(wish), what, remedy)


def _named_by(wish: SessionWish) -> Column:
    """Return the column that names the session most plainly."""
    if wish.reference:
        return Column.SESSION
    if wish.room:
        return Column.ROOM
    return Column.SESSION_DATE if wish.day else Column.SESSION_TIME
