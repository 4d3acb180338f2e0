"""The centre's slips with result codes, for candidates who lost theirs."""

import pytest
from flask.testing import FlaskClient

from app.domain.keycode import grouped, result_code_for
from app.domain.sitting import SessionKind
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.timetable import SECRET
from tests.web.centre import desk
from tests.web.centre.desk import centre_path, read
from tests.web.signing import sign_in


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign in Cora, who runs the exams at Northtown."""
    return sign_in(client, cast.cora)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


def path(story: StorySession) -> str:
    """Return the path of a session's result codes."""
    return centre_path(story.cast, "sessions", story.session, "result-codes")


def code(story: StorySession, place: int) -> str:
    """Return a candidate's result code."""
    return grouped(result_code_for(SECRET, str(story.sittings[place])))


def test_each_candidate_has_a_slip_with_code_and_address(
    cora: FlaskClient, story: StorySession
) -> None:
    page = read(cora, path(story))

    ada, _, ben = page.partition("Ben Beck")
    assert f"Address http://localhost/results Result code {code(story, 0)}" in ada
    assert code(story, 1) not in page
    assert "no date of birth is recorded for this candidate" in ben


def test_the_results_page_leads_there_before_and_after_release(
    cora: FlaskClient, story: StorySession
) -> None:
    results = centre_path(story.cast, "sessions", story.session, "results")
    assert path(story) in cora.get(results).text
    story.begin()
    story.close()
    story.release()

    assert path(story) in cora.get(results).text
    assert code(story, 0) in read(cora, path(story))


def test_before_keycodes_are_out_there_are_none(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = desk.a_session(database, cast)

    page = read(cora, centre_path(cast, "sessions", session, "result-codes"))

    assert "There are no result codes yet" in page


def test_a_session_that_does_not_count_has_none(
    cora: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.PRACTICE)

    assert "there are no results to see and no codes" in read(cora, path(story))


def test_another_centres_codes_are_not_there(
    client: FlaskClient, story: StorySession, cast: Cast
) -> None:
    sign_in(client, cast.dora)

    assert client.get(path(story)).status_code == 404
