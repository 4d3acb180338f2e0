"""Fingerprints change with what a draw depends on, and with nothing else."""

from dataclasses import fields, replace

import pytest

from app.domain.fingerprint import PROSE, bank_hash, specification_hash
from app.domain.specification import Navigation, OutcomeShare, ReleasePolicy, ReviewPolicy
from tests.domain.pools import POOL, SPECIFICATION

CHANGES = {
    "id": "another",
    "bank": "another",
    "unit": "another",
    "items": 9,
    "minutes": 61,
    "outcomes": (OutcomeShare("1", 8),),
    "pass_mark": 5,
    "navigation": Navigation.FORWARD,
    "release": ReleasePolicy.IMMEDIATE,
    "review": ReviewPolicy.ITEMS,
    "shuffle_items": False,
    "shuffle_options": False,
}


@pytest.mark.parametrize("field", [field.name for field in fields(SPECIFICATION)])
def test_every_rule_of_a_specification_counts_and_its_prose_does_not(field: str) -> None:
    change = {field: CHANGES.get(field, "another")}
    changed = replace(SPECIFICATION, **change)  # type: ignore[arg-type]

    is_same = specification_hash(changed) == specification_hash(SPECIFICATION)

    assert is_same == (field in PROSE)


def test_the_order_of_outcomes_and_their_printed_percentages_do_not_count() -> None:
    outcomes = [replace(share, percent=50) for share in SPECIFICATION.outcomes]
    changed = replace(SPECIFICATION, outcomes=tuple(reversed(outcomes)))

    assert specification_hash(changed) == specification_hash(SPECIFICATION)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "another"},
        {"version": 2},
        {"outcome": "2"},
        {"criterion": "1.2"},
        {"letters": "ABC"},
        {"enemies": frozenset({"1.2-1"})},
        {"shuffle": False},
        {"set_id": "case"},
    ],
)
def test_whatever_a_draw_depends_on_counts_in_a_bank(change: dict[str, object]) -> None:
    changed = (replace(POOL[0], **change), *POOL[1:])  # type: ignore[arg-type]

    assert bank_hash(changed) != bank_hash(POOL)


def test_the_order_of_items_does_not_count() -> None:
    assert bank_hash(POOL[::-1]) == bank_hash(POOL)


def test_it_does_not_matter_which_of_two_enemies_names_the_other() -> None:
    one, other, *rest = POOL
    turned = (
        replace(one, enemies=frozenset()),
        replace(other, enemies=frozenset({one.id})),
        *rest,
    )

    assert bank_hash(turned) == bank_hash(POOL)


def test_an_enemy_that_is_not_in_the_bank_does_not_count() -> None:
    changed = (replace(POOL[0], enemies=POOL[0].enemies | {"retired"}), *POOL[1:])

    assert bank_hash(changed) == bank_hash(POOL)
