"""The pool: what a draw knows of a bank's approved items. It never sees a stem or a key."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.bank import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolItem:
    """An approved item as the draw sees it.

    `letters` are the authored option letters in authored order, e.g. "ABCD"; `facility` is the
    expected proportion right, 0 to 1.
    """

    id: str
    version: int
    outcome: str
    criterion: str
    letters: str
    enemies: frozenset[str] = frozenset()
    shuffle: bool = True
    facility: float | None = None
    set_id: str = ""


def pool_of(bank: Bank) -> tuple[PoolItem, ...]:
    """Return the bank's approved items in its order; enemies hold both ways, whoever named them."""
    outcomes = bank.outcome_by_criterion()
    approved = tuple(bank.approved())
    enemies = _both_ways({item.id: item.enemies for item in approved})
    return tuple(
        PoolItem(
            id=item.id,
            version=item.version,
            outcome=outcomes[item.criterion],
            criterion=item.criterion,
            letters="".join(item.letters),
            enemies=enemies.get(item.id, frozenset()),
            shuffle=item.shuffle,
            facility=item.facility,
            set_id=item.set_id,
        )
        for item in approved
    )


def enemies_within(pool: Iterable[PoolItem]) -> dict[str, frozenset[str]]:
    """Map each item that has enemies in the pool to them, both ways."""
    return _both_ways({item.id: item.enemies for item in pool})


def _both_ways(named: dict[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    enemies: dict[str, set[str]] = {}
    for item, others in named.items():
        for other in others:
            if other in named and other != item:
                enemies.setdefault(item, set()).add(other)
                enemies.setdefault(other, set()).add(item)
    return {item: frozenset(others) for item, others in enemies.items()}
