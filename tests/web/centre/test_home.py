"""The first page of a centre."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.roles import Role
from app.services import invigilation
from app.store.database import Database
from app.store.people import RoleGrantRow
from tests.cast import LONG_AGO, Cast
from tests.conftest import Clock
from tests.stories import a_session as a_story
from tests.stories import sit
from tests.timetable import LATEST_FINISH, LATEST_START, OPENS, publish_sample, schedule
from tests.web.centre.desk import centre_path, read
from tests.web.signing import sign_in


def test_the_exams_officer_of_one_centre_is_led_to_it(client: FlaskClient, cast: Cast) -> None:
    answer = sign_in(client, cast.cora).get("/centre")

    assert answer.headers["Location"] == centre_path(cast)


def test_the_exams_officer_of_two_centres_chooses(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        db.add(
            RoleGrantRow(
                person_id=cast.cora,
                role=Role.EXAMS_OFFICER,
                awarding_body_id=cast.body,
                centre_id=cast.southport,
                granted_at=LONG_AGO,
            )
        )

    page = read(sign_in(client, cast.cora), "/centre")

    assert "Northtown College , centre 00123" in page
    assert "Southport Training , centre 00456" in page


def test_sessions_of_today_come_first_then_those_of_the_next_weeks(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast)
        schedule(db, cast, version)
        later = [moment + timedelta(days=2) for moment in (OPENS, LATEST_START, LATEST_FINISH)]
        times = dict(zip(("opens_at", "latest_start_at", "latest_finish_at"), later, strict=True))
        schedule(db, cast, version, room="Library", **times)

    page = read(sign_in(client, cast.cora), centre_path(cast))

    today, _, soon = page.partition("Coming up")
    assert "Room 4, opens 09:00 GMT, latest start 10:30 GMT. 0 entered, 0 finished." in today
    assert "25 November 2026, 09:00 GMT, Library. Nobody is entered yet." in soon


def test_today_is_the_centres_day(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    clock.now = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight of 2 June there
    opens = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
    with database.begin() as db:
        hours = [opens + timedelta(hours=hour) for hour in range(3)]
        times = dict(zip(("opens_at", "latest_start_at", "latest_finish_at"), hours, strict=True))
        schedule(db, cast, publish_sample(db, cast), now=clock.now, **times)

    today, _, _ = read(sign_in(client, cast.cora), centre_path(cast)).partition("Coming up")

    assert "opens 09:00 BST" in today


def test_released_results_wait_to_be_downloaded(
    client: FlaskClient, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_story(database, cast, clock, candidates=1)
    sit(story, 0, right=5)
    story.do(invigilation.close_session)
    story.release()

    sign_in(client, cast.cora)
    page = client.get(centre_path(cast)).get_data(as_text=True)

    assert "1 of 1 released." in page
    link = f"{centre_path(cast, 'sessions', story.session)}/results"
    assert f'href="{link}"' in page
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("stranger", ["dora", "ivy", "olga", "adam"])
def test_nobody_else_finds_the_centre(client: FlaskClient, cast: Cast, stranger: str) -> None:
    sign_in(client, getattr(cast, stranger))

    assert client.get(centre_path(cast)).status_code == 404
