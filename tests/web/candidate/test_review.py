"""Review, confirm, hand in."""

import re

from app.services import invigilation
from tests.stories import StorySession
from tests.web.candidate.device import Device, written


def test_the_review_names_what_is_answered_and_flagged(sitting: Device) -> None:
    sitting.save(written(1, 0, follows=0), written(3, 2, follows=1, flagged=True))

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", sitting.open("/review").text))

    assert "You have answered 2 of 5 questions. 3 are not answered. 1 is flagged." in page
    assert "Question 1 Answered Question 2 Not answered Question 3 Answered Flagged" in page


def test_the_last_question_is_told_before_the_hand_in_what_is_missing(sitting: Device) -> None:
    sitting.save(*(written(n, 0, follows=n - 1) for n in range(1, 5)))

    page = sitting.open("/submit").text

    assert "1 question is not answered." in page
    assert "cannot change any answer" in page


def test_handing_in_leads_to_the_receipt_however_often_it_is_pressed(sitting: Device) -> None:
    sitting.press("/submit")
    assert sitting.path == "/receipt"

    sitting.press("/submit")

    assert sitting.heading == "You have handed in your test"


def test_looking_at_the_confirmation_hands_nothing_in(sitting: Device) -> None:
    sitting.open("/submit")

    assert sitting.time()["state"] == "answering"


def test_a_paused_test_is_not_handed_in(sitting: Device, story: StorySession) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")

    assert sitting.press("/submit").status_code == 409
    assert sitting.time()["state"] == "paused"
