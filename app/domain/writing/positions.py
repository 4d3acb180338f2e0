"""Rules about a bank as a whole: where keys stand, and how long they are beside the distractors."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.domain.item import Item, ItemKind
from app.domain.problems import Problem, Severity, Where
from app.domain.writing.odds import beyond, chi_squared_above, runs_by_chance
from app.domain.writing.reading import Reading
from app.domain.writing.thresholds import Thresholds

# Chi-squared wants five expected in each place (Cochran, 1954); the runs test some twenty items.
_EXPECTED_LEAST = 5
_RUNS_LEAST = 20


def check_positions(items: Sequence[Item], thresholds: Thresholds) -> Iterator[Problem]:
    """B01 and B02: the places of the keys that papers do not shuffle are even and without pattern."""
    places, options = _fixed_places(items)
    yield from _uneven(places, options, thresholds)
    yield from _long_run(places, options, thresholds)
    yield from _odd_runs(places, thresholds)


def check_longest(readings: Sequence[Reading], thresholds: Thresholds) -> Iterator[Problem]:
    """B03: the key is the longest option about as often as chance would have it.

    Counts items in which one option is longer than all others; the standard error is
    sqrt(c (1 - c) / n) with c the mean of one over the number of options.
    """
    longest = [_longest(reading) for reading in readings if reading.key]
    told = [found for found in longest if found]
    if not told:
        return
    n, hits = len(told), sum(is_key for is_key, _ in told)
    chance = sum(1 / options for _, options in told) / n
    error = math.sqrt(chance * (1 - chance) / n)
    if abs(hits / n - chance) <= thresholds.longest_share_errors * error:
        return
    what = (
        f"The key is the longest option in {hits} of {n} items; chance makes it {chance * n:.0f}."
    )
    remedy = "Shorten keys, or give distractors as much to say."
    if hits / n < chance:
        remedy = "Shorten the longest distractors, or let some keys say more: never the longest is"
        remedy += " a hint as well."
    yield _of_bank("B03", what, remedy)


def _fixed_places(items: Sequence[Item]) -> tuple[list[int], int]:
    """Return the keys' places, from 0, where papers keep the order, and the number of options.

    Only items with the most usual number of options count, since places of others differ in chance.
    """
    fixed = [
        item
        for item in items
        if item.kind is ItemKind.SINGLE
        and not item.shuffle
        and len(item.key) == 1
        and item.key <= set(item.letters)
    ]
    if not fixed:
        return [], 0
    options = Counter(len(item.options) for item in fixed).most_common(1)[0][0]
    return [
        item.letters.index(next(iter(item.key))) for item in fixed if len(item.options) == options
    ], options


def _uneven(places: list[int], options: int, thresholds: Thresholds) -> Iterator[Problem]:
    """B01: some places hold the key more often than chance explains."""
    n = len(places)
    if options < 2 or n < _EXPECTED_LEAST * options:
        return
    counts = Counter(places)
    even = n / options
    chi_squared = sum((counts[place] - even) ** 2 / even for place in range(options))
    strength = math.sqrt(chi_squared / (n * (options - 1)))
    probability = chi_squared_above(chi_squared, options - 1)
    if probability >= thresholds.key_position_probability:
        return
    if strength > thresholds.key_position_strength:
        held = ", ".join(str(counts[place]) for place in range(options))
        what = f"Of {n} items that are not shuffled, the places hold the key {held} times."
        yield _of_bank("B01", what, "Let items be shuffled, or move some keys.")


def _long_run(places: list[int], options: int, thresholds: Thresholds) -> Iterator[Problem]:
    """B02: the key keeps its place over many items that follow each other."""
    if options < 2 or not places:
        return
    runs = [(place, len(list(run))) for place, run in groupby(places)]
    place, longest = max(runs, key=lambda run: run[1])
    times_longer = max(1.0, len(places) / thresholds.longest_run_of)
    allowed = thresholds.longest_run + math.ceil(math.log(times_longer, options))
    if longest > allowed:
        what = (
            f"The key stands in place {place + 1} in {longest} items on end that are not shuffled."
        )
        yield _of_bank("B02", what, "Let items be shuffled, or change the order of some options.")


def _odd_runs(places: list[int], thresholds: Thresholds) -> Iterator[Problem]:
    """B02: the key changes its place from item to item too seldom, or too regularly."""
    if len(places) < _RUNS_LEAST:
        return
    found = sum(1 for _ in groupby(places))
    mean, error = runs_by_chance(places)
    if error and beyond((found - mean) / error) < thresholds.runs_probability:
        seldom = "seldom" if found < mean else "often"
        what = f"In items that are not shuffled, the key changes its place too {seldom} for chance."
        yield _of_bank("B02", what, "Let items be shuffled, or change the order of some options.")


def _longest(reading: Reading) -> tuple[bool, int] | None:
    """Return whether the one longest option is the key, and of how many; None without one longest."""
    lengths = {letter: len(text) for letter, text in reading.options.items()}
    most = max(lengths.values())
    longest = [letter for letter, length in lengths.items() if length == most]
    return (longest[0] == reading.key, len(lengths)) if len(longest) == 1 else None


def _of_bank(rule: str, what: str, remedy: str) -> Problem:
    """Return a warning of the bank as a whole."""
    return Problem(Where(path=()), rule, what, remedy, Severity.WARNING)
