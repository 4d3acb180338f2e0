"""What a draw knows of a bank."""

from app.domain.bank import Bank, Criterion, Outcome
from app.domain.item import Item, ItemStatus, Option
from app.domain.pool import PoolItem, pool_of

OPTIONS = tuple(Option(letter, f"Option {letter}") for letter in "ABC")


def made_up_item(id: str, status: ItemStatus, *enemies: str) -> Item:
    """Give an item of criterion 1.1.1 with three options."""
    return Item(
        id=id,
        version=2,
        criterion="1.1.1",
        stem="Which?",
        options=OPTIONS,
        key=frozenset("B"),
        status=status,
        facility=0.6,
        enemies=enemies,
        set_id="case",
        shuffle=False,
    )


def made_up_bank(*items: Item) -> Bank:
    """Give a bank of one outcome and one criterion."""
    outcome = Outcome("1", "An outcome", (Criterion("1.1.1", "A criterion"),))
    return Bank(id="b", unit="u", title="A unit", outcomes=(outcome,), items=items)


def test_the_pool_holds_what_a_draw_needs_and_no_key() -> None:
    assert pool_of(made_up_bank(made_up_item("a", ItemStatus.APPROVED))) == (
        PoolItem(
            id="a",
            version=2,
            outcome="1",
            criterion="1.1.1",
            letters="ABC",
            shuffle=False,
            facility=0.6,
            set_id="case",
        ),
    )


def test_only_approved_items_are_in_the_pool() -> None:
    bank = made_up_bank(*(made_up_item(status.value, status) for status in ItemStatus))

    assert [item.id for item in pool_of(bank)] == ["approved"]


def test_enemies_hold_both_ways_and_only_within_the_pool() -> None:
    bank = made_up_bank(
        made_up_item("a", ItemStatus.APPROVED, "b", "c", "a", "nowhere"),
        made_up_item("b", ItemStatus.APPROVED),
        made_up_item("c", ItemStatus.RETIRED, "b"),
    )

    assert [item.enemies for item in pool_of(bank)] == [{"b"}, {"a"}]
