"""How values are written in our own TOML files: one way for each."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

# What a basic string cannot hold as it is; a tab could stand, but nobody would see it.
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')
_SPECIAL_IN_LINES = re.compile(r'\\|"(?="")|[\x00-\x09\x0b-\x1f\x7f]')

Value = str | bool | int | float | date | Iterable[str] | Mapping[str, bool]
Fields = Mapping[str, Value | None]


def quoted(text: str) -> str:
    """Write a text on one line."""
    return f'"{_SPECIAL.sub(_escape, text)}"'


def lines(text: str) -> str:
    """Write a text over several lines; the break before the closing quotes is not part of it."""
    return f'"""\n{_SPECIAL_IN_LINES.sub(_escape, text)}\n"""'


def proportion(number: float) -> str:
    """Write a number with two decimals, or with all it needs."""
    short = f"{number:.2f}"
    return short if float(short) == number else repr(number)


def value(given: Value) -> str:
    """Write any value that a field of ours may hold."""
    match given:
        case str():
            return quoted(given)
        case bool():
            return "true" if given else "false"
        case float():
            return proportion(given)
        case int():
            return str(given)
        case date():
            return given.isoformat()
        case Mapping():
            return (
                "{ " + ", ".join(f"{name} = {value(part)}" for name, part in given.items()) + " }"
            )
    return "[" + ", ".join(quoted(text) for text in given) + "]"


def fields(given: Fields) -> str:
    """Write one field a line in the order given, leaving out those that are None."""
    return "".join(f"{name} = {value(part)}\n" for name, part in given.items() if part is not None)


def _escape(found: re.Match[str]) -> str:
    """Return the escape sequence for one character."""
    return _ESCAPES.get(found[0], f"\\u{ord(found[0]):04X}")
