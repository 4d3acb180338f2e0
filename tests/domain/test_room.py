"""The room's lines: what a ledger comes to, and which marks stand beside a state."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.room import (
    Connection,
    Mark,
    RoomClock,
    RoomLine,
    Seen,
    SittingFacts,
    first_change,
    room_clock,
    room_line,
)
from app.domain.sitting import SittingState
from app.domain.timing import Cause, Phase, TimeEntry, TimeKind, TimeLedger, phase_at, time_left
from app.domain.watching import Choice, SortBy, read_choice

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SILENT = timedelta(seconds=20)


def entry(kind: TimeKind, minutes: float, **more: Any) -> TimeEntry:
    """Make an entry so many minutes after nine."""
    return TimeEntry(kind=kind, at=NINE + timedelta(minutes=minutes), **more)


def line_of(ledger: TimeLedger, now: datetime, **facts: Any) -> RoomLine:
    """Give the line of a sitting under way whose device has just been heard from."""
    known = SittingFacts(
        session=UUID(int=1),
        sitting=UUID(int=2),
        candidate_number="0012",
        family_name="Adeyemi",
        given_names="Ada",
        seat="A1",
        state=SittingState.STARTED,
        entries=len(ledger.entries),
        answered=1,
        has_device=True,
        leased_at=None,
        confirmed_at=NINE,
        last_answer_at=None,
        finished_at=None,
        on_paper=False,
        left_at=None,
        left_alone=False,
        is_late=False,
        waived=False,
        seen_at=now,
        heard_entries=len(ledger.entries),
        clock=room_clock(ledger),
    )
    return room_line(known._replace(**facts), now, SILENT)


MOVES = st.lists(
    st.tuples(
        st.sampled_from([TimeKind.PAUSE, TimeKind.RESUME, TimeKind.GRANTED]),
        st.integers(0, 600),
    ),
    max_size=8,
)


@given(moves=MOVES, later=st.integers(0, 7200))
def test_a_line_tells_the_same_time_as_the_ledger(
    moves: list[tuple[TimeKind, int]], later: int
) -> None:
    entries, at = [entry(TimeKind.BASE, 0, amount=timedelta(minutes=30))], NINE
    entries.append(TimeEntry(kind=TimeKind.START, at=at))
    for kind, seconds in moves:
        at += timedelta(seconds=seconds)
        amount = timedelta(minutes=5) if kind is TimeKind.GRANTED else timedelta(0)
        entries.append(TimeEntry(kind=kind, at=at, amount=amount))
    ledger, now = TimeLedger(tuple(entries)), at + timedelta(seconds=later)

    line, phase = line_of(ledger, now), phase_at(ledger, now)

    assert line.left == time_left(ledger, now)
    assert (line.seen is Seen.TIME_UP) == (phase is Phase.OVER)
    assert (line.seen is Seen.PAUSED) == (phase is Phase.PAUSED)
    assert line.until is None or line.until == now + line.left


def started(*more: TimeEntry) -> TimeLedger:
    """Give a ledger of thirty minutes that began at nine."""
    base = entry(TimeKind.BASE, 0, amount=timedelta(minutes=30))
    return TimeLedger((base, entry(TimeKind.START, 0), *more))


def test_a_version_stands_while_time_goes_by_and_changes_with_what_is_shown() -> None:
    ledger = started()
    first = line_of(ledger, NINE)

    assert line_of(ledger, NINE + timedelta(minutes=5)).version == first.version
    for change in ({"answered": 2}, {"seat": "A2"}, {"family_name": "Ade"}, {"incidents": 1}):
        assert line_of(ledger, NINE, **change).version != first.version
    over = line_of(ledger, NINE + timedelta(minutes=30))
    assert over.version != first.version
    assert first.next_at == NINE + timedelta(minutes=30)
    assert first_change([first, over], NINE) == first.next_at


def test_a_break_that_has_used_all_its_time_says_so_from_that_moment() -> None:
    ledger = started(entry(TimeKind.PAUSE, 5, cause=Cause.REST_BREAK))
    pool = timedelta(minutes=10)

    before = line_of(ledger, NINE + timedelta(minutes=14), break_pool=pool)
    after = line_of(ledger, NINE + timedelta(minutes=15), break_pool=pool)

    assert (before.seen, before.marks) == (Seen.REST_BREAK, ())
    assert before.next_at == NINE + timedelta(minutes=15)
    assert after.marks == (Mark.BREAK_USED_UP,)
    assert after.calls
    assert not before.calls


@pytest.mark.parametrize(
    ("facts", "seen", "connection"),
    [
        ({}, Seen.ANSWERING, Connection.HEARD),
        ({"seen_at": NINE - timedelta(seconds=40)}, Seen.OFFLINE, Connection.SILENT),
        ({"has_device": False}, Seen.OFFLINE, Connection.FREE),
        ({"on_paper": True}, Seen.ON_PAPER, Connection.NONE),
        ({"state": SittingState.SUBMITTED}, Seen.FINISHED, Connection.NONE),
        ({"state": SittingState.ENTERED}, Seen.WAITING, Connection.HEARD),
        (
            {"state": SittingState.ENTERED, "wrong_details_at": NINE + timedelta(seconds=1)},
            Seen.WRONG_DETAILS,
            Connection.HEARD,
        ),
        (
            {"state": SittingState.ENTERED, "confirmed_at": None, "has_device": False},
            Seen.EXPECTED,
            Connection.NONE,
        ),
    ],
)
def test_state_and_connection_follow_from_the_facts(
    facts: dict[str, Any], seen: Seen, connection: Connection
) -> None:
    known = {"clock": RoomClock(ends_at=NINE + timedelta(hours=1))} | facts

    line = line_of(started(), NINE, **known)

    assert (line.seen, line.connection) == (seen, connection)


@pytest.mark.parametrize(
    ("asked", "choice"),
    [
        (("", "", ""), Choice()),
        (("offline", "  Ada   A ", "-left"), Choice("offline", "Ada A", SortBy.LEFT, True)),
        (("late", "x" * 200, "name"), Choice("late", "x" * 80, SortBy.NAME)),
        (("' OR 1=1", "", "--left"), Choice()),
    ],
)
def test_an_address_that_means_nothing_shows_everybody(
    asked: tuple[str, str, str], choice: Choice
) -> None:
    assert read_choice(*asked) == choice
