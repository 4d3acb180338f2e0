"""Whether the thresholds that a bank sets can be meant, and which it sets at all."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields

from app.domain.problems import Problem, Where
from app.domain.writing.thresholds import Thresholds

WRITING = "writing"  # the field of a bank under which its thresholds stand

# What a threshold bounds, by the last word of its name, where it cannot exceed 1.
_PROPORTIONS = ("share", "probability", "strength")
_COUNTS_FROM_ONE = ("longest_run", "longest_run_of")


def set_otherwise(thresholds: Thresholds) -> dict[str, int | float]:
    """Return the thresholds that differ from the defaults, by name, in their own order."""
    given = {field.name: getattr(thresholds, field.name) for field in fields(Thresholds)}
    return {name: number for name, number in given.items() if number != getattr(_DEFAULT, name)}


def thresholds_with(numbers: Mapping[str, int | float]) -> Thresholds:
    """Return the defaults with these numbers instead; names that are no threshold are left out."""
    known = {field.name for field in fields(Thresholds)}
    return Thresholds(**{name: n for name, n in numbers.items() if name in known})  # type: ignore[arg-type]  # each is of its field's kind


def check_thresholds(thresholds: Thresholds) -> Iterator[Problem]:
    """Yield a problem for each threshold that bounds nothing that can be."""
    for name, number in set_otherwise(thresholds).items():
        least = 1 if name in _COUNTS_FROM_ONE else 0
        most = 1 if name.rpartition("_")[2] in _PROPORTIONS else math.inf
        if not (least <= number <= most and math.isfinite(number)):
            wanted = "from 0 to 1" if most == 1 else f"of {least} or more"
            yield _unfit(name, f"{name} cannot be {number}.", f"Give a number {wanted}.")
    if thresholds.key_length_lowest > thresholds.key_length_highest:
        what = "key_length_lowest is above key_length_highest."
        yield _unfit("key_length_lowest", what, "Give the lower of the two as the lowest.")


def _unfit(name: str, what: str, remedy: str) -> Problem:
    """Return a problem at a threshold."""
    return Problem(Where(path=(WRITING, name)), "threshold.range", what, remedy)


_DEFAULT = Thresholds()
