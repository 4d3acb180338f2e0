"""Who sits a rehearsal, what they are asked and what they answer: none of it real."""

from app.domain.chance import Stream
from app.domain.item import Item, ItemKind
from app.services.practice_sample import practice_sample
from app.store.queries.content import Fragments

GIVEN = ("Avery", "Blake", "Casey", "Devon", "Ellis", "Frankie", "Harper", "Jules", "Kit", "Lee")
FAMILY = "Pretend"
OPTIONS = 4  # of every practice item


def pretend_name(place: int) -> tuple[str, str]:
    """Return given and family name of the candidate at a place, counted from 1."""
    return GIVEN[(place - 1) % len(GIVEN)], f"{FAMILY} {place}"


def pretend_number(place: int) -> str:
    """Return a candidate number that no centre gives."""
    return f"R{place:04}"


class PracticeItems:
    """Practice items to stand in for real ones of the same kind, one after the other."""

    def __init__(self) -> None:
        sample = practice_sample()
        self._wording = sample.wording
        self._items: dict[ItemKind, list[Item]] = {kind: [] for kind in ItemKind}
        for item in sample.items.values():
            self._items[item.kind].append(item)
        self._taken = dict.fromkeys(ItemKind, 0)

    def next(self, kind: ItemKind) -> tuple[Item, Fragments]:
        """Return the next practice item of a kind, with what pages show of it."""
        items = self._items[kind]
        item = items[self._taken[kind] % len(items)]
        self._taken[kind] += 1
        return item, self._wording[item.id, item.version]


class Mind:
    """What a pretend candidate chooses and how long they take, always the same for one place."""

    def __init__(self, place: int) -> None:
        self._chance = Stream(place.to_bytes(32, "big"))

    def choose(self) -> int:
        """Return the place of the option chosen, from 0."""
        return self._chance.below(OPTIONS)

    def share(self) -> float:
        """Return a number from 0 up to 1."""
        return self._chance.below(1000) / 1000
