"""Taking an answer: the one decision every save goes through."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, chain
from app.domain.sitting import SittingState, why_not_answer
from app.domain.timing import TimeLedger, phase_at

# What arrives for these reasons is kept as a late response, never counted silently.
LATE = frozenset(
    {
        Reason.TIME_IS_UP,
        Reason.ALREADY_SUBMITTED,
        Reason.SITTING_VOID,
        Reason.PAUSED,
        Reason.LEASE_LOST,
        Reason.ON_PAPER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a sitting stands when an answer arrives. `orders` has the authored letters of each
    position in the order they are shown, such as "CADB"."""

    sitting: str
    state: SittingState
    ledger: TimeLedger
    lease: str
    last_sequence: int
    last_digest: str
    orders: Sequence[str]
    on_paper: bool = False
    messages: int = 0  # how many the room has sent that are meant for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a device asks to be saved.

    `shown` holds 0-based places of the chosen options as displayed (empty clears the answer);
    `follows` is the sequence number of the last response the device knows of.
    """

    position: int
    shown: frozenset[int]
    flagged: bool = False
    client_id: str
    lease: str
    follows: int


def why_refused(standing: Standing, answer: Answer, now: datetime) -> Reason | None:
    """Say why the answer cannot be taken, None when it can. Closed comes before stale."""
    phase = phase_at(standing.ledger, now)
    closed = why_not_answer(standing.state, phase, on_paper=standing.on_paper)
    if closed is not None:
        return closed
    if not standing.lease or answer.lease != standing.lease:
        return Reason.LEASE_LOST
    if answer.follows != standing.last_sequence:
        return Reason.STALE_WRITER
    return None


def chosen_letters(standing: Standing, answer: Answer) -> frozenset[str]:
    """Turn displayed places into authored letters; refuse a place or position the paper lacks."""
    if not 1 <= answer.position <= len(standing.orders):
        raise Refusal(Reason.NO_SUCH_POSITION, position=answer.position)
    order = standing.orders[answer.position - 1]
    if not all(0 <= place < len(order) for place in answer.shown):
        raise Refusal(Reason.NO_SUCH_OPTION, position=answer.position)
    return frozenset(order[place] for place in answer.shown)


def take_answer(standing: Standing, answer: Answer, now: datetime) -> Response:
    """Return the response to append to the log; Refusal when it may not be."""
    chosen = chosen_letters(standing, answer)
    refused = why_refused(standing, answer, now)
    if refused is not None:
        raise Refusal(refused, last_sequence=standing.last_sequence)
    response = Response(
        sequence=standing.last_sequence + 1,
        position=answer.position,
        chosen=chosen,
        flagged=answer.flagged,
        client_id=answer.client_id,
        lease=answer.lease,
        at=now,
    )
    order = standing.orders[answer.position - 1]
    digest = chain(standing.last_digest, standing.sitting, response, order)
    return replace(response, digest=digest)
