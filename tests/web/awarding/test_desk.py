"""The awarding officer's first page: what must be done now."""

from flask.testing import FlaskClient

from app.domain.sitting import SessionKind
from app.store.database import Database
from tests.cast import Cast, sample_specification
from tests.conftest import Clock
from tests.stories import StorySession, a_session, immediate
from tests.web.centre.desk import read


def test_a_closed_session_waits_for_release_until_it_is_released(
    closed: StorySession, olga: FlaskClient
) -> None:
    before = read(olga, "/awarding")
    closed.release()
    after = read(olga, "/awarding")

    assert "The results of 1 session are worked out and held." in before
    assert "00123 Northtown College 3 2 1 0 3" in before
    assert "No results are held." in after


def test_sessions_that_are_open_or_do_not_count_or_release_themselves_do_not_wait(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    a_session(database, cast, clock)
    a_session(database, cast, clock, kind=SessionKind.PRACTICE).close()
    a_session(database, cast, clock, specification=immediate()).close()

    assert "No results are held." in read(olga, "/awarding")


def test_a_specification_without_a_pass_mark_is_named(
    database: Database, cast: Cast, clock: Clock, olga: FlaskClient
) -> None:
    a_session(database, cast, clock, specification=sample_specification(None))

    assert "Papers to these are marked, not graded." in read(olga, "/awarding")


def test_nothing_is_named_when_every_pass_mark_is_set(
    closed: StorySession, olga: FlaskClient
) -> None:
    assert "Every specification has its pass mark." in read(olga, "/awarding")
