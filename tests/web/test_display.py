"""The room display: what everybody in the room may see, without signing in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.display import display_code, in_fours
from app.services import invigilation
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, start
from tests.timetable import SECRET
from tests.web.signing import sign_in


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out, in the application's own database."""
    database: Database = app.extensions["testamur"].database
    return a_session(database, cast, clock)


def path(story: StorySession) -> str:
    """Return where the story's display is."""
    return "/display/" + in_fours(display_code(SECRET, story.session))


def shown(client: FlaskClient, story: StorySession) -> str:
    """Read the display as a person does."""
    answer = client.get(path(story))
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.text.partition("<main")[2]).split())


def test_it_shows_where_one_is_and_no_candidate(client: FlaskClient, story: StorySession) -> None:
    page = shown(client, story)

    for told in ("Sample test", "Room 4", "Centre number 00123", "Start not yet", "30 minutes"):
        assert told in page
    assert "09:00 GMT" in page
    assert "Your own finish time is on your screen." in page
    for person in story.candidates:
        assert person.family_name not in page
        assert f" {person.number} " not in page


def test_start_and_standard_finish_stand_there_once_the_test_has_started(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    clock.tick(minutes=2, seconds=30)
    story.do(invigilation.start_session)

    assert "Start 09:02 GMT Standard finish 09:32 GMT" in shown(client, story)


def test_a_stop_of_all_clocks_is_shown_and_moves_the_standard_finish(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    start(story, 0)
    clock.tick(minutes=5)
    story.do(invigilation.stop_all_clocks)
    clock.tick(minutes=10)

    stopped = shown(client, story)
    assert "All clocks are stopped since 09:05 GMT. Nobody loses time." in stopped
    assert "Standard finish later" in stopped

    story.do(invigilation.restart_clocks, "Fire bell")
    clock.tick(minutes=1)
    assert "Standard finish 09:40 GMT" in shown(client, story)
    assert "stopped" not in shown(client, story)


@pytest.mark.parametrize("ended", [invigilation.void_sittings, invigilation.finish_for])
def test_whoever_is_ended_during_a_stop_keeps_no_stop_going(
    ended: Callable[..., Any], client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    start(story, 0)
    start(story, 1)
    clock.tick(minutes=10)
    story.do(invigilation.stop_all_clocks)
    clock.tick(minutes=2)
    story.do(ended, story.sittings[:1], "Taken ill")
    clock.tick(minutes=8)
    story.do(invigilation.restart_clocks, "")

    for _ in range(3):
        clock.tick(minutes=10)
        assert "Standard finish 09:40 GMT" in shown(client, story)


def test_a_void_that_is_taken_back_late_moves_nobody_elses_finish(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    start(story, 0)
    clock.tick(minutes=10)
    story.do(invigilation.stop_all_clocks)
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")
    clock.tick(minutes=10)
    story.do(invigilation.restart_clocks, "")
    clock.tick(minutes=10)
    story.do(invigilation.reverse_void, story.sittings[0], "Somebody else", by=story.cast.cora)
    story.do(invigilation.resume, story.sittings[:1], "")

    assert "Standard finish 09:40 GMT" in shown(client, story)


def test_a_stop_before_anybody_has_begun_moves_the_standard_finish_too(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    story.do(invigilation.stop_all_clocks)
    clock.tick(minutes=5)
    story.do(invigilation.restart_clocks, "")

    assert "Standard finish 09:35 GMT" in shown(client, story)


def test_every_stop_moves_the_standard_finish(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    story.begin()
    for minutes in (10, 5):
        clock.tick(minutes=5)
        story.do(invigilation.stop_all_clocks)
        clock.tick(minutes=minutes)
        story.do(invigilation.restart_clocks, "")

    assert "Standard finish 09:45 GMT" in shown(client, story)


def test_a_display_looks_for_news_and_finds_the_time(
    client: FlaskClient, story: StorySession, clock: Clock
) -> None:
    def look() -> dict[str, Any]:
        told: dict[str, Any] = client.get(f"{path(story)}/moment").get_json()
        return told

    first = look()
    clock.tick(seconds=15)
    second = look()
    story.do(invigilation.start_session)
    third = look()

    assert second["now"] - first["now"] == 15_000
    assert first["mark"] == second["mark"] != third["mark"]
    assert set(first) == {"now", "mark"}


@pytest.mark.parametrize(
    "code", ["x", "2222-2222-2222-2222-2222", "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ", "%00", "2" * 400]
)
def test_an_address_that_was_made_up_leads_nowhere(
    code: str, client: FlaskClient, story: StorySession
) -> None:
    assert client.get(f"/display/{code}").status_code == 404
    assert client.get(f"/display/{code}/moment").status_code == 404


def test_another_secret_gives_another_address(client: FlaskClient, story: StorySession) -> None:
    forged = in_fours(display_code(b"another" * 5, story.session))

    assert client.get(f"/display/{forged}").status_code == 404
    assert forged[:12] == path(story).removeprefix("/display/")[:12]


def test_the_room_leads_to_it(app: Flask, story: StorySession) -> None:
    ivy = sign_in(app.test_client(), story.cast.ivy)

    assert ivy.get(f"/rooms/{story.session}/display").location == path(story)
    assert path(story) in ivy.get(f"/rooms/{story.session}/pack").text


def test_without_scripts_the_page_loads_itself_anew(
    client: FlaskClient, story: StorySession
) -> None:
    page = client.get(path(story)).text

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page
