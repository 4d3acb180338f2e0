"""Which items may stand together: choosing among enemies, exactly.

Items are numbers 0, 1, 2 …; a set of items is an integer with one bit for each. An easy choice is
tried first; where it fails, every choice is weighed, so that None is a proof.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

Lacks = tuple[int, ...]  # items that each demand still lacks

MOST_STATES = 1_000  # states a search may visit: some seconds; real banks need a few dozen
SMALL = 30  # items in a group of enemies up to which its largest choice is counted exactly


class Tangled(Exception):
    """So many enemies among so few items that a choice was neither found nor ruled out."""


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `need` items out of the set `members`."""

    members: int
    need: int


def compatible(rivals: Sequence[int], demands: Sequence[Demand]) -> int | None:
    """Return a set without enemies that meets every demand, or None when there is none.

    `rivals[i]` is the set of item i's enemies. Nothing could be added to the set returned. Among
    enemies the lower number is tried first: shuffle the items to leave the choice to chance.
    Raises Tangled where the search would take longer than anybody can wait.
    """
    taken = _extended(rivals, 0)
    if _met(taken, demands):
        return taken
    free = sum(1 << item for item, others in enumerate(rivals) if not others)
    open_demands = [
        Demand(demand.members & ~free, need)
        for demand in demands
        if (need := demand.need - (demand.members & free).bit_count()) > 0
    ]
    chosen = _Search(rivals, open_demands).answer()
    return None if chosen is None else _extended(rivals, chosen)


def _met(taken: int, demands: Sequence[Demand]) -> bool:
    return all((demand.members & taken).bit_count() >= demand.need for demand in demands)


def _extended(rivals: Sequence[int], taken: int) -> int:
    for item, others in enumerate(rivals):
        if not others & taken:
            taken |= 1 << item
    return taken


def items_in(members: int) -> Iterator[int]:
    """Yield the numbers of a set from the lowest."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


class _Search:
    """Backtracking over what enemies leave open, with bounds and a memory of dead ends.

    A state is the items still open and what each demand still lacks. The tightest demand comes
    first: an item of it that hinders least is taken or, if that fails, left out.
    """

    def __init__(self, rivals: Sequence[int], demands: Sequence[Demand]) -> None:
        self.rivals = rivals
        self.members = [demand.members for demand in demands]
        self.lacks = tuple(demand.need for demand in demands)
        self.apart = _apart(self.members)
        self.bounds: dict[int, int] = {}
        self.sizes: dict[int, int] = {}

    def answer(self) -> int | None:
        """Return a choice that meets every demand, or None."""
        stack = [(reduce(or_, self.members), self.lacks, 0)]
        seen = set()
        while stack:
            items, lacks, taken = stack.pop()
            items, lacks, settled = self.settled(items, lacks)
            taken |= settled
            if not any(lacks):
                return taken
            if (items, lacks) in seen or self.is_hopeless(items, lacks):
                continue
            seen.add((items, lacks))
            if len(seen) > MOST_STATES:
                raise Tangled
            item = self.next_item(items, lacks)
            others = items & ~(1 << item)
            stack.append((others, lacks, taken))
            lacks = self.less(lacks, 1 << item)
            stack.append((others & ~self.rivals[item], lacks, taken | 1 << item))
        return None

    def settled(self, items: int, lacks: Lacks) -> tuple[int, Lacks, int]:
        """Take items without enemies, drop those that nothing lacks or an enemy can replace."""
        before, taken = 0, 0
        while items != before:
            before = items
            items &= reduce(or_, (m for m, n in zip(self.members, lacks, strict=True) if n), 0)
            free = _bits(item for item in items_in(items) if not self.rivals[item] & items)
            taken |= free
            lacks = self.less(lacks, free)
            items = self.without_beaten(items & ~free, lacks)
        return items, lacks, taken

    def less(self, lacks: Lacks, taken: int) -> Lacks:
        """Return what the demands lack once more items are taken."""
        return tuple(
            max(0, lack - (members & taken).bit_count())
            for lack, members in zip(lacks, self.members, strict=True)
        )

    def is_hopeless(self, items: int, lacks: Lacks) -> bool:
        """Say whether a demand, or all that share no item together, can no longer be met."""
        return any(
            self.bound(items & members) < sum(lacks[demand] for demand in demands)
            for members, demands in self.apart
        )

    def next_item(self, items: int, lacks: Lacks) -> int:
        """Return, of the demand with the least to spare, the item with the fewest enemies."""
        spare = (
            (self.bound(items & members) - lack, (items & members).bit_count(), members)
            for lack, members in zip(lacks, self.members, strict=True)
            if lack
        )
        *_, members = min(spare)
        return min(items_in(items & members), key=lambda i: (self.rivals[i] & items).bit_count())

    def bound(self, items: int) -> int:
        """Return a number that no choice among the items exceeds; exact for small groups."""
        if items not in self.bounds:
            self.bounds[items] = sum(
                self.most(group) if group.bit_count() <= SMALL else self.families(group)
                for group in self.groups(items)
            )
        return self.bounds[items]

    def most(self, items: int) -> int:
        """Count the items of the largest choice among a few."""
        if items not in self.sizes:
            left = self.without_beaten(items, ())
            alone = _bits(item for item in items_in(left) if not self.rivals[item] & left)
            left &= ~alone
            self.sizes[items] = alone.bit_count() + (self.split(left) if left else 0)
        return self.sizes[items]

    def split(self, items: int) -> int:
        """Count the largest choice without and with the item of most enemies."""
        item = max(items_in(items), key=lambda i: (self.rivals[i] & items).bit_count())
        others = items & ~(1 << item)
        return max(self.most(others), 1 + self.most(others & ~self.rivals[item]))

    def families(self, items: int) -> int:
        """Count families into which the items fall, all hostile to each other within one."""
        count = 0
        while items:
            hostile, count = items, count + 1
            while hostile:
                item = hostile & -hostile
                items ^= item
                hostile &= self.rivals[item.bit_length() - 1]
        return count

    def groups(self, items: int) -> Iterator[int]:
        """Yield the groups of items that are linked by enmity."""
        while items:
            group, edge = 0, items & -items
            while edge:
                group |= edge
                near = reduce(or_, (self.rivals[item] for item in items_in(edge)))
                edge = near & items & ~group
            yield group
            items &= ~group

    def without_beaten(self, items: int, lacks: Lacks) -> int:
        """Leave out each item whose place an enemy could always take.

        That enemy has no enemies but the item's and the item itself, and serves every demand with
        a lack that the item serves.
        """
        for item in items_in(items):
            near = self.rivals[item] & items
            beyond = items & ~near & ~(1 << item)
            if any(
                not self.rivals[other] & beyond and self.serves_as_much(other, item, lacks)
                for other in items_in(near)
            ):
                items &= ~(1 << item)
        return items

    def serves_as_much(self, other: int, item: int, lacks: Lacks) -> bool:
        """Say whether one item serves each demand with a lack that another serves."""
        return all(
            members >> other & 1 >= members >> item & 1
            for members, lack in zip(self.members, lacks, strict=False)
            if lack
        )


def _apart(members: Sequence[int]) -> list[tuple[int, list[int]]]:
    """List each demand alone, and as many as share no item, from the largest, together."""
    union, together = 0, []
    for demand in sorted(range(len(members)), key=lambda d: -members[d].bit_count()):
        if not union & members[demand]:
            union |= members[demand]
            together.append(demand)
    return [*((items, [demand]) for demand, items in enumerate(members)), (union, together)]


def _bits(items: Iterable[int]) -> int:
    return reduce(or_, (1 << item for item in items), 0)
