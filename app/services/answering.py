"""Save answers: the one use case that commits for itself, because "saved" must mean durable.

The writer runs the save in its group, deadline check included, commits, and then lets the view
answer (docs/decisions/0003).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.answering import LATE, Answer, Standing, chosen_letters, take_answer
from app.domain.breaks import pause_cause
from app.domain.message import Message
from app.domain.refusals import Reason, Refusal
from app.domain.response import letters
from app.domain.sitting import ResponseState, SittingState, response_state
from app.domain.timing import Cause, Phase, phase_at, time_left
from app.services.device_keys import device_mark
from app.store.answer_log import AnswerLog, OpenLog
from app.store.database import Database
from app.store.glance import glance_at
from app.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Receipt:
    """That one answer is durably kept: its place in the log and the log's digest after it."""

    client_id: str
    sequence: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of a save. `refused` is why the rest was not taken, None when all were."""

    receipts: tuple[Receipt, ...]
    refused: Reason | None
    kept_apart: tuple[str, ...]  # client ids of what was kept as a late response
    last_sequence: int
    state: ResponseState
    time_left: timedelta
    overdue: bool = False  # time ran out and the sitting is still to be closed
    pause: Cause = Cause.NONE  # what the clock stands still for
    entries: int = 0  # in the time ledger
    messages: int = 0  # sent by the room for this sitting
    told: tuple[Message, ...] = ()  # a save brings none: the next heartbeat does


def save_answers(
    writer: Writer,
    log: AnswerLog,
    centre: UUID,
    sitting: UUID,
    answers: Sequence[Answer],
    now: datetime,
) -> Saved:
    """Append answers to the sitting's log, in order, stopping at the first that is refused.

    A write repeated with the same client id is answered as before. What comes after the close is
    kept as a late response and refused. Raises Refusal for a position or option the paper lacks;
    returns every other refusal in `refused`, for the device must be told the truth beside it.
    """

    def job(cursor: Any) -> Saved:
        open_log = log.standing(cursor, centre, sitting)
        if open_log is None:
            raise Refusal(Reason.KEYCODE_UNKNOWN)
        return _save(open_log, answers, now)

    result: Saved = writer.run(job, order=sitting.bytes)
    return result


def deliver_leftovers(
    database: Database,
    log: AnswerLog,
    centre: UUID,
    sitting: UUID,
    answers: Sequence[Answer],
    now: datetime,
) -> tuple[str, ...]:
    """Save what a computer still held, and return the client ids of what it need not hold longer.

    The lease of each answer is the mark of the device that made it. One whose device still has the
    lease is saved if nothing is newer; after a close or a move it is kept as a late response. While
    the sitting is paused or free to be taken up again nothing is taken: its own page may come back
    and send it. Raises Refusal for a sitting there is not.
    """
    seen = glance_at(database.engine, log, centre, sitting)
    if seen is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    phase = phase_at(seen.ledger, now)
    may_come_back = phase is Phase.PAUSED or (phase is Phase.RUNNING and not seen.lease)
    if seen.state is SittingState.STARTED and may_come_back:
        return ()
    current = device_mark(seen.lease) if seen.lease else ""
    leased = [
        replace(each, lease=seen.lease if each.lease == current else each.lease) for each in answers
    ]
    saved = save_answers(database.writer, log, centre, sitting, leased, now)
    return (*(receipt.client_id for receipt in saved.receipts), *saved.kept_apart)


def _save(log: OpenLog, answers: Sequence[Answer], now: datetime) -> Saved:
    receipts: list[Receipt] = []
    kept_apart: list[str] = []
    refused: Reason | None = None
    standing = log.standing
    for answer in answers:
        outcome, standing = _save_one(log, standing, answer, now)
        if isinstance(outcome, Receipt):
            receipts.append(outcome)
        else:
            refused = outcome
            if refused not in LATE:
                break
            kept_apart.append(answer.client_id)
    phase = phase_at(standing.ledger, now)
    return Saved(
        receipts=tuple(receipts),
        refused=refused,
        kept_apart=tuple(kept_apart),
        last_sequence=standing.last_sequence,
        state=response_state(standing.state, standing.ledger, now, on_paper=standing.on_paper),
        time_left=time_left(standing.ledger, now),
        overdue=standing.state is SittingState.STARTED and phase is Phase.OVER,
        pause=pause_cause(standing.ledger) if phase is Phase.PAUSED else Cause.NONE,
        entries=len(standing.ledger.entries),
        messages=standing.messages,
    )


def _save_one(
    log: OpenLog, standing: Standing, answer: Answer, now: datetime
) -> tuple[Receipt | Reason, Standing]:
    try:
        response = take_answer(standing, answer, now)
    except Refusal as refusal:
        if refusal.reason in (Reason.NO_SUCH_POSITION, Reason.NO_SUCH_OPTION):
            raise
        known = log.known(answer.client_id)
        if known is not None:
            return Receipt(answer.client_id, *known), standing
        if refusal.reason in LATE:
            chosen = letters(chosen_letters(standing, answer))
            log.append_late(answer, chosen, refusal.reason, now)
        return refusal.reason, standing
    log.append(response)
    receipt = Receipt(answer.client_id, response.sequence, response.digest)
    return receipt, replace(standing, last_sequence=response.sequence, last_digest=response.digest)
