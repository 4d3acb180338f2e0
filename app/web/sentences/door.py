"""What is said at the keycode, before a test is reached."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import NOTHING_LOST, Sentence

SENTENCES = {
    Reason.KEYCODE_MISTYPED: Sentence(
        422,
        "That keycode has a typing mistake in it.",
        "Check it against your slip, letter by letter. It has 12 letters and numbers,"
        " and never the letters I, L, O or S.",
    ),
    Reason.KEYCODE_UNKNOWN: Sentence(
        404,
        "There is no test for that keycode.",
        "It is typed correctly, so it may be an old slip. Ask your invigilator.",
    ),
    Reason.TOO_MANY_TRIES: Sentence(
        429,
        "There have been too many tries from here.",
        "Wait {minutes} minutes, then try again. Your invigilator can help you.",
    ),
    Reason.SESSION_NOT_OPEN: Sentence(
        409,
        "This test is not open yet.",
        "Wait for your invigilator to open it, then enter your keycode again.",
    ),
    Reason.SESSION_CLOSED: Sentence(
        410,
        "This test session is closed.",
        f"{NOTHING_LOST} Ask your invigilator if you think this is wrong.",
    ),
    Reason.NOT_ADMITTED: Sentence(
        409,
        "You have not been let in yet.",
        "Raise your hand: your invigilator checks who you are and lets you in.",
    ),
    Reason.ANOTHER_DEVICE: Sentence(
        409,
        "Your test is open on another computer or in another window.",
        "It was opened in {holder} at {since}."
        f" {NOTHING_LOST} Raise your hand: your invigilator can move your test to this computer.",
    ),
    Reason.DETAILS_NOT_CONFIRMED: Sentence(
        409,
        "You have not checked your details yet.",
        "Look at them and say whether they are yours.",
    ),
    Reason.TOO_LATE_TO_START: Sentence(
        409,
        "It is past the latest time to start this test.",
        "Raise your hand and speak to your invigilator.",
    ),
}
