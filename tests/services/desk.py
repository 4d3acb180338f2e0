"""A candidate's desk: tabs that queue answers as app/web/static/js/save.js does, and their shelf.

The scripts themselves are held to the same promises by tests/web/candidate/test_queue.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from app.domain.answering import LATE, Answer
from app.domain.refusals import Reason
from app.services.answering import Saved
from app.services.questions import PaperState

Given = tuple[frozenset[str], bool]  # letters chosen, and whether it is flagged
NOTHING: Given = (frozenset(), False)
Orders = Sequence[str]  # the letters of each position as shown


@dataclass
class Computer:
    """One browser: the lease in its cookie, and what it holds for every tab."""

    name: str
    lease: str = ""
    shelf: dict[str, "Unsent"] = field(default_factory=dict)


@dataclass(frozen=True)
class Unsent:
    """An answer on its way. `saw` is the write that stood there before the candidate's eyes."""

    client_id: str
    position: int
    given: Given
    base: int
    follows: int
    supersedes: str
    saw: str
    mark: str  # lease of the page it was made on


@dataclass
class Tab:
    """One page of the test."""

    computer: Computer
    names: "count[int]"
    sequence: int
    shows: dict[int, tuple[Given, str]]
    mark: str
    queue: list[Unsent] = field(default_factory=list)
    must_agree: bool = False
    has_agreed: bool = True
    held: bool = False
    over: bool = False
    named: set[int] = field(default_factory=set)

    def restore(self) -> None:
        """Take up what the computer holds."""
        self.queue = sorted(self.computer.shelf.values(), key=lambda each: each.follows)
        self.must_agree = bool(self.queue)
        self.has_agreed = not self.queue
        self._show_unsent()

    def answer(self, position: int, given: Given) -> Unsent:
        """Put an answer on the shelf and in the queue."""
        before = next((each for each in reversed(self.queue) if each.position == position), None)
        made = Unsent(
            client_id=f"write-{next(self.names)}",
            position=position,
            given=given,
            base=before.base if before else self.sequence,
            follows=self.sequence + len(self.queue),
            supersedes=before.client_id if before else "",
            saw=self.shows[position][1],
            mark=self.mark,
        )
        self.queue.append(made)
        self.computer.shelf[made.client_id] = made
        self._show_unsent()
        return made

    def request(self, orders: Orders) -> list[Answer]:
        """Write what is to be sent now."""
        bases = [] if self.has_agreed else [each.base for each in self.queue]
        known, lease = min([self.sequence, *bases]), self.computer.lease
        return [
            replace(sent(each, orders), lease=lease, follows=known + place)
            for place, each in enumerate(self.queue)
        ]

    def take(self, saved: Saved) -> None:
        """Take a reply in."""
        for receipt in saved.receipts:
            if receipt.sequence == self.sequence + 1:
                self.sequence = receipt.sequence
            else:
                self.must_agree = True
        apart = {each.position for each in self.queue if each.client_id in saved.kept_apart}
        self._drop({receipt.client_id for receipt in saved.receipts})
        if saved.refused is Reason.STALE_WRITER:
            self.must_agree = True
        elif saved.refused is Reason.PAUSED:
            self.held = True
        elif saved.refused in LATE:
            self.named |= apart
            self._drop(set(saved.kept_apart))
            self.over = True

    def agree(self, state: PaperState) -> None:
        """Agree with the server's sheet: drop what is there or overtaken, and name the latter."""
        self.must_agree, self.has_agreed, self.sequence = False, True, state.last_sequence
        done: set[str] = set()
        for place, each in enumerate(self.queue):
            newest = state.newest.get(each.position)
            stands, name = (newest.sequence, newest.client_id) if newest else (0, "")
            before = self._before(each)
            newer = stands > each.base and name != each.client_id and name not in before
            earlier = {e.client_id for e in self.queue[:place] if e.position == each.position}
            later = {e.client_id for e in self.queue[place:] if e.position == each.position}
            if newer or earlier - before:
                self.named.add(each.position)
            if newer or name in later:
                done.add(each.client_id)
        self._drop(done)
        self._show(state)

    def _before(self, unsent: Unsent) -> set[str]:
        known = {each.client_id: each for each in self.queue}
        before, last = set(), unsent.supersedes
        while last and last not in before:
            before.add(last)
            last = known[last].supersedes if last in known else ""
        return before

    def _show(self, state: PaperState) -> None:
        waiting = {each.position for each in self.queue}
        for position in self.shows.keys() - waiting:
            newest = state.newest.get(position)
            entry = state.sheet[position]
            stands = (entry.chosen, entry.flagged)
            if stands != self.shows[position][0]:
                self.named.add(position)
            self.shows[position] = (stands, newest.client_id if newest else "")
        self._show_unsent()

    def _show_unsent(self) -> None:
        for each in self.queue:
            self.shows[each.position] = (each.given, each.client_id)

    def _drop(self, names: set[str]) -> None:
        self.queue = [each for each in self.queue if each.client_id not in names]
        for name in names:
            self.computer.shelf.pop(name, None)


def sent(unsent: Unsent, orders: Orders) -> Answer:
    """Write an answer as it lies on the shelf."""
    chosen, flagged = unsent.given
    order = orders[unsent.position - 1]
    return Answer(
        position=unsent.position,
        shown=frozenset(order.index(letter) for letter in chosen),
        flagged=flagged,
        client_id=unsent.client_id,
        lease=unsent.mark,
        follows=unsent.follows,
    )
