"""The neutral questions of the practice test: they ship with the program and are read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID

from app.domain.chance import paper_seed
from app.domain.fingerprint import bank_hash, specification_hash
from app.domain.item import Item
from app.domain.marking import Key
from app.domain.paper import Paper, PoolItem, draw_paper, pool_of
from app.domain.specification import Specification
from app.files.library import Library, read_library, shelves_of
from app.services.authoring import preview
from app.store.queries.content import Fragments

FOLDER = Path(__file__).parents[1] / "practice"
FIRST_KEY = 1  # a key in a file has had no correction yet

IdVersion = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What practice papers are drawn from; `wording` is what pages show, never a key."""

    specification: Specification
    fingerprint: str
    pool: tuple[PoolItem, ...]
    items: Mapping[IdVersion, Item]
    wording: Mapping[IdVersion, Fragments]

    @property
    def keys(self) -> dict[IdVersion, Key]:
        """The key of each item version."""
        return {name: Key(FIRST_KEY, item.key) for name, item in self.items.items()}

    def paper(self, practice: UUID) -> Paper:
        """Draw the paper of one try by the draw of every paper; the same for the same id."""
        return draw_paper(
            self.specification, self.pool, paper_seed(practice.bytes, str(practice), draw=1)
        )


@cache
def practice_sample() -> Sample:
    """Read the sample on the first call and keep it."""
    return _sample(read_library(shelves_of(FOLDER)))


def _sample(library: Library) -> Sample:
    [bank] = (survey.bank for survey in library.banks if survey.bank)
    [spec] = (survey.specification for survey in library.specifications if survey.specification)
    pool = pool_of(bank)
    items = {(item.id, item.version): item for item in bank.approved()}
    return Sample(
        specification=spec,
        fingerprint=specification_hash(spec)[:8] + bank_hash(pool)[:8],
        pool=pool,
        items=items,
        wording={name: preview(item) for name, item in items.items()},
    )
