"""What an invigilator sees of each sitting: one plain state, worked out from facts and time."""

import zlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from app.domain.breaks import break_used, on_break
from app.domain.sitting import SittingState
from app.domain.timing import (
    ZERO,
    TimeKind,
    TimeLedger,
    allowance,
    deadline,
    is_paused,
    started_at,
    time_left,
)


class Seen(StrEnum):
    """The state shown beside a name, in the order of a sitting."""

    EXPECTED = "expected"
    WRONG_DETAILS = "wrong_details"
    WAITING = "waiting"
    ADMITTED = "admitted"
    ANSWERING = "answering"
    OFFLINE = "offline"
    PAUSED = "paused"
    REST_BREAK = "rest_break"
    ON_PAPER = "on_paper"
    TIME_UP = "time_up"
    FINISHED = "finished"
    ABSENT = "absent"
    VOID = "void"


class Connection(StrEnum):
    """How it stands with a candidate's computer."""

    NONE = ""  # none is wanted: not entered yet, or done
    HEARD = "heard"
    SILENT = "silent"
    FREE = "free"  # the next computer that enters the keycode takes the test


class Mark(StrEnum):
    """What else an invigilator has to know about a candidate, the most pressing first."""

    UNHEARD = "unheard"  # paused, and the computer has not shown it yet
    LEFT_ALONE = "left_alone"
    LEFT_ROOM = "left_room"
    BREAK_USED_UP = "break_used_up"
    INCIDENT = "incident"
    LATE = "late"


ALARMS = frozenset({Mark.UNHEARD, Mark.LEFT_ALONE, Mark.BREAK_USED_UP})
CALLING = frozenset({Seen.WRONG_DETAILS, Seen.WAITING, Seen.OFFLINE})
RUNNING = frozenset({Seen.ANSWERING, Seen.OFFLINE, Seen.PAUSED, Seen.REST_BREAK})
NOT_STARTED = frozenset({Seen.EXPECTED, Seen.WRONG_DETAILS, Seen.WAITING, Seen.ADMITTED})


class RoomClock(NamedTuple):
    """What a time ledger comes to until its next entry.

    `ends_at` is when time runs out while the clock runs, `left` what is left while it stands.
    """

    started_at: datetime | None = None
    ends_at: datetime | None = None
    left: timedelta = ZERO
    extra: timedelta = ZERO
    paused: bool = False
    on_break: bool = False
    break_used: timedelta = ZERO  # up to the last entry
    last_at: datetime | None = None


class SittingFacts(NamedTuple):
    """What is stored about a sitting that the room's screen needs. Times are UTC."""

    session: UUID
    sitting: UUID
    candidate_number: str
    family_name: str
    given_names: str
    seat: str
    state: SittingState
    entries: int
    answered: int
    has_device: bool
    leased_at: datetime | None
    confirmed_at: datetime | None
    last_answer_at: datetime | None
    finished_at: datetime | None
    on_paper: bool
    left_at: datetime | None
    left_alone: bool
    is_late: bool
    waived: bool
    seen_at: datetime | None
    heard_entries: int
    clock: RoomClock = RoomClock()
    items: int = 0
    wrong_details_at: datetime | None = None
    incidents: int = 0
    break_pool: timedelta | None = None
    lockdown: str = ""  # what the last check of the browser came to, or "waived"


class RoomLine(NamedTuple):
    """One line of the room's screen.

    `finish` is when time runs out as things stand, `until` the moment it does while the clock runs,
    `left` what is left now, `next_at` when the line will change by time alone.
    """

    facts: SittingFacts
    seen: Seen
    connection: Connection
    silent_since: datetime | None
    left: timedelta
    finish: datetime | None
    until: datetime | None
    marks: tuple[Mark, ...]
    next_at: datetime | None

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return self.facts.answered

    @property
    def extra(self) -> timedelta:
        """The time above the test's own."""
        return self.facts.clock.extra

    @property
    def running(self) -> bool:
        """Whether the candidate has started and is not done."""
        return self.seen in RUNNING

    @property
    def timed(self) -> bool:
        """Whether a clock runs or stands for the candidate now, on screen or on paper."""
        return self.seen in RUNNING or self.seen is Seen.ON_PAPER

    @property
    def calls(self) -> bool:
        """Whether somebody has to look after the candidate now."""
        return self.seen in CALLING or any(mark in ALARMS for mark in self.marks)

    @property
    def version(self) -> str:
        """Four characters that change with whatever the line shows, and stay while time goes by."""
        facts, clock = self.facts, self.facts.clock
        stands = self.until or f"{self.left} {None if clock.paused else self.finish}"
        shown = (
            f"{facts.candidate_number}|{facts.family_name}|{facts.given_names}|"
            f"{facts.seat}|{self.seen}|{self.connection}|{self.silent_since}|{facts.answered}|"
            f"{facts.items}|{facts.last_answer_at}|{stands}|{' '.join(self.marks)}|"
            f"{facts.incidents}|{facts.lockdown}|{clock.extra}|{facts.break_pool}"
        )
        return digest24(shown)


def digest24(text: str) -> str:
    """Return four characters that stand for a text; one other text in sixteen million shares them."""
    return urlsafe_b64encode(zlib.crc32(text.encode()).to_bytes(4, "big")[1:]).decode()


def room_clock(ledger: TimeLedger) -> RoomClock:
    """Read off a time ledger what holds until its next entry."""
    if not ledger.entries:
        return RoomClock()
    last = ledger.entries[-1].at
    base = sum((entry.amount for entry in ledger.of(TimeKind.BASE)), ZERO)
    paused = is_paused(ledger)
    return RoomClock(
        started_at=started_at(ledger),
        ends_at=None if paused else deadline(ledger, last),
        left=time_left(ledger, last),
        extra=allowance(ledger) - base,
        paused=paused,
        on_break=on_break(ledger),
        break_used=break_used(ledger, last),
        last_at=last,
    )


def room_line(facts: SittingFacts, now: datetime, silent_after: timedelta) -> RoomLine:
    """Work out the line of one sitting; a device counts as silent after `silent_after`."""
    clock, heard = facts.clock, _last_heard(facts)
    connection = _connection(facts, heard, now - silent_after)
    seen = _seen(facts, connection, now)
    runs = seen in RUNNING or seen is Seen.ON_PAPER
    left = max(ZERO, clock.ends_at - now) if clock.ends_at else clock.left
    until = clock.ends_at if runs else None
    gone = _break_ends(facts) if seen is Seen.REST_BREAK else None
    return RoomLine(
        facts=facts,
        seen=seen,
        connection=connection,
        silent_since=heard if connection is Connection.SILENT else None,
        left=left,
        finish=facts.finished_at or clock.ends_at or (now + left if runs else None),
        until=until,
        marks=_marks(facts, seen, gone is not None and gone <= now),
        next_at=until or (gone if gone and gone > now else None),
    )


def first_change(lines: Iterable[RoomLine], now: datetime) -> datetime | None:
    """Return the next moment at which a line changes by time alone, silence left out."""
    moments = (line.next_at for line in lines if line.next_at and line.next_at > now)
    return min(moments, default=None)


_PLAIN = {
    SittingState.ADMITTED: Seen.ADMITTED,
    SittingState.SUBMITTED: Seen.FINISHED,
    SittingState.TIMED_OUT: Seen.TIME_UP,
    SittingState.ABSENT: Seen.ABSENT,
    SittingState.VOID: Seen.VOID,
}
_STANDING = frozenset({Seen.PAUSED, Seen.REST_BREAK})
_WITH_DEVICE = frozenset({SittingState.ENTERED, SittingState.ADMITTED, SittingState.STARTED})


def _seen(facts: SittingFacts, connection: Connection, now: datetime) -> Seen:
    if facts.state is SittingState.STARTED:
        return _started(facts, connection, now)
    return _before(facts) if facts.state is SittingState.ENTERED else _PLAIN[facts.state]


def _before(facts: SittingFacts) -> Seen:
    wrong, confirmed = facts.wrong_details_at, facts.confirmed_at
    if wrong is not None and (confirmed is None or wrong > confirmed):
        return Seen.WRONG_DETAILS
    return Seen.WAITING if confirmed is not None else Seen.EXPECTED


def _started(facts: SittingFacts, connection: Connection, now: datetime) -> Seen:
    clock = facts.clock
    if facts.on_paper:
        return Seen.ON_PAPER
    if (clock.ends_at <= now) if clock.ends_at else clock.left <= ZERO:
        return Seen.TIME_UP
    if clock.paused:
        return Seen.REST_BREAK if clock.on_break else Seen.PAUSED
    return Seen.ANSWERING if connection is Connection.HEARD else Seen.OFFLINE


def _last_heard(facts: SittingFacts) -> datetime | None:
    """Return the last word of the device: a heartbeat, an answer, its entry, or pressing Start."""
    words = (facts.seen_at, facts.last_answer_at, facts.leased_at, facts.clock.started_at)
    return max((at for at in words if at), default=None)


def _connection(facts: SittingFacts, heard: datetime | None, since: datetime) -> Connection:
    if facts.state not in _WITH_DEVICE or facts.on_paper:
        return Connection.NONE
    if not facts.has_device:
        return Connection.FREE if facts.state is SittingState.STARTED else Connection.NONE
    return Connection.SILENT if heard is None or heard < since else Connection.HEARD


def _break_ends(facts: SittingFacts) -> datetime | None:
    """Return when the break that goes on has used up all the candidate may take."""
    pool, clock = facts.break_pool, facts.clock
    if pool is None or clock.last_at is None:
        return None
    return clock.last_at + max(ZERO, pool - clock.break_used)


def _marks(facts: SittingFacts, seen: Seen, break_over: bool) -> tuple[Mark, ...]:
    found = []
    behind = facts.has_device and facts.heard_entries < facts.entries
    if behind and seen in _STANDING:
        found.append(Mark.UNHEARD)
    if facts.left_at is not None:
        found.append(Mark.LEFT_ALONE if facts.left_alone else Mark.LEFT_ROOM)
    if break_over:
        found.append(Mark.BREAK_USED_UP)
    if facts.incidents:
        found.append(Mark.INCIDENT)
    if facts.is_late:
        found.append(Mark.LATE)
    return tuple(found)
