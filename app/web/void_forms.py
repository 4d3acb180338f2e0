"""The way back from a void, the same for the exams officer and the awarding officer."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.store.queries.voids import VoidLine

REVERSED = "The test is no longer void."
NOT_VOID = "Nothing was changed: the test is not void."


class ReversalForm(FlaskForm):
    """Why a void is taken back."""

    reason = TextAreaField(
        "Reason",
        filters=[lambda typed: (typed or "").strip()],
        validators=[
            DataRequired("Write the reason"),
            Length(max=500, message="Use at most 500 characters for the reason"),
        ],
    )


def what_will_happen(line: VoidLine, *, closed: bool) -> str:
    """Say in one sentence what a reversal does to this sitting."""
    if line.sitting.voided_from != "started":
        return "The test stands again as it did before it was made void" + (
            ", and is marked anew." if closed else "."
        )
    if closed:
        return "The test counts as handed in when it was made void, and is marked anew."
    return (
        "The test comes back paused, with the time that was left: the invigilator lets the"
        " candidate enter the keycode and resumes it."
    )
