"""What one cell of a list of candidates means."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.arrangement import MOST_MINUTES, MOST_PERCENT
from app.domain.candidate import MAX_TEXT, NUMBER, check_uln
from app.domain.candidate_columns import YES_OR_NO, Column
from app.domain.dates_in_cells import BadCell, DateRules, read_date, read_time
from app.domain.preferences import Scheme

# What stands in a cell that is covered by a merged one, and in one that is too long.
MERGED = "(merged)"
MOST_CHARACTERS = 1_000

# A cell that begins so is a formula to a spreadsheet; the last four are the full-width signs.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_IN_ERROR = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "none", "n/a"})

_EXPONENT = re.compile(r"[0-9]+([.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
_AS_TEXT = (
    "Open the file in which the number is whole, give the column the format Text, type or paste the"
    " number again, and send that; or type it here."
)


def tidy(text: str) -> str:
    """Return the text of a cell without the apostrophe that makes a spreadsheet take it as text."""
    rest = text[1:].lstrip()
    if text[:1] == "'" and (rest[:1].isdigit() or rest.startswith(_FORMULA_SIGNS)):
        return rest
    return text


def read_cell(column: Column, text: str, rules: DateRules, today: date) -> Any:
    """Return what a cell that is not empty says; BadCell where it cannot be taken."""
    if text == MERGED:
        raise BadCell("The cell is merged with another.", "Type its own value here.")
    if text.startswith(_FORMULA_SIGNS):
        raise BadCell(f"“{_short(text)}” is a formula.", "Type the value itself.")
    if text.upper() in _IN_ERROR:
        raise BadCell(f"“{text}” is an error of the spreadsheet.", "Type the value itself.")
    if len(text) > MAX_TEXT:
        raise BadCell(f"The cell has more than {MAX_TEXT} characters.", "Shorten it.")
    if not text.isprintable():
        raise BadCell(
            "The cell holds a line break or a sign that cannot be seen.", "Type it again."
        )
    if column is Column.DATE_OF_BIRTH:
        return _born(text, rules, today)
    if column is Column.SESSION_DATE:
        return read_date(text, rules)
    return _READERS[column](text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _number(text: str) -> str:
    """Return a candidate number as written, its leading noughts kept."""
    if not NUMBER.fullmatch(text):
        _refuse_turned(text)
        raise BadCell(
            f"“{text}” is not a candidate number.",
            "Write letters and figures, such as 0012 or NT/0012.",
        )
    return text


def _refuse_turned(text: str) -> None:
    """Refuse what a spreadsheet has made of a long number."""
    if _EXPONENT.fullmatch(text):
        raise BadCell(
            f"The spreadsheet has shortened a long number to “{text}”: digits are lost.", _AS_TEXT
        )
    if _DECIMAL.fullmatch(text):
        raise BadCell(
            f"The spreadsheet has made the decimal “{text}” of a number: noughts may be lost.",
            _AS_TEXT,
        )


def _uln(text: str) -> str:
    """Return a Unique Learner Number without the spaces people put into it."""
    figures = re.sub(r"[\s-]", "", text)
    if why := check_uln(figures):
        _refuse_turned(text)
        raise BadCell(
            f"“{text}” is not a ULN. {why}",
            "Compare it with the learner’s record, or leave the cell empty.",
        )
    return figures


def _born(text: str, rules: DateRules, today: date) -> date:
    if re.fullmatch("[0-9]{4}", text):
        raise BadCell(f"“{text}” is a year alone.", "Write the whole date, like 31/01/2007.")
    day, at = read_date(text, rules)
    if at:
        raise BadCell(f"“{text}” has a time.", "Write the date alone, like 31/01/2007.")
    if day >= today:
        raise BadCell(f"“{text}” is not in the past.", "Write the date of birth.")
    return day


def _percent(text: str) -> int:
    """Return extra time in per cent of the base time; 0 says nothing."""
    read = re.fullmatch(r"([0-9]{1,3})([.,]0+)?\s*(%|percent|per cent)?", text)
    if not read and text.lower() in _NO:
        return 0
    if not read or int(read[1]) > MOST_PERCENT:
        raise BadCell(
            f"“{text}” is not a percentage from 0 to {MOST_PERCENT}.",
            "Write a whole number such as 25, or nothing.",
        )
    return int(read[1])


def _minutes(text: str) -> int:
    """Return a number of minutes; 0 says nothing."""
    read = re.fullmatch(r"([0-9]{1,3})([.,]0+)?\s*(min|mins|minutes|m)?\.?", text.lower())
    if not read and text.lower() in _NO:
        return 0
    if not read or int(read[1]) > MOST_MINUTES:
        raise BadCell(
            f"“{text}” is not a number of minutes from 0 to {MOST_MINUTES}.",
            "Write a whole number such as 15, or nothing.",
        )
    return int(read[1])


def _rest_breaks(text: str) -> int | None:
    """Return the minutes of all rest breaks together, 0 for no limit; None when there are none."""
    if text.lower() in _NO:
        return None
    if text.lower() in _YES - {"1"}:
        return 0
    try:
        return _minutes(text) or None
    except BadCell:
        raise BadCell(
            f"“{text}” is neither yes nor no nor a number of minutes.",
            f"Write yes, or the minutes of all breaks together, at most {MOST_MINUTES}.",
        ) from None


def _yes_or_no(text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise BadCell(f"“{text}” is neither yes nor no.", "Write yes, or leave the cell empty.")


def _scheme(text: str) -> str:
    """Return a colour scheme by its name; nothing for the usual one."""
    words = re.sub(r"[\s_-]+", "-", text.lower())
    named = {"blue": "pale-blue", "green": "pale-green"}.get(words, words)
    if words in _NO or named == Scheme.STANDARD:
        return ""
    if named in frozenset(Scheme):
        return named
    offered = ", ".join(each.replace("-", " ") for each in Scheme if each is not Scheme.STANDARD)
    raise BadCell(f"There is no colour scheme “{text}”.", f"Write one of these: {offered}.")


def _text(text: str) -> str:
    return text


_READERS: Mapping[Column, Callable[[str], Any]] = {
    Column.NUMBER: _number,
    Column.FAMILY_NAME: _text,
    Column.GIVEN_NAMES: _text,
    Column.ULN: _uln,
    Column.EXTRA_TIME_PERCENT: _percent,
    Column.EXTRA_TIME_MINUTES: _minutes,
    Column.REST_BREAKS: _rest_breaks,
    Column.COLOUR_SCHEME: _scheme,
    Column.EVIDENCE: _text,
    Column.SESSION: _text,
    Column.ROOM: _text,
    Column.SESSION_TIME: read_time,
    **dict.fromkeys(YES_OR_NO, _yes_or_no),
}
