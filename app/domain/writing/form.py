"""Rules about the form of a question: that it asks, where its blank is, how many answers it has."""

import re

from app.domain.problems import Problem
from app.domain.writing.reading import Reading
from app.domain.writing.stem import BLANK
from app.domain.writing.words import words

_AFTER_BLANK = re.compile(r"[\s.?!:;,)\]\"'”’*_]*(?:\(?[£$€%]?\)?)[\s.?!:;,)\]\"'”’*_]*")


def asks_something(reading: Reading) -> list[Problem]:
    """L21: the stem is a question, or a sentence that an option completes."""
    if not reading.item.stem.strip():
        return []
    count, fewest = len(words(reading.item.stem)), reading.thresholds.stem_fewest_words
    if count < fewest:
        what = f"The stem has {count} word{'' if count == 1 else 's'}, too few to ask something."
    elif not reading.stem.asked and "?" not in " ".join(reading.stem.prose):
        what = "The stem neither asks a question nor leaves a sentence to complete."
    else:
        return []
    remedy = "Put one question that can be answered before the options are read."
    return [reading.problem("L21", what, remedy, "stem")]


def blank_at_the_end(reading: Reading) -> list[Problem]:
    """L22: a sentence to complete has its blank at the end; a table or form may have it anywhere."""
    for paragraph in reading.stem.prose:
        for blank in BLANK.finditer(paragraph):
            last = paragraph is reading.stem.prose[-1]
            if last and _AFTER_BLANK.fullmatch(paragraph, blank.end()):
                continue
            what = "The blank is not at the end of the stem."
            remedy = "Ask a question, or turn the sentence so that the option ends it."
            return [reading.problem("L22", what, remedy, "stem")]
    return []


def enough_options(reading: Reading) -> list[Problem]:
    """L25: there are enough options that guessing seldom pays."""
    count, fewest = len(reading.item.options), reading.thresholds.fewest_options
    if count >= fewest:
        return []
    what = f"With {count} option{'' if count == 1 else 's'} the answer is easily guessed."
    remedy = f"Write more distractors: {fewest} options or more."
    return [reading.problem("L25", what, remedy, "options")]
