"""Rules about options that speak of other options instead of answering the question."""

import re

from app.domain.problems import Problem
from app.domain.writing.reading import Reading

_TEXTS = r"(?:answers?|options?|choices?|statements?|points|items|ones)"
_PLACED = r"(?:above|below|following|preceding|foregoing|listed|given|shown|mentioned)"
_OTHERS = (
    rf"(?:(?:the )?{_PLACED}(?: {_TEXTS})?|"
    rf"(?:the |these )?(?:other |first |last )?(?:\w+ )?{_TEXTS}(?: {_PLACED})?(?: (?:here|above))?|"
    r"the others?|others|these|those|them|two|three|four|five)"
)
_RIGHT = r"(?:all |both )?(?:correct|right|true|wrong|false|possible|incorrect|suitable)"
_HOLD = rf"(?:,? (?:(?:is|are) {_RIGHT}|apply|applies|together|equally))?"
_ALL = re.compile(
    rf"(?:(?:all|both|each|every one)(?: (?:two|three|four|five))?(?: of)?|any(?: one)? of|every) "
    rf"{_OTHERS}{_HOLD}|(?:all|both|they all|they)(?: (?:is|are) {_RIGHT}| apply)|"
    rf"everything(?: {_PLACED})+",
    re.IGNORECASE,
)
_LETTERED = r"(?:\(?[a-h1-9]\)?)"
_NONE = re.compile(
    rf"(?:none|neither|nothing|not any|no one|not one)(?: of)? {_OTHERS}{_HOLD}|"
    rf"none (?:(?:is|are) {_RIGHT}|apply|applies)|none of {_LETTERED}(?:, {_LETTERED})* (?:and|or)"
    rf" {_LETTERED}|(?:no|neither)(?: (?:right|correct|suitable|other))? {_TEXTS}(?: \w+){{0,4}}|"
    rf"nothing above|neither(?: option)? {_LETTERED} n?or(?: option)? {_LETTERED}|"
    rf"there is no (?:right|correct) {_TEXTS}|something else|(?:any|some) other {_TEXTS}",
    re.IGNORECASE,
)
_ONE = r"(?:\(?(?:[A-Ha-h1-9]|[ivx]{1,4})\)|[A-Ha-h1-9]|[ivx]{1,4}|[IVX]{1,4})"
_NAMED = re.compile(
    rf"(?P<said>(?i:both |either |all of |only ))?"
    rf"(?P<noun>(?i:(?:answer|option|statement|choice|point|item|number)s? ))?"
    rf"(?P<names>{_ONE}(?:(?:, | |/| and ){_ONE})*(?:,? (?:and|or|&|\+) | ?[&+/] ?){_ONE})"
    rf"(?P<only>,? (?:only|together|but not {_ONE}|not {_ONE}|are {_RIGHT}))?"
)
_NAME = re.compile(r"\b(?:[A-Ha-h1-9]|[ivxIVX]+)\b")
_SOME = re.compile(
    rf"(?:both )?the (?:first|last|second|other|top|bottom) (?:and (?:the )?\w+|two|three)"
    rf"(?: (?:{_TEXTS}|of these|above))?|(?:either|both)(?: of (?:these|the above|the (?:first|last|"
    rf"other) two))?|(?:more than one|two|three|some|several) of (?:these|{_OTHERS})",
    re.IGNORECASE,
)
# Beside "some of them", "all of them" is a number, not a word about the other options.
_HOW_MANY = re.compile(
    rf"(?:about |nearly |almost |only )?(?:some|most|half|many|few|a few|several|one|two|three|four|"
    rf"\d+|a third|a quarter|two-thirds)(?: or \w+)? of (?:these|those|them|"
    rf"the (?!{_PLACED}|{_TEXTS})\w+)",
    re.IGNORECASE,
)
_ASKS_HOW_MANY = re.compile(r"\bhow (?:many|much|often|long|far)\b", re.IGNORECASE)


def all_of_the_above(reading: Reading) -> list[Problem]:
    """L07: an option that stands for all the others."""
    remedy = "Write another distractor, or ask for the one best answer."
    return [
        reading.error("L07", f"Option {k} stands for all the others.", remedy, "options", k)
        for k, text in reading.options.items()
        if _is_all(reading, _plain(text)) and not _counts(reading)
    ]


def none_of_the_above(reading: Reading) -> list[Problem]:
    """L08: an option that denies all the others, so that who is right need not know why."""
    remedy = "Write an answer that is wrong by itself, or leave the option out."
    return [
        reading.problem("L08", f"Option {k} only denies the others.", remedy, "options", k)
        for k, text in reading.options.items()
        if _denies(reading, _plain(text)) and not _counts(reading)
    ]


def combinations(reading: Reading) -> list[Problem]:
    """L09: an option put together from others, so that knowing one part gives the rest away."""
    remedy = "Make each option an answer of its own; ask again for the other part."
    return [
        reading.problem("L09", f"Option {k} puts others together.", remedy, "options", k)
        for k, text in reading.options.items()
        if _is_combination(reading, _plain(text))
    ]


def _plain(text: str) -> str:
    """Return the text without the full stop and the quotation marks around it."""
    return text.strip(" .!\"“”'‘’")


def _counts(reading: Reading) -> bool:
    """Whether the options say how many of some things the question is about."""
    texts = [_plain(text) for text in reading.options.values()]
    numbers = sum(1 for text in texts if _HOW_MANY.fullmatch(text))
    whole = sum(1 for text in texts if _ALL.fullmatch(text) or _NONE.fullmatch(text))
    return numbers >= 1 and numbers + whole >= 2


def _denies(reading: Reading, text: str) -> bool:
    """Whether the option denies the others; "none" alone does, unless it answers how many."""
    if text.lower() != "none":
        return bool(_NONE.fullmatch(text))
    asked = " ".join(reading.stem.asked)
    amounts = any(
        measured.amounts for k, measured in reading.measured.items() if reading.options[k] != text
    )
    return not amounts and not _ASKS_HOW_MANY.search(asked)


def _is_all(reading: Reading, text: str) -> bool:
    """Whether the option names every other one, in words or by letter."""
    if _ALL.fullmatch(text):
        return True
    named = _named(text)
    return len(named) >= 3 and not _only(text) and _letters(named) <= set(reading.options)


def _is_combination(reading: Reading, text: str) -> bool:
    """Whether the option names some of the others, or statements of the stem, by letter or number."""
    if _SOME.fullmatch(text) and not _counts(reading):
        return True
    found, named = _NAMED.fullmatch(text), _named(text)
    if found is None or _is_all(reading, text):
        return False
    said = found["said"] or found["noun"] or found["only"] or "(" in text
    return bool(said) or _letters(named) <= set(reading.options)


def _only(text: str) -> bool:
    """Whether the option says that there is no other beside those it names."""
    return bool(re.search(r"\bonly\b", text, re.IGNORECASE))


def _named(text: str) -> list[str]:
    """Return what an option names by letter or number; nothing when it answers in words."""
    found = _NAMED.fullmatch(text)
    return _NAME.findall(found["names"]) if found else []


def _letters(named: list[str]) -> set[str]:
    """Return the names as letters of options."""
    return {name.upper() for name in named}
