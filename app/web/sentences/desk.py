"""What is said to staff of centres and awarding bodies at their desks."""

from app.domain.refusals import Reason
from app.web.sentences.sentence import Sentence

SENTENCES = {
    Reason.NO_ROOM_PLAN: Sentence(
        409,
        "There is no plan of {room} yet.",
        "Draw the room under Room plans, or type each seat. Nothing was changed.",
    ),
    Reason.PLAN_FAULTY: Sentence(
        422, "This plan cannot be kept: {what}.", "Change it and try again. Nothing was changed."
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
        409,
        "These results are already released.",
        "Nothing was changed. If one of them is wrong, tell the awarding body in writing.",
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
    Reason.ROOM_RULES_RANGE: Sentence(
        422,
        "Extra time is from 0 to 600 minutes, and there are 1 to 1,000 candidates to an invigilator.",
        "Check the numbers. Nothing was changed.",
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
    Reason.REHEARSAL_TOO_LATE: Sentence(
        409,
        "This session has started or is over, so it can no longer be rehearsed.",
        "Rehearse a session before it is started. Nothing was changed.",
    ),
    Reason.REHEARSAL_DURING_TEST: Sentence(
        409,
        "A live test is under way on this installation, and a rehearsal would slow it down.",
        "Rehearse when it is over and its session is closed. Nothing was changed.",
    ),
    Reason.REHEARSAL_RUNNING: Sentence(
        409,
        "A rehearsal is running already; two at once would spoil each other’s figures.",
        "Wait until it is over, or delete it. Nothing was changed.",
    ),
    Reason.LAST_CATEGORY: Sentence(
        409,
        "That is the last kind of incident on the list.",
        "Add another before you take this one away. Nothing was changed.",
    ),
    Reason.ARRANGEMENT_FAULTY: Sentence(
        409, "That arrangement cannot be saved. {why}", "Nothing was changed."
    ),
    Reason.LIST_GONE: Sentence(
        409,
        "This file waits no longer: somebody has thrown it away, or it was sent more than a day ago.",
        "Send it again. Nothing was changed.",
    ),
    Reason.LIST_CHANGED: Sentence(
        409,
        "Somebody has worked on this file or its candidates since you opened the page, or a session "
        "has changed.",
        "Look at the preview again, then confirm. Nothing was changed.",
    ),
    Reason.COLUMNS_FAULTY: Sentence(
        409,
        "Candidate number, family name and given names are needed, each column once.",
        "Choose for every column what it holds. Nothing was changed.",
    ),
    Reason.ROWS_REFUSED: Sentence(
        409,
        "Nothing was written: {count} of the rows cannot be taken, and you chose all or none.",
        "Mend them, leave them out, or take the rows that are right.",
    ),
    Reason.NO_ROWS: Sentence(
        409,
        "No row of this file can be taken as it is.",
        "Mend at least one. Nothing was written.",
    ),
}
