"""What is said to somebody who asks for a result or shows a receipt."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
    Reason.RESULT_CODE_MISTYPED: Sentence(
        422,
        "That result code has a typing mistake in it.",
        "Check it against your receipt, letter by letter. It is not the keycode on your slip.",
    ),
    Reason.RESULT_UNKNOWN: Sentence(
        404,
        "There is no result for that code and that date of birth.",
        "Check both. If your centre has not recorded your date of birth, ask your centre for your"
        " result.",
    ),
    Reason.RESULT_TRIES: Sentence(
        429,
        "There have been too many wrong tries.",
        "Wait {wait}, then try again, or ask your centre for your result.",
    ),
    Reason.RECEIPT_UNKNOWN: Sentence(
        404,
        "That receipt fits no test that was handed in.",
        "Compare it with the candidate's, character by character. It has 64 figures and letters"
        " from a to f.",
    ),
    Reason.ANSWERS_CHANGED: Sentence(
        409,
        "The answers of sitting {sitting} were changed after they were given.",
        "Answer {sequence} of its log is the first that does not fit. Compare with a backup.",
    ),
}
