"""Taking back that a test was made void: who may, what it says first, and what comes of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.sitting import SittingState
from app.services import invigilation
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.signing import sign_in

Reversal = Callable[[str], str]


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Ada answers and was made void by Ivy; Ben answers."""
    database: Database = app.extensions["testamur"].database
    app.config["WTF_CSRF_ENABLED"] = False
    story = a_session(database, cast, clock)
    sit(story, 0, right=3, submit=False)
    sit(story, 1, submit=False)
    story.do(invigilation.void_sittings, story.sittings[:1], "Telephone rang")
    return story


def path_for(story: StorySession, person: str, place: int = 0) -> str:
    """Give the address at which the exams officer or the awarding officer takes it back."""
    start = "/awarding" if person == "olga" else f"/centre/{story.centre}"
    return f"{start}/sessions/{story.session}/sittings/{story.sittings[place]}/reverse-void"


def person(app: Flask, story: StorySession, name: str) -> FlaskClient:
    """Sign somebody in."""
    return sign_in(app.test_client(), story.cast.people[name])


@pytest.mark.parametrize("name", ["cora", "olga"])
def test_an_officer_takes_a_void_back_once_it_is_said_what_will_happen(
    app: Flask, story: StorySession, name: str
) -> None:
    officer, path = person(app, story, name), path_for(story, name)

    asked = officer.get(path).text
    assert "Telephone rang" in asked
    assert "comes back paused, with the time that was left" in asked
    assert "Write the reason" in officer.post(path, data={"reason": " "}).text
    assert story.sitting(0).state == SittingState.VOID

    page = officer.post(path, data={"reason": "It was not hers"}, follow_redirects=True).text
    assert "The test is no longer void." in page
    assert story.sitting(0).state == SittingState.STARTED
    again = officer.post(path, data={"reason": "It was not hers"}, follow_redirects=True).text
    assert "Nothing was changed" in again


@pytest.mark.parametrize("name", ["cora", "olga"])
def test_the_page_of_the_session_leads_there(app: Flask, story: StorySession, name: str) -> None:
    session = path_for(story, name).partition("/sittings")[0]

    assert path_for(story, name) in person(app, story, name).get(session).text


def test_after_the_close_the_mark_comes_back(app: Flask, story: StorySession, clock: Clock) -> None:
    clock.tick(hours=1)
    story.close()
    officer, path = person(app, story, "olga"), path_for(story, "olga")
    assert "is marked anew" in officer.get(path).text

    officer.post(path, data={"reason": "Not hers"})

    session = officer.get(path.partition("/sittings")[0]).text
    assert "3 of 5" in session
    assert "Made void" not in session


def test_who_made_it_void_does_not_take_it_back(app: Flask, story: StorySession) -> None:
    story.do(invigilation.void_sittings, story.sittings[1:], "Talking", by=story.cast.cora)

    page = person(app, story, "cora").post(path_for(story, "cora", 1), data={"reason": "Sorry"})

    assert page.status_code == 409
    assert story.sitting(1).state == SittingState.VOID


def test_a_released_void_stays_and_it_is_said_what_to_do(
    app: Flask, story: StorySession, clock: Clock
) -> None:
    clock.tick(hours=1)
    story.close()
    story.release()

    page = person(app, story, "cora").post(path_for(story, "cora"), data={"reason": "Not hers"})

    assert page.status_code == 409
    assert "tell the awarding body in writing" in page.text


@pytest.mark.parametrize("name", ["dora", "ivy", "edgar"])
def test_nobody_else_finds_the_page(app: Flask, story: StorySession, name: str) -> None:
    assert person(app, story, name).get(path_for(story, "cora")).status_code == 404
