"""Fingerprints of what a draw depends on: digests of canonical JSON."""

from collections.abc import Iterable

from app.domain.digests import canonical, digest
from app.domain.pool import PoolItem, enemies_within
from app.domain.specification import Specification

PROSE = frozenset({"title", "pass_mark_note", "source"})  # fields that change no sitting


def specification_hash(spec: Specification) -> str:
    """Fingerprint the rules of a specification; its prose and printed percentages do not count."""
    rules = {
        "id": spec.id,
        "bank": spec.bank,
        "unit": spec.unit,
        "items": spec.items,
        "minutes": spec.minutes,
        "outcomes": spec.counts,
        "pass_mark": spec.pass_mark,
        "navigation": spec.navigation,
        "release": spec.release,
        "review": spec.review,
        "shuffle_items": spec.shuffle_items,
        "shuffle_options": spec.shuffle_options,
    }
    return digest(canonical(rules))


def bank_hash(pool: Iterable[PoolItem]) -> str:
    """Fingerprint a pool in whatever order its items come: all that a draw from it depends on."""
    items = sorted(pool, key=lambda item: (item.id, item.version))
    enemies = enemies_within(items)
    rows = [
        {
            "id": item.id,
            "version": item.version,
            "outcome": item.outcome,
            "criterion": item.criterion,
            "letters": item.letters,
            "enemies": sorted(enemies.get(item.id, ())),
            "shuffle": item.shuffle,
            "set": item.set_id,
        }
        for item in items
    ]
    return digest(canonical(rows))
