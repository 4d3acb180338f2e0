"""A small made-up bank and its files, which tests spoil in one place each."""

from dataclasses import replace
from pathlib import Path

from app.domain.bank import Bank, Criterion, Outcome
from app.domain.item import Item, ItemStatus, Level, Option
from app.domain.specification import OutcomeShare, Specification
from app.files.bank_toml import write_bank
from app.files.specification_toml import write_specification

OUTCOMES = (
    Outcome("1", "Know the shop", (Criterion("1.1", "The till"), Criterion("1.2", "The shelves"))),
    Outcome("2", "Know the stock", (Criterion("2.1", "The labels"),)),
)

BANK = Bank(id="shop", unit="001", title="Working in a shop", outcomes=OUTCOMES)

SPECIFICATION = Specification(
    id="shop",
    title="Working in a shop",
    bank="shop",
    unit="001",
    items=3,
    minutes=10,
    outcomes=(OutcomeShare("1", 2, 67), OutcomeShare("2", 1, 33)),
)


def made_up_item(id: str, criterion: str, **fields: object) -> Item:
    """Return a sound, approved item with four options, keyed B, changed as asked."""
    options = tuple(Option(letter, f"Answer {letter}", f"Why {letter}.") for letter in "ABCD")
    item = Item(
        id=id,
        version=1,
        criterion=criterion,
        stem=f"What about {id}?\n\nWhich is right?",
        options=options,
        key=frozenset("B"),
        level=Level.APPLY,
        status=ItemStatus.APPROVED,
        facility=0.7,
        guidance=criterion,
    )
    return replace(item, **fields)  # type: ignore[arg-type]  # the fields are the test's own


def made_up_bank(items: int = 2) -> Bank:
    """Return a bank with this many items for each criterion."""
    criteria = BANK.outcome_by_criterion()
    return replace(
        BANK, items=tuple(made_up_item(f"{c}-{n}", c) for c in criteria for n in range(items))
    )


def write_shop(root: Path, bank: Bank | None = None) -> Path:
    """Write the bank and its specification as a working directory; return the bank's folder."""
    folder = root / "question_banks" / "shop"
    write_bank(bank or made_up_bank(), folder)
    (root / "test_specs").mkdir()
    write_specification(SPECIFICATION, root / "test_specs" / "shop.toml")
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first place where `old` stands in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def line_of(path: Path, start: str, nth: int = 1) -> int:
    """Return the line of the nth line that begins so."""
    found = [n for n, line in enumerate(path.read_text().split("\n"), 1) if line.startswith(start)]
    return found[nth - 1]
