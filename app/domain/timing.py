"""Time in a sitting: one ledger, and the only arithmetic that says how much of it is left.

The allowance is the base time, raised by the candidate's percentage and fixed extra time and by
time granted for incidents (JCQ, access arrangements: a percentage applies to the base time, not to
rest breaks). The clock runs from the start and stands still while the sitting is paused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

ZERO = timedelta(0)


class TimeKind(StrEnum):
    """What an entry in the ledger does."""

    BASE = "base"  # the specification's minutes
    PERCENT = "percent"  # access arrangement, percent of the base time
    FIXED = "fixed"  # access arrangement, fixed extra time
    GRANTED = "granted"  # extra time given by the invigilator for an incident
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"


class Cause(StrEnum):
    """What a pause is for; how it ends depends on it."""

    NONE = ""
    REST_BREAK = "rest_break"  # a supervised break that the candidate's arrangement allows
    STOP_ALL = "stop_all"  # every clock in the room was stopped at once
    VOID = "void"  # the sitting was made void while its clock ran


class Phase(StrEnum):
    """Where a sitting stands in time; computed, never stored."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntry:
    """One line of the ledger. `amount` is a length of time, `percent` a whole number of percent."""

    kind: TimeKind
    at: datetime
    amount: timedelta = ZERO
    percent: int = 0
    by: str = ""
    reason: str = ""
    cause: Cause = Cause.NONE


@dataclass(frozen=True, slots=True)
class TimeLedger:
    """Every entry about one sitting's time, in the order they were made."""

    entries: tuple[TimeEntry, ...] = ()

    def of(self, *kinds: TimeKind) -> Iterator[TimeEntry]:
        """Yield the entries of these kinds."""
        return (entry for entry in self.entries if entry.kind in kinds)

    def adding(self, entry: TimeEntry) -> "TimeLedger":
        """Return the ledger with one more entry."""
        return TimeLedger((*self.entries, entry))


def allowance(ledger: TimeLedger) -> timedelta:
    """Return the working time the candidate may use: base x (1 + percent) + fixed + granted."""
    base = sum((e.amount for e in ledger.of(TimeKind.BASE)), ZERO)
    percent = sum(e.percent for e in ledger.of(TimeKind.PERCENT))
    added = sum((e.amount for e in ledger.of(TimeKind.FIXED, TimeKind.GRANTED)), ZERO)
    return base + base * percent / 100 + added


def started_at(ledger: TimeLedger) -> datetime | None:
    """Return the moment the clock was started, None before."""
    return next((e.at for e in ledger.of(TimeKind.START)), None)


def is_paused(ledger: TimeLedger) -> bool:
    """Say whether the last pause has not been resumed."""
    moves = [e.kind for e in ledger.of(TimeKind.PAUSE, TimeKind.RESUME)]
    return moves[-1:] == [TimeKind.PAUSE]


def paused_time(ledger: TimeLedger, now: datetime) -> timedelta:
    """Return how long the clock has stood still up to `now`, a pause still open included."""
    total, since = ZERO, None
    for entry in ledger.of(TimeKind.PAUSE, TimeKind.RESUME):
        if entry.at > now:
            break
        if entry.kind is TimeKind.PAUSE:
            since = since or entry.at
        elif since is not None:
            total, since = total + (entry.at - since), None
    return total + (now - since if since is not None else ZERO)


def time_used(ledger: TimeLedger, now: datetime) -> timedelta:
    """Return the working time used up to `now`, pauses left out; zero before the start."""
    start = started_at(ledger)
    if start is None or now < start:
        return ZERO
    return now - start - paused_time(ledger, now)


def time_left(ledger: TimeLedger, now: datetime) -> timedelta:
    """Return the working time left, never below zero; the whole allowance before the start."""
    return max(ZERO, allowance(ledger) - time_used(ledger, now))


def deadline(ledger: TimeLedger, now: datetime) -> datetime | None:
    """Return the moment time runs out as things stand; None before the start.

    While paused it is the moment it would run out if the sitting were resumed at `now`.
    """
    start = started_at(ledger)
    if start is None:
        return None
    return start + allowance(ledger) + paused_time(ledger, now)


def phase_at(ledger: TimeLedger, now: datetime) -> Phase:
    """Say whether the sitting is ready, running, paused or over at `now`.

    A sitting whose time had run out before it was paused is over. The deadline itself is over.
    """
    if started_at(ledger) is None:
        return Phase.READY
    if time_left(ledger, now) <= ZERO:
        return Phase.OVER
    return Phase.PAUSED if is_paused(ledger) else Phase.RUNNING


def late_finishes(
    ledgers: Mapping[UUID, TimeLedger], latest_finish_at: datetime, now: datetime
) -> dict[UUID, datetime]:
    """Return the sittings that would finish after the latest finish, and when.

    It warns and cuts nobody's time. One that has not started is reckoned as if it started now, one
    that is paused as if it went on now; one that is over is left out.
    """
    finishes = {
        sitting: deadline(ledger, now) or now + allowance(ledger)
        for sitting, ledger in ledgers.items()
        if phase_at(ledger, now) is not Phase.OVER
    }
    return {sitting: end for sitting, end in finishes.items() if end > latest_finish_at}
