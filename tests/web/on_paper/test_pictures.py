"""Pictures on papers in print: for the staff of the centre, once the papers are locked."""

import pytest
from flask.testing import FlaskClient

from app.store.database import Database
from app.store.sittings import PaperRow
from tests.cast import Cast, sample_bank
from tests.conftest import Clock
from tests.pictures import illustrated, picture_file, png
from tests.stories import StorySession, a_session
from tests.web.signing import sign_in

PLAN, OTHER = picture_file(), picture_file("media/other.png", png(grey=3))


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session in which every question shows a picture."""
    return a_session(database, cast, clock, bank=illustrated(sample_bank()), pictures=[PLAN])


def address(story: StorySession, hash: str = PLAN.picture.hash) -> str:
    """Give the address of a picture on the papers of the session."""
    return f"/papers/{story.session}/media/{hash}"


@pytest.mark.parametrize("who", ["ivy", "cora"])
def test_staff_of_the_centre_see_what_is_printed(
    client: FlaskClient, cast: Cast, story: StorySession, who: str
) -> None:
    answer = sign_in(client, getattr(cast, who)).get(address(story))

    assert (answer.status_code, answer.data) == (200, PLAN.content)


@pytest.mark.parametrize("who", ["ian", "dora", "olga", "edgar"])
def test_nobody_else_does(client: FlaskClient, cast: Cast, story: StorySession, who: str) -> None:
    assert sign_in(client, getattr(cast, who)).get(address(story)).status_code == 404


def test_what_is_on_no_paper_is_not_there(
    client: FlaskClient, cast: Cast, story: StorySession
) -> None:
    ivy = sign_in(client, cast.ivy)

    assert ivy.get(address(story, OTHER.picture.hash)).status_code == 404
    assert ivy.get(address(story, "x" * 64)).status_code == 404


def test_before_the_papers_are_locked_nothing_is_there(
    client: FlaskClient, cast: Cast, story: StorySession
) -> None:
    with story.database.begin() as db:
        for paper in db.query(PaperRow):
            paper.locked_at = None

    assert sign_in(client, cast.ivy).get(address(story)).status_code == 404
