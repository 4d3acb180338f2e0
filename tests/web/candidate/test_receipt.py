"""The receipt: what was handed in, when, and never a mark."""

import re

import pytest
from flask import Flask

from app.domain.keycode import grouped, result_code_for
from app.domain.sitting import SessionKind
from app.services import invigilation
from app.store.database import Database
from app.store.sittings import SittingRow
from tests.cast import CANARY, Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, immediate
from tests.timetable import SECRET
from tests.web.candidate.device import Device, written


def row(story: StorySession) -> SittingRow:
    """Read Ada's sitting."""
    with story.database.read() as db:
        return db.get_one(SittingRow, (story.centre, story.sittings[0]))


def test_it_says_when_how_many_and_the_digest(sitting: Device, story: StorySession) -> None:
    sitting.save(written(1, 0, follows=0), written(3, 2, follows=1))
    story.clock.tick(minutes=5)

    page = sitting.press("/submit").text

    assert "23 November 2026, 09:05 GMT" in page
    assert "2 of 5" in page
    assert row(story).last_digest in page.replace(" ", "")


def test_it_says_where_when_and_with_what_the_result_will_be(
    sitting: Device, story: StorySession
) -> None:
    sitting.press("/submit")

    page = " ".join(re.sub("<[^>]*>", "", sitting.page.text).split())

    code = grouped(result_code_for(SECRET, str(story.sittings[0])))
    assert f"Your result code is {code}" in page
    assert (
        "Your result: at http://localhost/results with this code and your date of birth,"
        " after Sample Awarding Body has released it. When that will be is not known yet" in page
    )


def test_it_says_that_a_result_is_there_at_the_close_where_that_is_so(
    app: Flask, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, specification=immediate())
    story.begin()
    ada = Device(app)
    ada.start(story.keycodes[0])

    ada.press("/submit")

    assert "at once after the session is closed." in ada.page.text


def test_whoever_has_no_date_of_birth_on_record_is_sent_to_the_centre(
    app: Flask, story: StorySession
) -> None:
    story.begin()
    ben = Device(app)
    ben.start(story.keycodes[1])

    ben.press("/submit")

    assert "Your centre has not recorded your date of birth" in ben.page.text
    assert "/results</strong>" not in ben.page.text


def test_a_session_that_does_not_count_promises_no_result(
    app: Flask, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.PRACTICE)
    story.begin()
    ada = Device(app)
    ada.start(story.keycodes[0])

    ada.press("/submit")

    assert "result code" not in ada.page.text


@pytest.mark.parametrize("word", ["mark", "pass", "per cent", "correct", CANARY])
def test_it_never_says_how_well_it_went(sitting: Device, story: StorySession, word: str) -> None:
    sitting.press("/submit")
    story.close()
    story.release()

    assert word not in sitting.open("/receipt").text


def test_a_sitting_nobody_closed_is_closed_at_its_deadline(
    sitting: Device, story: StorySession
) -> None:
    sitting.save(written(1, 0, follows=0))
    story.clock.tick(hours=3)

    sitting.open("/test/2")

    assert sitting.path == "/receipt"
    assert sitting.heading == "Your time is up and your test is handed in"
    assert "23 November 2026, 09:37 GMT" in sitting.page.text
    assert row(story).state == "timed_out"


def test_a_void_sitting_says_so_and_nothing_of_a_receipt(
    sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.void_sittings, [story.sittings[0]], "Phone in the room")

    sitting.open("/test/1")

    assert sitting.heading == "This test has been stopped by your invigilator"
    assert "Phone" not in sitting.page.text
    assert row(story).last_digest not in sitting.page.text.replace(" ", "")


def test_an_open_test_has_no_receipt(sitting: Device) -> None:
    sitting.open("/receipt")

    assert sitting.path == "/test"


def test_finish_forgets_the_sitting_in_this_browser(sitting: Device) -> None:
    sitting.press("/submit")

    sitting.press("/leave")

    assert sitting.path == "/"
    assert sitting.open("/receipt").request.path == "/"


def test_every_page_of_a_test_stays_in_no_cache(app: Flask, sitting: Device) -> None:
    for path in ("/test/1", "/review", "/submit", "/time"):
        assert sitting.client.get(path).headers["Cache-Control"] == "no-store"
