"""What a candidate waits for, and which step comes next."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.admission import Arrival, Step, lateness, step_at, why_not_enter, why_not_start
from app.domain.refusals import Reason
from app.domain.sitting import SessionState, SittingState
from app.domain.timing import TimeEntry, TimeKind, TimeLedger

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BASE = TimeEntry(kind=TimeKind.BASE, at=NINE, amount=timedelta(minutes=30))
START = TimeEntry(kind=TimeKind.START, at=NINE)
PAUSE = TimeEntry(kind=TimeKind.PAUSE, at=NINE + timedelta(minutes=10))
RUNNING = TimeLedger((BASE, START))
PAUSED = TimeLedger((BASE, START, PAUSE))


@pytest.mark.parametrize(
    ("state", "confirmed", "ledger", "minutes", "step"),
    [
        (SittingState.ENTERED, False, TimeLedger((BASE,)), 0, Step.DETAILS),
        (SittingState.ENTERED, True, TimeLedger((BASE,)), 0, Step.WAITING),
        (SittingState.ADMITTED, True, TimeLedger((BASE,)), 0, Step.WAITING),
        (SittingState.ABSENT, False, TimeLedger((BASE,)), 0, Step.DETAILS),
        (SittingState.ABSENT, True, TimeLedger((BASE,)), 0, Step.WAITING),
        (SittingState.STARTED, False, RUNNING, 1, Step.DETAILS),
        (SittingState.STARTED, True, RUNNING, 29, Step.ANSWERING),
        (SittingState.STARTED, True, RUNNING, 30, Step.FINISHED),
        (SittingState.STARTED, False, RUNNING, 30, Step.FINISHED),
        (SittingState.STARTED, True, PAUSED, 60, Step.PAUSED),
        (SittingState.SUBMITTED, True, RUNNING, 1, Step.FINISHED),
        (SittingState.TIMED_OUT, False, RUNNING, 40, Step.FINISHED),
        (SittingState.VOID, True, RUNNING, 1, Step.FINISHED),
    ],
)
def test_each_state_has_one_next_step(
    state: SittingState, confirmed: bool, ledger: TimeLedger, minutes: int, step: Step
) -> None:
    assert step_at(state, confirmed, ledger, NINE + timedelta(minutes=minutes)) is step


@pytest.mark.parametrize(
    ("session", "state", "why"),
    [
        (SessionState.SCHEDULED, SittingState.ENTERED, Reason.SESSION_NOT_OPEN),
        (SessionState.RELEASED, SittingState.ENTERED, None),
        (SessionState.STARTED, SittingState.ABSENT, None),
        (SessionState.STARTED, SittingState.SUBMITTED, None),
        (SessionState.CLOSED, SittingState.ADMITTED, Reason.SESSION_CLOSED),
        (SessionState.STARTED, SittingState.VOID, Reason.SITTING_VOID),
        (SessionState.CLOSED, SittingState.VOID, Reason.SITTING_VOID),
    ],
)
def test_a_keycode_opens_a_test_only_while_the_session_is_open(
    session: SessionState, state: SittingState, why: Reason | None
) -> None:
    assert why_not_enter(session, state) is why


@pytest.mark.parametrize(
    ("session", "state", "seconds_late", "why"),
    [
        (SessionState.RELEASED, SittingState.ENTERED, 0, Reason.NOT_ADMITTED),
        (SessionState.STARTED, SittingState.ENTERED, 0, Reason.NOT_ADMITTED),
        (SessionState.STARTED, SittingState.ABSENT, 0, Reason.NOT_ADMITTED),
        (SessionState.RELEASED, SittingState.ADMITTED, 0, Reason.NOT_STARTED),
        (SessionState.STARTED, SittingState.ADMITTED, 0, None),
        (SessionState.STARTED, SittingState.ADMITTED, 1, Reason.TOO_LATE_TO_START),
        (SessionState.CLOSED, SittingState.ADMITTED, 0, Reason.SESSION_CLOSED),
    ],
)
def test_a_start_waits_for_admission_and_for_the_word_and_not_past_the_latest_start(
    session: SessionState, state: SittingState, seconds_late: int, why: Reason | None
) -> None:
    now = NINE + timedelta(seconds=seconds_late)

    assert why_not_start(session, state, NINE, now) is why


def test_who_was_let_in_late_may_start_past_the_latest_start() -> None:
    past = NINE + timedelta(hours=2)

    def why(state: SittingState, let_in_late: bool) -> Reason | None:
        return why_not_start(SessionState.STARTED, state, NINE, past, let_in_late=let_in_late)

    assert why(SittingState.ADMITTED, True) is None
    assert why(SittingState.ADMITTED, False) is Reason.TOO_LATE_TO_START
    assert why(SittingState.ENTERED, True) is Reason.NOT_ADMITTED


@pytest.mark.parametrize(
    ("test_minutes", "arrived", "what"),
    [
        (90, -1, Arrival.IN_TIME),
        (90, 0, Arrival.IN_TIME),
        (90, 1, Arrival.LATE),
        (90, 59, Arrival.LATE),
        (90, 60, Arrival.LATE),
        (90, 61, Arrival.VERY_LATE),
        (60, 60, Arrival.LATE),
        (60, 61, Arrival.VERY_LATE),
        (59, 59, Arrival.LATE),
        (59, 60, Arrival.VERY_LATE),
        (30, 29, Arrival.LATE),
        (30, 30, Arrival.LATE),
        (30, 31, Arrival.VERY_LATE),
    ],
)
def test_very_late_is_an_hour_after_the_start_or_after_the_finish_of_a_shorter_test(
    test_minutes: int, arrived: int, what: Arrival
) -> None:
    assert lateness(NINE, NINE + timedelta(minutes=arrived), test_minutes) is what


def test_nobody_is_late_for_a_test_that_has_not_started() -> None:
    assert lateness(None, NINE + timedelta(hours=3), 30) is Arrival.IN_TIME
