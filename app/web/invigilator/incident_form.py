"""What the page of a room's incidents sends."""

from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.domain.incident import LONGEST_TEXT, Category
from app.domain.refusals import Reason, Refusal
from app.store.candidates import CandidateRow
from app.store.sittings import SittingRow
from app.web.errors import sentence_for

THE_ROOM = ("", "The whole room")


class IncidentForm(FlaskForm):
    """Who or what it is about, which kind, and what happened."""

    about = SelectField("Who it is about", validators=[Optional()])
    category = RadioField(
        "What happened", validators=[InputRequired("Choose what kind of incident it is")]
    )
    text = TextAreaField(
        "In your own words",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            Length(max=LONGEST_TEXT, message=f"Use at most {LONGEST_TEXT:,} characters for this")
        ],
    )
    time = TimeField(
        "When it happened", validators=[Optional()], format=["%H:%M", "%H:%M:%S", "%H.%M"]
    )
    corrects = HiddenField()
    is_its_day = True

    @classmethod
    def for_room(
        cls,
        seated: Sequence[tuple[SittingRow, CandidateRow]],
        categories: Iterable[Category],
        *,
        today: bool,
        about: UUID | None,
        category: str | None,
        corrects: UUID | None,
    ) -> Self:
        """Open the form for a room, with what is known of the incident already."""
        known = {
            "about": str(about or ""),
            "category": category,
            "corrects": str(corrects or ""),
        }
        form = cls(data=known)
        form.is_its_day = today
        form.about.choices = [THE_ROOM, *(_choice(*each) for each in seated)]
        form.category.choices = [(each.code, each.name) for each in categories]
        return form

    @property
    def sitting(self) -> UUID | None:
        """The sitting it is about; None for the whole room."""
        return UUID(self.about.data) if self.about.data else None

    @property
    def corrected(self) -> UUID | None:
        """The incident it corrects, None for a new one."""
        return _identifier(self.corrects.data or "")

    def validate_text(self, field: TextAreaField) -> None:
        """Ask what is right where something is corrected."""
        if self.corrected and not field.data:
            raise ValidationError("Write what is right")

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the time, too, on any day but the session's own; an empty one there means now."""
        fits = super().validate(extra_validators)
        if self.is_its_day or self.time.data is not None or self.time.errors:
            return bool(fits)
        self.time.errors = ["Enter the time on the day of the session"]
        return False

    def show(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about; raise any other."""
        fields = {
            Reason.INCIDENT_TIME: self.time,
            Reason.BAD_TIMES: self.time,
            Reason.INCIDENT_CATEGORY: self.category,
        }
        field = fields.get(refusal.reason)
        if field is None:
            raise refusal
        field.errors = [*field.errors, sentence_for(refusal).what.removesuffix(".")]


def asked_for(name: str) -> UUID | None:
    """Return an identifier that the address carries; None for none, and for nonsense."""
    return _identifier(request.args.get(name, ""))


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _choice(sitting: SittingRow, candidate: CandidateRow) -> tuple[str, str]:
    name = f"{candidate.number} {candidate.family_name}, {candidate.given_names}"
    return str(sitting.id), name
