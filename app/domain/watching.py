"""What an invigilator wants to see of a room: which lines, and in which order."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.room import Mark, RoomLine, Seen, digest24

CALLS = "calls"  # whoever somebody has to look after now
MOST_TEXT = 80  # characters
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_FOREVER = timedelta(days=999)
_ORDER = {seen: place for place, seen in enumerate(Seen)}


class SortBy(StrEnum):
    """What the lines are ordered by."""

    NUMBER = "number"
    NAME = "name"
    SEAT = "seat"
    STATE = "state"
    SAVED = "saved"
    ANSWERED = "answered"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown: `show` is a state, a mark, CALLS or nothing for all; `text` is looked for."""

    show: str = ""
    text: str = ""
    sort: SortBy = SortBy.NUMBER
    down: bool = False

    @property
    def is_all(self) -> bool:
        """Whether every line is shown."""
        return not self.show and not self.text


def read_choice(show: str, text: str, sort: str) -> Choice:
    """Read what an address asks for; what it cannot mean is left out. "-left" is the other way."""
    known = {CALLS, *Seen, *Mark}
    by = sort.removeprefix("-")
    return Choice(
        show=show if show in known else "",
        text=" ".join(text.split())[:MOST_TEXT],
        sort=SortBy(by) if by in set(SortBy) else SortBy.NUMBER,
        down=sort.startswith("-") and by in set(SortBy),
    )


def chosen(lines: Iterable[RoomLine], choice: Choice) -> list[RoomLine]:
    """Return the lines to show, in order; equals by candidate number."""
    wanted = [line for line in lines if _is_wanted(line, choice)]
    return sorted(wanted, key=_KEYS[choice.sort], reverse=choice.down)


def counts(lines: Iterable[RoomLine]) -> list[tuple[str, int]]:
    """Return how many need somebody, stand in each state, and bear each mark; no noughts."""
    lines = list(lines)
    states = Counter(line.seen for line in lines)
    marks = Counter(mark for line in lines for mark in line.marks)
    calling = sum(line.calls for line in lines)
    found: list[tuple[str, int]] = [(CALLS, calling)]
    found += [(seen, states[seen]) for seen in Seen]
    found += [(mark, marks[mark]) for mark in Mark]
    return [(name, count) for name, count in found if count]


def order_of(lines: Sequence[RoomLine]) -> str:
    """Return four characters that stand for which lines are shown in which order."""
    return digest24("".join(line.facts.sitting.hex for line in lines))


def _is_wanted(line: RoomLine, choice: Choice) -> bool:
    if choice.show and not _bears(line, choice.show):
        return False
    if not choice.text:
        return True
    facts = line.facts
    names = f"{facts.given_names} {facts.family_name}, {facts.given_names}".casefold()
    text = choice.text.casefold()
    number = facts.candidate_number.casefold()
    fits = text == facts.seat.casefold() or number.startswith(text) or number.endswith(text)
    return fits or text in names


def _bears(line: RoomLine, show: str) -> bool:
    return line.calls if show == CALLS else line.seen == show or show in line.marks


def _by_number(line: RoomLine) -> tuple[int, str]:
    return len(line.facts.candidate_number), line.facts.candidate_number


_KEYS: dict[SortBy, Callable[[RoomLine], tuple[object, ...]]] = {
    SortBy.NUMBER: _by_number,
    SortBy.NAME: lambda line: (
        line.facts.family_name.casefold(),
        line.facts.given_names.casefold(),
        *_by_number(line),
    ),
    SortBy.SEAT: lambda line: (len(line.facts.seat), line.facts.seat, *_by_number(line)),
    SortBy.STATE: lambda line: (_ORDER[line.seen], *_by_number(line)),
    SortBy.SAVED: lambda line: (line.facts.last_answer_at or _NEVER, *_by_number(line)),
    SortBy.ANSWERED: lambda line: (line.answered, *_by_number(line)),
    SortBy.LEFT: lambda line: (line.left if line.timed else _FOREVER, *_by_number(line)),
}
