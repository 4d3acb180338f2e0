"""What an invigilator's pages send."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.domain.admission import Identity
from app.domain.message import LONGEST
from app.domain.seats import MAX_SEAT, plain
from app.web.invigilator.words import IDENTITY_WORDS


class IdentityForm(FlaskForm):
    """By what candidates were known at the door; it stays chosen for the next ones."""

    identity = RadioField(
        choices=[SelectChoice(each.value, words) for each, words in IDENTITY_WORDS.items()],
        validators=[InputRequired("Choose how you checked who they are")],
    )
    note = StringField(
        filters=[lambda typed: (typed or "").strip()],
        validators=[Length(max=200, message="Use at most 200 characters to say what it was")],
    )

    @property
    def known_by(self) -> Identity:
        """What was chosen."""
        return Identity(self.identity.data)


class ReasonForm(FlaskForm):
    """Why an act is done."""

    reason = TextAreaField(
        "Reason",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Write the reason"),
            Length(max=500, message="Use at most 500 characters for the reason"),
        ],
    )


class StopReasonForm(ReasonForm):
    """Why all clocks were stopped, and at which moment that was."""

    stopped_at = StringField(
        filters=[lambda typed: _moment(typed or "")],
        validators=[DataRequired("Say which stop it is the reason for")],
    )

    @property
    def moment(self) -> datetime:
        """The moment, once the form is valid."""
        return cast(datetime, self.stopped_at.data)


class ExtraTimeForm(ReasonForm):
    """How much time, and why."""

    minutes = IntegerField(
        "Minutes",
        validators=[
            InputRequired("Enter the number of minutes"),
            NumberRange(min=1, max=600, message="Enter whole minutes, 1 or more"),
        ],
    )


class MessageForm(FlaskForm):
    """What candidates are told in writing."""

    text = TextAreaField(
        "Message",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Write the message"),
            Length(max=LONGEST, message=f"Use at most {LONGEST} characters for a message"),
        ],
    )


class NumberedList(FieldList):
    """Fields with a number at the end of their names; names with anything else there are left out."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            if numbered := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})", name):
                yield int(numbered[1])


class SeatsForm(FlaskForm):
    """The seats that candidates move to, in the order in which they are named."""

    seats = NumberedList(
        StringField(
            "Seat",
            filters=[lambda typed: plain(typed or "")],
            validators=[
                DataRequired("Write the seat"),
                Length(max=MAX_SEAT, message=f"A seat has at most {MAX_SEAT} characters"),
            ],
        )
    )


class StatementForm(FlaskForm):
    """What the room has to say about answers that came too late."""

    text = TextAreaField(
        "What happened",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Write what happened"),
            Length(max=1000, message="Use at most 1,000 characters to say what happened"),
        ],
    )


def ticked(sent: MultiDict[str, str]) -> list[UUID]:
    """Return the sittings that are ticked, leaving out what is no identifier."""
    return [found for text in sent.getlist("sitting") if (found := _identifier(text))]


def entries_named(sent: MultiDict[str, str]) -> list[tuple[UUID, int]]:
    """Return the entries of time ledgers that are named as "sitting:place", leaving out the rest."""
    named: Iterable[tuple[str, str, str]] = (text.partition(":") for text in sent.getlist("entry"))
    return [
        (found, int(place))
        for sitting, _, place in named
        if (found := _identifier(sitting)) and re.fullmatch("[0-9]{1,9}", place)
    ]


def _moment(text: str) -> datetime | None:
    """Read a moment with its zone, as a page named it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
