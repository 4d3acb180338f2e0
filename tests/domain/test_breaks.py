"""Rest breaks: how long they were, what is left, and what the room takes from nobody."""

from datetime import UTC, datetime, timedelta

from app.domain.breaks import Break, break_left, break_used, breaks
from app.domain.clock_acts import pausing, restarting, resuming, stopping
from app.domain.timing import Cause, TimeEntry, TimeKind, TimeLedger, is_paused, late_finishes
from app.store.types import new_id

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POOL = timedelta(minutes=10)


def at(minutes: int) -> datetime:
    """Give a moment so many minutes after the start."""
    return START + timedelta(minutes=minutes)


def started() -> TimeLedger:
    """Give half an hour, started at nine."""
    base = TimeEntry(kind=TimeKind.BASE, at=START, amount=timedelta(minutes=30))
    return TimeLedger((base, TimeEntry(kind=TimeKind.START, at=START)))


def resting(since: int) -> TimeLedger:
    """Begin a break."""
    ledger = started()
    return written(ledger, *pausing(ledger, at(since), cause=Cause.REST_BREAK))


def written(ledger: TimeLedger, *entries: TimeEntry) -> TimeLedger:
    return TimeLedger((*ledger.entries, *entries))


def test_what_is_left_of_the_pool_goes_down_while_the_break_goes_on() -> None:
    ledger = resting(5)

    assert break_used(ledger, at(9)) == timedelta(minutes=4)
    assert break_left(POOL, ledger, at(9)) == timedelta(minutes=6)
    assert breaks(ledger) == (Break(at(5), None),)


def test_a_break_that_runs_past_its_pool_is_not_cut_and_shows_by_how_much() -> None:
    ledger = resting(5)
    ledger = written(ledger, *resuming(ledger, at(17)))

    assert break_left(POOL, ledger, at(30)) == timedelta(minutes=-2)


def test_without_a_pool_there_is_nothing_to_count_down() -> None:
    assert break_left(None, resting(5), at(300)) is None


def test_a_pause_is_no_break() -> None:
    ledger = started()

    assert breaks(written(ledger, *pausing(ledger, at(5), "Drilling"))) == ()


def test_stopping_all_clocks_interrupts_a_break_and_takes_nothing_from_its_pool() -> None:
    ledger = resting(5)
    ledger = written(ledger, *stopping(ledger, at(8)))
    ledger = written(ledger, *restarting(ledger, at(48)))

    assert is_paused(ledger)
    assert break_used(ledger, at(50)) == timedelta(minutes=5)
    assert breaks(ledger) == (Break(at(5), at(8)), Break(at(48), None))


def test_an_entry_never_counts_from_before_what_is_written_already() -> None:
    ledger = resting(5)

    [resumed] = resuming(ledger, at(4))

    assert resumed.at == at(5)


def test_whoever_would_finish_after_the_latest_finish_is_named_with_the_time() -> None:
    running, waiting, over = new_id(), new_id(), new_id()
    ledgers = {
        running: started(),
        waiting: TimeLedger(started().entries[:1]),
        over: TimeLedger(started().entries),
    }

    assert late_finishes(ledgers, at(40), at(15)) == {waiting: at(45)}
    assert late_finishes(ledgers, at(20), at(15)) == {
        running: at(30),
        waiting: at(45),
        over: at(30),
    }
    assert late_finishes(ledgers, at(20), at(30)) == {waiting: at(60)}
