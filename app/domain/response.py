"""The answer log: what a candidate chose, in order, and the sheet it folds into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.digests import GENESIS, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One appended row of the log.

    `sequence` counts from 1 within the sitting, `position` is the 1-based place on the paper,
    `chosen` holds authored option letters (empty: answer cleared), `at` is UTC.
    """

    sequence: int
    position: int
    chosen: frozenset[str]
    flagged: bool = False
    client_id: str = ""
    lease: str = ""
    at: datetime
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """What stands at one position now."""

    chosen: frozenset[str] = frozenset()
    flagged: bool = False

    @property
    def answered(self) -> bool:
        """Whether any option is chosen."""
        return bool(self.chosen)


AnswerSheet = dict[int, SheetEntry]


def letters(chosen: Iterable[str]) -> str:
    """Write a set of authored letters as stored: sorted, without separators."""
    return "".join(sorted(chosen))


def fold(log: Iterable[Response], items: int) -> AnswerSheet:
    """Return the sheet the log adds up to: the last response at each position, blank elsewhere."""
    sheet: AnswerSheet = {position: SheetEntry() for position in range(1, items + 1)}
    for response in sorted(log, key=lambda r: r.sequence):
        sheet[response.position] = SheetEntry(response.chosen, response.flagged)
    return sheet


def places(chosen: Iterable[str], order: str) -> str:
    """Write which options were chosen by the places at which they were shown, from 1: "2" or "13".

    `order` has the authored letters in the order shown, such as "CADB".
    """
    return "".join(str(place) for place, letter in enumerate(order, start=1) if letter in chosen)


def chain(previous: str, sitting: str, response: Response, order: str) -> str:
    """Return the digest of a response: SHA-256 over the digest before it and what was recorded.

    The text hashed is `previous|sitting|sequence|position|places|flag|client|lease|instant`, the
    instant as UTC in ISO 8601 with microseconds. It speaks of the places shown and never of authored
    letters: the candidate holds the digest, and could try letters until one fits.
    """
    parts = (
        previous,
        sitting,
        str(response.sequence),
        str(response.position),
        places(response.chosen, order),
        "1" if response.flagged else "0",
        response.client_id,
        response.lease,
        response.at.isoformat(timespec="microseconds"),
    )
    return digest("|".join(parts).encode())


def verify(log: Iterable[Response], sitting: str, orders: Sequence[str]) -> int | None:
    """Return the sequence number of the first response whose digest does not follow, None if all do.

    `orders` has the authored letters of each position as the paper shows them; a response at another
    position, or with a letter not shown there, follows nothing.
    """
    previous, known = GENESIS, dict(enumerate(orders, start=1))
    for expected, response in enumerate(sorted(log, key=lambda r: r.sequence), start=1):
        order = known.get(response.position, "")
        follows = chain(previous, sitting, response, order)
        shown = response.chosen <= set(order)
        if not shown or (response.sequence, response.digest) != (expected, follows):
            return response.sequence
        previous = follows
    return None
