"""A locked paper in print: what stands on it, and the forms it comes in. Nothing here knows a key."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class PrintForm(StrEnum):
    """The forms a paper is printed in."""

    STANDARD = "standard"
    LARGE_18 = "large-18"
    LARGE_24 = "large-24"
    BRAILLE = "braille"  # plain text, ready to be transcribed


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedQuestion:
    """One position of a paper: safe HTML, the options in the order shown."""

    position: int
    multiple: bool
    stem: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """One candidate's paper; `allowed` is the time for the whole test."""

    sitting: UUID
    candidate_number: str
    name: str
    allowed: timedelta
    questions: tuple[PrintedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """The papers printed at one go, with what stands at the head of each."""

    form: PrintForm
    test: str
    centre_number: str
    centre_name: str
    room: str
    zone: str
    opens_at: datetime
    papers: tuple[PrintedPaper, ...]

    @property
    def day(self) -> date:
        """The day of the session where it is held."""
        return self.opens_at.astimezone(ZoneInfo(self.zone)).date()
