"""What is said to staff who sign in or look after people."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
    Reason.SIGN_IN_FAILED: Sentence(
        401,
        "The e-mail address or the password is not right.",
        "Check both and try again. A new password link comes from your administrator.",
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
