"""Candidates over HTTP, each in a thread, who answer on and on until they are told to hand in."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, RLock, Thread
from typing import Any
from uuid import uuid4

from app.rehearsal.browser import Browser, Unexpected

ITEMS = 45
BETWEEN = 2.0  # seconds from one answer to the next
LOST = (OSError, HTTPException)
HELD_UP = ("paused", "session_paused", "sitting_paused")


@dataclass(frozen=True)
class Beat:
    """What the server said of the time left, all in seconds, and between which moments it said so."""

    before: float
    after: float
    left: float
    state: str


@dataclass
class Guest:
    """One candidate: what they chose, what was acknowledged, and what they were told of the time."""

    number: str
    address: str
    keycode: str = ""
    kept: dict[str, tuple[int, int]] = field(default_factory=dict)  # write: position and place
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    beat: Beat | None = None
    messages: int = 0
    _entries: int = 0
    _sequence: int = 0
    _thread: Thread | None = None

    def __post_init__(self) -> None:
        self.browser = Browser(self.address)
        self.stop = Event()
        self._one_at_a_time = RLock()  # a browser has one connection, and the day asks as well

    def arrive(self) -> None:
        """Enter the keycode and say "this is me"."""
        self.browser.open("/")
        self.browser.post("/", keycode=self.keycode)
        self.browser.post("/details", mine="yes")

    def start(self) -> None:
        """Press Start, and go to work."""
        self.browser.post("/start")
        self.work()

    def work(self) -> None:
        """Answer questions until told to stop, or nothing is taken any more."""
        self.stop.clear()
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def rest(self) -> None:
        """Stop answering."""
        self.stop.set()
        if self._thread:
            self._thread.join(30)
            assert not self._thread.is_alive(), self.number

    def leave(self) -> None:
        """Stop answering and hang up."""
        self.rest()
        self.browser.close()

    def hand_in(self) -> None:
        """Ask once more for the time left, and hand in."""
        self.listen()
        self.browser.post("/submit")
        assert self.browser.page == "/receipt", (self.number, self.browser.page)

    def listen(self) -> Beat:
        """Ask how the sitting stands."""
        with self._one_at_a_time:
            before = time.time()
            where = f"/time?entries={self._entries}&messages={self.messages}"
            told = json.loads(self.browser.ask("GET", where).text)
            self._entries, self.messages = told["entries"], told["messages"]
            self._sequence = max(self._sequence, told["last_sequence"])
            self.beat = Beat(before, time.time(), told["time_left_ms"] / 1000, told["state"])
            return self.beat

    def _work(self) -> None:
        number = len(self.kept)
        try:
            while not self.stop.is_set():
                if not self._keep(number % ITEMS + 1, (number + int(self.number)) % 4):
                    return
                number += 1
                self.stop.wait(BETWEEN)
        except (Unexpected, ValueError, KeyError) as error:
            self.faults.append(f"{self.number}: {error!r}")

    def _keep(self, position: int, place: int) -> bool:
        """Send one answer until it is kept, as a page does; say whether there will be another."""
        name, asked = uuid4().hex, {"position": position, "shown": [place], "flagged": False}
        while not self.stop.is_set():
            told = self._ask_to_keep({**asked, "client_id": name, "follows": self._sequence})
            if told.get("receipts"):
                self.kept[name] = (position, place)
                self._sequence = told["last_sequence"]
                return True
            if told.get("state") != "paused" and told:
                self.refused.append(told["refused"])
                return False
            self.stop.wait(0.5)
        return False

    def _ask_to_keep(self, answer: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"answers": [answer]}).encode()
        kind = {"Content-Type": "application/json", "X-CSRFToken": self.browser.token}
        try:
            self.listen()
            with self._one_at_a_time:
                reply = self.browser.ask("POST", "/answers", body, kind)
        except LOST:
            return {}
        told: dict[str, Any] = json.loads(reply.text)
        return told


def all_at_once(guests: Iterable[Guest], act: Callable[[Guest], object]) -> None:
    """Let everybody do something, some at a time; fail with whoever could not."""
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(act, guests):
            pass


def assert_nothing_went_wrong(guests: Sequence[Guest]) -> None:
    """Fail with what any of them met that a candidate must not meet."""
    assert not [fault for guest in guests for fault in guest.faults]
