"""The numbers that the rules of writing compare with; a bank may set its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Every number of the rules, named by what it bounds; the number of its rule stands beside it.

    Lengths count characters as read, without Markdown's marks. Shares and probabilities run from
    0 to 1. The defaults follow the guidelines named in this package's docstring.
    """

    # L04: the key stands out when it exceeds the longest distractor by this factor (no unit)...
    longest_key_factor: float = 1.25
    # ... and by at least this many characters.
    longest_key_characters: int = 10
    # L05: the key's length over the distractors' median length should lie from this (no unit)...
    key_length_lowest: float = 0.6
    # ... to this (no unit), ...
    key_length_highest: float = 1.67
    # ... unless the two differ by fewer characters than this.
    key_length_characters: int = 8
    # L10: the share of a bank's items that may ask in the negative.
    negative_stems_share: float = 0.1
    # L21: a stem of fewer words than this is no question (words).
    stem_fewest_words: int = 4
    # L25: an item with fewer options than this is guessed too easily (options).
    fewest_options: int = 3
    # B01: key positions are uneven when chance explains them with less than this probability...
    key_position_probability: float = 0.01
    # ... and Cramer's V, which is 0 for even and 1 for all in one place, exceeds this (no unit).
    key_position_strength: float = 0.1
    # B02: the longest run of items keyed at one position (items in a row), on a paper's length...
    longest_run: int = 4
    # ... of this many items; a longer bank is allowed the run that is as rare (items).
    longest_run_of: int = 45
    # B02: the number of runs is odd when chance explains it with less than this probability.
    runs_probability: float = 0.01
    # B03: the share of longest keys may lie this many standard errors from chance (no unit).
    longest_share_errors: float = 3.0
