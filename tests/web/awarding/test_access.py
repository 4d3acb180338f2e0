"""Who may enter the awarding body's pages: its officers, and nobody else."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.store.queries.content import specification_version_for
from tests.cast import Cast
from tests.stories import StorySession
from tests.web.signing import sign_in

OPEN = ("/awarding", "/awarding/sessions", "/awarding/specifications")


def own_pages(story: StorySession) -> list[str]:
    """List the pages about one session and one specification."""
    specification = specification_of(story)
    return [
        f"/awarding/sessions/{story.session}",
        f"/awarding/sessions/{story.session}/late-answers",
        f"/awarding/sessions/{story.session}/release",
        f"/awarding/specifications/{specification}",
        f"/awarding/specifications/{specification}/pass-mark",
    ]


def specification_of(story: StorySession) -> UUID:
    """Return the specification whose version the session was given."""
    with story.database.read() as db:
        version = specification_version_for(db, story.specification_version)
    assert version is not None
    return version.specification_id


def test_the_awarding_officer_enters_every_page(closed: StorySession, olga: FlaskClient) -> None:
    answers = {path: olga.get(path).status_code for path in (*OPEN, *own_pages(closed))}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("name", ["cora", "ivy", "edgar", "adam", "dora"])
def test_nobody_with_another_role_finds_them(
    closed: StorySession, client: FlaskClient, cast: Cast, name: str
) -> None:
    sign_in(client, cast.people[name])

    answers = {path: client.get(path).status_code for path in (*OPEN, *own_pages(closed))}

    assert set(answers.values()) == {404}, answers


def test_whoever_is_not_signed_in_is_asked_to(closed: StorySession, client: FlaskClient) -> None:
    for path in (*OPEN, *own_pages(closed)):
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/sign-in" in answer.location


def test_the_officer_of_another_body_finds_neither_sessions_nor_specifications(
    closed: StorySession, otto: FlaskClient
) -> None:
    assert {otto.get(path).status_code for path in own_pages(closed)} == {404}
    for path in OPEN:
        assert "Sample test" not in otto.get(path).text
