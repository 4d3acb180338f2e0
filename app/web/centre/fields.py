"""Fields that read days and times as people write them."""

import re
from datetime import date, time
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

PARTS = ("day", "month", "year")
_CLOCK = re.compile(r"([0-9]{1,2})[:. ]?([0-9]{2})")


class DayField(Field):
    """A day in three boxes; `data` is the date, None while nothing is given."""

    def __init__(self, label: str, missing: str = "", **other: Any) -> None:
        super().__init__(label, **other)
        self.missing = missing  # what to say when nothing is given; empty: it may be left out
        self.parts = ("", "", "")

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the three boxes, or take what the form was opened with."""
        self.process_errors = []
        self.data = None if data is unset_value else data
        if formdata and f"{self.name}-day" in formdata:
            self.parts = tuple(formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS)
            self.data = self._read()
        elif self.data is not None:
            self.parts = (str(self.data.day), str(self.data.month), str(self.data.year))

    def _read(self) -> date | None:
        day, month, year = self.parts
        if not (day or month or year):
            self.process_errors = [self.missing] if self.missing else []
            return None
        try:
            if not re.fullmatch("[0-9]{4}", year):
                raise ValueError
            return date(int(year), int(month), int(day))
        except ValueError:
            self.process_errors = [f"{self.label.text} must be a real date, such as 27 3 2008"]
            return None


class ClockField(Field):
    """A time of day in figures; `data` is the time, `text` what was typed."""

    def __init__(self, label: str, missing: str, **other: Any) -> None:
        super().__init__(label, **other)
        self.missing = missing
        self.text = ""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read what was typed, or take what the form was opened with."""
        self.process_errors = []
        self.data = None if data is unset_value else data
        if formdata and self.name in formdata:
            self.text = formdata[self.name].strip()
            self.data = self._read()
        elif self.data is not None:
            self.text = self.data.strftime("%H:%M")

    def _read(self) -> time | None:
        found = _CLOCK.fullmatch(self.text)
        try:
            if found:
                return time(int(found[1]), int(found[2]))
        except ValueError:
            pass
        wrong = f"{self.label.text} must be a time from 00:00 to 23:59, such as 09:30"
        self.process_errors = [wrong if self.text else self.missing]
        return None
