"""From the door to the first question: what a candidate waits for, and which step comes next."""

from datetime import datetime
from enum import StrEnum

from app.domain.refusals import Reason
from app.domain.sitting import ResponseState, SessionState, SittingState, response_state
from app.domain.timing import TimeLedger


class Step(StrEnum):
    """Where a candidate is on the way from the keycode to the receipt."""

    DETAILS = "details"
    WAITING = "waiting"
    ANSWERING = "answering"
    PAUSED = "paused"
    FINISHED = "finished"


_STEPS = {
    ResponseState.WAITING: Step.WAITING,
    ResponseState.ANSWERING: Step.ANSWERING,
    ResponseState.PAUSED: Step.PAUSED,
    ResponseState.FINISHED: Step.FINISHED,
}


def step_at(state: SittingState, confirmed: bool, ledger: TimeLedger, now: datetime) -> Step:
    """Say which step comes next. Details are confirmed first on every device, whatever the clock."""
    step = _STEPS[response_state(state, ledger, now)]
    if step is Step.FINISHED and state is not SittingState.ABSENT:
        return step
    if not confirmed:
        return Step.DETAILS
    return Step.WAITING if state is SittingState.ABSENT else step


def why_not_enter(session: SessionState, state: SittingState) -> Reason | None:
    """Say why a keycode opens no test now, None when it does."""
    if state is SittingState.VOID:
        return Reason.SITTING_VOID
    if session is SessionState.SCHEDULED:
        return Reason.SESSION_NOT_OPEN
    return Reason.SESSION_CLOSED if session is SessionState.CLOSED else None


def why_not_start(
    session: SessionState, state: SittingState, latest_start_at: datetime, now: datetime
) -> Reason | None:
    """Say what a candidate who wants to start still waits for, None when nothing is in the way.

    The latest start itself is still in time.
    """
    if session is SessionState.CLOSED:
        return Reason.SESSION_CLOSED
    if now > latest_start_at:
        return Reason.TOO_LATE_TO_START
    if state is not SittingState.ADMITTED:
        return Reason.NOT_ADMITTED
    return None if session is SessionState.STARTED else Reason.NOT_STARTED
