"""From the door to the first question: what a candidate waits for, and which step comes next."""

from datetime import datetime, timedelta
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


class Identity(StrEnum):
    """By what a candidate was known at the door."""

    PHOTO_DOCUMENT = "photo_document"  # passport, driving licence, identity card
    KNOWN = "known"  # to the invigilator, or to a member of staff who was fetched
    CENTRE_CARD = "centre_card"  # the centre's own card, with a photograph
    OTHER = "other"  # with a note of what it was


class Arrival(StrEnum):
    """When a candidate came, against the start of the test."""

    IN_TIME = "in_time"
    LATE = "late"
    VERY_LATE = "very_late"  # the awarding body has to be told and decides


VERY_LATE_AFTER = timedelta(hours=1)

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


def lateness(started_at: datetime | None, arrived_at: datetime, minutes: int) -> Arrival:
    """Say whether an arrival is late for a test of `minutes` that was started in the room then.

    Very late is more than an hour after the start or, for a test of under an hour, after its finish
    (JCQ, Instructions for conducting examinations, "Candidates who arrive very late"). Nobody is
    late before the start, nor at the very moment of it.
    """
    if started_at is None or arrived_at <= started_at:
        return Arrival.IN_TIME
    limit = min(VERY_LATE_AFTER, timedelta(minutes=minutes))
    return Arrival.VERY_LATE if arrived_at > started_at + limit else Arrival.LATE


def why_not_start(
    session: SessionState,
    state: SittingState,
    latest_start_at: datetime,
    now: datetime,
    *,
    clocks_stopped: bool = False,
    let_in_late: bool = False,
) -> Reason | None:
    """Say what a candidate who wants to start still waits for, None when nothing is in the way.

    The latest start itself is still in time, and past it whoever was let in late with a reason.
    """
    if session is SessionState.CLOSED:
        return Reason.SESSION_CLOSED
    if now > latest_start_at and not let_in_late:
        return Reason.TOO_LATE_TO_START
    if clocks_stopped:
        return Reason.CLOCKS_STOPPED
    if state is not SittingState.ADMITTED:
        return Reason.NOT_ADMITTED
    return None if session is SessionState.STARTED else Reason.NOT_STARTED
