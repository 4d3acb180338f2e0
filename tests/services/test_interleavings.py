"""Whatever a candidate, a room and a network do in whatever order, the sheet is the last saved action.

The services are the real ones, the tabs are those of `desk.py`; every story has a sitting of its own.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.refusals import Reason, Refusal
from app.services import invigilation
from app.services.answering import deliver_leftovers
from app.services.sitting import take_lease
from app.store.database import Database
from tests.services.desk import Given, sent
from tests.services.hall import Hall, a_hall
from tests.services.story import Story, marked

ITEMS = 5
HALF_AN_HOUR = timedelta(minutes=30)
MOMENT = timedelta(microseconds=1)
NOUGHT = timedelta(0)
FATES = ("heard", "heard", "heard", "unheard", "lost", "delayed")
LENGTHS = tuple(timedelta(seconds=seconds) for seconds in (0, 0.000001, 1, 60, 600))

choices = st.sampled_from(["", "A", "B", "C", "D"]).map(frozenset)
positions = st.integers(1, 3)
places = st.integers(0, 7)  # of a tab among the open ones, modulo how many there are


class Stories(RuleBasedStateMachine):
    """One sitting from its start to a random end."""

    hall: Hall

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(self.hall)

    # What the candidate does.

    @precondition(lambda self: self.story.tabs)
    @rule(which=places, position=positions, chosen=choices)
    def choose_or_clear(self, which: int, position: int, chosen: frozenset[str]) -> None:
        """Choose an option, or none."""
        self._answer(which, position, lambda shown: (chosen, shown[1]))

    @precondition(lambda self: self.story.tabs)
    @rule(which=places, position=positions)
    def flag(self, which: int, position: int) -> None:
        """Flag a question with whatever the page shows there."""
        self._answer(which, position, lambda shown: (shown[0], not shown[1]))

    def _answer(self, which: int, position: int, change: Callable[[Given], Given]) -> None:
        tab = self.story.tab(which)
        if not (tab.over or tab.held):
            made = tab.answer(position, change(tab.shows[position][0]))
            self.story.acts[made.client_id] = (made, tab.computer)

    @precondition(lambda self: self.story.tabs)
    @rule(which=places)
    def reload(self, which: int) -> None:
        """Load a page anew; what was not saved is on the shelf."""
        tab = self.story.tab(which)
        self.story.close(tab)
        self.story.open(tab.computer)

    @precondition(lambda self: len(self.story.tabs) < 4)
    @rule(which=st.integers(0, 1))
    def open_another_tab(self, which: int) -> None:
        """Open the page once more, on either computer."""
        self.story.open(self.story.computers[which])

    @precondition(lambda self: len(self.story.tabs) > 1)
    @rule(which=places)
    def crash(self, which: int) -> None:
        """Lose a tab."""
        self.story.close(self.story.tab(which))

    @rule(which=st.integers(0, 1))
    def move(self, which: int) -> None:
        """Go on at a computer, as the invigilator allows."""
        if not self.story.closed_by():
            self.story.move(self.story.computers[which])

    @rule(which=st.integers(0, 1))
    def enter_unasked(self, which: int) -> None:
        """Enter the keycode at a computer without the invigilator's word."""
        computer, token = self.story.computers[which], f"lease-{next(self.story.leases)}"
        try:
            with self.story.hall.database.begin() as db:
                got = take_lease(
                    db, *self.story.key, self.story.now, token=token, held=computer.lease
                )
        except Refusal as refusal:
            assert refusal.reason is Reason.ANOTHER_DEVICE
            got = self.story.lease
            assert computer.lease != self.story.lease
        assert got == self.story.lease

    @precondition(lambda self: self.story.tabs)
    @rule(which=places, twice=st.booleans())
    def submit(self, which: int, twice: bool) -> None:
        """Hand in from any tab, stale or not, once or twice."""
        for _ in range(1 + twice):
            self.story.submit(self.story.tab(which).computer.lease)

    # What the network does.

    @precondition(lambda self: self.story.tabs)
    @rule(which=places, fate=st.sampled_from(FATES))
    def send(self, which: int, fate: str) -> None:
        """Let a tab do what it has to: agree with the sheet, or send what is not saved."""
        tab = self.story.tab(which)
        if tab.must_agree and fate == "heard":
            self.story.agree(tab)
        elif tab.queue and not (tab.must_agree or tab.held or tab.over) and fate != "lost":
            answers = tab.request(self.story.seat.orders)
            if fate == "delayed":
                self.story.delayed.append(answers)
                return
            saved = self.story.save(answers)
            if fate == "heard":
                tab.take(saved)

    @precondition(lambda self: self.story.delayed)
    @rule(which=places)
    def arrive_late(self, which: int) -> None:
        """Deliver a request that everybody had given up."""
        self.story.save(self.story.delayed.pop(which % len(self.story.delayed)))

    @precondition(lambda self: self.story.tabs)
    @rule(which=places)
    def beat(self, which: int) -> None:
        """Let a tab hear how the sitting stands."""
        tab = self.story.tab(which)
        told = self.story.told(tab.computer.lease)
        self.story.follow(tab, told)

    @rule(which=st.integers(0, 1))
    def bring_leftovers(self, which: int) -> None:
        """Deliver what a computer holds, sealed, from its door."""
        computer = self.story.computers[which]
        held = sorted(computer.shelf.values(), key=lambda each: each.follows)
        answers = [sent(each, self.story.seat.orders) for each in held]
        if not answers:
            return
        paused = self.story.closed_by() is Reason.PAUSED  # their own page may come back
        expected = ([], [], None) if paused else self.story.expected(answers)
        sealed = [marked(answer) for answer in answers]
        database, log = self.story.hall.database, self.story.hall.log
        done = deliver_leftovers(database, log, *self.story.key, sealed, self.story.now)
        assert done == (*expected[0], *expected[1])
        for name in done:
            del computer.shelf[name]

    # What the room does, and time.

    @rule(length=st.sampled_from(LENGTHS))
    def pass_time(self, length: timedelta) -> None:
        """Let time pass."""
        self.story.let_pass(length)

    @precondition(lambda self: self.story.left > NOUGHT and not self.story.paused)
    @rule(beyond=st.sampled_from([-MOMENT, NOUGHT, MOMENT]))
    def come_to_the_deadline(self, beyond: timedelta) -> None:
        """Come to a moment before the deadline, to it, or past it; seldom."""
        if self.story.left < timedelta(minutes=12):
            self.story.let_pass(self.story.left + beyond)

    @rule(act=st.sampled_from(["pause", "resume", "give_time", "look"]))
    def run_the_room(self, act: str) -> None:
        """Let the invigilator do something."""
        getattr(self, act)()

    def pause(self) -> None:
        """Stop the clock."""
        runs = not self.story.closed_by()
        assert self.story.do(invigilation.pause, "Alarm") == runs
        self.story.paused = self.story.paused or runs

    def resume(self) -> None:
        """Let the clock go on."""
        was = self.story.closed_by() is Reason.PAUSED
        assert self.story.do(invigilation.resume, "") == was
        if was:
            self.story.paused = False

    def give_time(self, minutes: int = 3) -> None:
        """Give extra time."""
        goes_on = self.story.closed_by() in (None, Reason.PAUSED)
        given = self.story.do(invigilation.grant_extra_time, minutes, "Alarm")
        assert given == goes_on
        if goes_on:
            self.story.left += timedelta(minutes=minutes)

    def look(self) -> None:
        """Let somebody look at the sitting, so that it is closed when it is over."""
        self.story.look()

    # What is always so.

    @invariant()
    def the_clock_is_the_ledgers(self) -> None:
        """Time left is what was given less what was used: never negative, grown only by a grant."""
        told = self.story.told(self.story.lease)
        assert told.time_left == (
            max(self.story.left, NOUGHT) if not self.story.submitted else told.time_left
        )
        assert told.last_sequence == len(self.story.log)
        assert told.refused is self.story.closed_by()

    def teardown(self) -> None:
        """Let everything come to rest, and compare what is kept with what was done."""
        self.resume()
        for tab in self.story.tabs:
            self.story.come_to_rest(tab)
        for tab in self.story.tabs:
            self.story.come_to_rest(tab)
        self.story.check_log()
        self.story.check_end()
        for made, computer in self.story.acts.values():
            assert self.story.is_accounted_for(made, computer), made


@pytest.fixture
def fast_file(migrated_file: Path) -> Iterator[Path]:
    """Give an empty database in memory where there is room for it: thousands of commits are made."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(shutil.copy(migrated_file, folder))


def play(database: Database, many: int) -> None:
    """Play so many stories."""

    class Told(Stories):
        hall = a_hall(database)

    run_state_machine_as_test(
        Told,
        settings=settings(
            max_examples=many,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_thousand_interleavings_on_sqlite(fast_file: Path) -> None:
    database = Database(f"sqlite:///{fast_file}")
    try:
        play(database, 1_000)
    finally:
        database.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_fifty_interleavings_on_postgresql(database: Database) -> None:
    play(database, 50)
