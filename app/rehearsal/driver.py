"""One pretend candidate, from the keycode to the receipt, as the player's script would do it."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Lock
from typing import Any
from uuid import uuid4

from app.rehearsal.browser import OK, Browser, Unexpected
from app.rehearsal.pretend import Mind

# What may go wrong for one candidate without ending the rehearsal of the others.
TROUBLE = (OSError, HTTPException, Unexpected, ValueError, KeyError)
HURRY = 5.0  # seconds in which a room presses Start: its pages ask every five whether they may
_ITEMS = re.compile(r'data-items="(\d+)"')
_TIME = re.compile(r'data-time="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a rehearsal goes: seconds between answers, how many, seconds for all to arrive.

    `shell`: browsers keep scripts and fonts while they wait, as they do on any address but plain http.
    """

    between: float = 1.0
    answers: int | None = None
    arrive: float = 5.0
    shell: bool = True


@dataclass
class Seat:
    """What one candidate met; lengths in seconds, sizes in bytes."""

    place: int
    name: str
    seat: str
    arrival: float | None = None
    start_up: float | None = None
    saves: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    handed_in: bool = False
    received: int = 0
    sent: int = 0
    tried_again: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Room:
    """What the candidates of one rehearsal share: the words "start" and "stop", and the count."""

    start: Event = field(default_factory=Event)
    stop: Event = field(default_factory=Event)
    waiting: int = 0
    started: int = 0
    answered: int = 0
    over: int = 0
    _lock: Lock = field(default_factory=Lock)

    def count(self, **more: int) -> None:
        """Add to the counts."""
        with self._lock:
            for name, by in more.items():
                setattr(self, name, getattr(self, name) + by)


class Stopped(Exception):
    """The rehearsal was called off."""


class Candidate:
    """One pretend candidate at a browser."""

    def __init__(self, seat: Seat, keycode: str, address: str, pace: Pace, room: Room) -> None:
        self.seat, self._keycode, self._pace, self._room = seat, keycode, pace, room
        self._browser = Browser(address)
        self._mind = Mind(seat.place)
        self._sequence = 0
        self._beat_due = 0.0
        self._time = "/time"
        self._said_waiting = False

    def sit(self) -> Seat:
        """Sit the test; whatever goes wrong stands on the seat, named by the step it happened at."""
        steps = iter(self._steps())
        step, act = next(steps)
        try:
            while True:
                act()
                step, act = next(steps)
        except (Stopped, StopIteration):
            pass
        except TROUBLE as error:
            self.seat.errors.append((step, str(error) or type(error).__name__))
        finally:
            self._leave()
        return self.seat

    def _steps(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (
            ("arriving", self._arrive),
            ("waiting", self._wait_for_start),
            ("starting", self._start),
            ("answering", self._answer_all),
            ("handing in", self._hand_in),
        )

    def _arrive(self) -> None:
        self._pause(self._pace.arrive * self._mind.share())
        began = time.perf_counter()
        self._browser.open("/")
        self._browser.post("/", keycode=self._keycode)
        self._browser.post("/details", mine="yes")
        self.seat.arrival = time.perf_counter() - began
        if self._pace.shell:
            self._browser.keep_shell()
        self._waits()

    def _waits(self) -> None:
        if not self._said_waiting:
            self._said_waiting = True
            self._room.count(waiting=1)

    def _wait_for_start(self) -> None:
        """Ask every few seconds whether it may start, as the page of instructions does."""
        while not self._room.start.wait(0.2):
            if self._room.stop.is_set():
                raise Stopped
            if time.perf_counter() >= self._beat_due:
                self._beat()

    def _start(self) -> None:
        self._pause(min(HURRY, self._pace.arrive) * self._mind.share())
        began = time.perf_counter()
        reply = self._browser.post("/start")
        items, at = _ITEMS.search(reply.text), _TIME.search(reply.text)
        if not items:
            raise Unexpected(f"{self._browser.page} showed no question")
        self.seat.start_up = time.perf_counter() - began
        self._room.count(started=1)
        self._items = int(items[1])
        self._time = at[1] if at else self._time
        self._beat_due = 0.0  # a new page, which asks at once
        self._beat()

    def _answer_all(self) -> None:
        wanted = self._items if self._pace.answers is None else self._pace.answers
        next_at = time.perf_counter() + self._pace.between * self._mind.share()
        for number in range(wanted):
            self._wait_until(next_at)
            self._answer(number % self._items + 1)
            next_at = max(next_at + self._pace.between, time.perf_counter())

    def _wait_until(self, moment: float) -> None:
        """Wait, sending a heartbeat whenever the server has asked for one before then."""
        while self._beat_due < moment:
            self._pause(self._beat_due - time.perf_counter())
            self._beat()
        self._pause(moment - time.perf_counter())

    def _answer(self, position: int) -> None:
        answer = {
            "position": position,
            "shown": [self._mind.choose()],
            "flagged": False,
            "client_id": uuid4().hex,
            "follows": self._sequence,
        }
        body = json.dumps({"answers": [answer]}).encode()
        kind = {"Content-Type": "application/json", "X-CSRFToken": self._browser.token}
        began = time.perf_counter()
        reply = self._browser.ask("POST", "/answers", body, kind)
        took = time.perf_counter() - began
        told = self._heard(reply.status, reply.text)
        if not told.get("receipts"):
            raise Unexpected(f"answer {position} was not kept: {told.get('refused')}")
        self.seat.saves.append(took)
        self._sequence = int(told["last_sequence"])
        self._room.count(answered=1)

    def _beat(self) -> None:
        due = min(self._beat_due or time.perf_counter(), time.perf_counter())
        reply = self._browser.ask("GET", self._time)
        self.seat.beats.append(time.perf_counter() - due)
        self._heard(reply.status, reply.text)

    def _heard(self, status: int, text: str) -> dict[str, Any]:
        if status != OK:
            raise Unexpected(f"the server answered {status}")
        told: dict[str, Any] = json.loads(text)
        self._beat_due = time.perf_counter() + float(told.get("next_s", 5))
        return told

    def _hand_in(self) -> None:
        self._browser.post("/submit")
        self.seat.handed_in = self._browser.page == "/receipt"
        if not self.seat.handed_in:
            raise Unexpected(f"handing in led to {self._browser.page}")

    def _leave(self) -> None:
        self._waits()
        self._room.count(over=1)
        self._browser.close()
        self.seat.received, self.seat.sent = self._browser.received, self._browser.sent
        self.seat.tried_again = self._browser.tried_again

    def _pause(self, seconds: float) -> None:
        if self._room.stop.wait(max(0.0, seconds)):
            raise Stopped
