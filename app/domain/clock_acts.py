"""What each act in a room writes into a candidate's time ledger; nothing where it changes nothing.

An entry never counts from before what is already written, however long its transaction waited.
"""

from datetime import datetime, timedelta

from app.domain.breaks import break_waits, on_break, pause_cause
from app.domain.timing import Cause, Phase, TimeEntry, TimeKind, TimeLedger, phase_at

Entries = tuple[TimeEntry, ...]


def moment(ledger: TimeLedger, now: datetime) -> datetime:
    """Return when an entry made `now` counts from."""
    return max([now, *(entry.at for entry in ledger.entries[-1:])])


def pausing(
    ledger: TimeLedger, now: datetime, reason: str = "", cause: Cause = Cause.NONE
) -> Entries:
    """Stop a clock that runs, also for a rest break."""
    if phase_at(ledger, now) is not Phase.RUNNING:
        return ()
    at = moment(ledger, now)
    return (TimeEntry(kind=TimeKind.PAUSE, at=at, reason=reason, cause=cause),)


def resuming(ledger: TimeLedger, now: datetime, reason: str = "") -> Entries:
    """Start a clock that stands, whatever it stood still for."""
    if phase_at(ledger, now) is not Phase.PAUSED:
        return ()
    return (TimeEntry(kind=TimeKind.RESUME, at=moment(ledger, now), reason=reason),)


def stopping(ledger: TimeLedger, now: datetime) -> Entries:
    """Stop a clock with all others in the room; a rest break is interrupted by it.

    What stands for any other reason goes on standing, and hears nothing of it.
    """
    phase = phase_at(ledger, now)
    if phase is Phase.RUNNING or (phase is Phase.PAUSED and on_break(ledger)):
        at = moment(ledger, now)
        return (TimeEntry(kind=TimeKind.PAUSE, at=at, cause=Cause.STOP_ALL),)
    return ()


def restarting(ledger: TimeLedger, now: datetime, reason: str = "") -> Entries:
    """Start a clock that was stopped with all others; a break that was interrupted goes on."""
    if pause_cause(ledger) is not Cause.STOP_ALL:
        return ()
    at = moment(ledger, now)
    resumed = TimeEntry(kind=TimeKind.RESUME, at=at, reason=reason)
    if not break_waits(ledger):
        return (resumed,)
    return (resumed, TimeEntry(kind=TimeKind.PAUSE, at=at, cause=Cause.REST_BREAK))


def granting(ledger: TimeLedger, now: datetime, amount: timedelta, reason: str) -> Entries:
    """Give extra time to a sitting that is not over: before its start and while it stands, too."""
    if phase_at(ledger, now) is Phase.OVER:
        return ()
    at = moment(ledger, now)
    return (TimeEntry(kind=TimeKind.GRANTED, at=at, amount=amount, reason=reason),)
