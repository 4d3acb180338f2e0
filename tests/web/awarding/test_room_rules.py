"""What the awarding body sets for its rooms: it holds at once, and for its own centres alone."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.domain.refusals import Reason
from app.services.organisations import change_room_rules
from app.store.database import Database
from app.store.organisations import AwardingBodyRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, refused
from tests.web.centre.desk import read, send


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give the body a session in which nobody has started."""
    return a_session(database, cast, clock)


def rules(story: StorySession) -> tuple[int, int]:
    """Read what holds."""
    with story.database.read() as db:
        body = db.get_one(AwardingBodyRow, story.cast.body)
        return body.extra_time_limit_minutes, body.candidates_per_invigilator


def page_of(story: StorySession) -> str:
    return f"/awarding/bodies/{story.cast.body}/rooms"


def change(client: FlaskClient, story: StorySession, minutes: Any, candidates: Any) -> Any:
    """Send the form."""
    return send(
        client,
        page_of(story),
        extra_time_limit_minutes=str(minutes),
        candidates_per_invigilator=str(candidates),
    )


def test_the_desk_says_what_holds_and_leads_to_where_it_is_changed(
    olga: FlaskClient, story: StorySession
) -> None:
    shown = read(olga, "/awarding")

    assert "at most 60 minutes of extra time, 20 candidates to one invigilator" in shown
    assert "What holds in rooms" in read(olga, page_of(story))


def test_what_is_saved_holds_from_then_on_and_is_recorded(
    olga: FlaskClient, story: StorySession
) -> None:
    answer = change(olga, story, 0, 30)

    assert (answer.status_code, answer.location) == (302, "/awarding")
    assert rules(story) == (0, 30)
    [event] = story.events("change_room_rules")
    assert event.facts == {"extra_time_limit_minutes": 0, "candidates_per_invigilator": 30}
    assert event.by_id == story.cast.olga
    assert 'value="0"' in olga.get(page_of(story)).text


@pytest.mark.parametrize(("minutes", "candidates"), [(-1, 20), (601, 20), ("", 20), (60, 0)])
def test_what_no_room_can_be_run_by_is_not_saved(
    olga: FlaskClient, story: StorySession, minutes: Any, candidates: Any
) -> None:
    answer = change(olga, story, minutes, candidates)

    assert "There is a problem" in answer.text
    assert rules(story) == (60, 20)


def test_an_officer_of_another_body_finds_nothing_here(
    otto: FlaskClient, story: StorySession
) -> None:
    assert otto.get(page_of(story)).status_code == 404
    form = {"extra_time_limit_minutes": "10", "candidates_per_invigilator": "10"}
    assert otto.post(page_of(story), data=form).status_code >= 400
    assert rules(story) == (60, 20)


def test_the_service_refuses_what_is_out_of_range(
    database: Database, cast: Cast, clock: Clock
) -> None:
    with refused(Reason.ROOM_RULES_RANGE), database.begin() as db:
        change_room_rules(db, cast.body, 601, 20, cast.olga, clock.now)
