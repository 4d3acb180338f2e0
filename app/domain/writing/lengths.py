"""Rules about length: a key that says more, or less, than the distractors gives itself away."""

from statistics import median

from app.domain.problems import Problem
from app.domain.writing.reading import Reading


def key_longest(reading: Reading) -> list[Problem]:
    """L04: the key is by far the longest option."""
    lengths = [len(text) for text in reading.distractors.values()]
    if not lengths:
        return []
    key, longest = len(reading.options[reading.key]), max(lengths)
    limits = reading.thresholds
    if key <= limits.longest_key_factor * longest:
        return []
    if key - longest < limits.longest_key_characters:
        return []
    what = f"The key is {key - longest} characters longer than any distractor."
    remedy = "Shorten it, or give a distractor as much to say."
    return [reading.problem("L04", what, remedy, "options", reading.key)]


def key_odd_in_length(reading: Reading) -> list[Problem]:
    """L05: the key's length is unlike what is usual among the distractors."""
    lengths = [len(text) for text in reading.distractors.values()]
    if len(lengths) < 2:
        return []
    key, usual = len(reading.options[reading.key]), median(lengths)
    limits = reading.thresholds
    if limits.key_length_lowest * usual <= key <= limits.key_length_highest * usual:
        return []
    if abs(key - usual) < limits.key_length_characters:
        return []
    what = f"The key has {key} characters; {usual:g} are usual among the distractors."
    remedy = "Bring the key and the distractors nearer to one length."
    return [reading.problem("L05", what, remedy, "options", reading.key)]
