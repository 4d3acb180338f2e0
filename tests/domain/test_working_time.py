"""Working time is base x (1 + percentage) + fixed + granted, pauses left out, whatever the room does.

The acts are those of the services; what has to come of them is counted beside them second by second
of the story, without a ledger.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

from app.domain.breaks import break_left, break_used, breaks, rests
from app.domain.clock_acts import Entries, granting, pausing, restarting, resuming, stopping
from app.domain.timing import (
    Cause,
    Phase,
    TimeEntry,
    TimeKind,
    TimeLedger,
    deadline,
    phase_at,
    time_left,
    time_used,
)

LEDGERS = 10_000
OPENS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
STEPS = (0, 1, 7, 59, 60, 61, 600, 1_800)  # seconds
GRANTS = (1, 5, 10, 30)  # minutes


@dataclass
class Sitting:
    """One candidate: the ledger the acts write, and what is counted beside it."""

    base: int  # minutes
    percent: int
    fixed: int  # minutes
    pool: timedelta | None
    ledger: TimeLedger = field(default_factory=TimeLedger)
    granted: int = 0  # minutes
    worked: Fraction = Fraction(0)  # seconds
    rested: int = 0  # seconds
    started: bool = False
    paused: bool = False
    on_break: bool = False
    stopped: bool = False

    @property
    def allowed(self) -> Fraction:
        """The working time that must come of it, in seconds."""
        raised = self.base * 60 * (1 + Fraction(self.percent, 100))
        return raised + (self.fixed + self.granted) * 60

    @property
    def runs(self) -> bool:
        """Whether the clock runs."""
        return self.started and not (self.paused or self.on_break or self.stopped or self.over)

    @property
    def over(self) -> bool:
        """Whether the time is used up."""
        return self.worked >= self.allowed

    def write(self, entries: Entries) -> bool:
        """Append what an act writes."""
        for entry in entries:
            self.ledger = self.ledger.adding(entry)
        return bool(entries)

    def let_pass(self, seconds: int) -> None:
        """Count what happens while nobody acts."""
        if self.runs:
            self.worked = min(self.worked + seconds, self.allowed)
        if self.on_break and not self.stopped:
            self.rested += seconds


def a_sitting(chance: Random) -> Sitting:
    """Give somebody any allowance there is."""
    base, fixed = chance.randint(1, 180), chance.choice((0, 0, 15))
    percent = chance.choice((0, 0, 10, 25, 33, 50, 100))
    pool = chance.choice((None, timedelta(minutes=5), timedelta(minutes=20)))
    made = Sitting(base, percent, fixed, pool)
    entries = [
        TimeEntry(kind=TimeKind.BASE, at=OPENS, amount=timedelta(minutes=base)),
        TimeEntry(kind=TimeKind.PERCENT, at=OPENS, percent=percent),
        TimeEntry(kind=TimeKind.FIXED, at=OPENS, amount=timedelta(minutes=fixed)),
    ]
    made.write(tuple(entries))
    return made


class Room:
    """One candidate in a room in which anything is done in any order."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.now = chance, OPENS
        self.stopped = False
        self.sitting = a_sitting(chance)

    def play(self, acts: int) -> None:
        """Do so many things, then let the candidate work to the end."""
        for _ in range(acts):
            getattr(self, self.chance.choice(ACTS))()
            self.check()
            self.wait(self.chance.choice(STEPS))
        self.restart_all()
        self.start()
        self.resume()
        self.wait(int(self.sitting.allowed) + 1)
        self.check()
        assert phase_at(self.sitting.ledger, self.now) is Phase.OVER

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.sitting.let_pass(seconds)
        self.now += timedelta(seconds=seconds)

    def start(self) -> None:
        """Let the candidate press Start, which is refused while all clocks are stopped."""
        if not self.sitting.started and not self.stopped:
            self.sitting.started = True
            self.sitting.write((TimeEntry(kind=TimeKind.START, at=self.now),))

    def pause(self) -> None:
        """Pause one."""
        runs = self.sitting.runs
        assert self.sitting.write(pausing(self.sitting.ledger, self.now)) == runs
        self.sitting.paused |= runs

    def begin_break(self) -> None:
        """Begin a rest break, which is refused once the pool is used up."""
        left = break_left(self.sitting.pool, self.sitting.ledger, self.now)
        if left is not None and left <= timedelta(0):
            return
        runs = self.sitting.runs
        written = pausing(self.sitting.ledger, self.now, cause=Cause.REST_BREAK)
        assert self.sitting.write(written) == runs
        self.sitting.on_break |= runs

    def resume(self) -> None:
        """Resume one, which is refused while all clocks are stopped."""
        if self.stopped:
            return
        stands = self.sitting.paused or self.sitting.on_break
        assert self.sitting.write(resuming(self.sitting.ledger, self.now)) == stands
        self.sitting.paused = self.sitting.on_break = False

    def stop_all(self) -> None:
        """Stop every clock."""
        if self.stopped:
            return
        self.stopped = True
        if self.sitting.started:
            stops = self.sitting.runs or self.sitting.on_break
            assert self.sitting.write(stopping(self.sitting.ledger, self.now)) == stops
            self.sitting.stopped = stops

    def restart_all(self) -> None:
        """Start every clock that was stopped so."""
        if not self.stopped:
            return
        self.stopped = False
        written = restarting(self.sitting.ledger, self.now)
        assert self.sitting.write(written) == self.sitting.stopped
        self.sitting.stopped = False

    def grant(self) -> None:
        """Give extra time, whatever the clock does."""
        minutes, goes_on = self.chance.choice(GRANTS), not self.sitting.over
        amount = timedelta(minutes=minutes)
        assert self.sitting.write(granting(self.sitting.ledger, self.now, amount, "-")) == goes_on
        self.sitting.granted += minutes if goes_on else 0

    def check(self) -> None:
        """Hold the ledger against what was counted."""
        sitting, ledger = self.sitting, self.sitting.ledger
        left = timedelta(seconds=float(sitting.allowed - sitting.worked))
        assert abs(time_left(ledger, self.now) - left) < A_SECOND
        if sitting.over:
            end = deadline(ledger, self.now)
            assert end is not None
            used = time_used(ledger, end)
            assert abs(used - timedelta(seconds=float(sitting.allowed))) < A_SECOND
        assert break_used(ledger, self.now) == timedelta(seconds=sitting.rested)
        assert rests(ledger) == sitting.on_break
        assert all(one.began_at <= (one.ended_at or self.now) for one in breaks(ledger))


ACTS = ("start", "start", "pause", "begin_break", "resume", "stop_all", "restart_all", "grant")


def test_working_time_is_what_was_allowed_in_ten_thousand_rooms_to_one_second() -> None:
    for seed in range(LEDGERS):
        chance = Random(seed)
        Room(chance).play(chance.randint(2, 18))
