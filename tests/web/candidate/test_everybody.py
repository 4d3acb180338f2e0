"""Every page of a candidate for everybody: no barrier in any colours, at any width, at any size."""

from collections.abc import Callable
from typing import Any

import pytest

from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.candidate.walks import WALKS, Walk, hard_bank
from tests.web.everybody import barriers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose questions have tables, code, long words and several right answers."""
    return a_session(database, cast, clock, bank=hard_bank())


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_has_a_barrier_in_any_scheme_at_any_width_or_size(
    window: Any, story: StorySession, walk: Callable[..., Walk]
) -> None:
    found = [fault for page in walk(window, story) for fault in barriers(page)]

    assert found == []
