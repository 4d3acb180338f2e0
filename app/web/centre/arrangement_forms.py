"""What the page of a candidate's access arrangements sends: every kind, its amount, its evidence."""

from collections.abc import Iterable, Iterator

from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, IntegerField, StringField
from wtforms.validators import Length, Optional

from app.domain.arrangement import (
    MOST_MINUTES,
    MOST_PERCENT,
    NAMES,
    Arrangement,
    ArrangementKind,
    amounts_wrong,
)
from app.domain.candidate import MAX_TEXT
from app.web.centre.forms import tidy

K = ArrangementKind
AMOUNTS: dict[ArrangementKind, str] = {
    K.EXTRA_TIME_PERCENT: "Percentage of the test’s time",
    K.EXTRA_TIME_MINUTES: "Minutes",
    K.REST_BREAKS: "Minutes of breaks in all, if limited",
}
HINTS: dict[ArrangementKind, str] = {
    K.EXTRA_TIME_PERCENT: f"Such as 25; at most {MOST_PERCENT}. It counts from the next test that"
    " is not yet started.",
    K.EXTRA_TIME_MINUTES: f"Instead of, or on top of, a percentage; at most {MOST_MINUTES}.",
    K.REST_BREAKS: "The invigilator stops the clock and hides the questions. Leave the minutes"
    " empty for breaks as needed.",
    K.COMPUTER_READER: "Buttons read each question and option aloud, by a voice of the browser’s"
    " own.",
    K.COLOUR_SCHEME: "The colours themselves are set under At the screen.",
    K.PAPER_VERSION: "Standard, large or braille print is chosen under Papers in print.",
    K.OTHER: "Say what it is.",
}


def _words(label: str) -> StringField:
    long = f"{label} must have at most {MAX_TEXT} characters"
    return StringField(label, filters=[tidy], validators=[Length(max=MAX_TEXT, message=long)])


class KindForm(Form):
    """One kind of arrangement; the label of its amount says what is counted."""

    holds = BooleanField()
    amount = IntegerField(validators=[Optional()])
    detail = _words("What the invigilator should know")
    evidence = _words("Where the evidence is kept")


class ArrangementsForm(FlaskForm):
    """All that a candidate is allowed; what is not ticked ends."""

    @classmethod
    def showing(cls, held: Iterable[Arrangement]) -> "ArrangementsForm":
        """Return the form as sent, or as things stand when nothing was."""
        return cls(data={each.kind.value: _as_shown(each) for each in held})

    def kinds(self) -> Iterator[tuple[ArrangementKind, KindForm]]:
        """Yield each kind with its fields, in the order of the page."""
        for kind in ArrangementKind:
            yield kind, self[kind.value].form

    def wanted(self) -> list[Arrangement]:
        """Return what is ticked."""
        return [_arrangement(kind, fields) for kind, fields in self.kinds() if fields.holds.data]

    def validate(self, extra_validators: object = None) -> bool:
        """Hold amounts against their kinds, and want the evidence of everything that is ticked."""
        super().validate()
        for kind, fields in self.kinds():
            if fields.holds.data:
                _check(kind, fields)
        return not any(field.errors for _, fields in self.kinds() for field in fields)


def _form_of(kind: ArrangementKind) -> type[KindForm]:
    amount = IntegerField(AMOUNTS.get(kind, ""), validators=[Optional()])
    return type("KindForm", (KindForm,), {"amount": amount})


for _kind in ArrangementKind:
    setattr(ArrangementsForm, _kind.value, FormField(_form_of(_kind), NAMES[_kind]))


def _check(kind: ArrangementKind, fields: KindForm) -> None:
    if why := amounts_wrong(_arrangement(kind, fields)):
        fields.amount.errors = [why]  # in place of what the field says of letters
    if not fields.evidence.data:
        missing = f"Enter where the evidence is kept for: {NAMES[kind].lower()}"
        fields.evidence.errors = [*fields.evidence.errors, missing]
    if kind is K.OTHER and not fields.detail.data:
        fields.detail.errors = [*fields.detail.errors, "Say what the other arrangement is"]


def _arrangement(kind: ArrangementKind, fields: KindForm) -> Arrangement:
    amount = (fields.amount.data or 0) if kind in AMOUNTS else 0
    percent = amount if kind is K.EXTRA_TIME_PERCENT else 0
    return Arrangement(
        kind=kind,
        percent=percent,
        minutes=amount - percent,
        detail=fields.detail.data or "",
        evidence=fields.evidence.data or "",
    )


def _as_shown(each: Arrangement) -> dict[str, object]:
    return {
        "holds": True,
        "amount": each.percent or each.minutes or None,
        "detail": each.detail,
        "evidence": each.evidence,
    }
