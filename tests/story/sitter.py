"""A candidate who works on whatever the network does, and notes every act and what the page says."""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Dialog, Error, Frame, Page

from tests.story.pages import SAVED
from tests.story.proxy import Proxy

ITEMS = 10
STEP_WITHIN = 5.0  # seconds from the network's return until page and server agree


def overload() -> float:
    """Say how many times more work waits than this machine has cores: a promise in seconds stretches."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


BROWSER_ERROR = "chrome-error://"

# Everything the page shows as chosen and flagged, by position.
SHOWN = """() => Object.fromEntries([...document.querySelectorAll(".app-asked")].map((asked) => [
  asked.dataset.position,
  [[...asked.querySelectorAll(".app-options input")].flatMap((i, n) => (i.checked ? [n] : [])),
    asked.querySelector(".app-flag input").checked],
]))"""
# Go to a question as its place in the map does, and press what a candidate would.
PRESS = """([position, what, place]) => {
  const asked = document.getElementById(`question-${position}`);
  if (asked.hidden) location.hash = asked.id;
  asked.querySelectorAll(what)[place].click();
}"""
KEPT = "() => navigator.serviceWorker?.controller != null"
WORD = "() => document.getElementById('saved')?.textContent ?? ''"
HEADING = """() => ([...document.querySelectorAll("h1")].find((h) => h.checkVisibility())
  ?.innerText ?? "").trim()"""
HELD = """() => new Promise((done) => {
  const asked = indexedDB.open("testamur", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("unsent", { keyPath: "id" });
  asked.onsuccess = () => {
    const all = asked.result.transaction("unsent").objectStore("unsent").getAll();
    all.onsuccess = () => { asked.result.close(); done(all.result); };
  };
})"""

Answer = tuple[int, tuple[int, ...], bool]  # position, places chosen, flagged
Sheet = dict[int, tuple[tuple[int, ...], bool]]


@dataclass(frozen=True)
class Act:
    """One thing a candidate does at a position: choose a place, or "flag", or "clear"."""

    position: int
    what: int | str


def whole_sitting(items: int = ITEMS) -> Iterator[Act]:
    """Answer everything with changes of mind, flags and cleared answers; then go over it again."""
    for position in range(1, items + 1):
        yield Act(position, 0)
        yield Act(position, 1)
        if position % 3 == 0:
            yield Act(position, "flag")
        if position % 4 == 0:
            yield Act(position, "clear")
    for position in range(1, items + 1):
        yield Act(position, 2)
        if position % 2 == 0:
            yield Act(position, "clear")
        if position % 5 == 0:
            yield Act(position, "flag")


@dataclass
class Sitter:
    """One candidate at one computer behind one network."""

    context: BrowserContext
    page: Page
    network: Proxy
    keycode: str
    acts: list[Answer] = field(default_factory=list)
    sheet: Sheet = field(default_factory=lambda: {n: ((), False) for n in range(1, ITEMS + 1)})
    faults: list[str] = field(default_factory=list)  # what a candidate must never see
    longest: float = 0.0  # seconds it took at most to be back in step
    acted_at: float = 0.0
    shell_kept: bool = False
    _waits: float = 0.0  # seconds without a heading

    def __post_init__(self) -> None:
        self.page.on("dialog", self._dialog)
        self.page.on("framenavigated", self._navigated)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    async def _dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"a modal: {dialog.type} {dialog.message}")
        await dialog.dismiss()

    def _navigated(self, frame: Frame) -> None:
        gone = frame == self.page.main_frame and frame.url.startswith(BROWSER_ERROR)
        if gone and self.shell_kept:
            self.faults.append("the browser's error page although the shell was kept")

    async def ask(self, script: str) -> Any:
        """Read something off the page; None while it is being left."""
        try:
            return await self.page.evaluate(script)
        except Error:
            return None

    async def heading(self) -> str:
        """Read the heading that is shown."""
        return str(await self.ask(HEADING) or "")

    async def see(self, *words: str, within: float = 30.0) -> str:
        """Wait for a heading that starts with one of these words."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            heading = await self.heading()
            if heading.startswith(words):
                return heading
            await asyncio.sleep(0.03)
        raise AssertionError(f"{words} not seen, but {heading!r} at {self.page.url}")

    async def enter(self, within: float = 30) -> None:
        """Go from the door to the first question, with patience and at most a plain reload."""
        await self._go(self.page.goto(self.network.address + "/"))
        until = time.monotonic() + within
        while not (heading := await self.heading()).startswith("Question"):
            assert time.monotonic() < until, f"stuck at {heading!r} {self.page.url} {self.faults}"
            await self._towards_the_test(heading)

    async def _towards_the_test(self, heading: str) -> None:
        self.shell_kept = self.shell_kept or bool(await self.ask(KEPT))
        if heading.startswith("Enter your keycode"):
            await self.page.get_by_label("Enter your keycode").fill(self.keycode)
            await self._press("Continue")
        elif heading.startswith("Are these your details?"):
            await self._press("Yes, this is me")
        elif heading.startswith("Before you start"):
            await self._press("Start the test")
        elif not self.shell_kept and await self._is_stuck():
            await self._go(self.page.reload())
        else:
            await asyncio.sleep(0.05)

    async def _is_stuck(self) -> bool:
        """Say whether a candidate would reload: an error of the browser, or questions that stay away."""
        if self.page.url.startswith(BROWSER_ERROR):
            return True
        self._waits = 0.0 if await self.heading() else self._waits + 0.1
        await asyncio.sleep(0.1)
        return self._waits > 8

    async def _press(self, name: str) -> None:
        """Press a button that leads to another page."""
        try:
            async with self.page.expect_navigation(timeout=10_000, wait_until="commit"):
                await self.page.get_by_role("button", name=name, exact=True).click(timeout=5_000)
        except Error as error:
            if "net::" not in str(error) and "Timeout" not in str(error):
                raise

    async def _go(self, going: Any) -> None:
        try:
            await going
        except Error as error:
            known = ("net::", "interrupted", "Not attached")  # the page is on its way elsewhere
            assert any(words in str(error) for words in known), error
            await asyncio.sleep(0.1)

    async def do(self, act: Act) -> None:
        """Choose, flag or clear, and note what the sheet must be."""
        chosen, flagged = self.sheet[act.position]
        place = 0
        if act.what == "flag":
            pressed, flagged = ".app-flag label", not flagged
        elif act.what == "clear":
            pressed, chosen = ".app-clear", ()
        else:
            pressed, place = ".app-options label", int(act.what)
            chosen = (place,)
        await self.page.evaluate(PRESS, [act.position, pressed, place])
        self.sheet[act.position] = chosen, flagged
        self.acts.append((act.position, chosen, flagged))
        self.acted_at = time.monotonic()

    async def in_step(self, pace: float = 0.2) -> None:
        """Wait until the page says that everything is saved; go on working where nothing can be."""
        self.shell_kept = self.shell_kept or bool(await self.ask(KEPT))
        while not self.network.is_off:
            word, now = await self.ask(WORD), time.monotonic()
            since = now - max(self.acted_at, self.network.back_at)
            if word == SAVED and not self.network.is_off:
                self.longest = max(self.longest, since)
                return
            assert since <= STEP_WITHIN * overload(), (
                f"after {since:.1f} s: {word!r} {self.network.struck}"
            )
            await asyncio.sleep(0.025)
        await asyncio.sleep(pace)

    async def work(self, *acts: Act) -> None:
        """Do one thing after another; where the network allows, see each saved."""
        for act in acts:
            await self.do(act)
            await self.in_step()

    async def come_back(self) -> None:
        """Wait until the network is there and everything is saved."""
        while self.network.is_off:
            await asyncio.sleep(0.02)
        await self.in_step()

    async def shown(self) -> Sheet:
        """Read every answer off the page."""
        read = await self.page.evaluate(SHOWN)
        return {int(p): (tuple(chosen), flagged) for p, (chosen, flagged) in read.items()}

    async def held(self) -> list[dict[str, Any]]:
        """Read what this computer's durable store holds."""
        return list(await self.page.evaluate(HELD))

    async def hand_in(self) -> Sheet:
        """Review, hand in and see the receipt; return what the page showed before."""
        shown = await self.shown()
        await self.page.evaluate("location.hash = 'review'")
        await self.page.get_by_role("button", name="Finish the test", exact=True).click()
        await self.page.get_by_role("button", name="Yes, hand in my test", exact=True).click()
        await self.see("You have handed in your test")
        return shown

    async def leave(self) -> None:
        """Press the last button; the next person finds the door."""
        await self._press("Finish")
        until = time.monotonic() + 15
        while not (heading := await self.heading()).startswith("Enter your keycode"):
            assert time.monotonic() < until, f"stuck at {heading!r} {self.page.url}"
            if heading.startswith("You have handed in"):
                await self._press("Finish")
            await asyncio.sleep(0.05)


async def sit_down(browser: Browser, network: Proxy, keycode: str, **how: Any) -> Sitter:
    """Give a candidate a computer of their own."""
    context = await browser.new_context(**how)
    context.set_default_timeout(15_000)
    return Sitter(context, await context.new_page(), network, keycode)
