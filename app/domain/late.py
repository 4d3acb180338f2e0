"""Answers that came too late: kept as evidence, and counted only where a person decides so.

The answer log alone makes the sheet. A late response matters when counting it could change that
sheet, and then somebody has to decide; until they have, the result is provisional.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.refusals import Reason
from app.domain.response import AnswerSheet, Response, SheetEntry, fold

Decisions = Mapping[UUID, bool]  # by late response: whether it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class LateResponse:
    """An answer that was kept apart and why.

    `sequence` counts from 1 within the sitting in the order of arrival, `chosen` holds authored
    option letters (empty: answer cleared), `at` is when it arrived, UTC.
    """

    id: UUID
    sequence: int
    position: int
    chosen: frozenset[str]
    at: datetime
    reason: Reason
    client_id: str = ""


@dataclass(frozen=True, slots=True)
class LateChange:
    """A late response that could change the sheet.

    `stood` says whether the log has an answer at its position; `counted` is None until decided.
    """

    late: LateResponse
    stood: bool
    counted: bool | None = None


def kept_apart(log: Iterable[Response], late: Iterable[LateResponse]) -> tuple[LateResponse, ...]:
    """Return the late responses that still say something, in the order of arrival.

    One that was sent again and taken is in the log; one after which the candidate answered the
    same question again was overtaken by that answer.
    """
    log = tuple(log)
    taken = {response.client_id for response in log if response.client_id}
    answered = {response.position: response.at for response in sorted(log, key=_written)}
    return tuple(
        each
        for each in sorted(late, key=_arrival)
        if each.client_id not in taken and answered.get(each.position, each.at) <= each.at
    )


def late_changes(
    log: Iterable[Response], late: Iterable[LateResponse], decisions: Decisions
) -> tuple[LateChange, ...]:
    """Return what could change the sheet, decided or not, in the order of arrival.

    Each is compared with everything that may stand at its position by then: the log's answer, or
    that of an earlier late response that counts or may yet. Where all of that says the same as it
    does, it changes nothing.
    """
    log = tuple(log)
    sheet = fold(log, 0)
    possible: dict[int, set[frozenset[str]]] = {}
    changes = []
    for each in kept_apart(log, late):
        entry = sheet.get(each.position, SheetEntry())
        may_stand = possible.setdefault(each.position, {entry.chosen})
        counted = decisions.get(each.id)
        if counted is None and may_stand == {each.chosen}:
            continue
        changes.append(LateChange(each, entry.answered, counted))
        if counted:
            may_stand.clear()
        if counted is not False:
            may_stand.add(each.chosen)
    return tuple(changes)


def awaits_decision(
    log: Iterable[Response], late: Iterable[LateResponse], decisions: Decisions
) -> tuple[LateChange, ...]:
    """Return the changes that nobody has decided yet."""
    return tuple(each for each in late_changes(log, late, decisions) if each.counted is None)


def fold_with(log: Iterable[Response], items: int, counted: Iterable[LateResponse]) -> AnswerSheet:
    """Return the sheet of the log with the late responses that count applied after it, in order."""
    sheet = fold(log, items)
    for late in sorted(counted, key=_arrival):
        flagged = sheet.get(late.position, SheetEntry()).flagged
        sheet[late.position] = SheetEntry(late.chosen, flagged)
    return sheet


@dataclass(frozen=True, slots=True)
class CountedLate:
    """The late responses of a sitting that were decided to count, and the reason given last."""

    responses: tuple[LateResponse, ...] = ()
    reason: str = ""

    @property
    def sources(self) -> dict[int, str]:
        """The late response that stands at each position where one does, by its id."""
        return {late.position: str(late.id) for late in sorted(self.responses, key=_arrival)}


def _arrival(late: LateResponse) -> tuple[int, datetime]:
    return late.sequence, late.at


def _written(response: Response) -> int:
    return response.sequence
