"""A rule of writing set aside, for an item or for a bank, with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiver:
    """The rule that does not hold here, such as L12, and why an examiner lets it be."""

    rule: str
    reason: str


def in_order(waivers: Iterable[Waiver]) -> list[Waiver]:
    """Return waivers by their rules, as files and rows keep them."""
    return sorted(waivers, key=lambda waiver: waiver.rule)
