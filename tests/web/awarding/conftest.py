"""What tests of the awarding body's pages begin with."""

import pytest
from flask.testing import FlaskClient

from app.domain.roles import Role
from app.store.database import Database
from app.store.organisations import AwardingBodyRow
from app.store.people import PersonRow, RoleGrantRow
from tests.cast import LONG_AGO, Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit
from tests.web.signing import sign_in


@pytest.fixture
def closed(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has four of five marks, Ben nought, C. Cole was absent; the session is closed."""
    story = a_session(database, cast, clock, candidates=3)
    sit(story, 0, right=4)
    sit(story, 1, right=0)
    story.close()
    return story


@pytest.fixture
def olga(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign in Olga, the awarding body's officer."""
    return sign_in(client, cast.olga)


@pytest.fixture
def otto(client: FlaskClient, database: Database) -> FlaskClient:
    """Sign in Otto, who is an officer of another awarding body."""
    with database.begin() as db:
        body = AwardingBodyRow(name="Other Awarding Body")
        person = PersonRow(name="Otto", email="otto@example.org", created_at=LONG_AGO)
        db.add_all([body, person])
        db.flush()
        grant = {"role": Role.AWARDING_OFFICER, "awarding_body_id": body.id}
        db.add(RoleGrantRow(person_id=person.id, granted_at=LONG_AGO, **grant))
    return sign_in(client, person.id)
