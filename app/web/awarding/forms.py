"""What the awarding officer's pages send."""

import re
from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.domain.incident import LONGEST_ADVICE, LONGEST_NAME
from app.domain.late import LateChange
from app.domain.refusals import Reason, Refusal
from app.domain.specification import Specification
from app.services.organisations import MOST_CANDIDATES, MOST_EXTRA_MINUTES
from app.web.errors import sentence_for

LONGEST_NOTE = 300  # characters; it is printed beside every result


class ReleaseForm(FlaskForm):
    """A button that needs no more than to be pressed."""


class ApproveForm(FlaskForm):
    """A button that needs no more than to be pressed."""


class PassMarkForm(FlaskForm):
    """A pass mark in marks, none when left empty, and who set it and how."""

    pass_mark = StringField("Pass mark", filters=[lambda typed: (typed or "").strip()])
    note = TextAreaField(
        "Who set it, and how",
        filters=[lambda typed: " ".join((typed or "").split())],
        validators=[
            DataRequired("Write who set the pass mark, and how"),
            Length(max=LONGEST_NOTE, message=f"The note may have up to {LONGEST_NOTE} characters"),
        ],
    )

    @classmethod
    def showing(cls, specification: Specification) -> Self:
        """Open the form with what holds now."""
        marks = "" if specification.pass_mark is None else str(specification.pass_mark)
        return cls(data={"pass_mark": marks, "note": specification.pass_mark_note})

    def validate_pass_mark(self, field: StringField) -> None:
        """Take a whole number of marks, or nothing."""
        if field.data and not re.fullmatch("[0-9]{1,4}", field.data):
            raise ValidationError("Pass mark must be a whole number of marks, such as 27")

    @property
    def marks(self) -> int | None:
        """The pass mark that was sent; None for none."""
        return int(self.pass_mark.data) if self.pass_mark.data else None

    def show(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about; raise any other."""
        if refusal.reason is not Reason.PASS_MARK_RANGE:
            raise refusal
        what = sentence_for(refusal).what.removesuffix(".")
        self.pass_mark.errors = [*self.pass_mark.errors, what]


class RoomRulesForm(FlaskForm):
    """What holds in every room of an awarding body's centres."""

    extra_time_limit_minutes = IntegerField(
        "Most extra time in one test",
        validators=[
            InputRequired("Enter the number of minutes, 0 for none"),
            NumberRange(min=0, max=MOST_EXTRA_MINUTES, message="Enter whole minutes from 0 to 600"),
        ],
    )
    candidates_per_invigilator = IntegerField(
        "Candidates to one invigilator",
        validators=[
            InputRequired("Enter the number of candidates"),
            NumberRange(min=1, max=MOST_CANDIDATES, message="Enter a whole number from 1 to 1,000"),
        ],
    )

    @property
    def rules(self) -> tuple[int, int]:
        """The limit in minutes and the number of candidates, as sent."""
        return self.extra_time_limit_minutes.data or 0, self.candidates_per_invigilator.data or 1


class CategoryForm(FlaskForm):
    """A kind of incident: its name, and whether and what the awarding body must be told."""

    name = StringField(
        "Name",
        filters=[lambda typed: " ".join((typed or "").split())],
        validators=[
            DataRequired("Enter the name"),
            Length(max=LONGEST_NAME, message=f"The name may have up to {LONGEST_NAME} characters"),
        ],
    )
    notify = BooleanField("The awarding body must be told at once")
    advice = TextAreaField(
        "What it must be told, or what the room has to write down",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            Length(max=LONGEST_ADVICE, message=f"Use at most {LONGEST_ADVICE} characters for this")
        ],
    )

    @property
    def told(self) -> tuple[str, bool, str]:
        """What was sent."""
        return self.name.data or "", self.notify.data, self.advice.data or ""

    def validate_advice(self, field: TextAreaField) -> None:
        """Ask what must be told where something must."""
        if self.notify.data and not field.data:
            raise ValidationError("Write what the awarding body must be told")

    def show(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about; raise any other."""
        if refusal.reason is not Reason.NAME_TAKEN:
            raise refusal
        self.name.errors = [*self.name.errors, "Another category has this name"]


class DecisionForm(FlaskForm):
    """Why late answers count or not; `decision_form` adds a choice for each of them."""

    reason = TextAreaField(
        "Reason",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Write the reason for your decision"),
            Length(max=1000, message="Use at most 1,000 characters for the reason"),
        ],
    )

    @property
    def choices(self) -> dict[UUID, bool]:
        """What was chosen, by late response."""
        prefix = "late_"
        return {
            UUID(hex=field.name.removeprefix(prefix)): field.data == "yes"
            for field in self
            if field.name.startswith(prefix)
        }


def choice_name(change: LateChange) -> str:
    """Name the field in which is chosen whether a late answer counts."""
    return f"late_{change.late.id.hex}"


def decision_form(changes: Sequence[LateChange], **sent: Any) -> DecisionForm:
    """Make the form for the late answers of one sitting that wait."""
    fields = {
        choice_name(change): RadioField(
            f"Question {change.late.position}",
            choices={"yes": "Count it", "no": "Do not count it"},
            validators=[
                InputRequired(
                    f"Choose whether the answer to question {change.late.position} counts"
                )
            ],
        )
        for change in changes
    }
    made: DecisionForm = type("DecisionForm", (DecisionForm,), fields)(**sent)
    return made
