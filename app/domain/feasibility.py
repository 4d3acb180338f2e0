"""Whether a pool can fill a specification, proved; and if not, what is short and by how many.

The hard rules: the exact number of items for every outcome; every criterion that has an item is
met at least once, or, where the outcome has more criteria than items, none is met twice; no two
enemies. A criterion without any approved item asks for nothing here.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from app.domain.bank import by_number
from app.domain.enemies import Demand, Tangled, compatible, items_in
from app.domain.pool import PoolItem, enemies_within
from app.domain.specification import Specification

Criteria = dict[str, list[PoolItem]]


@dataclass(frozen=True, slots=True)
class Shortage:
    """What an outcome, or one of its criteria, lacks: items needed, items to be had, and why.

    Where enemies are the cause, `have` is the most there can be beside all else that `why` names.
    """

    outcome: str
    criterion: str | None
    needed: int
    have: int
    why: str


class PaperShort(Exception):
    """A pool that cannot fill the specification; carries every shortage."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        self.shortages = tuple(shortages)
        super().__init__("; ".join(shortage.why for shortage in self.shortages))


@dataclass(frozen=True, slots=True)
class _Requirement:
    outcome: str
    criterion: str | None
    demand: Demand

    def __str__(self) -> str:
        return f"criterion {self.criterion}" if self.criterion else f"outcome {self.outcome}"


@dataclass(frozen=True, slots=True)
class _Plan:
    items: tuple[PoolItem, ...]
    rivals: tuple[int, ...]
    requirements: tuple[_Requirement, ...]

    def live(self, requirements: Sequence[_Requirement], *also: Demand) -> int | None:
        return compatible(self.rivals, [*(r.demand for r in requirements), *also])


def shortages(spec: Specification, pool: Sequence[PoolItem]) -> tuple[Shortage, ...]:
    """Return all that stops a paper; nothing exactly when a paper can be drawn.

    Where enemies are so many that neither can be shown, that is what is returned.
    """
    plan = _plan(spec, sorted(pool, key=lambda item: item.id))
    try:
        return _shortages(plan)
    except Tangled:
        return (tangled(spec),)


def tangled(spec: Specification) -> Shortage:
    """Say that enemies are too many for a paper to be found or ruled out."""
    outcome = min(spec.counts, key=by_number)
    why = (
        "the items have so many enemies that a paper was neither found nor ruled out; declare fewer"
    )
    return Shortage(outcome, None, spec.counts[outcome], 0, why)


def _shortages(plan: _Plan) -> tuple[Shortage, ...]:
    found, left = [], list(plan.requirements)
    for requirement in plan.requirements:
        if (have := requirement.demand.members.bit_count()) < requirement.demand.need:
            found.append(_shortage(requirement, have, f"{have} are approved"))
            left.remove(requirement)
    while plan.live(left) is None:
        conflict = _least_conflict(plan, left)
        found += [_blocked(plan, requirement, conflict) for requirement in conflict]
        left = [requirement for requirement in left if requirement not in conflict]
    return tuple(sorted(found, key=lambda s: (by_number(s.outcome), by_number(s.criterion or ""))))


def disjoint_sittings(spec: Specification, pool: Sequence[PoolItem]) -> int:
    """Return how many papers without a common item the pool allows at most.

    The least of items / needed, rounded down, over outcomes, and of items over the criteria of
    outcomes that cover all their criteria. Enemies can make it fewer.
    """
    bounds: list[int] = []
    for outcome, criteria in by_outcome(spec, pool).items():
        sizes = [len(items) for items in criteria.values()]
        needed = spec.counts[outcome]
        bounds += [sum(sizes) // needed, *(sizes if len(sizes) <= needed else ())]
    return min(bounds, default=0)


def live_items(
    spec: Specification, pool: Sequence[PoolItem], insist: Collection[str] = ()
) -> list[PoolItem] | None:
    """Return items without enemies from which a paper can be filled, or None: there are none.

    The criteria to `insist` on are among theirs. Where enemies leave a choice, the items earlier
    in the pool are tried first.
    """
    plan = _plan(spec, pool, insist)
    live = plan.live(plan.requirements)
    return None if live is None else [plan.items[number] for number in items_in(live)]


def by_outcome(spec: Specification, pool: Sequence[PoolItem]) -> dict[str, Criteria]:
    """Sort the items by outcome and criterion; outcomes asked for no items are left out."""
    asked = sorted((id for id, items in spec.counts.items() if items), key=by_number)
    sorted_out: dict[str, Criteria] = {outcome: {} for outcome in asked}
    for item in pool:
        if item.outcome in sorted_out:
            sorted_out[item.outcome].setdefault(item.criterion, []).append(item)
    return sorted_out


def _plan(spec: Specification, pool: Sequence[PoolItem], insist: Collection[str] = ()) -> _Plan:
    asked = by_outcome(spec, pool)
    items = tuple(item for item in pool if item.outcome in asked)
    bits = {item.id: 1 << number for number, item in enumerate(items)}
    sets = {
        outcome: {id: sum(bits[item.id] for item in members) for id, members in criteria.items()}
        for outcome, criteria in asked.items()
    }
    crowded = {
        outcome for outcome, criteria in asked.items() if len(criteria) > spec.counts[outcome]
    }
    enemies = enemies_within(items)

    def rivals(item: PoolItem) -> int:
        named = sum(bits[enemy] for enemy in enemies.get(item.id, ()))
        if item.outcome not in crowded:
            return named
        return (named | sets[item.outcome][item.criterion]) & ~bits[item.id]

    def requirements() -> Iterator[_Requirement]:
        for outcome, criteria in sets.items():
            members = sum(criteria.values())
            yield _Requirement(outcome, None, Demand(members, spec.counts[outcome]))
            for criterion in sorted(criteria, key=by_number):
                if outcome not in crowded or criterion in insist:
                    yield _Requirement(outcome, criterion, Demand(criteria[criterion], 1))

    return _Plan(items, tuple(map(rivals, items)), tuple(requirements()))


def _least_conflict(plan: _Plan, requirements: Sequence[_Requirement]) -> list[_Requirement]:
    """Drop requirements while the rest cannot be met: those left are in each other's way."""
    conflict = list(requirements)
    for requirement in requirements:
        rest = [other for other in conflict if other != requirement]
        if plan.live(rest) is None:
            conflict = rest
    return conflict


def _blocked(plan: _Plan, requirement: _Requirement, conflict: Sequence[_Requirement]) -> Shortage:
    """Find how much of a requirement can be had when the rest of its conflict is met."""
    members, needed = requirement.demand.members, requirement.demand.need
    rest = [other for other in conflict if other != requirement]
    have = needed - 1
    while plan.live(rest, Demand(members, have)) is None:
        have -= 1
    because = f"enemies let {have} of its {members.bit_count()} stand together"
    if rest:
        because = f"enemies leave it {have} once {' and '.join(map(str, rest))} can be met"
    return _shortage(requirement, have, because)


def _shortage(requirement: _Requirement, have: int, because: str) -> Shortage:
    needed = requirement.demand.need
    what = f"{needed} item" if needed == 1 else f"{needed} items"
    why = f"{requirement} needs {what}; {because}: {needed - have} short"
    return Shortage(
        requirement.outcome, requirement.criterion, needed, have, why[0].upper() + why[1:]
    )
