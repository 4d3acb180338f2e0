"""Banks of made-up words, keyed by chance or with a hint planted."""

from collections.abc import Callable, Sequence
from random import Random

from app.domain.item import Item, Option

WORDS = [
    first + middle + end for first in "bdfgl" for middle in "aeiou" for end in ("k", "mp", "rts")
]
Plant = Callable[[list[str]], int]


def item_of(stem: str, options: Sequence[str], key: int = 0, **fields: object) -> Item:
    """Return an item with the stem and options given, keyed by place."""
    letters = "ABCDEFGH"[: len(options)]
    named = tuple(Option(letter, text) for letter, text in zip(letters, options, strict=True))
    known = {"id": "1", "version": 1, "criterion": "1.1", "stem": stem, "options": named}
    return Item(**(known | {"key": frozenset(letters[key])} | fields))  # type: ignore[arg-type]


def phrase(chance: Random, least: int = 3, most: int = 9) -> str:
    """Return a few made-up words."""
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def bank_of(
    items: int, seed: int, plant: Plant | None = None, share: float = 0.6, options: int = 4
) -> list[Item]:
    """Return items keyed by chance; in a share of them `plant` says which option is the key."""
    chance = Random(seed)
    made = []
    for number in range(items):
        texts = [phrase(chance) for _ in range(options)]
        planted = plant is not None and number < items * share
        key = plant(texts) if planted and plant else chance.randrange(options)
        made.append(item_of(phrase(chance, 8, 14), texts, key, id=str(number)))
    return made


def longest(texts: list[str]) -> int:
    """Return the place of the longest option."""
    return max(range(len(texts)), key=lambda place: len(texts[place]))


def shorter(texts: list[str]) -> int:
    """Return the place of some option that another exceeds in length."""
    most = max(len(text) for text in texts)
    places = [place for place, text in enumerate(texts) if len(text) < most]
    return places[sum(map(len, texts)) % len(places)]
