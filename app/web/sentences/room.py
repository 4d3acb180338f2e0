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
    Reason.CLOCKS_STOPPED: Sentence(
        409,
        "All clocks in the room are stopped.",
        "Nobody loses time. They start again together, when the room does.",
    ),
    Reason.CLOCKS_RUNNING: Sentence(
        409,
        "Nobody stopped all clocks in this room at that time.",
        "Give the reason where a single candidate was paused. Nothing was changed.",
    ),
    Reason.NO_REST_BREAKS: Sentence(
        409,
        "No rest breaks are arranged for {count} of these candidates.",
        "Pause instead and write the reason, or ask the exams officer to record the arrangement."
        " Nothing was changed.",
    ),
    Reason.REST_BREAKS_USED: Sentence(
        409,
        "All minutes of rest that were arranged are used up for {count} of these candidates.",
        "Pause instead and write the reason, or ask the awarding body. Nothing was changed.",
    ),
    Reason.MESSAGE_LENGTH: Sentence(
        422,
        "A message has from 1 to {most} characters.",
        "Write it shorter and send it again. Nothing was sent.",
    ),
    Reason.REASON_MISSING: Sentence(
        422, "This needs a reason.", "Write what happened in a few words and try again."
    ),
    Reason.IDENTITY_NOTE: Sentence(
        422,
        "It is not written down by what the candidate was known.",
        "Write it beside Something else and let them in again. Nobody was let in.",
    ),
    Reason.SEAT_TAKEN: Sentence(
        409,
        "Two candidates would have seat {seat}.",
        "Choose another seat, or swap the two. Nobody was moved.",
    ),
    Reason.SEAT_TOO_LONG: Sentence(
        422,
        "A seat has at most {most} characters, and {seat} is longer.",
        "Shorten it and try again. Nobody was moved.",
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
    Reason.NOT_ENTERED_HERE: Sentence(
        404,
        "That candidate is not entered for this session.",
        "Look at the list again; someone else may have acted first. Nothing was changed.",
    ),
    Reason.POSSIBLE_DUPLICATE: Sentence(
        409,
        "Somebody very like that is on the centre’s list already: {numbers}.",
        "Enter the candidate from the list, or say that it is somebody else. Nothing was changed.",
    ),
    Reason.TRANSFER_ELSEWHERE: Sentence(
        409,
        "A candidate can only go to another session of the same centre and the same test.",
        "Choose one of the sessions on the page. Nothing was changed.",
    ),
    Reason.TRANSFER_TOO_LATE: Sentence(
        409,
        "It is past the latest time to start in the session you chose.",
        "Choose a later one, or ask the exams officer to schedule one. Nothing was changed.",
    ),
    Reason.INCIDENT_CATEGORY: Sentence(
        422,
        "That kind of incident is not on the awarding body's list now.",
        "Choose another from the list. Nothing was written down.",
    ),
    Reason.INCIDENT_TIME: Sentence(
        422,
        "An incident happens on the day of its session, and not later than now.",
        "Check the time. Nothing was written down.",
    ),
    Reason.COUNTS_OPEN: Sentence(
        409,
        "What went in and what came out does not add up: {said}",
        "Put it right in the room, or explain it on the page that closes the session. Nothing was"
        " changed.",
    ),
    Reason.NO_RECORD_YET: Sentence(
        409,
        "This session is not closed, so it has no record yet.",
        "Close the session first: its record is signed at that moment.",
    ),
}
