"""Ivy in the room and Cora at the desk, with a session whose keycodes are out."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services.paper_sittings import go_on_paper
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.signing import sign_in


@pytest.fixture
def story(app: Flask, cast: Cast, clock: Clock) -> StorySession:
    """Give a session in the application's own database."""
    return a_session(app.extensions["testamur"].database, cast, clock)


@pytest.fixture
def on_paper(story: StorySession, clock: Clock) -> StorySession:
    """Let Ada go on on paper, half an hour ago."""
    story.do(go_on_paper, story.sittings[:1], "The screen went dark")
    clock.tick(minutes=30)
    return story


@pytest.fixture
def ivy(app: Flask, cast: Cast) -> Iterator[FlaskClient]:
    """Sign Ivy in; forms are sent without tokens, which the rules test elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), cast.ivy)


@pytest.fixture
def cora(app: Flask, cast: Cast) -> Iterator[FlaskClient]:
    """Sign Cora in."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield sign_in(app.test_client(), cast.cora)
