"""Dates and times as people and spreadsheets write them; what could be meant two ways is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.domain.candidate import EARLIEST_YEAR

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_IN_FIGURES = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}\s*[-/.]\s*[0-9]{1,2}\s*[-/.]\s*[0-9]{2}")
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-\s]+([A-Za-z]{3,9})[-\s,]+([0-9]{4})")
_SERIAL = re.compile(r"[0-9]{5}(?:\.0+)?")  # five figures are days from 1927 to 2173
_WITH_TIME = re.compile(r"(.+?)[T\s]([0-9]{1,2}:[0-9]{2})(?::[0-9]{2}(?:\.0+)?)?")
_CLOCK = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})(?:[:.]00)?\s*(am|pm)?", re.IGNORECASE)
_PART_OF_DAY = re.compile(r"0?\.[0-9]+")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_OF = {month.lower(): n for n, month in enumerate(_MONTHS, 1)}
_MONTH_OF |= {month[:3].lower(): n for n, month in enumerate(_MONTHS, 1)} | {"sept": 9}

_FROM_1900 = date(1899, 12, 30)  # so that day 61 is 1 March 1900, as spreadsheets have it
_FROM_1904 = date(1904, 1, 1)


class BadCell(ValueError):
    """A cell that cannot be taken: what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class DateRules:
    """How the dates of one column are meant.

    `from_1904` is how the spreadsheet counts days. `month_first` is what a person has said of the
    file. `evidence` names a date that can only have its month first, where nobody has said so.
    """

    from_1904: bool = False
    month_first: bool = False
    evidence: str = ""


def month_first_evidence(cells: Iterable[tuple[int, str]]) -> str:
    """Return the first date, with its row, whose month must come first; nothing without one."""
    for row, text in cells:
        read = _IN_FIGURES.fullmatch(_split(text)[0])
        if read and int(read[1]) <= 12 < int(read[2]) <= 31:
            return f"{text} in row {row}"
    return ""


def read_date(text: str, rules: DateRules = DateRules()) -> tuple[date, time | None]:
    """Return the date in a cell, and the time where one follows; BadCell for anything doubtful."""
    day, clock = _split(text)
    if _SHORT_YEAR.fullmatch(day):
        raise BadCell(
            f"The year of “{text}” has two digits.", "Write all four figures, like 31/01/2007."
        )
    try:
        return _read_day(day, rules), clock
    except ValueError as error:
        if isinstance(error, BadCell):
            raise
        raise BadCell(f"“{text}” is not a date.", "Write 31/01/2007 or 2007-01-31.") from None


def read_time(text: str) -> time:
    """Return the time of day in a cell; BadCell for anything else."""
    read = _CLOCK.fullmatch(text)
    try:
        if read and len(read[0]) > 2:
            return _on_clock(int(read[1]), int(read[2]), (read[3] or "").lower())
        if _PART_OF_DAY.fullmatch(text):
            minutes = round(float(text) * 24 * 60)
            return time(minutes // 60, minutes % 60)
    except ValueError:
        pass
    raise BadCell(f"“{text}” is not a time.", "Write it like 09:00.")


def _on_clock(hours: int, minutes: int, half: str) -> time:
    if half and not 1 <= hours <= 12:
        raise ValueError(hours)
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    return time(hours, minutes)


def _split(text: str) -> tuple[str, time | None]:
    """Return the date and the time that follows it; midnight is none."""
    read = _WITH_TIME.fullmatch(text)
    if not read:
        return text, None
    clock = _CLOCK.fullmatch(read[2])
    try:
        at = time(int(clock[1]), int(clock[2])) if clock else None
    except ValueError:
        return text, None
    return read[1], (None if at == time(0) else at)


def _read_day(text: str, rules: DateRules) -> date:
    if _SERIAL.fullmatch(text):
        start = _FROM_1904 if rules.from_1904 else _FROM_1900
        return start + timedelta(days=int(float(text)))
    if read := _YEAR_FIRST.fullmatch(text):
        return _day(int(read[1]), int(read[2]), int(read[3]))
    if read := _IN_WORDS.fullmatch(text):
        return _day(int(read[3]), _month(read[2]), int(read[1]))
    if read := _IN_FIGURES.fullmatch(text):
        return _in_figures(text, int(read[1]), int(read[2]), int(read[3]), rules)
    raise ValueError(text)


def _in_figures(text: str, first: int, second: int, year: int, rules: DateRules) -> date:
    """Read a date with its year last: day first, unless somebody has said otherwise."""
    if rules.month_first:
        return _day(year, first, second)
    if first <= 12 < second <= 31:
        raise BadCell(
            f"“{text}” has its month first.",
            f"Write {second:02}/{first:02}/{year}, or say on the page of the columns that all dates"
            " have the month first.",
        )
    if rules.evidence and first <= 12 and first != second:
        raise BadCell(
            f"“{text}” could be {_long(second, first)} or {_long(first, second)}: the"
            f" column also holds {rules.evidence}, with its month first.",
            f"Write it like {year}-{second:02}-{first:02}, or say on the page of the columns that"
            " all dates have the month first.",
        )
    return _day(year, second, first)


def _long(month: int, day: int) -> str:
    return f"{day} {_MONTHS[month - 1]}"


def _month(word: str) -> int:
    """Return the number of a month by its name; ValueError for another word."""
    if word.lower() not in _MONTH_OF:
        raise ValueError(word)
    return _MONTH_OF[word.lower()]


def _day(year: int, month: int, day: int) -> date:
    """Return the date; ValueError for a day that is not in the calendar or long past."""
    if year < EARLIEST_YEAR:
        raise ValueError(year)
    return date(year, month, day)
