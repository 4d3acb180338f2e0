"""What is said to a candidate in a sitting."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import LOCKDOWN_NOW, NOTHING_LOST, Sentence

SENTENCES = {
    Reason.NOT_STARTED: Sentence(
        409, "The test has not started yet.", "Wait for your invigilator to say start."
    ),
    Reason.PAUSED: Sentence(
        409,
        "Your test is paused and your clock has stopped.",
        f"{NOTHING_LOST} Your invigilator starts it again.",
    ),
    Reason.TIME_IS_UP: Sentence(
        410,
        "Your time is up and your test is closed.",
        f"{NOTHING_LOST} An answer sent after that is kept apart and is not counted.",
    ),
    Reason.ALREADY_SUBMITTED: Sentence(
        410,
        "You have already handed in this test.",
        f"{NOTHING_LOST} Nothing can be changed now.",
    ),
    Reason.NOT_HANDED_IN: Sentence(
        409,
        "You have not handed in this practice test yet.",
        "Hand it in first: every answer is explained after that.",
    ),
    Reason.SITTING_VOID: Sentence(
        410,
        "This test has been stopped by your invigilator.",
        "Raise your hand and speak to your invigilator.",
    ),
    Reason.ON_PAPER: Sentence(
        409,
        "Your test goes on on paper.",
        "Answer every question on the paper your invigilator gives you. Nothing more is taken from"
        " this screen.",
    ),
    Reason.STALE_WRITER: Sentence(
        409,
        "A newer answer was saved from another page or window.",
        f"{NOTHING_LOST} This page now shows what is saved. Check it and answer again.",
    ),
    Reason.LEASE_LOST: Sentence(
        409,
        "Your test was moved to another computer or window.",
        f"{NOTHING_LOST} Carry on there, or raise your hand.",
    ),
    Reason.LOCKDOWN_MISSING: Sentence(
        409,
        "This test can only be taken in Safe Exam Browser, and this is another browser.",
        f"{LOCKDOWN_NOW} Or open the test in Safe Exam Browser.",
    ),
    Reason.LOCKDOWN_WRONG_KEY: Sentence(
        409,
        "Safe Exam Browser was opened with the settings of another test.",
        f"{LOCKDOWN_NOW} Or close it, and open it with the file or link for this test.",
    ),
    Reason.LOCKDOWN_TOO_OLD: Sentence(
        409,
        "This version of Safe Exam Browser does not show the key to its settings.",
        f"{LOCKDOWN_NOW} It is too old, or was opened without the file or link for this test.",
    ),
    Reason.NO_SUCH_POSITION: Sentence(
        422, "There is no question {position} in this test.", "Choose a question from the map."
    ),
    Reason.NO_SUCH_OPTION: Sentence(
        422, "Question {position} has no such option.", "Choose one of the options shown."
    ),
    Reason.UNREADABLE_ANSWER: Sentence(
        400,
        "This page sent something that cannot be read as an answer.",
        f"{NOTHING_LOST} Load the page again and answer once more.",
    ),
    Reason.UNKNOWN_PREFERENCE: Sentence(
        422,
        "There is no such choice for how the test looks.",
        "Load the page again and choose from what it offers. Nothing was changed.",
    ),
}
