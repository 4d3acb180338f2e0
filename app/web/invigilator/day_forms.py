"""What the page of the day sends, and the reasons it offers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Length

from app.domain.on_the_day import NameReason, TransferReason, WithdrawalReason
from app.store.candidates import CandidateRow
from app.web.centre.forms import CandidateForm, tidy

NAME_REASONS: Mapping[str, str] = {
    NameReason.MISSPELT: "It is misspelt",
    NameReason.ORDER: "Given and family name are the wrong way round",
    NameReason.INCOMPLETE: "Something is missing",
    NameReason.CHANGED: "The name has changed, for example by marriage",
    NameReason.BORN: "The date of birth is wrong or missing",
}
WITHDRAWAL_REASONS: Mapping[str, str] = {
    WithdrawalReason.NOT_HERE: "The candidate is not here and will not come",
    WithdrawalReason.UNWELL: "The candidate is unwell",
    WithdrawalReason.ENTERED_BY_MISTAKE: "The candidate was entered by mistake",
    WithdrawalReason.IDENTITY: "It could not be shown who the candidate is",
    WithdrawalReason.OTHER: "Another reason",
}
TRANSFER_REASONS: Mapping[str, str] = {
    TransferReason.LATE: "The candidate came too late for this session",
    TransferReason.UNWELL: "The candidate is unwell",
    TransferReason.WRONG_SESSION: "The candidate was entered for the wrong session",
    TransferReason.ROOM: "The room, its computers or its network",
    TransferReason.ARRANGEMENT: "An access arrangement that is not to be had here",
    TransferReason.OTHER: "Another reason",
}


def _id(value: str | UUID) -> UUID | None:
    """Read an identifier; a choice of ours is one already, and nothing chosen is none."""
    return UUID(value) if isinstance(value, str) and value else value or None


def _reason(offered: Mapping[str, str]) -> RadioField:
    return RadioField(
        "Reason",
        choices=[SelectChoice(value, words) for value, words in offered.items()],
        validators=[InputRequired("Choose the reason")],
    )


class WordsForm(FlaskForm):
    """A few words beside the reason chosen."""

    words = StringField(
        "More about it",
        filters=[tidy],
        validators=[Length(max=500, message="Use at most 500 characters")],
    )


class WalkInForm(CandidateForm):
    """Somebody who is not on the centre's list; the centre arranges what they are allowed."""

    sure = BooleanField("It is somebody else")


class NameForm(WalkInForm, WordsForm):
    """A name or a date of birth put right."""

    number = uln = sure = None  # type: ignore[assignment]
    reason = _reason(NAME_REASONS)


class WithdrawForm(WordsForm):
    """Why somebody is taken off the session."""

    reason = _reason(WITHDRAWAL_REASONS)


class TransferForm(WordsForm):
    """Where somebody goes, and why."""

    to_session = RadioField("Session", coerce=_id, validators=[InputRequired("Choose the session")])
    reason = _reason(TRANSFER_REASONS)

    def __init__(self, offered: Mapping[UUID, str], **given: Any) -> None:
        super().__init__(**given)
        self.to_session.choices = [SelectChoice(str(id), words) for id, words in offered.items()]


class InvigilatorForm(FlaskForm):
    """Another invigilator; the service refuses whoever is none of the centre's."""

    person = SelectField(
        "Invigilator",
        coerce=_id,
        validators=[InputRequired("Choose an invigilator")],
        validate_choice=False,
    )


def as_named(row: CandidateRow) -> dict[str, Any]:
    """Return the names as the form shows them when it is opened."""
    return {
        "family_name": row.family_name,
        "given_names": row.given_names,
        "date_of_birth": row.date_of_birth,
    }
