"""Holds items and banks against the rules of writing."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from app.domain.item import Item
from app.domain.problems import Problem, Severity, Where
from app.domain.writing.certainty import absolute_words, vague_words
from app.domain.writing.form import asks_something, blank_at_the_end, enough_options
from app.domain.writing.lengths import key_longest, key_odd_in_length
from app.domain.writing.negation import double_negative, negative_stem, negatives
from app.domain.writing.numbers import numbers_in_order, ranges_apart
from app.domain.writing.phrases import all_of_the_above, combinations, none_of_the_above
from app.domain.writing.positions import check_longest, check_positions
from app.domain.writing.reading import Reading, Rule
from app.domain.writing.thresholds import Thresholds

# The rules that can be set aside, for an item or a bank, with what people call them.
RULES: Mapping[str, str] = MappingProxyType(
    {
        "L02": "Options that say the same",
        "L04": "Key by far the longest",
        "L05": "Key odd in length",
        "L07": "All of the above",
        "L08": "None of the above",
        "L09": "Options put together from others",
        "L10": "Question in the negative",
        "L11": "Double negative",
        "L12": "Absolute words",
        "L13": "Key alone hedged",
        "L19": "Numbers out of order",
        "L20": "Overlapping ranges",
        "L21": "Stem asks nothing",
        "L22": "Blank within the stem",
        "L25": "Number of options",
        "L30": "Rationale or guidance missing",
        "B01": "Uneven key positions",
        "B02": "Runs of one key position",
        "B03": "Key too often or too seldom the longest",
    }
)

_OF_AN_ITEM: tuple[Rule, ...] = (
    asks_something,
    negative_stem,
    blank_at_the_end,
    enough_options,
    key_longest,
    key_odd_in_length,
    all_of_the_above,
    none_of_the_above,
    combinations,
    double_negative,
    absolute_words,
    vague_words,
    numbers_in_order,
    ranges_apart,
)


def check_writing(item: Item, thresholds: Thresholds) -> list[Problem]:
    """Return what the rules of writing find in one item, whatever is set aside."""
    reading = Reading(item, thresholds)
    return [problem for rule in _OF_AN_ITEM for problem in rule(reading)]


def check_writing_of_bank(items: Sequence[Item], thresholds: Thresholds) -> list[Problem]:
    """Return what the rules of writing find in a bank as a whole, whatever is set aside."""
    readings = [Reading(item, thresholds) for item in items]
    return [
        *_check_negatives(readings, thresholds),
        *check_positions(items, thresholds),
        *check_longest(readings, thresholds),
    ]


def _check_negatives(readings: Sequence[Reading], thresholds: Thresholds) -> Iterator[Problem]:
    """L10: few of a bank's questions are put in the negative, even where it stands out."""
    negative = sum(1 for reading in readings if negatives(reading))
    if not readings or negative / len(readings) <= thresholds.negative_stems_share:
        return
    share = f"{thresholds.negative_stems_share:.0%}"
    what = f"{negative} of {len(readings)} questions are in the negative; {share} are bearable."
    remedy = "Ask some of them the other way round."
    yield Problem(Where(path=()), "L10", what, remedy, Severity.WARNING)
