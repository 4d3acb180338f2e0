"""Made-up pools and specifications to draw from, and a slow oracle that tries every paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from hypothesis import strategies as st

from app.domain.pool import PoolItem
from app.domain.specification import OutcomeShare, Specification

Choice = tuple[PoolItem, ...]


def made_up_specification(counts: Mapping[str, int], **changed: object) -> Specification:
    """Ask for so many items of each outcome."""
    fields: dict[str, object] = {
        "id": "made-up",
        "title": "Made up",
        "bank": "made-up",
        "unit": "made-up",
        "items": sum(counts.values()),
        "minutes": 60,
        "outcomes": tuple(OutcomeShare(id, items) for id, items in counts.items()),
    }
    return Specification(**(fields | changed))  # type: ignore[arg-type]


def made_up_pool(sizes: Mapping[str, int], enemies: Iterable[tuple[str, str]] = ()) -> Choice:
    """Give criteria "1.1", "1.2" … so many items "1.1-1", "1.1-2" …; enemies by their ids."""
    named: dict[str, set[str]] = {}
    for one, other in enemies:
        named.setdefault(one, set()).add(other)
    return tuple(
        PoolItem(
            id=id,
            version=1,
            outcome=criterion.split(".")[0],
            criterion=criterion,
            letters="ABCD",
            enemies=frozenset(named.get(id, ())),
        )
        for criterion, size in sizes.items()
        for id in (f"{criterion}-{number}" for number in range(1, size + 1))
    )


SIZES = {"1.1": 6, "1.2": 4, "1.3": 2, "2.1": 5, "2.2": 4, "10.1": 3}
POOL = made_up_pool(SIZES, [("1.1-1", "1.1-2"), ("1.2-1", "2.1-1"), ("1.3-1", "10.1-1")])
SPECIFICATION = made_up_specification({"1": 4, "2": 3, "10": 1})


@st.composite
def small_tasks(draw: st.DrawFn) -> tuple[Specification, Choice]:
    """Draw a specification and a pool so small that every paper can be tried."""
    criteria = draw(st.lists(st.sampled_from(["1.1", "1.2", "1.3", "2.1", "2.2"]), max_size=10))
    sizes = {criterion: criteria.count(criterion) for criterion in sorted(set(criteria))}
    ids = [item.id for item in made_up_pool(sizes)]
    pairs = list(combinations(ids, 2))
    enemies = draw(st.lists(st.sampled_from(pairs), max_size=14)) if pairs else []
    counts = draw(st.fixed_dictionaries({"1": st.integers(0, 4), "2": st.integers(0, 3)}))
    return made_up_specification(counts), made_up_pool(sizes, enemies)


def every_paper(spec: Specification, pool: Sequence[PoolItem]) -> Iterator[Choice]:
    """Yield every lawful choice of items, the slow and obvious way."""
    choices = []
    for outcome, needed in spec.counts.items():
        items = [item for item in pool if item.outcome == outcome]
        choices.append([c for c in combinations(items, needed) if covers(c, items)])
    for parts in product(*choices):
        paper = tuple(item for part in parts for item in part)
        if not has_enemies(paper):
            yield paper


def covers(chosen: Sequence[PoolItem], items: Sequence[PoolItem]) -> bool:
    """Say whether the choice meets as many criteria of its outcome as it can."""
    criteria = {item.criterion for item in items}
    return len({item.criterion for item in chosen}) == min(len(criteria), len(chosen))


def has_enemies(chosen: Sequence[PoolItem]) -> bool:
    """Say whether two of the items may not stand together."""
    return any(a.id in b.enemies or b.id in a.enemies for a, b in combinations(chosen, 2))
