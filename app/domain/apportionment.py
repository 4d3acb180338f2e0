"""How many items each outcome gets when a document prints only percentages.

The method is largest remainder (Hamilton), in exact fractions: of the usual methods it alone
never leaves the whole numbers on either side of an outcome's exact share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from app.domain.bank import by_number

Weight = int | Fraction | str
Exact = dict[str, Fraction]

ROUNDING = Fraction(1, 2)  # percentage points by which printed weights may miss 100 unremarked
SLIP = 5  # percentage points from which a total is a mistake, not rounding


class ApportionmentError(ValueError):
    """Weights or a total that cannot be shared out; the message says why."""


@dataclass(frozen=True, slots=True)
class Apportionment:
    """Items by outcome id, in the order of outcome numbers, and what a reader should be told.

    `tied` says that outcomes had equal claims to an item and the tie rule decided;
    `weight_total` is the sum of the weights as given, in per cent.
    """

    counts: Mapping[str, int]
    tied: bool
    weight_total: Fraction

    @property
    def off_hundred(self) -> bool:
        """Say whether the weights miss 100 per cent by more than half a point."""
        return abs(self.weight_total - 100) > ROUNDING


def apportion(total: int, weights: Mapping[str, Weight], *, minimum: int = 1) -> Apportionment:
    """Share `total` items among outcomes by their weights in per cent.

    Each outcome gets the whole part of its share; the items left over go to the largest
    remainders. Ties: larger weight first, then the order of the specification, which is the order
    of outcome numbers (10 after 9) wherever the lines stand in a file. An outcome with a weight
    whose share is below `minimum` gets the minimum, and the others share what is left. Weight 0 is
    no item. Weights that miss 100 by up to five points are scaled to it; beyond that, below
    nought, or with fewer items than minimums, ApportionmentError.
    """
    exact = {outcome: _exact(outcome, weights[outcome]) for outcome in sorted(weights, key=_order)}
    weight_total = sum(exact.values(), Fraction())
    if abs(weight_total - 100) > SLIP:
        raise ApportionmentError(f"the weights total {float(weight_total):g} per cent, not 100")
    sharing = {outcome: weight for outcome, weight in exact.items() if weight}
    if total < minimum * len(sharing) or minimum < 0 or total < 0:
        raise ApportionmentError(
            f"{total} items cannot give {len(sharing)} outcomes {minimum} each"
        )

    seated: dict[str, int] = {}
    while below := _below(minimum, total - sum(seated.values()), sharing):
        seated |= dict.fromkeys(below, minimum)
        sharing = {outcome: weight for outcome, weight in sharing.items() if outcome not in below}
    shared, tied = _largest_remainder(total - sum(seated.values()), sharing)
    counts = {outcome: (seated | shared).get(outcome, 0) for outcome in exact}
    return Apportionment(counts, tied, weight_total)


def _order(outcome: str) -> tuple[object, ...]:
    return by_number(outcome), outcome


def _exact(outcome: str, weight: Weight) -> Fraction:
    if isinstance(weight, float):
        raise ApportionmentError(
            f'outcome {outcome}: write {weight} as text ("{weight}") to keep it exact'
        )
    try:
        exact = Fraction(weight)
    except (ValueError, ZeroDivisionError) as error:
        raise ApportionmentError(f"outcome {outcome}: {weight!r} is not a number") from error
    if exact < 0:
        raise ApportionmentError(f"outcome {outcome}: the weight {weight} is below nought")
    return exact


def _quotas(total: int, weights: Exact) -> Exact:
    whole = sum(weights.values(), Fraction())
    return {outcome: total * weight / whole for outcome, weight in weights.items()}


def _below(minimum: int, total: int, weights: Exact) -> set[str]:
    return {outcome for outcome, quota in _quotas(total, weights).items() if quota < minimum}


def _largest_remainder(total: int, weights: Exact) -> tuple[dict[str, int], bool]:
    quotas = _quotas(total, weights)
    counts = {outcome: floor(quota) for outcome, quota in quotas.items()}
    remainders = {outcome: quota - counts[outcome] for outcome, quota in quotas.items()}
    ranking = sorted(weights, key=lambda outcome: (-remainders[outcome], -weights[outcome]))
    left = total - sum(counts.values())
    for outcome in ranking[:left]:
        counts[outcome] += 1
    tied = 0 < left and remainders[ranking[left - 1]] == remainders[ranking[left]]
    return counts, tied
