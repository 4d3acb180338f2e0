"""The page's clock is the server's, whatever the computer thinks of the time, in every open tab."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Page

from app.services.invigilation import grant_extra_time, pause, resume
from tests.story.lab import Lab
from tests.story.sitter import HEADING, Act, overload
from tests.story.truth import assert_nothing_lost

pytestmark = pytest.mark.slow
DAY = timedelta(days=1)
SEEN_WITHIN = 5.0  # seconds
# Sets the computer's time of day, and leaves the monotonic clock alone, as a wrong clock does.
SHIFT = """(() => {
  const Real = Date, shift = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})()"""
LEFT = """async () => {
  const reply = await (await fetch("/time", { headers: { Accept: "application/json" } })).json();
  const [minutes, seconds] = document.getElementById("clock").textContent.split(":").map(Number);
  return [reply.time_left_ms / 1000, minutes * 60 + seconds, new Date().toString()];
}"""
SHOWN = (
    "() => document.getElementById('clock').textContent.split(':').reduce((m, s) => m * 60 + +s, 0)"
)


def before_summer_time() -> timedelta:
    """How far a computer is off that thinks it is a moment before the clocks go forward."""
    return datetime(2027, 3, 28, 0, 59, 57, tzinfo=UTC) - datetime.now(UTC)


def before_winter_time() -> timedelta:
    """The same before they go back."""
    return datetime(2027, 10, 31, 0, 59, 57, tzinfo=UTC) - datetime.now(UTC)


def milliseconds(length: timedelta) -> int:
    """Give a length as scripts do."""
    return length // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("off", "change"),
    [
        (lambda: DAY, False),
        (lambda: -DAY, False),
        (before_summer_time, True),
        (before_winter_time, True),
    ],
    ids=["a day ahead", "a day behind", "into summer time", "into winter time"],
)
def test_a_computer_whose_time_is_wrong_shows_the_servers_time_left(
    lab: Lab, off: Any, change: bool
) -> None:
    async def scenario() -> None:
        sitter, slip = await lab.sitter(timezone_id="Europe/London")
        if not change:
            await sitter.context.add_init_script(SHIFT % milliseconds(off()))
        await sitter.enter()
        if change:  # it comes while we look
            await sitter.page.evaluate(SHIFT % milliseconds(off()))
        zones, started = set(), time.monotonic()
        first, *_ = await sitter.page.evaluate(LEFT)
        for _ in range(12):
            server, shown, told = await sitter.page.evaluate(LEFT)
            assert server - 1 <= shown <= server + 2, (server, shown)  # rounded up to the second
            gone = time.monotonic() - started
            assert abs(first - server - gone) < 1, "the deadline has moved"
            zones.add(told.split("GMT")[1][:5])
            await asyncio.sleep(0.7)
        assert len(zones) == (1 + change), zones
        await sitter.work(Act(1, 0), Act(1, 2))
        shown = await sitter.hand_in()
        assert_nothing_lost(lab.kept(slip), sitter, shown)
        await lab.end(sitter)

    lab.run(scenario())


def test_more_time_pause_and_going_on_are_seen_within_five_seconds_in_every_open_tab(
    lab: Lab,
) -> None:
    async def scenario() -> None:
        sitter, slip = await lab.sitter()
        await sitter.enter()
        await sitter.work(Act(1, 0))
        tabs = [sitter.page, await sitter.context.new_page()]
        await tabs[1].goto(sitter.network.address + "/test")
        await seen(tabs, HEADING, lambda heading: str(heading).startswith("Question"))

        before = await tabs[0].evaluate(SHOWN)
        await lab.act(grant_extra_time, slip, 10, "Fire alarm")
        await seen(tabs, SHOWN, lambda left: left > before + 500)
        await lab.act(pause, slip, "Fire alarm")
        await seen(tabs, HEADING, lambda heading: heading == "Your test is paused")
        stopped = [await tab.evaluate(SHOWN) for tab in tabs]
        for tab in tabs:
            assert await tab.locator(".app-asked").count() == 0, "questions stay in a paused page"
        await asyncio.sleep(2)
        assert [await tab.evaluate(SHOWN) for tab in tabs] == stopped
        await lab.act(resume, slip, "All clear")
        await seen(tabs, HEADING, lambda heading: str(heading).startswith("Question"))

        await sitter.work(Act(2, 1))
        shown = await sitter.hand_in()
        assert_nothing_lost(lab.kept(slip), sitter, shown)
        await lab.end(sitter)

    lab.run(scenario())


async def seen(tabs: list[Page], script: str, wanted: Any) -> None:
    """Wait until every tab shows what is wanted, five seconds at most."""
    since = time.monotonic()
    waiting = list(tabs)
    while waiting:
        took = time.monotonic() - since
        waiting = [tab for tab in waiting if not wanted(await tab.evaluate(script))]
        assert not waiting or took <= SEEN_WITHIN * overload(), f"not seen in {len(waiting)} tabs"
        await asyncio.sleep(0.05)
