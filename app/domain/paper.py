"""A paper: the items one candidate sits, in order, drawn from a pool to a specification.

A paper is a pure function of specification, pool, coverage and seed (the order of the pool does not
matter), so anyone with the record can draw it again. All chance comes from one `Stream` of the
seed: first the items are drawn (`draw`), then, with items of a set kept together, they are
shuffled, then the options of each item in turn. Nothing here knows a key.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.bank import by_number
from app.domain.chance import Stream
from app.domain.digests import canonical, digest
from app.domain.draw import NEVER_COVERED, draw_items
from app.domain.feasibility import PaperShort, Shortage, disjoint_sittings, shortages
from app.domain.pool import PoolItem, pool_of
from app.domain.specification import Specification

__all__ = [
    "ALGORITHM",
    "Paper",
    "PaperItem",
    "PaperShort",
    "PoolItem",
    "Shortage",
    "disjoint_sittings",
    "draw_paper",
    "pack",
    "paper_digest",
    "pool_of",
    "shortages",
    "unpack",
]

ALGORITHM = 1  # raise it with every change that would draw another paper from the same seed


@dataclass(frozen=True, slots=True)
class PaperItem:
    """An item version on a paper; `options` are its letters in display order, e.g. "CADB"."""

    id: str
    version: int
    outcome: str
    criterion: str
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The items of one paper in order, with what it takes to draw it again.

    `relaxations` are sentences on criteria left out because an outcome has fewer items.
    """

    algorithm: int
    specification_hash: str
    bank_hash: str
    seed: bytes
    items: tuple[PaperItem, ...]
    relaxations: tuple[str, ...] = ()

    @property
    def positions(self) -> dict[int, PaperItem]:
        """Items by their place on the paper, counted from 1."""
        return dict(enumerate(self.items, 1))


def pack(paper: Paper) -> bytes:
    """Write a paper as canonical JSON, about 30 bytes an item: one column in the database."""
    return canonical(
        {
            "algorithm": paper.algorithm,
            "specification": paper.specification_hash,
            "bank": paper.bank_hash,
            "seed": paper.seed.hex(),
            "items": [[i.id, i.version, i.outcome, i.criterion, i.options] for i in paper.items],
            "relaxations": paper.relaxations,
        }
    )


def unpack(packed: bytes) -> Paper:
    """Read what `pack` wrote."""
    fields = json.loads(packed)
    return Paper(
        algorithm=fields["algorithm"],
        specification_hash=fields["specification"],
        bank_hash=fields["bank"],
        seed=bytes.fromhex(fields["seed"]),
        items=tuple(PaperItem(*row) for row in fields["items"]),
        relaxations=tuple(fields["relaxations"]),
    )


def paper_digest(paper: Paper) -> str:
    """Return the SHA-256, in hex, of the packed paper."""
    return digest(pack(paper))


def draw_paper(
    spec: Specification,
    pool: Sequence[PoolItem],
    seed: bytes,
    *,
    specification_hash: str = "",
    bank_hash: str = "",
    coverage: Mapping[str, int] = NEVER_COVERED,
) -> Paper:
    """Draw the paper that follows from the seed; PaperShort when the pool cannot fill one.

    `coverage` ranks criteria by when they were last covered, higher is later; one that is not named
    never was. It matters only to outcomes with more criteria than items: see `Paper.relaxations`.
    """
    stream = Stream(seed)
    drawn = draw_items(spec, pool, stream, coverage)
    items = [
        PaperItem(item.id, item.version, item.outcome, item.criterion, _options(spec, item, stream))
        for item in _arranged(spec, drawn.items, stream)
    ]
    return Paper(
        algorithm=ALGORITHM,
        specification_hash=specification_hash,
        bank_hash=bank_hash,
        seed=seed,
        items=tuple(items),
        relaxations=drawn.relaxations,
    )


def _arranged(spec: Specification, items: Sequence[PoolItem], stream: Stream) -> Iterator[PoolItem]:
    together: dict[tuple[str, str], list[PoolItem]] = {}
    for item in sorted(items, key=_printed_order):
        together.setdefault((item.set_id, "" if item.set_id else item.id), []).append(item)
    blocks = list(together.values())
    return chain.from_iterable(stream.shuffled(blocks) if spec.shuffle_items else blocks)


def _printed_order(item: PoolItem) -> tuple[object, ...]:
    return by_number(item.outcome), by_number(item.criterion), by_number(item.id), item.id


def _options(spec: Specification, item: PoolItem, stream: Stream) -> str:
    if spec.shuffle_options and item.shuffle:
        return "".join(stream.shuffled(item.letters))
    return item.letters
