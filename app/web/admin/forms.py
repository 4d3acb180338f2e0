"""What the pages of administration read."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import Field
from wtforms.validators import InputRequired, Length, Regexp

from app.domain.refusals import Refusal
from app.services.organisations import HOME_ZONE
from app.web.errors import sentence_for

ADDRESS = r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$"


def zones() -> list[str]:
    """Return the time zones to choose from, our own first."""
    others = {zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")}
    return [HOME_ZONE, *sorted(others - {HOME_ZONE})]


def name_field(label: str) -> StringField:
    """Make a field for a name that must be there."""
    return StringField(
        label,
        [
            InputRequired("Enter a name"),
            Length(max=200, message="A name may have up to 200 characters"),
        ],
    )


class BodyForm(FlaskForm):
    """An awarding body."""

    name = name_field("Name of the awarding body")


class CentreForm(FlaskForm):
    """A centre."""

    number = StringField(
        "Centre number",
        [
            InputRequired("Enter the centre number"),
            Length(max=40, message="A centre number may have up to 40 characters"),
        ],
    )
    name = name_field("Name of the centre")
    time_zone = SelectField("Time zone")
    active = BooleanField("The centre may schedule and hold sessions", default=True)

    def __init__(self, *arguments: object, **more: object) -> None:
        super().__init__(*arguments, **more)
        self.time_zone.choices = [(zone, zone) for zone in zones()]


class NewCentreForm(CentreForm):
    """A centre to be, and whose it is."""

    body = SelectField("Awarding body")

    def __init__(self, bodies: Iterable[tuple[str, str]], **more: object) -> None:
        super().__init__(**more)
        self.body.choices = list(bodies)


class RoleForm(FlaskForm):
    """A role at a place."""

    role = SelectField(
        "Role",
        [InputRequired("Choose a role")],
        validate_choice=True,
    )

    def __init__(self, roles: Iterable[tuple[str, str]], **more: object) -> None:
        super().__init__(**more)
        self.role.choices = [("", "Choose a role"), *roles]


class InvitationForm(RoleForm):
    """Who is to be invited, and to which role."""

    name = name_field("Full name")
    email = StringField(
        "E-mail address",
        [
            InputRequired("Enter an e-mail address"),
            Length(max=254, message="An e-mail address may have up to 254 characters"),
            Regexp(ADDRESS, message="Enter an e-mail address such as name@example.org"),
        ],
    )


def tell(field: Field, refusal: Refusal) -> None:
    """Show a refusal beside the field it is about."""
    sentence = sentence_for(refusal)
    field.errors = [f"{sentence.what} {sentence.now}"]
