"""What a person is told when the exam says no: one sentence for what happened, one for what to do.

Facts of the refusal fill the braces. `app.web.errors` turns them into pages.
"""

from dataclasses import dataclass

from app.domain.refusals import Reason


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told: an HTTP status, what happened, and what to do now."""

    status: int
    what: str
    now: str


NOTHING_LOST = "Every answer shown as saved is kept."
LOCKDOWN_NOW = (
    f"{NOTHING_LOST} An answer that is not yet saved stays on this computer and is sent when you"
    " can go on. Raise your hand: your invigilator can let you go on here."
)

SENTENCES: dict[Reason, Sentence] = {
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
    Reason.PAPER_SHORT: Sentence(
        409,
        "The bank cannot fill this test: {shortages}",
        "Approve more items for what is short, then try again. Nothing was changed.",
    ),
    Reason.NOT_PUBLISHED: Sentence(
        409, "That has not been published yet.", "Publish it first, then try again."
    ),
    Reason.ALREADY_ENTERED: Sentence(
        409, "Candidate {number} is already entered for this session.", "Nothing was changed."
    ),
    Reason.NUMBER_TAKEN: Sentence(
        409,
        "Candidate number {number} belongs to another candidate of this centre.",
        "Check the number. Nothing was changed.",
    ),
    Reason.ALREADY_RELEASED: Sentence(
        409, "These results are already released.", "Nothing was changed."
    ),
    Reason.NOTHING_TO_RELEASE: Sentence(
        409,
        "There is nothing to release yet.",
        "Results can be released when the session is closed.",
    ),
    Reason.NOT_LIVE: Sentence(
        409,
        "Practice and rehearsal sessions do not count, so they have no results to give out.",
        "Nothing was changed.",
    ),
    Reason.NO_LATE_ANSWERS: Sentence(
        409,
        "No late answer of this candidate waits for anything now.",
        "Late answers are decided once the session is closed. Nothing was changed.",
    ),
    Reason.LATE_ANSWERS_CHANGED: Sentence(
        409,
        "The late answers of this candidate have changed since you opened the page.",
        "Open the page again and decide about all of them. Nothing was changed.",
    ),
    Reason.LATE_ANSWERS_OPEN: Sentence(
        409,
        "Every result that is not released yet is provisional: late answers wait for a decision.",
        "Decide about the late answers, then release the results.",
    ),
    Reason.SAME_PERSON: Sentence(
        409,
        "The person who made a change cannot approve it.",
        "Ask someone else with your role to look at it and approve it.",
    ),
    Reason.BANK_CHANGED: Sentence(
        409,
        "The specification {specification} is published against another bank.",
        "Give the specification a new id. Nothing was changed.",
    ),
    Reason.ITEM_CHANGED: Sentence(
        409,
        "Already published with other words, pictures or another key: {items}.",
        "Give each changed item its next version number. Nothing was changed.",
    ),
    Reason.ITEM_OVERTAKEN: Sentence(
        409,
        "Item {item} has had a new version since you opened it.",
        "Look at the newest version, then make your change to that. Nothing was changed.",
    ),
    Reason.ITEM_WITHDRAWN: Sentence(
        409,
        "Item {item} is withdrawn.",
        "Write a new item instead, and name this one as the item it replaces.",
    ),
    Reason.ITEM_FAULTY: Sentence(
        409,
        "Item {item} is not ready: {faults}",
        "Edit it, then have the new version approved. Nothing was changed.",
    ),
    Reason.PASS_MARK_RANGE: Sentence(
        422,
        "A pass mark is a number of marks from 1 to {items}.",
        "Check the number, or leave it empty where none is set. Nothing was changed.",
    ),
    Reason.NOT_YET_RELEASED: Sentence(
        409, "These results are not released yet.", "The awarding body releases them."
    ),
    Reason.BAD_TIMES: Sentence(
        422,
        "Those times do not follow one another.",
        "The session opens first, then comes the latest start, then the latest finish.",
    ),
    Reason.TIMES_PAST: Sentence(
        422,
        "The latest start has already passed.",
        "Check the date and the time. Nothing was changed.",
    ),
    Reason.LOCKDOWN_FIXED: Sentence(
        409,
        "Whether Safe Exam Browser is required cannot be changed once the keycodes are out.",
        "In the room, an invigilator can let candidates go on without it. Nothing was changed.",
    ),
    Reason.CENTRE_NOT_ACTIVE: Sentence(
        409,
        "This centre is not active, so it cannot schedule sessions.",
        "Ask the awarding body to make it active again.",
    ),
    Reason.INVIGILATOR_UNKNOWN: Sentence(
        422,
        "Someone named is not an invigilator of this centre.",
        "Choose from the centre's invigilators. Nothing was changed.",
    ),
    Reason.CANDIDATE_UNKNOWN: Sentence(
        404,
        "That candidate is not on this centre's list.",
        "Add the candidate first. Nothing was changed.",
    ),
    Reason.ENTRIES_CLOSED: Sentence(
        409,
        "This session is closed: who sat it and when can no longer be changed.",
        "Schedule another session. Nothing was changed.",
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
