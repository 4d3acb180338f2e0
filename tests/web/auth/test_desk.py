"""The first page of staff."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.domain.roles import Grant, Role
from app.services import people, scheduling
from app.services.publishing import publish_bank, publish_specification
from app.store.database import Database
from tests.cast import Cast, sample_bank, sample_specification
from tests.conftest import Clock
from tests.stories import a_session
from tests.web.signing import sign_in


def text_of(client: FlaskClient, path: str = "/desk") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def publish(db: Session, cast: Cast, now: datetime, pass_mark: int | None = 3) -> UUID:
    publish_bank(db, cast.body, sample_bank(), cast.edgar, cast.esme, now)
    return publish_specification(
        db, cast.body, sample_specification(pass_mark), cast.edgar, now, approved_by=cast.esme
    )


def schedule(db: Session, cast: Cast, version: UUID, opens: datetime, now: datetime) -> UUID:
    return scheduling.schedule_session(
        db,
        cast.northtown,
        version,
        "Room 7",
        opens,
        opens + timedelta(hours=1),
        opens + timedelta(hours=3),
        [cast.ivy],
        cast.cora,
        now,
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ivy", "You are not named for a session today."),
        ("cora", "No session is timetabled"),
        ("edgar", "No item waits for your approval."),
        ("olga", "No results wait for release"),
        ("adam", "people who have not chosen a password yet"),
    ],
)
def test_each_role_is_told_what_waits_or_that_nothing_does(
    client: FlaskClient, cast: Cast, who: str, said: str
) -> None:
    sign_in(client, getattr(cast, who))

    assert said in text_of(client)


def test_an_invigilator_sees_todays_session_and_not_tomorrows(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        version = publish(db, cast, clock.now)
        schedule(db, cast, version, clock.now + timedelta(hours=2), clock.now)
        schedule(db, cast, version, clock.now + timedelta(days=1), clock.now)

    page = text_of(sign_in(client, cast.ivy))

    assert "23 November 2026, 11:00 GMT" in page
    assert "24 November 2026" not in page
    assert "Room 7" in page


def test_an_exams_officer_sees_the_sessions_to_come_of_no_other_centre(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        version = publish(db, cast, clock.now)
        schedule(db, cast, version, clock.now + timedelta(days=1), clock.now)

    page = text_of(sign_in(client, cast.cora))
    assert "24 November 2026, 09:00 GMT" in page
    assert '<a class="govuk-link" href="/centre">session to come</a>' in page
    assert "24 November 2026" not in text_of(sign_in(client, cast.dora))


def test_an_awarding_officer_sees_what_lacks_a_pass_mark_and_what_waits_for_release(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    a_session(database, cast, clock, specification=sample_specification(None)).close()

    page = text_of(sign_in(client, cast.olga))

    waiting = "closed session whose results wait for you"
    assert f'<a class="govuk-link" href="/awarding/sessions">{waiting}</a>' in page
    unset = "specification without a pass mark"
    assert f'<a class="govuk-link" href="/awarding/specifications">{unset}</a>' in page


def test_a_person_with_two_roles_gets_a_card_for_each(
    client: FlaskClient, cast: Cast, database: Database, clock: Clock
) -> None:
    with database.begin() as db:
        people.give_role(db, cast.ivy, Grant(Role.EXAMINER, cast.body), cast.olga, clock.now)

    page = text_of(sign_in(client, cast.ivy))

    assert "In the room" in page
    assert "No item waits for your approval." in page


def test_the_navigation_offers_only_what_the_role_may_open(
    client: FlaskClient, app: Flask, cast: Cast
) -> None:
    for who in ("ivy", "cora", "edgar", "olga", "adam"):
        sign_in(client, getattr(cast, who))
        page = client.get("/desk").get_data(as_text=True)
        for path in ("/rooms", "/centre", "/banks", "/awarding", "/admin/people", "/admin"):
            if f'class="govuk-service-navigation__link" href="{path}"' in page:
                answer = client.get(path, follow_redirects=True)
                assert answer.status_code == 200, (who, path)


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, cast: Cast) -> None:
    assert client.get("/desk").location == "/sign-in?next=/desk"
