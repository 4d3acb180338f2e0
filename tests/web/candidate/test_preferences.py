"""How the test looks, chosen by the candidate on a page or by its script."""

import re
from typing import Any

import pytest
from flask import Flask

from app.domain.preferences import Preferences
from app.services import invigilation
from app.services.preferences import read_preferences
from app.store.queries.sittings import candidate_of_sitting
from tests.stories import StorySession
from tests.web.candidate.device import Device

CHOSEN = {"text_size": "150", "scheme": "cream", "font": "plain", "layout": "one"}
CLASSES = "app-scheme--cream app-text--150 app-font--plain"


def kept(story: StorySession, place: int = 0) -> Preferences:
    """Read what is kept for a candidate."""
    with story.database.read() as db:
        candidate = candidate_of_sitting(db, story.centre, story.sittings[place])
        return read_preferences(db, story.centre, candidate)


def html_classes(device: Device) -> str:
    """Read the classes of <html> on the page shown."""
    found = re.search(r'<html[^>]* class="govuk-template ?([^"]*)"', device.page.text)
    assert found is not None
    return found[1]


def choose(device: Device, story: StorySession, *, place: int = 0, **other: Any) -> None:
    """Send the form of the page."""
    sitting = story.sittings[place].hex
    device.press("/preferences", **CHOSEN | {"sitting": sitting, "back": "1"} | other)


def script(device: Device, body: object) -> tuple[int, object]:
    """Send what the page's script sends; return status and reply."""
    answer = device.client.post("/preferences", json=body, headers={"X-CSRFToken": device.token})
    return answer.status_code, answer.json if answer.is_json else None


def test_it_is_chosen_without_a_script_and_leads_back_to_the_question(
    sitting: Device, story: StorySession
) -> None:
    sitting.open("/test/2")
    link = re.search(r'id="display-open" href="([^"]+)"', sitting.page.text)
    assert link is not None

    page = sitting.open(link[1]).text
    assert "the clock goes on while this page is open" in page
    assert 'name="back" type="hidden" value="2"' in page
    choose(sitting, story, back="2", eliminator="y")

    assert sitting.path == "/test/2"
    assert html_classes(sitting) == f"app-test {CLASSES}"
    assert kept(story) == Preferences.checked(
        {"text_size": 150, "scheme": "cream", "font": "plain", "eliminator": True}
    )


def test_the_form_shows_what_is_chosen(sitting: Device, story: StorySession) -> None:
    choose(sitting, story, ruler="y")

    page = sitting.open("/preferences").text

    checked = re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)" checked', page)
    assert dict(checked) == CHOSEN | {"ruler": "y"}


def test_a_time_that_is_hidden_stays_hidden_from_page_to_page(
    sitting: Device, story: StorySession
) -> None:
    choose(sitting, story, time_hidden="y")

    for path in ("/test/1", "/test/2", "/review", "/submit"):
        assert 'class="app-status__clock app-status__clock--hidden"' in sitting.open(path).text


def test_it_can_be_chosen_before_the_start_and_every_page_has_it(
    ada: Device, story: StorySession
) -> None:
    ada.enter(story.keycodes[0])
    assert 'href="/preferences"' in ada.page.text  # on the page of details
    assert "clock" not in ada.open("/preferences").text

    choose(ada, story, back="details")

    assert (ada.path, html_classes(ada)) == ("/details", CLASSES)
    ada.press("/details", mine="yes")
    assert (ada.path, html_classes(ada)) == ("/instructions", CLASSES)
    story.begin()
    ada.press("/start")
    for path in ("/test/1", "/review", "/submit"):
        ada.open(path)
        assert html_classes(ada) == f"app-test {CLASSES}", path
    ada.press("/submit")
    assert (ada.path, html_classes(ada)) == ("/receipt", CLASSES)


@pytest.mark.parametrize(
    ("back", "path"),
    [
        ("review", "/review"),
        ("confirm", "/submit"),
        ("3", "/test/3"),
        ("https://example.org", "/test"),
        ("submit", "/test"),
        ("99999", "/test"),
    ],
)
def test_it_leads_back_to_pages_of_the_test_and_nowhere_else(
    sitting: Device, story: StorySession, back: str, path: str
) -> None:
    answer = sitting.client.post(
        "/preferences",
        data=CHOSEN | {"csrf_token": sitting.token, "sitting": story.sittings[0].hex, "back": back},
    )

    assert (answer.status_code, answer.location) == (303, path)


def test_a_script_saves_it_in_the_background(sitting: Device, story: StorySession) -> None:
    body = {"sitting": story.sittings[0].hex, "settings": {"scheme": "dark", "keys": True}}

    assert script(sitting, body) == (204, None)

    assert kept(story).settings == {"scheme": "dark", "keys": True}


@pytest.mark.parametrize(
    "sent",
    [{"scheme": "mauve"}, {"text_size": 999}, {"text_size": "150"}, {"mark": 5}, [], None, "cream"],
)
def test_what_is_not_offered_is_refused_and_nothing_is_kept(
    sitting: Device, story: StorySession, sent: object
) -> None:
    status, reply = script(sitting, {"sitting": story.sittings[0].hex, "settings": sent})

    assert status == 422
    assert isinstance(reply, dict) and reply["refused"] == "unknown_preference"
    assert kept(story).settings == {}


@pytest.mark.parametrize(
    "wrong", [{"scheme": "mauve"}, {"text_size": "110"}, {"text_size": "big"}, {"font": ""}]
)
def test_a_form_that_was_tampered_with_is_refused(
    sitting: Device, story: StorySession, wrong: dict[str, Any]
) -> None:
    choose(sitting, story, **wrong)

    assert sitting.page.status_code == 422
    assert kept(story).settings == {}


def test_a_page_of_another_candidate_left_open_changes_nothing_of_mine(
    sitting: Device, story: StorySession
) -> None:
    theirs = story.sittings[1].hex

    status, reply = script(sitting, {"sitting": theirs, "settings": {"scheme": "dark"}})
    choose(sitting, story, place=1)

    assert status == 409 and isinstance(reply, dict) and reply["refused"] == "lease_lost"
    assert sitting.page.status_code == 409
    assert (kept(story, 0).settings, kept(story, 1).settings) == ({}, {})


def test_a_device_that_lost_its_lease_is_refused(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.allow_reentry, story.sittings[:1])
    Device(app).enter(story.keycodes[0])

    status, reply = script(
        sitting, {"sitting": story.sittings[0].hex, "settings": {"scheme": "dark"}}
    )

    assert status == 409 and isinstance(reply, dict) and reply["refused"] == "lease_lost"


def test_it_is_the_same_on_another_computer(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    choose(sitting, story)
    story.do(invigilation.allow_reentry, story.sittings[:1])
    other = Device(app)

    other.enter(story.keycodes[0])

    assert (other.path, html_classes(other)) == ("/details", CLASSES)


def test_nobody_changes_it_without_a_pass(ada: Device, story: StorySession) -> None:
    choose(ada, story)

    assert ada.path == "/"
    assert kept(story).settings == {}
