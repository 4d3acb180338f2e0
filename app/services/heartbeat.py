"""What a candidate's device is told every few seconds: how the sitting stands, and the time left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.admission import Step, step_at, why_not_start
from app.domain.breaks import pause_cause
from app.domain.message import Message
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import ResponseState, why_not_answer
from app.domain.timing import Cause, phase_at, time_left
from app.store.answer_log import AnswerLog
from app.store.database import Database
from app.store.glance import Glance, glance_at

_SHOWN = {
    Step.DETAILS: ResponseState.WAITING,
    Step.WAITING: ResponseState.WAITING,
    Step.ANSWERING: ResponseState.ANSWERING,
    Step.PAUSED: ResponseState.PAUSED,
    Step.FINISHED: ResponseState.FINISHED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """How a sitting stands; `refused` is why its device cannot go on now, None when it can.

    `entries` and `messages` count what its time ledger and the room have for it by now; `told` has
    the messages its device has not shown; `pause` says what its clock stands still for.
    """

    refused: Reason | None
    last_sequence: int
    state: ResponseState
    time_left: timedelta
    pause: Cause = Cause.NONE
    entries: int = 0
    messages: int = 0
    told: tuple[Message, ...] = ()


def read_heartbeat(
    database: Database,
    log: AnswerLog,
    centre: UUID,
    sitting: UUID,
    lease: str,
    now: datetime,
    heard: int | None = None,
) -> Heartbeat:
    """Return how the sitting stands. Writes nothing; a device without the lease is told so.

    `heard` is how many messages the device has shown, None to be told none.
    """
    asks = "" if heard is None else lease
    seen = glance_at(database.engine, log, centre, sitting, lease=asks, heard=heard or 0)
    if seen is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    step = step_at(seen.state, True, seen.ledger, now)
    return Heartbeat(
        refused=_refused(seen, step, lease, now),
        last_sequence=seen.last_sequence,
        state=ResponseState.FINISHED if seen.on_paper else _SHOWN[step],
        time_left=time_left(seen.ledger, now),
        pause=pause_cause(seen.ledger) if step is Step.PAUSED else Cause.NONE,
        entries=len(seen.ledger.entries),
        messages=seen.messages,
        told=() if step is Step.FINISHED else seen.told,
    )


def _refused(seen: Glance, step: Step, lease: str, now: datetime) -> Reason | None:
    if step is Step.FINISHED or seen.on_paper:
        phase = phase_at(seen.ledger, now)
        return why_not_answer(seen.state, phase, on_paper=seen.on_paper)
    if not seen.lease or seen.lease != lease:
        return Reason.LEASE_LOST
    if step is Step.WAITING:
        return why_not_start(
            seen.session,
            seen.state,
            seen.latest_start_at,
            now,
            clocks_stopped=seen.clocks_stopped,
            let_in_late=seen.let_in_late,
        )
    return why_not_answer(seen.state, phase_at(seen.ledger, now))
