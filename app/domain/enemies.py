"""Which items may stand together: choosing among enemies, exactly.

Items are numbers 0, 1, 2 …; a set of items is an integer with one bit for each. An easy choice is
tried first; where it fails, every choice is weighed, so that None is a proof.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, ge, or_

Tally = tuple[int, ...]
Table = dict[Tally, int]  # what can be reached, and a set of items that reaches it


@dataclass(frozen=True, slots=True)
class Demand:
    """At least `need` items out of the set `members`."""

    members: int
    need: int


def compatible(rivals: Sequence[int], demands: Sequence[Demand]) -> int | None:
    """Return a set without enemies that meets every demand, or None when there is none.

    `rivals[i]` is the set of item i's enemies. Nothing could be added to the set returned. Among
    enemies the lower number is tried first: shuffle the items to leave the choice to chance.
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
    """All that enemies allow, as tallies: how many items a choice has towards each demand.

    Groups of enemies that do not touch are searched apart and added up; a group is split by its
    item of most enemies, into the choices without it and with it. Of a set of items only those
    tallies are kept that no other beats and that reach a floor: what the rest cannot make up for.
    """

    def __init__(self, rivals: Sequence[int], demands: Sequence[Demand]) -> None:
        self.rivals = rivals
        self.needs = tuple(demand.need for demand in demands)
        self.members = [demand.members for demand in demands]
        self.apart = _apart(self.members)
        self.nothing: Table = {self.tally(0): 0}
        self.wanted = reduce(or_, self.members)
        self.serves = {item: self.tally(1 << item) for item in items_in(self.wanted)}
        self.tables: dict[tuple[int, Tally], Table] = {}
        self.sizes: dict[int, int] = {}

    def answer(self) -> int | None:
        """Return a choice that meets every need, or None."""
        return self.table(self.wanted, self.needs).get(self.needs)

    def tally(self, items: int) -> Tally:
        """Count what a set of items has towards each demand."""
        return tuple((items & members).bit_count() for members in self.members)

    def table(self, items: int, floor: Tally) -> Table:
        """Return the best tallies within a set that reach the floor; none when it is out of reach."""
        if (items, floor) not in self.tables:
            self.tables[items, floor] = self.tabulate(items, floor)
        return self.tables[items, floor]

    def tabulate(self, items: int, floor: Tally) -> Table:
        """Work out a table: bounds first, then group by group."""
        if self.is_out_of_reach(items, floor):
            return {}
        groups = list(self.groups(self.without_beaten(items)))
        if len(groups) == 1:
            return self.split(groups[0], floor)
        ceilings = [tuple(self.most(group & m) for m in self.members) for group in groups]
        total, highest = self.nothing, self.tally(0)
        slack = _less(reduce(_sum, ceilings, highest), floor)
        for group, ceiling in zip(groups, ceilings, strict=True):
            highest = _sum(highest, ceiling)
            total = self.joined(total, self.table(group, _less(ceiling, slack)))
            total = {t: choice for t, choice in total.items() if _covers(t, _less(highest, slack))}
        return total

    def is_out_of_reach(self, items: int, floor: Tally) -> bool:
        """Say whether a demand, or all that share no item together, must miss the floor."""
        return any(
            0 < sum(floor[d] for d in demands) > self.most(items & members)
            for members, demands in self.apart
        )

    def split(self, group: int, floor: Tally) -> Table:
        """Weigh a group without and with its item of most enemies."""
        item = self.most_hated(group)
        others = group & ~(1 << item)
        without = self.table(others, floor)
        if self.needs in without:
            return without
        serves = self.serves[item]
        with_it = self.table(others & ~self.rivals[item], _less(floor, serves))
        return _unbeaten(without | self.joined({serves: 1 << item}, with_it))

    def joined(self, left: Table, right: Table) -> Table:
        """Add up two tables of items that are not enemies; more than a need counts as the need."""
        return _unbeaten(
            {
                tuple(map(min, self.needs, _sum(a, b))): first | second
                for a, first in left.items()
                for b, second in right.items()
            }
        )

    def most(self, items: int) -> int:
        """Count the items of the largest choice within a set, whatever they serve."""
        if items not in self.sizes:
            groups = list(self.groups(self.without_beaten(items, alike=True)))
            if len(groups) == 1:
                self.sizes[items] = self.most_of_group(groups[0])
            else:
                self.sizes[items] = sum(map(self.most, groups))
        return self.sizes[items]

    def most_of_group(self, group: int) -> int:
        """Count the items of the largest choice within one group of enemies."""
        item = self.most_hated(group)
        others = group & ~(1 << item)
        return max(self.most(others), 1 + self.most(others & ~self.rivals[item]))

    def most_hated(self, group: int) -> int:
        """Return the item of a group with the most enemies in it."""
        return max(items_in(group), key=lambda item: (self.rivals[item] & group).bit_count())

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

    def without_beaten(self, items: int, *, alike: bool = False) -> int:
        """Leave out each item with an enemy that has no enemies but its own, and serves as much."""
        before = 0
        while items != before:
            before = items
            for item in items_in(items):
                if self.is_beaten(item, items, alike):
                    items &= ~(1 << item)
        return items

    def is_beaten(self, item: int, items: int, alike: bool) -> bool:
        """Say whether an enemy could always take the item's place; `alike` counts all as serving the same."""
        near = self.rivals[item] & items
        beyond = items & ~near & ~(1 << item)
        return any(
            not self.rivals[other] & beyond
            and (alike or _covers(self.serves[other], self.serves[item]))
            for other in items_in(near)
        )


def _apart(members: Sequence[int]) -> list[tuple[int, list[int]]]:
    """List each demand alone, and as many as share no item, from the largest, together."""
    union, together = 0, []
    for demand in sorted(range(len(members)), key=lambda d: -members[d].bit_count()):
        if not union & members[demand]:
            union |= members[demand]
            together.append(demand)
    return [*((items, [demand]) for demand, items in enumerate(members)), (union, together)]


def _covers(left: Tally, right: Tally) -> bool:
    return all(map(ge, left, right))


def _sum(left: Tally, right: Tally) -> Tally:
    return tuple(map(add, left, right))


def _less(left: Tally, right: Tally) -> Tally:
    return tuple(max(0, a - b) for a, b in zip(left, right, strict=True))


def _unbeaten(table: Table) -> Table:
    kept: Table = {}
    for tally in sorted(table, key=sum, reverse=True):
        if not any(_covers(better, tally) for better in kept):
            kept[tally] = table[tally]
    return kept
