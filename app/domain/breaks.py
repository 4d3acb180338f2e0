"""Supervised rest breaks: when each was, and how much of what is allowed has been used.

They are read from the time ledger. Stopping every clock in the room interrupts a break: what the
room takes is not taken from the candidate. A break that runs on past what is allowed is never cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.timing import ZERO, Cause, TimeEntry, TimeKind, TimeLedger, is_paused


@dataclass(frozen=True, slots=True)
class Break:
    """One rest break, UTC; `ended_at` is None while it goes on."""

    began_at: datetime
    ended_at: datetime | None

    def length(self, now: datetime) -> timedelta:
        """Return how long it was, or has been by `now`."""
        return max(ZERO, (self.ended_at or now) - self.began_at)


def breaks(ledger: TimeLedger) -> tuple[Break, ...]:
    """Return the candidate's rest breaks in order; one that was interrupted is two."""
    return tuple(_breaks(ledger))


def break_used(ledger: TimeLedger, now: datetime) -> timedelta:
    """Return how long all rest breaks together have been by `now`."""
    return sum((each.length(now) for each in breaks(ledger)), ZERO)


def break_left(pool: timedelta | None, ledger: TimeLedger, now: datetime) -> timedelta | None:
    """Return what is left of the pool, below zero when a break ran past it; None for no limit."""
    return None if pool is None else pool - break_used(ledger, now)


def open_pauses(ledger: TimeLedger) -> tuple[TimeEntry, ...]:
    """Return the pauses since the clock last ran, the newest last; none while it runs."""
    found: list[TimeEntry] = []
    for entry in ledger.of(TimeKind.PAUSE, TimeKind.RESUME):
        if entry.kind is TimeKind.PAUSE:
            found.append(entry)
        else:
            found.clear()
    return tuple(found)


def pause_cause(ledger: TimeLedger) -> Cause:
    """Say what the clock stands still for now: the newest reason; NONE while it runs."""
    standing = open_pauses(ledger)
    return standing[-1].cause if standing else Cause.NONE


def on_break(ledger: TimeLedger) -> bool:
    """Say whether the candidate is on a rest break now, not interrupted."""
    return is_paused(ledger) and pause_cause(ledger) is Cause.REST_BREAK


def rests(ledger: TimeLedger) -> bool:
    """Say whether the candidate is on a rest break, interrupted or not."""
    return any(entry.cause is Cause.REST_BREAK for entry in open_pauses(ledger))


def break_waits(ledger: TimeLedger) -> bool:
    """Say whether a rest break was interrupted and goes on when all clocks start again."""
    return rests(ledger) and not on_break(ledger)


def _breaks(ledger: TimeLedger) -> Iterator[Break]:
    since: datetime | None = None
    paused = False
    for entry in ledger.of(TimeKind.PAUSE, TimeKind.RESUME):
        begins = entry.cause is Cause.REST_BREAK and not paused
        interrupts = entry.kind is TimeKind.RESUME or entry.cause is Cause.STOP_ALL
        if since is not None and interrupts:
            yield Break(since, entry.at)
            since = None
        if begins and entry.kind is TimeKind.PAUSE:
            since = entry.at
        paused = entry.kind is TimeKind.PAUSE
    if since is not None:
        yield Break(since, None)
