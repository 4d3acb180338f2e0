"""What the centre's pages send."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.domain.candidate import (
    EARLIEST_YEAR,
    MAX_TEXT,
    NUMBER,
    CandidateDetails,
    check_uln,
)
from app.domain.lockdown import SEB
from app.domain.refusals import Reason, Refusal
from app.extensions import testamur
from app.services.scheduling import at_local
from app.store.people import PersonRow
from app.store.queries.candidates import CandidateLine
from app.store.queries.content import SpecificationVersion
from app.store.sessions import ExamSessionRow
from app.web.centre.fields import ClockField, DayField
from app.web.errors import sentence_for

# The field beside which a refusal is shown.
_BESIDE = {
    Reason.NUMBER_TAKEN: "number",
    Reason.BAD_TIMES: "opens",
    Reason.TIMES_PAST: "day",
    Reason.NOT_PUBLISHED: "specification",
    Reason.PAPER_SHORT: "specification",
    Reason.INVIGILATOR_UNKNOWN: "invigilators",
    Reason.LOCKDOWN_FIXED: "lockdown",
}


def tidy(text: str | None) -> str:
    """Return what was typed with composed letters and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def _id(value: str | UUID) -> UUID:
    """Read an identifier; a choice of ours is one already."""
    return value if isinstance(value, UUID) else UUID(value)


def _name(label: str, missing: str) -> StringField:
    long = f"{label} must have at most {MAX_TEXT} characters"
    return StringField(
        label,
        filters=[tidy],
        validators=[DataRequired(missing), Length(max=MAX_TEXT, message=long)],
    )


class DeskForm(FlaskForm):
    """A form that can show why a service refused it."""

    def show(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about; raise it when it is about none."""
        field = self._fields.get(_BESIDE.get(refusal.reason, ""))
        if field is None:
            raise refusal
        short = refusal.facts.get("short")
        said = [each.why for each in short] if isinstance(short, tuple) else []
        opening = "The bank cannot fill this test" if said else sentence_for(refusal).what
        field.errors = [*field.errors, opening.removesuffix("."), *said]


class CandidateForm(DeskForm):
    """A candidate's details."""

    number = _name("Candidate number", "Enter the candidate number")
    family_name = _name("Family name", "Enter the family name")
    given_names = _name("Given names", "Enter the given names")
    date_of_birth = DayField("Date of birth")
    uln = StringField("Unique Learner Number (ULN)", filters=[lambda x: re.sub(r"\s", "", x or "")])

    def validate_number(self, field: StringField) -> None:
        """Take letters and figures, with strokes or hyphens between them."""
        if not NUMBER.fullmatch(field.data or ""):
            raise ValidationError(
                "Candidate number must be letters and figures, such as 0012 or NT/0012"
            )

    def validate_date_of_birth(self, field: DayField) -> None:
        """Take a day that somebody now alive can be born on."""
        if field.data and not (EARLIEST_YEAR <= field.data.year and field.data < g.now.date()):
            raise ValidationError("Date of birth must be in the past")

    def validate_uln(self, field: StringField) -> None:
        """Check the digits against their check digit."""
        if field.data and (why := check_uln(field.data)):
            raise ValidationError(why)

    def details(self) -> CandidateDetails:
        """Return the details as they were sent."""
        return CandidateDetails(
            number=self.number.data or "",
            family_name=self.family_name.data or "",
            given_names=self.given_names.data or "",
            date_of_birth=self.date_of_birth.data,
            uln=self.uln.data or None,
        )


def as_known(line: CandidateLine) -> dict[str, Any]:
    """Return a candidate as the form shows one when it is opened."""
    row = line.candidate
    return {
        "number": row.number,
        "family_name": row.family_name,
        "given_names": row.given_names,
        "date_of_birth": row.date_of_birth,
        "uln": row.uln,
    }


class SessionForm(DeskForm):
    """Where and when a session is held, and who invigilates; times are those of the centre."""

    room = _name("Room", "Enter the room")
    day = DayField("Date", missing="Enter the date")
    opens = ClockField("Opens", "Enter the time from which the room may be opened")
    latest_start = ClockField("Latest start", "Enter the latest start")
    latest_finish = ClockField("Latest finish", "Enter the latest finish")
    invigilators = SelectMultipleField("Invigilators", coerce=_id)
    lockdown = BooleanField("Safe Exam Browser required")

    def __init__(self, zone: str, people: Iterable[PersonRow], **given: Any) -> None:
        super().__init__(**given)
        self._zone = zone
        self.invigilators.choices = [SelectChoice(str(p.id), p.name) for p in people]

    def validate_lockdown(self, field: BooleanField) -> None:
        """Want the address of this installation: the browser hashes it with its key."""
        if field.data and not testamur().settings.known_url:
            raise ValidationError(
                "Safe Exam Browser cannot be required here: the address of this installation is not"
                " known. Whoever operates it has to set TESTAMUR_PUBLIC_URL"
            )

    @property
    def browser(self) -> str:
        """The locked-down browser that is asked for; empty for any browser."""
        return SEB if self.lockdown.data else ""

    def validate_latest_start(self, field: ClockField) -> None:
        """Want it after the opening."""
        if field.data and self.opens.data and field.data <= self.opens.data:
            raise ValidationError("Latest start must be after the time the session opens")

    def validate_latest_finish(self, field: ClockField) -> None:
        """Want it after the latest start."""
        if field.data and self.latest_start.data and field.data <= self.latest_start.data:
            raise ValidationError("Latest finish must be after the latest start")

    def times(self) -> tuple[datetime, datetime, datetime]:
        """Return opening, latest start and latest finish in UTC; refuses times the day lacks."""
        opens, latest_start, latest_finish = (
            at_local(self.day.data, field.data, self._zone)
            for field in (self.opens, self.latest_start, self.latest_finish)
        )
        return opens, latest_start, latest_finish


class ChangeForm(SessionForm):
    """A session that is changed: also who was named for it when the form was opened."""

    invigilators = SelectMultipleField(
        "Invigilators",
        coerce=_id,
        validate_choice=False,  # who was taken off meanwhile stays off; the service refuses strangers
    )
    shown = SelectMultipleField(
        "Named when this page was opened",
        coerce=_id,
        validate_choice=False,  # the service passes over whoever is not named
    )


class ScheduleForm(SessionForm):
    """A new session: also what is sat, and whether it counts."""

    specification = RadioField(
        "Test",
        coerce=_id,
        validators=[InputRequired("Choose the test")],
        validate_choice=False,  # the service refuses what is not offered
    )

    def __init__(self, offered: Iterable[SpecificationVersion], **given: Any) -> None:
        super().__init__(**given)
        self.specification.choices = [
            SelectChoice(
                str(version.id), f"{version.specification.title} ({version.specification.id})"
            )
            for version in offered
        ]


def as_scheduled(session: ExamSessionRow, zone: str, named: Iterable[PersonRow]) -> dict[str, Any]:
    """Return a session as the form shows it when it is opened."""
    moments = (session.opens_at, session.latest_start_at, session.latest_finish_at)
    opens, latest_start, latest_finish = (m.astimezone(ZoneInfo(zone)) for m in moments)
    people = [person.id for person in named]
    return {
        "room": session.room,
        "day": opens.date(),
        "opens": opens.time(),
        "latest_start": latest_start.time(),
        "latest_finish": latest_finish.time(),
        "lockdown": bool(session.lockdown),
        "invigilators": people,
        "shown": people,
    }


class ChooseForm(FlaskForm):
    """Candidates ticked on a list."""

    candidate = SelectMultipleField(
        "Candidates",
        coerce=_id,
        validators=[InputRequired("Choose at least one candidate")],
        validate_choice=False,  # the service refuses whoever is not on the centre's list
    )


class ConfirmForm(FlaskForm):
    """A button that needs no more than to be pressed."""
