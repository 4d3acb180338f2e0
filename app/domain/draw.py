"""Which items stand on a paper: the draw, step by step, so that another program can repeat it.

1. The items of the outcomes asked for, in order of id by code point, are shuffled.
2. Outcome by outcome, in order of number, the criteria (in order of id by code point) are shuffled
   and then put in order of coverage, longest ago first. An outcome covers as many of the first as
   it has items; where enemies forbid that, it goes down the list and keeps each criterion with
   which a paper still exists. The items of other criteria are out.
3. Of the enemies, those stay that come first in the shuffle; where no paper is left so, those that
   the search of `enemies` keeps and then those that come first.
4. Outcome by outcome, the items that stay are sampled (`sampling`), criterion by criterion in the
   order in which they come first in the shuffle, with the weights of `_weights`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.domain.bank import by_number
from app.domain.chance import Stream
from app.domain.enemies import Tangled
from app.domain.feasibility import PaperShort, by_outcome, live_items, shortages, tangled
from app.domain.pool import PoolItem, enemies_within
from app.domain.sampling import sample
from app.domain.specification import Specification

NEVER_COVERED: Mapping[str, int] = MappingProxyType({})
Rankings = dict[str, list[str]]

UNIT_WEIGHT = 5040  # of an item without enemies; every number up to 10 divides it


@dataclass(frozen=True, slots=True)
class Drawn:
    """The items of a paper, outcome by outcome, and a sentence for every rule that was relaxed."""

    items: tuple[PoolItem, ...]
    relaxations: tuple[str, ...]


def draw_items(
    spec: Specification,
    pool: Sequence[PoolItem],
    stream: Stream,
    coverage: Mapping[str, int] = NEVER_COVERED,
) -> Drawn:
    """Draw the items of a paper; PaperShort when the pool cannot fill one.

    `coverage` ranks criteria by when they were last covered, higher is later; a criterion that is
    not named never was. ValueError for a pool or specification that contradicts itself.
    """
    _refuse_contradictions(spec, pool)
    pool = sorted(pool, key=lambda item: item.id)
    asked = by_outcome(spec, pool)
    order = stream.shuffled(item for item in pool if item.outcome in asked)
    rankings = {
        outcome: sorted(stream.shuffled(sorted(criteria)), key=lambda id: _recency(coverage, id))
        for outcome, criteria in asked.items()
    }
    try:
        left_out, live = _live(spec, order, rankings)
    except Tangled:
        raise PaperShort([tangled(spec)]) from None
    weights = _weights([item for item in order if item.criterion not in left_out])
    drawn: list[PoolItem] = []
    for outcome, criteria in by_outcome(spec, live).items():
        groups = [[(item, weights[item.id]) for item in items] for items in criteria.values()]
        drawn += sample(groups, spec.counts[outcome], stream)
    return Drawn(tuple(drawn), tuple(_relaxations(spec, rankings, left_out)))


def _refuse_contradictions(spec: Specification, pool: Sequence[PoolItem]) -> None:
    if sum(spec.counts.values()) != spec.items:
        raise ValueError(f"the outcomes of {spec.id} do not add up to its {spec.items} items")
    if len({item.id for item in pool}) < len(pool):
        raise ValueError("an item stands in the pool twice")


def _recency(coverage: Mapping[str, int], criterion: str) -> tuple[bool, int]:
    return criterion in coverage, coverage.get(criterion, 0)


def _live(
    spec: Specification, order: Sequence[PoolItem], rankings: Rankings
) -> tuple[set[str], list[PoolItem]]:
    """Find the criteria to leave out and items without enemies that fill a paper on the others."""
    left_out = {id for outcome, ids in rankings.items() for id in ids[spec.counts[outcome] :]}
    live = live_items(spec, [item for item in order if item.criterion not in left_out])
    if live is None:
        left_out = _second_best(spec, order, rankings)
        live = live_items(spec, [item for item in order if item.criterion not in left_out])
    if live is None:
        raise PaperShort(shortages(spec, order))
    return left_out, live


def _second_best(spec: Specification, order: Sequence[PoolItem], rankings: Rankings) -> set[str]:
    """Go down the rankings and keep each criterion with which a paper still exists."""
    kept: set[str] = set()
    for outcome, ids in rankings.items():
        room = spec.counts[outcome]
        for id in ids:
            if room and live_items(spec, order, insist={*kept, id}):
                kept.add(id)
                room -= 1
    return {id for ids in rankings.values() for id in ids if id not in kept}


def _weights(pool: Sequence[PoolItem]) -> dict[str, int]:
    """Weigh each item by one over its chance to stay when enemies are taken in random order.

    Exact where enemies are pairs, families all hostile to each other, or one item against many;
    near it elsewhere. Weights for exposure would multiply these.
    """
    enemies = enemies_within(pool)
    weights = {item.id: UNIT_WEIGHT for item in pool}
    for item, near in enemies.items():
        weights[item] += sum(UNIT_WEIGHT // (1 + len(enemies[u] - near - {item})) for u in near)
    return weights


def _relaxations(spec: Specification, rankings: Rankings, left_out: set[str]) -> Iterator[str]:
    for outcome, ids in rankings.items():
        if missed := sorted(left_out.intersection(ids), key=by_number):
            room = f"outcome {outcome} has {spec.counts[outcome]} items for {len(ids)} criteria"
            yield f"{room}: {', '.join(missed)} left out"
