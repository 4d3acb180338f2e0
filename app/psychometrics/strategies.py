"""Ways to answer without knowing: what a testwise candidate picks from the words alone.

A strategy gives each option of a question its appeal; the options of the highest appeal are ticked,
and several share the guess. None sees a key. The list follows what is known to give keys away:
Millman, Bishop and Ebel (1965), An analysis of test-wiseness, Educational and Psychological
Measurement 25(3); Haladyna, Downing and Rodriguez (2002), Applied Measurement in Education 15(3);
and the item-writing guide of the National Board of Medical Examiners.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from app.domain.item import Item
from app.domain.writing.words import as_read, content_words, words


def _listed(text: str) -> frozenset[str]:
    """Return the words of a list written out."""
    return frozenset(text.split())


# Words without exception, which are rarely true and so mark a distractor.
ABSOLUTE = _listed(
    "all always completely entirely every everyone everything impossible must never none nobody"
    " nothing only solely totally"
)
# Words that leave room, which careful authors put where they must be right.
HEDGES = _listed(
    "can could frequently generally likely mainly may might mostly normally occasionally often"
    " perhaps possibly probably rarely seldom should sometimes tend tends typically unlikely"
    " usually"
)
# What the first word of an option can be, for options that begin alike or not.
_FIRST_WORDS = {
    "article": _listed("a an another any each every no some that the these this those"),
    "infinitive": _listed("to"),
    "preposition": _listed(
        "about after at before between by during for from in into of on through under with within"
        " without"
    ),
    "conjunction": _listed("although and as because but if since so unless until when where while"),
    "pronoun": _listed("he his i it its she their they we who you your"),
    "answer": _listed("yes"),
}
_CLASS_OF = {word: kind for kind, members in _FIRST_WORDS.items() for word in members}
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Question:
    """What a guesser sees of an item: stem and options in Markdown, and never the key.

    `fixed` says that every candidate gets the options in their authored order.
    """

    stem: str
    options: tuple[str, ...]
    fixed: bool = False


Appeal = Callable[[Question], Sequence[float]]


def seen(item: Item, shuffled: bool = True) -> Question:
    """Return what a guesser sees of an item on a paper whose options are shuffled, or are not."""
    texts = tuple(option.text for option in item.options)
    return Question(item.stem, texts, fixed=not (shuffled and item.shuffle))


def picks(question: Question, appeal: Appeal) -> tuple[int, ...]:
    """Return the places, from 0, of the options that a strategy ticks: more than one share."""
    appeals = appeal(question)
    return tuple(place for place, value in enumerate(appeals) if value == max(appeals))


def _lengths(question: Question) -> list[int]:
    """Return each option's length in characters as read."""
    return [len(as_read(option)) for option in question.options]


def _shortest(question: Question) -> list[int]:
    return [-length for length in _lengths(question)]


def _most_of_stem(question: Question) -> list[int]:
    """Count the words with a meaning of their own that an option shares with the stem."""
    asked = content_words(question.stem)
    return [len(asked & content_words(option)) for option in question.options]


def _least_of_stem(question: Question) -> list[int]:
    return [-shared for shared in _most_of_stem(question)]


def _convergence(question: Question) -> list[int]:
    """Add up the words that an option shares with each of the others.

    Authors vary the key to make distractors, so the key has most in common with the rest.
    """
    bags = [content_words(option) for option in question.options]
    return [sum(len(bag & other) for other in bags) - len(bag) for bag in bags]


def _odd_one_out(question: Question) -> Sequence[float]:
    """Prefer the one option of another form; without one, whose length stands farthest off.

    The form is the class of the first word and whether a full stop ends the option; it counts
    where one option differs and all others agree. How far a length stands off is measured from
    the median of the other options' lengths, in characters.
    """
    forms = [_form(option) for option in question.options]
    alone = [forms.count(form) == 1 for form in forms]
    if sum(alone) == 1 and len(set(forms)) == 2:
        return alone
    lengths = _lengths(question)
    return [
        abs(length - median(lengths[:place] + lengths[place + 1 :] or [length]))
        for place, length in enumerate(lengths)
    ]


def _form(option: str) -> tuple[str, bool]:
    """Return the class of the first word, and whether a full stop ends the option."""
    text = as_read(option)
    first = next(iter(words(text)), "")
    ending = next((e for e in ("ing", "ly") if first.endswith(e) and len(first) > 4), "other")
    kind = "number" if first[:1].isdigit() else _CLASS_OF.get(first, ending)
    return kind, text.endswith(".")


def _no_absolutes(question: Question) -> list[int]:
    return [-len(ABSOLUTE.intersection(words(option))) for option in question.options]


def _most_hedged(question: Question) -> list[int]:
    return [sum(word in HEDGES for word in words(option)) for option in question.options]


def _middle_number(question: Question) -> list[bool]:
    """Prefer the middle value, or the middle two, where each option holds exactly one number."""
    found = [_NUMBER.findall(as_read(option)) for option in question.options]
    if any(len(numbers) != 1 for numbers in found):
        return [True] * len(found)
    values = [float(number.replace(",", "")) for (number,) in found]
    order = sorted(values)
    middle = {order[(len(order) - 1) // 2], order[len(order) // 2]}
    return [value in middle for value in values]


STRATEGIES: Mapping[str, Appeal] = {
    "longest": _lengths,
    "shortest": _shortest,
    "most of the stem": _most_of_stem,
    "least of the stem": _least_of_stem,
    "convergence": _convergence,
    "odd one out": _odd_one_out,
    "no absolute words": _no_absolutes,
    "most hedged": _most_hedged,
    "middle number": _middle_number,
}
