"""One candidate's attempt: its states, and the moves that are allowed between them."""

from datetime import datetime
from enum import StrEnum

from app.domain.refusals import Reason, Refusal
from app.domain.timing import Phase, TimeLedger, phase_at


class SittingState(StrEnum):
    """What has been decided about a sitting. Paused and over are read from the time ledger."""

    ENTERED = "entered"
    ADMITTED = "admitted"
    STARTED = "started"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    ABSENT = "absent"
    VOID = "void"


class SessionKind(StrEnum):
    """Whether a session counts: live does; practice and rehearsal never do."""

    LIVE = "live"
    PRACTICE = "practice"
    REHEARSAL = "rehearsal"


class SessionState(StrEnum):
    """What has been decided about an exam session."""

    SCHEDULED = "scheduled"
    RELEASED = "released"  # keycodes out, papers locked
    STARTED = "started"  # the invigilator has said "start"
    CLOSED = "closed"


class ResponseState(StrEnum):
    """What a candidate's device may do now."""

    WAITING = "waiting"
    ANSWERING = "answering"
    PAUSED = "paused"
    FINISHED = "finished"


MOVES: dict[SittingState, frozenset[SittingState]] = {
    SittingState.ENTERED: frozenset(
        {SittingState.ADMITTED, SittingState.ABSENT, SittingState.VOID}
    ),
    SittingState.ADMITTED: frozenset(
        {SittingState.STARTED, SittingState.ENTERED, SittingState.ABSENT, SittingState.VOID}
    ),
    SittingState.STARTED: frozenset(
        {SittingState.SUBMITTED, SittingState.TIMED_OUT, SittingState.VOID}
    ),
    SittingState.SUBMITTED: frozenset({SittingState.VOID}),
    SittingState.TIMED_OUT: frozenset({SittingState.VOID}),
    SittingState.ABSENT: frozenset({SittingState.ADMITTED, SittingState.VOID}),
    SittingState.VOID: frozenset(),  # an officer's reversal alone leads out: `after_reversal`
}

FINISHED = frozenset({SittingState.SUBMITTED, SittingState.TIMED_OUT})

_CLOSED_REASON = {
    SittingState.ENTERED: Reason.NOT_ADMITTED,
    SittingState.ADMITTED: Reason.NOT_STARTED,
    SittingState.SUBMITTED: Reason.ALREADY_SUBMITTED,
    SittingState.TIMED_OUT: Reason.TIME_IS_UP,
    SittingState.ABSENT: Reason.NOT_ADMITTED,
    SittingState.VOID: Reason.SITTING_VOID,
}

_PHASE_REASON = {
    Phase.READY: Reason.NOT_STARTED,
    Phase.PAUSED: Reason.PAUSED,
    Phase.OVER: Reason.TIME_IS_UP,
}


def move(state: SittingState, to: SittingState) -> SittingState:
    """Return the new state; refuse a move the table does not allow."""
    if to not in MOVES[state]:
        raise Refusal(Reason.MOVE_NOT_ALLOWED, state=state, to=to)
    return to


def after_reversal(
    voided_from: SittingState, session: SessionState, *, on_paper: bool = False
) -> SittingState:
    """Return the state a sitting has again when it is no longer void.

    It is what it was while the session is open. After the close, who had not started is absent and
    who was answering is handed in as it stood; what is on paper still waits to be keyed in.
    """
    if session is not SessionState.CLOSED or voided_from in (*FINISHED, SittingState.ABSENT):
        return voided_from
    if voided_from is not SittingState.STARTED:
        return SittingState.ABSENT
    return SittingState.STARTED if on_paper else SittingState.SUBMITTED


def why_not_answer(state: SittingState, phase: Phase, *, on_paper: bool = False) -> Reason | None:
    """Say why no answer can be taken on screen now, None when one can."""
    if state is not SittingState.STARTED:
        return _CLOSED_REASON[state]
    return Reason.ON_PAPER if on_paper else _PHASE_REASON.get(phase)


def response_state(
    state: SittingState, ledger: TimeLedger, now: datetime, *, on_paper: bool = False
) -> ResponseState:
    """Say what the candidate's screen shows: waiting, answering, paused or finished."""
    if state in (SittingState.ENTERED, SittingState.ADMITTED):
        return ResponseState.WAITING
    if state is not SittingState.STARTED or on_paper:
        return ResponseState.FINISHED
    phase = phase_at(ledger, now)
    shown = {Phase.PAUSED: ResponseState.PAUSED, Phase.OVER: ResponseState.FINISHED}
    return shown.get(phase, ResponseState.ANSWERING)
