"""How long a code for one session is good."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.invigilator_code import Span, span_at
from app.domain.sitting import SessionState

OPENS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FINISH = OPENS + timedelta(hours=3)


def span(state: SessionState, closed: datetime | None = None, **after: float) -> Span:
    return span_at(state, OPENS, FINISH, closed, OPENS + timedelta(**after))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-121, Span.TOO_EARLY), (-120, Span.OPEN), (0, Span.OPEN), (179, Span.OPEN), (180, Span.OVER)],
)
def test_it_begins_two_hours_before_and_ends_unopened_at_the_latest_finish(
    minutes: int, expected: Span
) -> None:
    assert span(SessionState.SCHEDULED, minutes=minutes) is expected


@pytest.mark.parametrize("state", [SessionState.RELEASED, SessionState.STARTED])
def test_an_open_session_keeps_it_good_however_long_it_lasts(state: SessionState) -> None:
    assert span(state, hours=30) is Span.OPEN


def test_after_the_close_it_is_good_for_reading_and_then_for_nothing() -> None:
    closed = OPENS + timedelta(hours=1)

    assert span(SessionState.CLOSED, closed, hours=1, minutes=29) is Span.READING
    assert span(SessionState.CLOSED, closed, hours=1, minutes=30) is Span.OVER
