"""Drawing items of an outcome so that each has the chance it should have.

Systematic sampling with unequal chances (Madow, 1949): the items are laid on a line, each as long
as its chance, and read off at steps of one from a random start. Items of one criterion lie side
by side, so a criterion whose chances sum to at least one is met at least once, and its number of
items is the whole number below or above that sum.
"""

from bisect import bisect_left
from collections.abc import Sequence
from math import lcm
from typing import TypeVar

from app.domain.chance import Stream

T = TypeVar("T")
Group = Sequence[tuple[T, int]]


def sample(groups: Sequence[Group[T]], count: int, stream: Stream) -> list[T]:
    """Draw `count` of the weighted items, at least one from every group.

    An item's chance is in proportion to its weight, except where it would pass 1 or leave its
    group below 1. There must be at least `count` items and at most `count` groups.
    """
    whole, lengths = chances([[weight for _, weight in group] for group in groups], count)
    step, end, drawn = stream.below(whole), 0, []
    for group, group_lengths in zip(groups, lengths, strict=True):
        for (item, _), length in zip(group, group_lengths, strict=True):
            end += length
            if end > step:
                drawn.append(item)
                step += whole
    return drawn


def chances(groups: Sequence[Sequence[int]], count: int) -> tuple[int, list[list[int]]]:
    """Return the items' exact chances as numerators over one denominator, which comes first.

    With a rate r the chance is min(1, r x weight); a group whose weights times r fall short of 1
    is raised to 1. The expected number drawn grows with r and bends only where r is 1 over a
    weight or over a group's sum of weights; the stretch on which it reaches `count` gives r.
    """
    sums = [sum(group) for group in groups]
    bends = sorted({*sums, *(weight for group in groups for weight in group)})

    def is_reached(bend: int) -> bool:
        drawn = sum(max(bend, sum(min(bend, weight) for weight in group)) for group in groups)
        return drawn <= count * bend

    bend = bends[bisect_left(bends, True, key=is_reached)]
    raised = [total for total in sums if total < bend]
    level = [weight for group in groups if sum(group) >= bend for weight in group]
    certain = sum(weight >= bend for weight in level)
    rest = count - len(raised) - certain
    length = sum(weight for weight in level if weight < bend) or 1
    whole = lcm(length, *raised)

    def chance(weight: int, total: int) -> int:
        if total < bend:
            return whole // total * weight
        return whole if weight >= bend else whole // length * weight * rest

    return whole, [
        [chance(w, total) for w in group] for group, total in zip(groups, sums, strict=True)
    ]
