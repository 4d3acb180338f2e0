"""What is said to staff who sign in or look after people."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
    Reason.SIGN_IN_FAILED: Sentence(
        401,
        "The e-mail address or the password is not right.",
        "Check both and try again. A new password link comes from your administrator.",
    ),
    Reason.CODE_MISTYPED: Sentence(
        422,
        "That is not an invigilator’s code, or there is a typing mistake in it.",
        "Check it against your slip, letter by letter. A candidate’s keycode does not work here.",
    ),
    Reason.CODE_UNKNOWN: Sentence(
        401,
        "There is no session for that code.",
        "It is typed correctly, so it may be an old slip. Ask your exams officer for another code.",
    ),
    Reason.CODE_USED: Sentence(
        409,
        "That code has been used. Each code signs in once.",
        "Ask your exams officer for another code.",
    ),
    Reason.CODE_ENDED: Sentence(
        410,
        "That code no longer works: it was withdrawn, or its session is over.",
        "Ask your exams officer for another code if the session is still open.",
    ),
    Reason.CODE_TOO_EARLY: Sentence(
        409,
        "That code works from {start}.",
        "Keep the slip and enter the code then. It has not been used up.",
    ),
    Reason.CODE_TRIES: Sentence(
        429,
        "There have been too many wrong codes from here.",
        "Wait {minutes} minutes, then try again. Your exams officer can give you another code.",
    ),
    Reason.OLD_PASSWORD_WRONG: Sentence(
        401,
        "The password you have now is not right.",
        "Type it as when you sign in. Nothing was changed.",
    ),
    Reason.LINK_USED: Sentence(
        410,
        "This link has been used or is too old.",
        "Ask the person who sent it for a new one.",
    ),
    Reason.WEAK_PASSWORD: Sentence(
        422,
        "That password is too short or too well known.",
        "Use at least 12 characters; three or four words together are good.",
    ),
    Reason.ADDRESS_TAKEN: Sentence(
        409,
        "Someone already signs in with that e-mail address.",
        "Give that person the role instead of making a new one.",
    ),
    Reason.MAY_NOT_GRANT: Sentence(
        403, "Your role cannot give that role.", "Ask an administrator of the installation."
    ),
    Reason.NOT_YOURS_TO_CHANGE: Sentence(
        403,
        "This person has a role that is not yours to give.",
        "Ask the awarding body or an administrator of the installation. Nothing was changed.",
    ),
    Reason.LAST_ADMINISTRATOR: Sentence(
        409,
        "This is the only administrator who can still sign in.",
        "Give someone else the role first. Nothing was changed.",
    ),
    Reason.NAME_TAKEN: Sentence(
        409, "There is one of that name or number already.", "Choose another. Nothing was changed."
    ),
    Reason.UNKNOWN_ZONE: Sentence(
        422,
        "There is no time zone of that name.",
        "Choose one such as Europe/London. Nothing was changed.",
    ),
}
