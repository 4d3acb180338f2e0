"""A room whose network can be broken: one server, one Chromium, and a loop for both in a thread."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from playwright.async_api import Browser, Playwright, async_playwright

from app.domain.candidate import CandidateDetails
from app.domain.keycode import grouped
from app.services.invigilation import Slip
from app.store.database import Database
from tests.conftest import QUIET
from tests.story.proxy import Proxy
from tests.story.server import Installation, Room, install, open_room
from tests.story.sitter import ITEMS, Sitter, sit_down
from tests.story.truth import Kept, read_kept

Told = TypeVar("Told")
SEATS = 320
AT_ONCE = 4
SHORT = {"1": 4, "2": 2, "3": 2, "4": 1, "5": 1}
assert sum(SHORT.values()) == ITEMS


@dataclass
class Lab:
    """Where the tests of one module find everything."""

    served: Installation
    room: Room
    loop: asyncio.AbstractEventLoop
    playwright: Playwright
    browser: Browser
    chromium: Path
    arguments: list[str]
    free: Iterator[Slip] = field(init=False)  # candidates who have not come yet

    def __post_init__(self) -> None:
        self.free = iter(self.room.slips)

    def run(self, scenario: Coroutine[Any, Any, Told], seconds: float = 170) -> Told:
        """Play a scenario in the lab's loop and wait for its end."""
        return asyncio.run_coroutine_threadsafe(scenario, self.loop).result(seconds)

    async def network(self) -> Proxy:
        """Lay a network of its own."""
        return await Proxy(self.served.port).start()

    async def sitter(self, **how: Any) -> tuple[Sitter, Slip]:
        """Seat a fresh candidate behind a network of their own."""
        slip = next(self.free)
        network = await self.network()
        return await sit_down(self.browser, network, grouped(slip.keycode), **how), slip

    async def end(self, sitter: Sitter) -> None:
        """Take the computer and the network away."""
        await sitter.context.close()
        await sitter.network.stop()

    def kept(self, slip: Slip) -> Kept:
        """Read what the server has of a candidate."""
        return read_kept(self.served.folder / "testamur.sqlite", slip.sitting)

    async def act(self, do: Callable[..., object], slip: Slip, *more: Any) -> None:
        """Let the invigilator do something to one sitting."""

        def in_its_own_thread() -> None:
            database = Database(self.served.url)
            with database.begin() as db:
                now = datetime.now(UTC)
                do(db, self.room.session, [slip.sitting], *more, self.room.ivy, now)
            database.close()

        await asyncio.to_thread(in_its_own_thread)


async def side_by_side(
    each: Callable[[int], Awaitable[Told]], numbers: Iterable[int]
) -> list[Told]:
    """Play a scenario for every number, a few at a time; fail with the numbers that failed."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Told:
        async with places:
            return await each(number)

    wanted = list(numbers)
    found = await asyncio.gather(*map(one, wanted), return_exceptions=True)
    pairs = list(zip(wanted, found, strict=True))
    failed = [f"boundary {n}: {e!r}" for n, e in pairs if isinstance(e, BaseException)]
    assert not failed, "\n".join(failed)
    return [told for told in found if not isinstance(told, BaseException)]


def people() -> list[CandidateDetails]:
    """Make enough candidates for every boundary."""
    return [
        CandidateDetails(f"{n:04}", "Sitter", f"Candidate {n}", date(2006, 5, 11), None, 0)
        for n in range(1, SEATS + 1)
    ]


def open_lab(
    folder: Path, chromium: Path, counts: dict[str, int], minutes: int = 60
) -> Iterator[Lab]:
    """Serve a room, start a browser and a loop; take all down at the end."""
    url = f"sqlite:///{folder / 'testamur.sqlite'}"
    served, version = install(folder, url, url, minutes, counts)
    room = open_room(url, version, people())
    served.start()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]

    async def start() -> tuple[Playwright, Browser]:
        playwright = await async_playwright().start()
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        return playwright, await launched

    async def finish() -> None:
        await browser.close()
        await playwright.stop()

    try:
        playwright, browser = asyncio.run_coroutine_threadsafe(start(), loop).result(60)
        yield Lab(served, room, loop, playwright, browser, chromium, arguments)
        asyncio.run_coroutine_threadsafe(finish(), loop).result(60)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
        served.stop()
