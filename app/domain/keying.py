"""Keying in a sheet that was answered on paper: two people, letter by letter as printed.

Neither sees what the other keyed. When the newest sheets of two people agree they become responses
like any other, and are marked by the same rule; where they differ, both look at the paper again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from app.domain.response import AnswerSheet, Response, SheetEntry, chain

PRINTED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # letters as they stand on the print, in order
LEASE = "paper"  # what stands in the log in place of a device


class Turn(StrEnum):
    """What a person can do about a sheet now."""

    KEY = "key"
    WAIT = "wait"  # for another person
    AGAIN = "again"  # the sheets differ


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedSheet:
    """A sheet as one person keyed it: the letters ticked at each position, "" where there is none.

    `finished_at` is when the paper was handed in, UTC.
    """

    by: UUID
    ticked: tuple[str, ...]
    finished_at: datetime

    @property
    def said(self) -> tuple[tuple[str, ...], datetime]:
        """What was keyed, whoever did it."""
        return self.ticked, self.finished_at


@dataclass(frozen=True, slots=True)
class Difference:
    """The positions at which sheets differ, and whether the time of handing in does."""

    positions: frozenset[int] = frozenset()
    time: bool = False


def read_ticks(typed: str, options: int) -> str | None:
    """Return the letters keyed, sorted, such as "AC"; None when they are not on the print.

    Case, blanks and commas do not matter; nothing at all is a question left blank.
    """
    letters = set(typed.upper()) - set(" ,\t\u00a0")
    return "".join(sorted(letters)) if letters <= set(PRINTED[:options]) else None


def authored(ticked: str, order: str) -> frozenset[str]:
    """Turn letters as printed into authored ones; `order` has those as shown, such as "CADB"."""
    return frozenset(order[PRINTED.index(letter)] for letter in ticked)


def printed(chosen: Iterable[str], order: str) -> str:
    """Turn authored letters into those printed, sorted."""
    return "".join(sorted(PRINTED[order.index(letter)] for letter in chosen))


def difference(one: KeyedSheet, other: KeyedSheet) -> Difference:
    """Say where two sheets of one paper differ."""
    pairs = enumerate(zip(one.ticked, other.ticked, strict=True), start=1)
    positions = frozenset(place for place, (mine, theirs) in pairs if mine != theirs)
    return Difference(positions, one.finished_at != other.finished_at)


def newest(sheets: Iterable[KeyedSheet]) -> dict[UUID, KeyedSheet]:
    """Return each person's last sheet; `sheets` are in the order in which they were keyed."""
    return {sheet.by: sheet for sheet in sheets}


def agreed(sheets: Iterable[KeyedSheet]) -> tuple[KeyedSheet, KeyedSheet] | None:
    """Return the newest sheets of two people who agree, None while no two do."""
    pairs = combinations(newest(sheets).values(), 2)
    return next(((one, other) for one, other in pairs if one.said == other.said), None)


def to_key_again(sheets: Iterable[KeyedSheet], person: UUID) -> Difference:
    """Say where a person's newest sheet differs from anybody else's."""
    last = newest(sheets)
    found = [difference(last[person], other) for by, other in last.items() if by != person]
    return Difference(
        frozenset[int]().union(*(each.positions for each in found)),
        any(each.time for each in found),
    )


def turn_of(sheets: Sequence[KeyedSheet], person: UUID) -> Turn:
    """Say what a person can do about a sheet that is not settled."""
    last = newest(sheets)
    if person not in last:
        return Turn.KEY
    return Turn.AGAIN if len(last) > 1 else Turn.WAIT


def keyed_again(sheet: KeyedSheet, again: Mapping[int, str], at: datetime | None) -> KeyedSheet:
    """Return a sheet with some positions, and perhaps the time, keyed anew."""
    ticked = tuple(again.get(place, was) for place, was in enumerate(sheet.ticked, start=1))
    return replace(sheet, ticked=ticked, finished_at=at or sheet.finished_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEnd:
    """Where a sitting's log ends: its last sequence number and digest, and the sheet so far."""

    sitting: str
    last_sequence: int
    last_digest: str
    sheet: AnswerSheet


def responses_of(
    keyed: KeyedSheet, orders: Sequence[str], end: LogEnd, client: str, now: datetime
) -> tuple[Response, ...]:
    """Return what to append to the log: what is ticked on paper stands over what was answered on screen.

    A question left blank on paper keeps what was saved on screen, for an answer that was
    acknowledged is never lost. `client` names the keying.
    """
    made: list[Response] = []
    digest = end.last_digest
    for position, (ticked, order) in enumerate(zip(keyed.ticked, orders, strict=True), start=1):
        chosen, stands = authored(ticked, order), end.sheet.get(position, SheetEntry())
        if not chosen or chosen == stands.chosen:
            continue
        response = Response(
            sequence=end.last_sequence + len(made) + 1,
            position=position,
            chosen=chosen,
            flagged=stands.flagged,
            client_id=f"{client}-{position}",
            lease=LEASE,
            at=now,
        )
        digest = chain(digest, end.sitting, response, order)
        made.append(replace(response, digest=digest))
    return tuple(made)
