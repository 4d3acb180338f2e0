"""Too many enemies: an answer after so many tries, never a wait without end."""

import random

import pytest

from app.domain.chance import Stream
from app.domain.draw import draw_items
from app.domain.feasibility import PaperShort, shortages
from app.domain.pool import PoolItem
from app.domain.specification import OutcomeShare, Specification


def tangled_pool(items: int, pairs: int) -> tuple[PoolItem, ...]:
    """Give a pool of one outcome whose items are enemies at random."""
    chance = random.Random(7)
    enemies: dict[int, set[int]] = {n: set() for n in range(items)}
    for _ in range(pairs):
        one, other = chance.sample(range(items), 2)
        enemies[one].add(other)
        enemies[other].add(one)
    return tuple(
        PoolItem(
            id=f"i{n}",
            version=1,
            outcome="1",
            criterion=f"1.{n % 10}",
            letters="ABCD",
            enemies=frozenset(f"i{m}" for m in enemies[n]),
        )
        for n in range(items)
    )


def test_a_bank_of_enemies_is_answered_for_and_never_waited_for() -> None:
    pool = tangled_pool(135, 600)
    spec = Specification(
        id="s",
        title="S",
        bank="b",
        unit="u",
        items=60,
        minutes=60,
        outcomes=(OutcomeShare("1", 60),),
    )

    [shortage] = shortages(spec, pool)

    assert "neither found nor ruled out" in shortage.why
    with pytest.raises(PaperShort):
        draw_items(spec, pool, Stream(b"s" * 32))
