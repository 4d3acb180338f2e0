"""What the awarding officer's pages send."""

import re
from typing import Self

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.domain.refusals import Reason, Refusal
from app.domain.specification import Specification
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
