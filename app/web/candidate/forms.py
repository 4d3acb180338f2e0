"""What a candidate's pages send without a script."""

from uuid import UUID, uuid4, uuid5

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from app.domain.answering import Answer
from app.services.own_sitting import OwnSitting
from app.services.questions import Question


class KeycodeForm(FlaskForm):
    """The keycode, as typed or pasted."""

    keycode = StringField(validators=[InputRequired("Enter your keycode."), Length(max=100)])


class DetailsForm(FlaskForm):
    """Whether the details shown are the candidate's own: "yes" or "no"."""

    mine = StringField()


class CloseMessageForm(FlaskForm):
    """Which message is closed, of whose sitting, and the page it was read on."""

    sitting = StringField()
    number = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=10_000)])
    back = StringField()


class AnswerForm(FlaskForm):
    """One question answered, and which button was pressed.

    `was` and `was_flagged` are what the page showed, so that looking is told from changing.
    """

    sitting = StringField()
    client_id = StringField(validators=[Regexp(r"^[0-9a-f]{32}\Z")])
    follows = IntegerField(validators=[InputRequired(), NumberRange(min=0)])
    was = StringField()
    was_flagged = BooleanField()
    shown = SelectMultipleField(coerce=int, validate_choice=False)
    flagged = BooleanField()
    go = StringField()

    @classmethod
    def showing(cls, own: OwnSitting, question: Question) -> "AnswerForm":
        """Fill the form with what the page shows, and a name for the write it may become."""
        return cls(
            formdata=None,
            sitting=own.sitting.hex,
            client_id=uuid4().hex,
            follows=own.last_sequence,
            was=_places(question.chosen),
            was_flagged=question.flagged,
            shown=sorted(question.chosen),
            flagged=question.flagged,
        )

    @property
    def chosen(self) -> frozenset[int]:
        """The places chosen; none when the answer is to be cleared."""
        return frozenset(self.shown.data or ()) if self.go.data != "clear" else frozenset()

    @property
    def changed(self) -> bool:
        """Whether anything differs from what the page showed."""
        before = (self.was.data, bool(self.was_flagged.data))
        return before != (_places(self.chosen), bool(self.flagged.data))

    def answer(self, position: int, lease: str) -> Answer:
        """Return what is to be saved.

        Its name follows from the form's and from what was chosen: the same press twice is one
        write, while another choice sent from the same page is another.
        """
        flagged = bool(self.flagged.data)
        content = f"{_places(self.chosen)}|{flagged}"
        return Answer(
            position=position,
            shown=self.chosen,
            flagged=flagged,
            client_id=uuid5(UUID(hex=self.client_id.data), content).hex,
            lease=lease,
            follows=self.follows.data or 0,
        )


def _places(chosen: frozenset[int]) -> str:
    return ",".join(str(place) for place in sorted(chosen))
