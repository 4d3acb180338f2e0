"""Rules about words that allow no exception, or promise little: they tell by themselves."""

import re

from app.domain.problems import Problem
from app.domain.writing.measures import amounts_of
from app.domain.writing.reading import Reading, listed

_ABSOLUTE = re.compile(
    r"\b(?:always|never|all|only|every|none|must|completely|entirely|impossible)\b", re.IGNORECASE
)
_TIMES = (
    r"(?:day|week|month|quarter|year|hour|minute|second|morning|afternoon|evening|night|time|visit|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter)"
)
# "All day" or "every two hours" say how long or how often; "not all" allows exceptions.
_NOT_ABSOLUTE = re.compile(
    rf"\b(?:at all|above all|after all|first of all|all in all|once and for all|all right|"
    rf"all the same|all[- ](?:{_TIMES}|round|clear|told|along|but)s?|all \d+|all (?:two|three|four|five)|"
    rf"(?:not|nearly|almost|hardly) (?:always|all|every|only|entirely|completely|impossible)|"
    rf"(?:hardly|scarcely) ever|if only|all-\w+|must-\w+|never mind|"
    rf"every (?:other |few |second |third |\d+ |one |two |three |four |five |six )?{_TIMES}s?)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:usually|often|sometimes|rarely|generally|may|might|commonly|frequently|occasionally|"
    r"normally|seldom|typically|mostly|possibly|perhaps)\b",
    re.IGNORECASE,
)
_MONTH_OF_MAY = re.compile(r"\bMay\b(?=,? \d)|(?<!^)(?<![.?!] )\bMay\b")


def absolute_words(reading: Reading) -> list[Problem]:
    """L12: only distractors, or only the key, allow no exception."""
    found = _found(reading, _ABSOLUTE, _NOT_ABSOLUTE)
    if amounts_of(list(reading.measured.values())):
        return []  # none is a number there
    if not found or (reading.key in found and len(found) > 1):
        return []
    letters, word = sorted(found), next(iter(found.values()))
    place = letters[0]
    if reading.key in found:
        what = f'The key alone says "{word}": no distractor is as absolute.'
    else:
        some = f"option {place} does" if len(letters) == 1 else f"options {listed(letters)} do"
        what = f'The key is not so absolute as "{word}"; {some} not allow an exception.'
    remedy = f'Say it without "{word}", or let the key and a distractor both be absolute.'
    return [reading.problem("L12", what, remedy, "options", place)]


def vague_words(reading: Reading) -> list[Problem]:
    """L13: the key alone is hedged, as a true statement tends to be."""
    found = _found(reading, _HEDGE, _MONTH_OF_MAY)
    if set(found) != {reading.key}:
        return []
    word = found[reading.key]
    what = f'The key alone is hedged with "{word}".'
    remedy = f'Say it without "{word}", or hedge a distractor in the same way.'
    return [reading.problem("L13", what, remedy, "options", reading.key)]


def _found(reading: Reading, words: re.Pattern[str], harmless: re.Pattern[str]) -> dict[str, str]:
    """Return the first such word of each option that has one; nothing without a single key."""
    texts = {letter: harmless.sub(" ", text) for letter, text in reading.options.items()}
    matches = {letter: words.search(text) for letter, text in texts.items()}
    return {k: match[0].lower() for k, match in matches.items() if match and reading.distractors}
