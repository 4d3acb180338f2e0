"""A bank in which everything a candidate may not know can be told from everything else.

Ids, rationales and guidance carry words that stand nowhere else, the facility is a figure that
stands nowhere else, and the wording of an option says nothing about its letter or whether it is
right.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace

from app.domain.bank import Bank
from app.domain.item import Item
from app.domain.specification import OutcomeShare, Specification
from tests.cast import CANARY, sample_bank, sample_item, sample_specification
from tests.pictures import picture_file

IDENTIFIER = "zqident"  # begins every item's id
GUIDANCE = "zqguidance"
FACILITY = 0.6137
FIGURES = ("0.6137", "0.614", "61.37", "61.4")  # the facility, as anyone might write it
PERSON = "Zqfamily"  # begins every candidate's family name

PICTURE = picture_file(f"media/{IDENTIFIER}-right-answer.png")  # its name tells, too

SECRETS = (CANARY, IDENTIFIER, GUIDANCE)


def canary_bank(items: int = 20) -> Bank:
    """Give the sample bank with more items and with canaries in them."""
    bank = sample_bank(4)
    criteria = [criterion.id for outcome in bank.outcomes for criterion in outcome.criteria]
    written = (canary_item(n, criteria[n % len(criteria)]) for n in range(1, items + 1))
    return replace(bank, items=tuple(written))


def canary_item(number: int, criterion: str) -> Item:
    """Give an item with canaries wherever a candidate may not look."""
    item = sample_item(number, criterion, "ABCD"[_figure(f"key {number}") % 4])
    return replace(
        item,
        id=f"{IDENTIFIER}-{number:03}",
        stem=f"Which of these is it, number {number}?\n\n![A plan]({PICTURE.picture.name})",
        options=tuple(replace(o, text=_wording(number, o.letter)) for o in item.options),
        facility=FACILITY,
        guidance=f"{GUIDANCE}-{number}",
    )


def canary_specification(items: int = 10) -> Specification:
    """Give the sample specification with papers of this length."""
    first = items * 3 // 5
    shares = (OutcomeShare("1", first, 60), OutcomeShare("2", items - first, 40))
    return replace(sample_specification(), items=items, outcomes=shares)


def shapes(secret: str) -> Iterator[str]:
    """Give every shape in which a word may hide: as it is, reversed, in hexadecimal, in base64."""
    for word in (secret, secret.lower(), secret.upper()):
        yield word
        yield word[::-1]
        yield word.encode().hex()
        yield word.encode().hex().upper()
        for before in range(3):  # base64 reads differently with each number of bytes before it
            bits = 8 * (before + len(word))
            start = -(-8 * before // 6)
            yield b64encode(bytes(before) + word.encode()).decode()[start : bits // 6]


SHAPES = frozenset(shape for secret in SECRETS for shape in shapes(secret)) | set(FIGURES)


def told(text: str) -> list[str]:
    """Return the canaries in a text, each in the shape found."""
    return sorted(shape for shape in SHAPES if shape in text)


def _wording(number: int, letter: str) -> str:
    return f"Word {_figure(f'{number} {letter}'):06}"


def _figure(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:3], "big") % 1_000_000
