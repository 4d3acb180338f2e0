"""The details check."""

from flask import Flask

from tests.stories import StorySession
from tests.web.candidate.device import Device


def test_it_shows_who_where_what_and_how_long(ada: Device, story: StorySession) -> None:
    page = ada.enter(story.keycodes[0]).text

    for shown in ("Ada Adeyemi", "0012", "3 May 2008", "Sample test", "Northtown College, 00123"):
        assert shown in page
    assert "37 minutes 30 seconds including extra time" in page


def test_it_leaves_out_a_date_of_birth_that_is_not_known(ada: Device, story: StorySession) -> None:
    page = ada.enter(story.keycodes[1]).text

    assert "Date of birth" not in page
    assert "30 minutes" in page
    assert "extra time" not in page


def test_yes_leads_to_the_instructions(ada: Device, story: StorySession) -> None:
    ada.enter(story.keycodes[0])

    ada.press("/details", mine="yes")

    assert ada.path == "/instructions"


def test_no_tells_what_to_do_and_leaves_the_keycode_good(
    app: Flask, ada: Device, story: StorySession
) -> None:
    ada.enter(story.keycodes[0])

    ada.press("/details", mine="no")

    assert ada.heading == "Raise your hand"
    assert ada.open("/details").request.path == "/"  # signed out of the sitting
    assert Device(app).enter(story.keycodes[0]).request.path == "/details"


def test_no_page_of_the_test_is_seen_before_the_details_are_confirmed(
    ada: Device, story: StorySession
) -> None:
    story.begin()
    ada.enter(story.keycodes[0])

    for path in ("/instructions", "/test", "/test/1", "/review", "/submit", "/receipt"):
        assert ada.open(path).request.path == "/details"
    assert ada.press("/start").status_code == 409
