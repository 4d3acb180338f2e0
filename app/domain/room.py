"""What an invigilator sees of each sitting: one plain state, worked out from facts and time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.sitting import SittingState
from app.domain.timing import (
    Phase,
    TimeKind,
    TimeLedger,
    allowance,
    deadline,
    phase_at,
    started_at,
    time_left,
)

SILENT_AFTER = timedelta(seconds=20)  # four missed heartbeats: the device counts as offline


class Seen(StrEnum):
    """The state shown beside a name."""

    EXPECTED = "expected"
    WRONG_DETAILS = "wrong_details"
    WAITING = "waiting"
    ADMITTED = "admitted"
    ANSWERING = "answering"
    OFFLINE = "offline"
    PAUSED = "paused"
    ON_PAPER = "on_paper"
    TIME_UP = "time_up"
    FINISHED = "finished"
    ABSENT = "absent"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingFacts:
    """What is stored about a sitting that the room's screen needs."""

    sitting: UUID
    candidate_number: str
    family_name: str
    given_names: str
    seat: str
    state: SittingState
    ledger: TimeLedger
    progress: str
    items: int
    has_device: bool
    confirmed_at: datetime | None
    wrong_details_at: datetime | None
    last_answer_at: datetime | None
    seen_at: datetime | None
    finished_at: datetime | None
    on_paper: bool = False
    lockdown: str = ""  # what the last check of the browser came to, or "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLine:
    """One line of the room's screen. Times are UTC; `finish` is when time runs out as things stand."""

    facts: SittingFacts
    seen: Seen
    answered: int
    left: timedelta
    finish: datetime | None
    extra: timedelta

    @property
    def running(self) -> bool:
        """Whether the candidate has started and is not done."""
        return self.seen in (Seen.ANSWERING, Seen.OFFLINE, Seen.PAUSED)

    @property
    def timed(self) -> bool:
        """Whether a clock runs or stands for the candidate now, on screen or on paper."""
        return self.running or self.seen is Seen.ON_PAPER


def room_line(facts: SittingFacts, now: datetime) -> RoomLine:
    """Work out the line of one sitting."""
    base = sum((e.amount for e in facts.ledger.of(TimeKind.BASE)), timedelta(0))
    return RoomLine(
        facts=facts,
        seen=seen_state(facts, now),
        answered=facts.progress.count("x"),
        left=time_left(facts.ledger, now),
        finish=facts.finished_at or deadline(facts.ledger, now),
        extra=allowance(facts.ledger) - base,
    )


def seen_state(facts: SittingFacts, now: datetime) -> Seen:
    """Say how a sitting stands in the invigilator's words."""
    plain = {
        SittingState.ADMITTED: Seen.ADMITTED,
        SittingState.SUBMITTED: Seen.FINISHED,
        SittingState.TIMED_OUT: Seen.TIME_UP,
        SittingState.ABSENT: Seen.ABSENT,
        SittingState.VOID: Seen.VOID,
    }
    if facts.state is SittingState.ENTERED:
        return _before_admission(facts)
    if facts.state is SittingState.STARTED:
        return Seen.ON_PAPER if facts.on_paper else _under_way(facts, now)
    return plain[facts.state]


def _before_admission(facts: SittingFacts) -> Seen:
    wrong, confirmed = facts.wrong_details_at, facts.confirmed_at
    if wrong is not None and (confirmed is None or wrong > confirmed):
        return Seen.WRONG_DETAILS
    return Seen.WAITING if confirmed is not None else Seen.EXPECTED


def _under_way(facts: SittingFacts, now: datetime) -> Seen:
    phase = phase_at(facts.ledger, now)
    if phase is Phase.OVER:
        return Seen.TIME_UP
    if phase is Phase.PAUSED:
        return Seen.PAUSED
    started = started_at(facts.ledger)  # pressing Start is a word from the device, too
    heard = max((t for t in (facts.seen_at, facts.last_answer_at, started) if t), default=None)
    silent = heard is None or now - heard > SILENT_AFTER
    return Seen.OFFLINE if silent or not facts.has_device else Seen.ANSWERING
