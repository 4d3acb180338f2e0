"""Amounts as options write them: numbers, lengths of time, money, times of day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.domain.writing.units import NUMBERS, PARTS, SCALES, UNITS

CLOCK = "clock"
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number from `low` to `high`, both the same unless it is a range; None is no bound.

    `measured` is what it is an amount of, such as time. The numbers count that measure's base unit
    (seconds, pence, millimetres), of which the unit that was written holds `size`; nothing was
    written when it is `bare`. An `open` range leaves its bounds out, as "under 5" does.
    """

    measured: str
    low: Fraction | None
    high: Fraction | None
    size: Fraction = Fraction(1)
    bare: bool = False
    open: bool = False

    @property
    def number(self) -> tuple[str, Fraction | None, Fraction | None, bool]:
        """What it comes to, however it is written."""
        return self.measured, self.low, self.high, self.open


_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?<![\w.:])(?P<hours>\d{{1,2}})(?:[:.](?P<minutes>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?
    | (?<![\w.:])(?P<hours24>[01]?\d|2[0-4]):(?P<minutes24>[0-5]\d)(?![\d:])
    | \b(?P<named>noon|midday|midnight)\b
    | (?<![\w.,:/])(?P<sign>(?<!\S)[-−](?=\S)|minus\s)?(?P<currency>[£$€])?
      (?:(?:(?P<whole>\d+)\s)?(?P<upper>\d+)/(?P<lower>[1-9]\d*)|(?!0\d)(?P<figures>{_FIGURES}))
      (?:\s?(?P<scale>hundred|thousand|million|billion)\b|(?(currency)(?P<short>k|m|bn)\b|(?!))|(?:st|nd|rd|th)\b)?
      (?:[\s-]?(?P<unit>{_UNIT})(?!\w))?(?![\w/:]|[.,]\d)
    | \b(?:an?\s|one\s)?(?P<halved>half)(?:\s(?:of\s)?an?\b)?(?:\s(?P<half_unit>{_UNIT})\b)?
    | \b(?P<count>an?|{_WORDS})[\s-](?P<part>(?:third|quarter|fifth|tenth)s?)\b
    | \b(?P<word>{_WORDS})(?:[\s-](?P<ones>{_WORDS}))?\b
      (?:\s(?P<word_scale>hundred|thousand|million)\b)?(?:[\s-](?P<word_unit>{_UNIT})\b)?
    | \ban?\s(?P<one_unit>{_UNIT})\b
    | [-–—] | [^\s–—-]+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONCE = re.compile(r"\b(?:once|twice)\b", re.IGNORECASE)
_OFTEN = {"once": "1 times", "twice": "2 times"}
_PUNCTUATION = ".,;:!?()\"'“”‘’"


def pieces_of(text: str) -> list[str | Amount]:
    """Return a text as read as its words and its amounts."""
    pieces: list[str | Amount] = []
    counted = _ONCE.sub(lambda word: _OFTEN[word[0].lower()], text)
    for match in _TOKEN.finditer(counted):
        piece = _amount(match) or match[0].strip(_PUNCTUATION)
        before = pieces[-1] if pieces else ""
        if isinstance(piece, Amount) and isinstance(before, Amount) and _adds_to(before, piece):
            pieces[-1] = _one(before.measured, _least(before) + _least(piece), before.size)
        elif piece:
            pieces.append(piece)
    return pieces


def _amount(match: re.Match[str]) -> Amount | None:
    """Return the amount that a token is, or None for a word."""
    token = {name: text.lower() for name, text in match.groupdict().items() if text}
    if "named" in token or "half" in token or "hours24" in token:
        return _clock(token)
    if "figures" in token or "upper" in token:
        return _in_figures(token)
    if "part" in token:
        count = Fraction(NUMBERS.get(token["count"], 1))
        return _of_unit(count * PARTS[token["part"].rstrip("s")], None)
    if "word" in token:
        number = NUMBERS[token["word"]] + NUMBERS.get(token.get("ones", ""), 0)
        return _of_unit(
            Fraction(number * SCALES.get(token.get("word_scale", ""), 1)), token.get("word_unit")
        )
    if "one_unit" in token:
        return _of_unit(Fraction(1), token["one_unit"])
    return _of_unit(PARTS["half"], token.get("half_unit")) if "halved" in token else None


def _clock(token: Mapping[str, str]) -> Amount:
    """Return a time of day in minutes after midnight."""
    if "named" in token:
        minutes = 0 if token["named"] == "midnight" else 12 * 60
    elif "half" in token:
        afternoon = 12 if token["half"] == "p" else 0
        minutes = 60 * (int(token["hours"]) % 12 + afternoon) + int(token.get("minutes", 0))
    else:
        minutes = 60 * int(token["hours24"]) + int(token["minutes24"])
    return _one(CLOCK, Fraction(minutes), Fraction(60))


def _in_figures(token: Mapping[str, str]) -> Amount:
    """Return an amount written in figures."""
    if "upper" in token:
        number = int(token.get("whole", 0)) + Fraction(int(token["upper"]), int(token["lower"]))
    else:
        number = Fraction(token["figures"].replace(",", ""))
    number *= SCALES.get(token.get("scale") or token.get("short", ""), 1)
    number = -number if "sign" in token else number
    if "currency" in token and "unit" not in token:
        return _one(token["currency"], number * 100, Fraction(100))
    return _of_unit(number, token.get("unit"))


def _of_unit(number: Fraction, unit: str | None) -> Amount:
    """Return so many of a unit, or a bare number."""
    measured, size = UNITS[unit] if unit else (NUMBER, Fraction(1))
    return _one(measured, number * size, size, bare=unit is None)


def _one(measured: str, number: Fraction, size: Fraction, *, bare: bool = False) -> Amount:
    return Amount(measured, number, number, size, bare)


def _adds_to(one: Amount, other: Amount) -> bool:
    """Whether the second amount continues the first, as the minutes do in 1 hour 30 minutes."""
    alike = one.measured == other.measured and one.measured != CLOCK
    return alike and not one.bare and not other.bare and other.size < one.size


def _least(amount: Amount) -> Fraction:
    return amount.low or Fraction(0)
