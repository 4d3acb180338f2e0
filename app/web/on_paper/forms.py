"""What the pages on paper tests send."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, ValidationError

from app.domain.keying import PRINTED, read_ticks
from app.domain.paper_print import PrintForm
from app.web.centre.fields import ClockField

FORMS = {
    PrintForm.STANDARD: "Standard print",
    PrintForm.LARGE_18: "Large print, 18 point",
    PrintForm.LARGE_24: "Large print, 24 point",
    PrintForm.BRAILLE: "Braille-ready text",
}


class PrintPapersForm(FlaskForm):
    """Whose papers, and in which form."""

    sitting = SelectMultipleField(
        "Candidates",
        coerce=UUID,
        validators=[InputRequired("Tick at least one candidate")],
        validate_choice=False,  # the service leaves out whoever is not in the session
    )
    print_form = RadioField(
        "Form",
        choices=[SelectChoice(form.value, words) for form, words in FORMS.items()],
        default=PrintForm.STANDARD.value,
        validators=[InputRequired("Choose a form")],
    )


class TicksField(Field):
    """The letters ticked at one question; `data` has them sorted, `text` is what was typed."""

    def __init__(self, label: str, options: int = 0, **other: Any) -> None:
        super().__init__(label, **other)
        self.options = options
        self.text = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        if not valuelist:
            return
        self.text = valuelist[0].strip()
        self.data = read_ticks(self.text, self.options)

    def pre_validate(self, form: Any) -> None:
        """Refuse letters that are not on the print."""
        if self.data is None:
            last = PRINTED[self.options - 1]
            raise ValidationError(f"{self.label.text} has options A to {last}: key letters only")


class KeyingForm(FlaskForm):
    """A sheet being keyed in; `asking` adds a line for each question."""

    handed_in = ClockField("Time handed in", "Enter the time the paper was handed in")
    blank = IntegerField(
        "Questions without a tick", validators=[InputRequired("Count the questions without a tick")]
    )

    @property
    def lines(self) -> list[TicksField]:
        """The lines of the questions, in order."""
        return [field for field in self if isinstance(field, TicksField)]

    @property
    def in_order(self) -> list[Field]:
        """The fields as they stand on the page."""
        return [*self.lines, *(self[name] for name in ("blank", "handed_in") if name in self)]

    @property
    def ticked(self) -> dict[int, str]:
        """The letters by position."""
        return {int(line.short_name.rpartition("-")[2]): line.data or "" for line in self.lines}

    def validate_blank(self, field: IntegerField) -> None:
        """Compare the count with the empty lines, so that none is left empty by a slip."""
        if any(line.data is None for line in self.lines):
            return  # which of them are empty is not known yet
        empty = [str(place) for place, letters in self.ticked.items() if not letters]
        if field.data != len(empty):
            where = f": questions {', '.join(empty)}" if empty else ""
            raise ValidationError(
                f"You counted {field.data} without a tick, but {len(empty)} lines are empty{where}"
            )

    def finished_at(self, day: date, zone: str) -> datetime | None:
        """Return the moment of handing in on a day at the centre, UTC; None where it is not asked."""
        if "handed_in" not in self or self.handed_in.data is None:
            return None
        local = datetime.combine(day, self.handed_in.data, ZoneInfo(zone))
        return local.astimezone(UTC)


def asking(options: Mapping[int, int], time: bool) -> KeyingForm:
    """Return a form with a line for each position; `options` says how many each offers."""

    class Asked(KeyingForm):
        pass

    for position, count in sorted(options.items()):
        line = TicksField(f"Question {position}", count, name=f"question-{position}")
        setattr(Asked, f"question_{position}", line)
    form = Asked()
    if not time:
        del form.handed_in
    if not options:
        del form.blank
    return form
