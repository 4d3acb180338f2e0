"""The code of a room display, and the standard finish it shows."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.display import (
    display_code,
    in_fours,
    is_display_code,
    sessions_to_try,
    standard_finish,
)
from app.domain.keycode import normalise

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = bytes(range(32))


def at(minutes: float) -> datetime:
    """Return a moment so many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def finish(stops: list[tuple[float, float]], now: float = 600) -> float:
    """Return the finish of thirty minutes from nine, in minutes after nine."""
    stretches = [(at(begin), at(end)) for begin, end in stops]
    found = standard_finish(NINE, timedelta(minutes=30), stretches, at(now))
    return (found - NINE) / timedelta(minutes=1)


@given(st.uuids(), st.binary(min_size=32, max_size=32))
def test_a_code_leads_to_its_own_session(session: UUID, secret: bytes) -> None:
    code = normalise(in_fours(display_code(secret, session)))
    span = sessions_to_try(code)

    assert span is not None
    assert span[0] <= session <= span[1]
    assert is_display_code(code, secret, session)
    assert not is_display_code(code, b"x" * 32, session)


@given(st.text(max_size=30))
def test_what_is_no_code_is_tried_on_nothing_or_fits_nothing(text: str) -> None:
    assert sessions_to_try(text) is None or not is_display_code(text, SECRET, UUID(int=1))


def test_without_a_stop_the_finish_is_the_start_and_the_time_allowed() -> None:
    assert finish([]) == 30


def test_stops_move_the_finish_once_however_often_they_are_told() -> None:
    assert finish([(5, 15)]) == 40
    assert finish([(5, 15), (5, 15), (6, 16)]) == 41
    assert finish([(5, 15), (38, 40)]) == 42


def test_a_stop_after_the_finish_or_before_the_start_moves_nothing() -> None:
    assert finish([(31, 60)]) == 30
    assert finish([(-20, -5)]) == 30
    assert finish([(-10, 10)]) == 40


def test_a_stop_that_goes_on_counts_up_to_now() -> None:
    assert finish([(5, 600)], now=9) == 34
