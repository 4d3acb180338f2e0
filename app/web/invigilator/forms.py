"""What an invigilator's pages send."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange


class Act(StrEnum):
    """What can be done to the candidates that are ticked."""

    ADMIT = "admit"
    PAUSE = "pause"
    RESUME = "resume"
    REENTRY = "reentry"
    ABSENT = "absent"
    EXTRA_TIME = "extra-time"
    PAPER = "paper"
    WITHOUT_LOCKDOWN = "without-lockdown"
    FINISH = "finish"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class ActWords:
    """How an act is offered, asked about and reported. `{n}` is "1 candidate" or "3 candidates"."""

    button: str
    done: str
    title: str = ""
    warning: str = ""


WORDS: Mapping[Act, ActWords] = {
    Act.ADMIT: ActWords("Let in", "{n} let in."),
    Act.PAUSE: ActWords("Pause", "{n} paused: clocks stopped and questions hidden."),
    Act.RESUME: ActWords("Resume", "{n} resumed."),
    Act.REENTRY: ActWords(
        "Allow another computer",
        "{n} can now enter the keycode on another computer. Saved answers are kept.",
    ),
    Act.ABSENT: ActWords("Mark absent", "{n} marked absent."),
    Act.EXTRA_TIME: ActWords(
        "Give extra time",
        "{n} given {minutes} more minutes. It shows on their screens within five seconds.",
        title="Give extra time to {n}",
    ),
    Act.PAPER: ActWords(
        "Goes on on paper",
        "{n} on paper now. Two people key each paper in afterwards, under Papers in print.",
        title="Go on on paper for {n}",
        warning="The test of {n} leaves the screen for good. What was saved there is kept, and what"
        " is ticked on paper counts in its place. The clock runs on.",
    ),
    Act.WITHOUT_LOCKDOWN: ActWords(
        "Go on without Safe Exam Browser",
        "{n} can go on in any browser now. It is recorded.",
        title="Let {n} go on without Safe Exam Browser",
        warning="From now on nothing keeps {n} in the test. Watch the screen. This cannot be taken"
        " back.",
    ),
    Act.FINISH: ActWords(
        "Finish for candidate",
        "Test handed in for {n}.",
        title="Finish the test for {n}",
        warning="The test of {n} will be handed in as it is now. They cannot go back to it.",
    ),
    Act.VOID: ActWords(
        "Make void",
        "Test made void for {n}.",
        title="Make the test void for {n}",
        warning="The test of {n} will stop now and earn no mark. The answers are kept as evidence.",
    ),
}

NEEDS_REASON = frozenset({Act.EXTRA_TIME, Act.PAPER, Act.WITHOUT_LOCKDOWN, Act.FINISH, Act.VOID})


class ReasonForm(FlaskForm):
    """Why an act is done."""

    reason = TextAreaField(
        "Reason",
        validators=[
            InputRequired("Write the reason"),
            Length(max=500, message="Use at most 500 characters for the reason"),
        ],
    )


class ExtraTimeForm(ReasonForm):
    """How much time, and why."""

    minutes = IntegerField(
        "Minutes",
        validators=[
            InputRequired("Enter the number of minutes"),
            NumberRange(min=1, max=600, message="Enter whole minutes, 1 or more"),
        ],
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
    found = []
    for text in sent.getlist("sitting"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def candidates(count: int) -> str:
    """Write a number of candidates."""
    return f"{count} candidate{'' if count == 1 else 's'}"
