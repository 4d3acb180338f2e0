"""What is said to staff of centres and awarding bodies at their desks."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
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
}
