"""How long a candidate has, and when it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.timing import (
    Phase,
    TimeEntry,
    TimeKind,
    TimeLedger,
    allowance,
    deadline,
    paused_time,
    phase_at,
    time_left,
)

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def at(clock: str) -> datetime:
    """Read a time of day on the day of the test."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return START.replace(hour=hours, minute=minutes, second=seconds)


def ledger(minutes: int = 60, percent: int = 0, *more: TimeEntry) -> TimeLedger:
    """Give the ledger of a sitting started at half past nine."""
    entries = (
        TimeEntry(kind=TimeKind.BASE, at=START, amount=timedelta(minutes=minutes)),
        TimeEntry(kind=TimeKind.PERCENT, at=START, percent=percent),
        TimeEntry(kind=TimeKind.START, at=START),
        *more,
    )
    return TimeLedger(entries)


def entry(kind: TimeKind, clock: str, minutes: int = 0) -> TimeEntry:
    return TimeEntry(kind=kind, at=at(clock), amount=timedelta(minutes=minutes))


def test_75_minutes_and_25_percent_are_93_minutes_45_seconds() -> None:
    assert allowance(ledger(75, 25)) == timedelta(minutes=93, seconds=45)


@pytest.mark.parametrize(
    ("percent", "moment", "phase"),
    [
        (0, "09:30:00", Phase.RUNNING),
        (0, "10:29:59", Phase.RUNNING),
        (0, "10:30:00", Phase.OVER),
        (25, "10:44:59", Phase.RUNNING),
        (25, "10:45:00", Phase.OVER),
        (100, "11:29:59", Phase.RUNNING),
        (100, "11:30:00", Phase.OVER),
    ],
)
def test_the_phase_of_an_hour_started_at_half_past_nine(
    percent: int, moment: str, phase: Phase
) -> None:
    assert phase_at(ledger(60, percent), at(moment)) is phase


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("09:44:59", Phase.RUNNING),
        ("09:45:00", Phase.PAUSED),
        ("09:59:59", Phase.PAUSED),
        ("10:00:00", Phase.RUNNING),
        ("10:44:59", Phase.RUNNING),
        ("10:45:00", Phase.OVER),
    ],
)
def test_a_pause_of_a_quarter_of_an_hour_moves_the_end_by_as_much(
    moment: str, phase: Phase
) -> None:
    entries = [entry(TimeKind.PAUSE, "09:45:00"), entry(TimeKind.RESUME, "10:00:00")]
    known = [e for e in entries if e.at <= at(moment)]

    assert phase_at(ledger(60, 0, *known), at(moment)) is phase


def test_a_sitting_whose_time_ran_out_before_the_pause_stays_over() -> None:
    paused = ledger(60, 0, entry(TimeKind.PAUSE, "10:30:01"))

    assert phase_at(paused, at("10:40:00")) is Phase.OVER


def test_pausing_twice_counts_once() -> None:
    paused = ledger(
        60,
        0,
        entry(TimeKind.PAUSE, "09:40:00"),
        entry(TimeKind.PAUSE, "09:42:00"),
        entry(TimeKind.RESUME, "09:45:00"),
    )

    assert paused_time(paused, at("10:00:00")) == timedelta(minutes=5)


def test_time_given_for_an_incident_is_added_as_it_is_and_not_raised_by_the_percentage() -> None:
    given_time = ledger(60, 50, entry(TimeKind.GRANTED, "10:00:00", 10))

    assert allowance(given_time) == timedelta(minutes=100)


def test_before_the_start_all_the_time_is_left_and_there_is_no_deadline() -> None:
    waiting = TimeLedger((TimeEntry(kind=TimeKind.BASE, at=START, amount=timedelta(hours=1)),))

    assert phase_at(waiting, START) is Phase.READY
    assert time_left(waiting, START + timedelta(days=1)) == timedelta(hours=1)
    assert deadline(waiting, START) is None


def test_a_change_of_the_hour_changes_nothing() -> None:
    night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # clocks go back at 01:00 UTC
    started = TimeLedger(
        (
            TimeEntry(kind=TimeKind.BASE, at=night, amount=timedelta(minutes=60)),
            TimeEntry(kind=TimeKind.START, at=night),
        )
    )

    assert time_left(started, night + timedelta(minutes=45)) == timedelta(minutes=15)


moments = st.lists(st.integers(1, 7200), min_size=1, max_size=12, unique=True).map(sorted)


@given(seconds=moments, minutes=st.integers(1, 200), percent=st.integers(0, 100))
def test_working_time_and_pauses_add_up_to_the_time_that_passed(
    seconds: list[int], minutes: int, percent: int
) -> None:
    kinds = (TimeKind.PAUSE, TimeKind.RESUME)
    pauses = [
        TimeEntry(kind=kinds[place % 2], at=START + timedelta(seconds=second))
        for place, second in enumerate(seconds)
    ]
    kept = ledger(minutes, percent, *pauses)
    now = START + timedelta(seconds=7200)

    used = now - START - paused_time(kept, now)

    assert time_left(kept, now) == max(timedelta(0), allowance(kept) - used)
    end = deadline(kept, now)
    assert end is not None
    assert (end > now) == (time_left(kept, now) > timedelta(0))
