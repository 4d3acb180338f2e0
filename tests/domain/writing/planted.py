"""Items with one planted flaw each, and their clean twins, which differ by the cure alone."""

import re
from dataclasses import dataclass

from app.domain.item import LETTERS, Item, ItemStatus, Option
from tests.domain.writing.planted_keys import KEYS
from tests.domain.writing.planted_numbers import NUMBERS
from tests.domain.writing.planted_options import OPTIONS
from tests.domain.writing.planted_stems import STEMS

_CURE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


@dataclass(frozen=True, slots=True)
class Planted:
    """A flaw that a rule is to find, and the same item with the cure."""

    rule: str
    flawed: Item
    clean: Item

    def __str__(self) -> str:
        return f"{self.rule}: {self.flawed.stem[:30]} / {self.flawed.options[0].text[:20]}"


def item_of(text: str, cured: bool = False) -> Item:
    """Return the item that a text describes: the stem, then "- " options; "* " is before the key.

    `{flaw|cure}` stands where the flawed item differs from its twin; an option that is empty on one
    side is not there. The items that begin with "fixed " are not shuffled.
    """
    fixed, stem, offered = _parts(_CURE.sub(lambda choice: choice[1 + cured], text.strip()))
    texts = [line for line in offered if line[2:].strip()]
    return Item(
        id="planted",
        version=1,
        criterion="1.1",
        stem=stem,
        options=tuple(
            Option(letter, line[2:].strip(), "Why.")
            for letter, line in zip(LETTERS, texts, strict=False)
        ),
        key=frozenset(LETTERS[n] for n, line in enumerate(texts) if line.startswith("* ")),
        status=ItemStatus.APPROVED,
        guidance="1.1",
        shuffle=not fixed,
    )


def _parts(text: str) -> tuple[bool, str, list[str]]:
    """Return whether it is fixed, the stem, and the lines of the options."""
    fixed = text.startswith("fixed ")
    stem, offered = text.removeprefix("fixed ").rsplit("\n=\n", 1)
    return fixed, stem.strip(), offered.splitlines()


PLANTED = [
    Planted(rule, item_of(text), item_of(text, cured=True))
    for rules in (KEYS, OPTIONS, STEMS, NUMBERS)
    for rule, texts in rules.items()
    for text in texts
]
