"""What can be done to the candidates ticked in a room, and in which words it is offered and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.admission import Identity


class Act(StrEnum):
    """What can be done to the candidates that are ticked."""

    ADMIT = "admit"
    ABSENT = "absent"
    PAUSE = "pause"
    RESUME = "resume"
    BREAK = "rest-break"
    EXTRA_TIME = "extra-time"
    MESSAGE = "message"
    SEAT = "seat"
    REENTRY = "reentry"
    LEFT = "left-escorted"
    LEFT_ALONE = "left-alone"
    BACK = "back"
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
    Act.ADMIT: ActWords(
        "Let in",
        "{n} let in.",
        title="Let {n} in late",
        warning="The test has started. {n} may still sit it, with all their time, and may start"
        " after the latest start.",
    ),
    Act.ABSENT: ActWords("Mark absent", "{n} marked absent. They can still be let in."),
    Act.PAUSE: ActWords(
        "Pause", "{n} paused: clocks stopped and questions hidden. Write down why below."
    ),
    Act.RESUME: ActWords("Resume", "{n} resumed."),
    Act.BREAK: ActWords(
        "Begin rest break",
        "{n} on a rest break: clocks stopped and questions hidden. Resume ends it.",
    ),
    Act.EXTRA_TIME: ActWords(
        "Give extra time",
        "{n} given {minutes} more minutes. It shows on their screens within five seconds.",
        title="Give extra time to {n}",
    ),
    Act.MESSAGE: ActWords(
        "Send a message",
        "Message sent to {n}. It shows on their screens within a few seconds.",
        title="Send a message to {n}",
    ),
    Act.SEAT: ActWords("Change seat", "{n} moved.", title="Change the seat of {n}"),
    Act.REENTRY: ActWords(
        "Allow another computer",
        "{n} can now enter the keycode on another computer. Saved answers are kept.",
    ),
    Act.LEFT: ActWords("Left the room, escorted", "{n} out of the room, escorted. Clocks run on."),
    Act.LEFT_ALONE: ActWords(
        "Left the room, alone",
        "{n} out of the room, alone. Clocks run on, and coming back needs a reason.",
    ),
    Act.BACK: ActWords(
        "Came back",
        "{n} back in the room.",
        title="Let {n} back into the room",
        warning="Somebody was out of the room alone. Let them go on only if nothing was gained by"
        " it, and write down how you know.",
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
        warning="The test of {n} will stop now and earn no mark. The answers are kept as evidence."
        " Only an exams officer or the awarding body can take this back.",
    ),
}

# As a room needs them: the first group when it opens, the last one rarely.
GROUPS: Mapping[str, tuple[Act, ...]] = {
    "Arriving": (Act.ADMIT, Act.ABSENT),
    "Time": (Act.PAUSE, Act.RESUME, Act.BREAK, Act.EXTRA_TIME),
    "Moving": (Act.SEAT, Act.REENTRY, Act.LEFT, Act.LEFT_ALONE, Act.BACK),
    "Telling": (Act.MESSAGE,),
}
ENDING = (Act.FINISH, Act.PAPER, Act.WITHOUT_LOCKDOWN, Act.VOID)

# Asked about on a page of their own every time; others where somebody is late, or was out alone.
ASKED = frozenset({Act.EXTRA_TIME, Act.MESSAGE, Act.SEAT, *ENDING})
IDENTITY_WORDS: Mapping[Identity, str] = {
    Identity.PHOTO_DOCUMENT: "Photo identity document",
    Identity.KNOWN: "Known to me or to staff",
    Identity.CENTRE_CARD: "The centre’s own card",
    Identity.OTHER: "Something else",
}


def candidates(count: int) -> str:
    """Write a number of candidates."""
    return f"{count} candidate{'' if count == 1 else 's'}"
