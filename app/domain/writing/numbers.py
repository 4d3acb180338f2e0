"""Rules about options that are numbers."""

from itertools import combinations

from app.domain.problems import Problem
from app.domain.writing.amounts import CLOCK, Amount
from app.domain.writing.measures import Measured, amounts_of, in_order, overlap
from app.domain.writing.reading import Reading


def numbers_in_order(reading: Reading) -> list[Problem]:
    """L19: options that are all amounts of one kind stand in order, on the paper too."""
    amounts = amounts_of(list(reading.measured.values()))
    if len(amounts) < 2:
        return []
    if not in_order(amounts):
        what = "The options are numbers, and not in their order."
        remedy = (
            "Sort them, up or down, and set shuffle = false, so that the paper keeps the order."
        )
        return [reading.problem("L19", what, remedy, "options")]
    if reading.item.shuffle:
        what = "The options are numbers in order, but papers will shuffle them."
        remedy = "Set shuffle = false, so that the paper keeps the order."
        return [reading.problem("L19", what, remedy, "options")]
    return []


def ranges_apart(reading: Reading) -> list[Problem]:
    """L20: no number falls within two of the options. Hours of a day may overlap, as shifts do."""
    measured = reading.measured
    pairs = [
        (one, other)
        for one, other in combinations(measured, 2)
        if (found := _ranges(measured[one], measured[other])) and overlap(*found)
    ]
    if not pairs or not _classes(list(measured.values())):
        return []
    one, other = pairs[0]
    what = f"Options {one} and {other} overlap: a number can be in both."
    remedy = "Draw the ranges so that each begins after the one before has ended."
    return [reading.error("L20", what, remedy, "options", other)]


def _ranges(one: Measured, other: Measured) -> tuple[Amount, Amount] | None:
    """Return the amounts in which two options differ, where one of them is a range."""
    if one.frame != other.frame:
        return None
    pairs = [
        pair
        for pair in zip(one.amounts, other.amounts, strict=True)
        if pair[0].number != pair[1].number
    ]
    if len(pairs) != 1:
        return None
    first, second = pairs[0]
    if first.measured != second.measured or first.measured == CLOCK:
        return None
    return pairs[0] if first.low != first.high or second.low != second.high else None


def _classes(measured: list[Measured]) -> bool:
    """Whether the options divide numbers among them, and do not each name one limit."""
    ranges = [amount for one in measured for amount in one.amounts if amount.low != amount.high]
    upward = any(amount.high is None for amount in ranges)
    downward = any(amount.low is None for amount in ranges)
    between = any(amount.low is not None and amount.high is not None for amount in ranges)
    return between or (upward and downward)
