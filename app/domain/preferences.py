"""How a candidate likes the test to look and to be used; nothing here touches questions or marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from app.domain.refusals import Reason, Refusal

TEXT_SIZES = (100, 125, 150, 175, 200, 250, 300)  # per cent of the standard
LONGER_WARNINGS = (30, 10, 2)  # minutes before the end, besides the usual ones


class Scheme(StrEnum):
    """Colours of text and ground; the style sheet has one map of them."""

    STANDARD = "standard"
    CREAM = "cream"
    PALE_BLUE = "pale-blue"
    PALE_GREEN = "pale-green"
    PINK = "pink"
    YELLOW = "yellow"
    GREY = "grey"
    DARK = "dark"
    YELLOW_ON_BLACK = "yellow-on-black"
    BLACK_ON_WHITE = "black-on-white"


class Font(StrEnum):
    """The usual letters, or plainer ones set wider, which many with dyslexia read more easily."""

    STANDARD = "standard"
    PLAIN = "plain"


class Layout(StrEnum):
    """One question on the screen at a time, or all of them one below another."""

    ONE = "one"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One person's choices. `text_size` is per cent, one of TEXT_SIZES; defaults are the standard.

    `keys` are the single-letter keys; `longer_warnings` asks to be told of the time more often.
    """

    text_size: int = 100
    scheme: Scheme = Scheme.STANDARD
    font: Font = Font.STANDARD
    layout: Layout = Layout.ONE
    ruler: bool = False
    eliminator: bool = False
    time_hidden: bool = False
    longer_warnings: bool = False
    keys: bool = False

    @classmethod
    def from_settings(cls, kept: Mapping[str, Any]) -> Self:
        """Read what was kept; what is unknown or no longer offered is the standard."""
        return cls(**{name: kept[name] for name in _names() if _offered(name, kept.get(name))})

    @classmethod
    def checked(cls, sent: Mapping[str, Any]) -> Self:
        """Read what was sent, whole; refuses what is not offered (UNKNOWN_PREFERENCE)."""
        names = _names()
        for name, value in sent.items():
            if name not in names or not _offered(name, value):
                raise Refusal(Reason.UNKNOWN_PREFERENCE)
        return cls(**sent)

    def __post_init__(self) -> None:
        """Hold choices as members of their enums, however they were given."""
        object.__setattr__(self, "scheme", Scheme(self.scheme))
        object.__setattr__(self, "font", Font(self.font))
        object.__setattr__(self, "layout", Layout(self.layout))

    @property
    def settings(self) -> dict[str, int | str | bool]:
        """Return what differs from the standard, as plain JSON values."""
        return {name: value for name, value in self.all.items() if value != _USUAL[name]}

    @property
    def all(self) -> dict[str, int | str | bool]:
        """Return every choice, as plain JSON values."""
        return {name: _plain(getattr(self, name)) for name in _names()}

    @property
    def classes(self) -> str:
        """Return the classes for <html>; the standard needs none."""
        return " ".join(
            name
            for name, wanted in (
                (f"app-scheme--{self.scheme}", self.scheme is not Scheme.STANDARD),
                (f"app-text--{self.text_size}", self.text_size != 100),
                (f"app-font--{self.font}", self.font is not Font.STANDARD),
            )
            if wanted
        )

    def warnings_at(self, usual: Iterable[int]) -> tuple[int, ...]:
        """Return the minutes before the end at which to say so, most first, given the usual ones."""
        more = LONGER_WARNINGS if self.longer_warnings else ()
        return tuple(sorted({*usual, *more}, reverse=True))


def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Preferences))


def _plain(value: int | str | bool) -> int | str | bool:
    return str(value) if isinstance(value, StrEnum) else value


STANDARD = Preferences()
_USUAL = STANDARD.all
_CHOICES: dict[str, tuple[int, ...] | type[StrEnum]] = {
    "text_size": TEXT_SIZES,
    "scheme": Scheme,
    "font": Font,
    "layout": Layout,
}


def _offered(name: str, value: object) -> bool:
    """Say whether a plain value is one of those that the choice of this name has."""
    choices = _CHOICES.get(name)
    if choices is None:
        return isinstance(value, bool)
    # An unhashable value or True, which equals 1, is none of them.
    return type(value) in (int, str) and value in tuple(choices)
