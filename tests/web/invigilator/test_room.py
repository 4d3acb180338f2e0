"""The room: what Ivy sees and does."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, save, sit, start
from tests.web.signing import sign_in


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out, in the application's own database."""
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock)


@pytest.fixture
def ivy(app: Flask, story: StorySession) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), story.cast.ivy)


def room(client: FlaskClient, story: StorySession) -> str:
    """Read the room's page."""
    page = client.get(f"/rooms/{story.session}")
    assert page.status_code == 200
    return page.text


def do(client: FlaskClient, story: StorySession, act: str, *places: int, **more: str) -> str:
    """Tick candidates, press a button, and return the page that follows."""
    path = f"/rooms/{story.session}/candidates"
    ticked = [str(story.sittings[place]) for place in places]
    sent = {"act": act, "sitting": ticked, "identity": "known"}
    page = client.post(path, data=sent, follow_redirects=True)
    if more:
        page = client.post(f"{path}/{act}", data={"sitting": ticked, **more}, follow_redirects=True)
    assert page.status_code == 200
    return page.text


def test_ivy_sees_everybody_who_is_expected(ivy: FlaskClient, story: StorySession) -> None:
    page = room(ivy, story)

    assert "Adeyemi, Ada" in page
    assert "Beck, Ben" in page
    assert page.count("Expected") == 2


def test_ivy_sees_no_room_of_another_centre(app: Flask, story: StorySession) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    ian = sign_in(app.test_client(), story.cast.ian)

    assert ian.get(f"/rooms/{story.session}").status_code == 404
    assert ian.post(f"/rooms/{story.session}/start").status_code == 404


def test_let_in_then_start_then_answering(ivy: FlaskClient, story: StorySession) -> None:
    assert "1 candidate let in." in do(ivy, story, "admit", 0)

    ivy.post(f"/rooms/{story.session}/start")
    start(story, 0)
    save(story, 0, {1: "A", 2: "B"})

    page = room(ivy, story)
    assert "Answering" in page
    assert "2 of 5" in page
    assert "37:30" in page  # thirty minutes and a quarter more


def test_a_pause_stops_the_clock_and_resume_starts_it(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    sit(story, 0, submit=False)
    before = room(ivy, story)
    assert "36:30" in before

    do(ivy, story, "pause", 0)
    clock.tick(minutes=10)
    assert "36:30" in room(ivy, story)
    assert "Paused" in room(ivy, story)

    do(ivy, story, "resume", 0)
    clock.tick(minutes=1)
    assert "35:30" in room(ivy, story)


def test_extra_time_needs_minutes_and_a_reason(ivy: FlaskClient, story: StorySession) -> None:
    sit(story, 0, submit=False)

    refused = do(ivy, story, "extra-time", 0, minutes="", reason="")
    assert "Enter the number of minutes" in refused
    assert "Write the reason" in refused

    page = do(ivy, story, "extra-time", 0, minutes="10", reason="Fire bell")
    assert "given 10 more minutes" in page
    assert "46:30" in page


def test_extra_time_beyond_the_limit_is_refused_and_changes_nothing(
    ivy: FlaskClient, story: StorySession
) -> None:
    sit(story, 0, submit=False)
    path = f"/rooms/{story.session}/candidates/extra-time"

    page = ivy.post(
        path, data={"sitting": str(story.sittings[0]), "minutes": "61", "reason": "Too much"}
    )

    assert page.status_code == 409
    assert "at most 60 minutes" in page.text
    assert "36:30" in room(ivy, story)


def test_void_asks_first_and_says_what_will_happen(ivy: FlaskClient, story: StorySession) -> None:
    sit(story, 1, submit=False)

    asked = do(ivy, story, "void", 1)
    assert "The test of 1 candidate will stop now and earn no mark" in asked
    assert "Void" not in room(ivy, story).split("<tbody")[1].split("</tbody")[0]

    page = do(ivy, story, "void", 1, reason="Used a telephone")
    assert "made void for 1 candidate" in page


def test_nobody_ticked_changes_nothing(ivy: FlaskClient, story: StorySession) -> None:
    assert "Tick at least one candidate first" in do(ivy, story, "pause")


def test_closing_waits_for_those_who_still_have_time(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    sit(story, 0, submit=False)
    path = f"/rooms/{story.session}/close"

    assert "1 candidate still has time" in ivy.post(path).text
    assert ivy.post(path, data={"sure": "yes"}).status_code == 409

    clock.tick(hours=1)
    assert "1 candidate who did not start will be marked absent" in ivy.post(path).text
    explained = {"sure": "yes", "explain_tests": "Ben was let in and went home."}
    closed = ivy.post(path, data=explained, follow_redirects=True).text
    assert "The session is closed and marked" in closed
    assert "Absent" in closed
    assert "Time is up" in closed


def test_an_unchanged_room_costs_a_few_bytes(ivy: FlaskClient, story: StorySession) -> None:
    first = ivy.get(f"/rooms/{story.session}/live")

    again = ivy.get(
        f"/rooms/{story.session}/live", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert again.data == b""


def test_a_slip_has_the_keycode_in_groups_of_four(ivy: FlaskClient, story: StorySession) -> None:
    page = ivy.post(f"/rooms/{story.session}/slips").text
    keycode = story.keycodes[0]

    assert f"{keycode[:4]} {keycode[4:8]} {keycode[8:]}" in page


def test_times_are_shown_in_the_zone_of_the_centre(
    ivy: FlaskClient, story: StorySession, clock: Clock
) -> None:
    assert clock.now == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    assert "09:00 GMT" in room(ivy, story)


def test_a_silent_device_is_offline_and_a_word_from_it_brings_it_back(
    ivy: FlaskClient, story: StorySession, app: Flask, clock: Clock
) -> None:
    sit(story, 0, submit=False)
    clock.tick(seconds=21)
    assert "Offline" in room(ivy, story)

    app.extensions["testamur"].presence.beat(story.centre, story.sittings[0], clock.now)

    assert "Offline" not in room(ivy, story)


def test_a_candidate_who_has_just_started_is_answering_and_not_offline(
    ivy: FlaskClient, story: StorySession
) -> None:
    story.begin()
    start(story, 0)

    page = room(ivy, story)

    assert "Answering" in page
    assert "Offline" not in page
