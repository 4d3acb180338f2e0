"""What is said to an invigilator."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
    Reason.MOVE_NOT_ALLOWED: Sentence(
        409,
        "That cannot be done now: the sitting is {state}.",
        "Look at the candidate's line again; someone else may have acted first.",
    ),
    Reason.ALREADY_DONE: Sentence(
        409, "That has already been done.", "Nothing was changed a second time."
    ),
    Reason.EXTRA_TIME_LIMIT: Sentence(
        409,
        "The awarding body allows at most {limit} minutes of extra time in a sitting.",
        "Give less, or ask the awarding body.",
    ),
    Reason.REASON_MISSING: Sentence(
        422, "This needs a reason.", "Write what happened in a few words and try again."
    ),
    Reason.OUTSIDE_WINDOW: Sentence(
        409,
        "This session can only be started between {opens} and {latest_start}.",
        "Ask the exams officer to change the times.",
    ),
    Reason.KEYCODES_NOT_RELEASED: Sentence(
        409,
        "The keycodes have not been released yet.",
        "Open the session first: that locks the papers and gives the keycodes out.",
    ),
    Reason.SITTINGS_OPEN: Sentence(
        409,
        "{count} candidates are still answering.",
        "Wait for them to finish, or finish for them, then close the session.",
    ),
    Reason.NOT_ON_PAPER: Sentence(
        409,
        "This test is not on paper.",
        "In the room, tick the candidate and press Goes on on paper. Then key the sheet in.",
    ),
    Reason.HANDED_IN_RANGE: Sentence(
        422,
        "A paper is handed in between the opening of its session and now.",
        "Check the time on the paper. Nothing was kept.",
    ),
    Reason.KEYING_FAULTY: Sentence(
        422,
        "What was keyed does not fit the paper: {questions}.",
        "Check the letters against the paper. Nothing was kept.",
    ),
    Reason.LOCKDOWN_NOT_USED: Sentence(
        409, "This session does not ask for Safe Exam Browser.", "Nothing was changed."
    ),
}
