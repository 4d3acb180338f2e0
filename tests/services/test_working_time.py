"""The same promise as in the domain, kept by the real services on a database.

Working time is base x (1 + percentage) + fixed + granted to one second, whatever a room does.
"""

from datetime import datetime, timedelta
from random import Random

import pytest

from app.domain.refusals import Refusal
from app.domain.timing import Phase, deadline, phase_at, time_left, time_used
from app.services import invigilation
from app.services.closing import close_overdue
from app.services.ledger import ledger_for
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.resting import allow_breaks
from tests.stories import StorySession, a_session, start

CANDIDATES = 6
ACTS = 60
NOUGHT = timedelta(0)
A_SECOND = timedelta(seconds=1)
BASE = timedelta(minutes=30)
GRANT = 5  # minutes


class Room:
    """A room, and beside it what every candidate must have worked."""

    def __init__(self, story: StorySession, seed: int) -> None:
        self.story, self.chance = story, Random(seed)
        everybody = range(len(story.sittings))
        self.stands: dict[int, str] = dict.fromkeys(everybody, "")  # why, by place
        self.worked = dict.fromkeys(everybody, NOUGHT)
        self.allowed = {n: BASE * 5 / 4 if n == 0 else BASE for n in everybody}
        self.stopped = False

    def act(self) -> None:
        """Do one thing to one candidate, or to the room; what is refused changes nothing."""
        place, act = self.chance.choice(list(self.stands)), self.chance.choice(_ACTS)
        try:
            changed = act(self, place)
        except Refusal:
            return
        if act is _pause and changed:
            self.stands[place] = "paused"
        elif act is _rest and changed:
            self.stands[place] = "resting"
        elif act is _resume and changed:
            self.stands[place] = ""
        elif act is _grant and changed:
            self.allowed[place] += timedelta(minutes=GRANT)
        elif act in (_stop, _restart):
            self.stopped = act is _stop

    def wait(self, length: timedelta) -> None:
        """Let time pass."""
        for place, why in self.stands.items():
            if not (why or self.stopped):
                total = self.worked[place] + length
                self.worked[place] = min(total, self.allowed[place])
        self.story.clock.now += length

    def check(self) -> None:
        """Hold every ledger against what was counted."""
        now: datetime = self.story.clock.now
        with self.story.database.read() as db:
            ledgers = {n: ledger_for(db, self.story.sitting(n)) for n in self.stands}
        for place, ledger in ledgers.items():
            left = self.allowed[place] - self.worked[place]
            assert abs(time_left(ledger, now) - left) < A_SECOND, place

    def finish(self) -> None:
        """Let everybody work to the end."""
        self.story.do(invigilation.restart_clocks, "")
        self.story.do(invigilation.resume, self.story.sittings, "")
        self.stopped, self.stands = False, dict.fromkeys(self.stands, "")
        self.wait(timedelta(hours=6))
        with self.story.database.begin() as db:
            now = self.story.clock.now
            close_overdue(db, self.story.centre, self.story.session, now)
        with self.story.database.read() as db:
            for place in self.stands:
                row = self.story.sitting(place)
                ledger = ledger_for(db, row)
                assert phase_at(ledger, now) is Phase.OVER
                assert row.finished_at is not None and row.finished_at == deadline(ledger, now)
                used = time_used(ledger, row.finished_at)
                assert abs(used - self.allowed[place]) < A_SECOND


def _one(room: Room, place: int) -> list[object]:
    return [room.story.sittings[place]]


def _pause(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.pause, _one(room, place), "-"))


def _resume(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.resume, _one(room, place), "-"))


def _rest(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.begin_break, _one(room, place)))


def _grant(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.grant_extra_time, _one(room, place), GRANT, "-"))


def _stop(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.stop_all_clocks))


def _restart(room: Room, place: int) -> int:
    return int(room.story.do(invigilation.restart_clocks, ""))


_ACTS = (_pause, _resume, _rest, _grant, _stop, _restart)


@pytest.mark.parametrize("seed", range(3))
def test_working_time_is_what_was_allowed_whatever_the_room_does(
    database: Database, cast: Cast, clock: Clock, seed: int
) -> None:
    story = a_session(database, cast, clock, candidates=CANDIDATES)
    allow_breaks(story, 0)
    allow_breaks(story, 1, minutes=5)
    story.begin()
    for place in range(CANDIDATES):
        start(story, place)
    room = Room(story, seed)
    for _ in range(ACTS):
        room.act()
        room.check()
        room.wait(timedelta(seconds=room.chance.choice((0, 1, 61, 240))))
    room.finish()
