"""Take the pictures of the documentation from the running program: `python -m docs.pictures`.

Makes a demonstration of its own, serves it, and works through it in Chromium as its fictional
people would. Needs what `python3 -m app test` installs.
"""

import base64
import http.client
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from app._setup import system

PICTURES = Path(__file__).parent / "pictures"
ROOT = Path(__file__).parents[1]
MOST_BYTES = 120_000
DESK: ViewportSize = {"width": 1100, "height": 760}
PHONE: ViewportSize = {"width": 390, "height": 760}
ANSWERED = 17
FLAGGED = (5, 12)
DECODE = """async coded => {
  const bytes = Uint8Array.from(atob(coded), c => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const data = canvas.getImageData(0, 0, picture.width, picture.height).data;
  let text = "";
  for (let i = 0; i < data.length; i += 30000)
    text += String.fromCharCode(...data.subarray(i, i + 30000));
  return [picture.width, picture.height, btoa(text)];
}"""


@contextmanager
def demonstration() -> Iterator[tuple[str, str]]:
    """Serve a fresh demonstration; give its address and what it printed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="testamur-pictures-") as folder:
        printed = Path(folder, "printed.txt")
        with printed.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [Path(sys.executable).with_name("testamur"), "demo", "--port", str(port)],
                cwd=ROOT,
                env={**os.environ, "TESTAMUR_INSTANCE": folder},
                stdout=out,
            )
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}", printed.read_text("utf-8")
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(1200):
        try:
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/")
            if door.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the demonstration did not come up")


class Studio:
    """A browser before a demonstration."""

    def __init__(self, browser: Browser, address: str, printed: str) -> None:
        self.browser, self.address = browser, address
        self.password = found(r"password for all: (\S+)", printed)
        self.result_code = found(r" code (\w{4} \w{4} \w{4}), born", printed)
        self.born = found(r"born (\d+ \d+ \d+)", printed).split()
        self.keycodes = re.findall(r"keycode (\w{4} \w{4} \w{4})", printed)

    def page(self, size: ViewportSize = DESK) -> Page:
        """Open a window of its own."""
        context = self.browser.new_context(
            base_url=self.address, viewport=size, reduced_motion="reduce"
        )
        return context.new_page()

    def staff(self, email: str) -> Page:
        """Sign a member of staff in."""
        page = self.page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(f"{email}@example.org")
        page.get_by_label("Password", exact=True).fill(self.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/desk")
        return page

    def arrive(self, keycode: str, size: ViewportSize = DESK) -> Page:
        """Bring a candidate as far as the question of what their details are."""
        page = self.page(size)
        page.goto("/")
        page.get_by_label("Enter your keycode").fill(keycode)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Are these your details?")
        return page


def found(pattern: str, text: str) -> str:
    """Return what a pattern finds, which must be there."""
    match = re.search(pattern, text)
    if match is None:
        raise SystemExit(f"the demonstration did not print {pattern}")
    return match[1]


def take(page: Page, name: str, height: int | None = None) -> None:
    """Take a picture of the page from its top, and see that it is small enough to keep."""
    width = (page.viewport_size or DESK)["width"]
    full = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(full, height or 1000)})
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    shot = page.screenshot(animations="disabled", caret="hide")
    path = PICTURES / f"{name}.png"
    path.write_bytes(with_palette(pixels_of(page, shot)))
    size = path.stat().st_size
    print(f"{name:<26} {size / 1000:6.1f} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path} is larger than {MOST_BYTES} bytes: show less of the page")


def pixels_of(pictured: Page, png: bytes) -> np.ndarray:
    """Let the browser decode a picture: rows, columns, red-green-blue."""
    page = pictured.context.new_page()  # empty, so the policy of our pages does not bind it
    width, height, coded = page.evaluate(DECODE, base64.b64encode(png).decode())
    page.close()
    flat = np.frombuffer(base64.b64decode(coded), np.uint8)
    return flat.reshape(height, width, 4)[:, :, :3]


def with_palette(pixels: np.ndarray) -> bytes:
    """Write a picture as a PNG of at most 256 colours, the commonest of those that are alike."""
    height, width = pixels.shape[:2]
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    colours, place, often = np.unique(packed, return_inverse=True, return_counts=True)
    for dropped in range(8):
        step = 0x010101 * (0xFF & ~((1 << dropped) - 1))
        alike, group = np.unique(colours & step, return_inverse=True)
        if len(alike) <= 256:
            break
    chosen = np.zeros(len(alike), np.uint32)
    order = np.argsort(often)  # the commonest is written last and stays
    chosen[group[order]] = colours[order]
    palette = b"".join(int(colour).to_bytes(3, "big") for colour in chosen)
    indices = group[place].reshape(height, width).astype(np.uint8)
    lines = np.insert(indices, 0, 0, axis=1).tobytes()  # each line begins with "no filter"
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(name: bytes, content: bytes) -> bytes:
    """Write a part of a PNG file."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def start(page: Page) -> None:
    """Say that the details are right and start."""
    page.get_by_role("button", name="Yes, this is me").click()
    page.get_by_role("button", name="Start the test").click()
    expect(page.get_by_role("heading", name="Question 1 of")).to_be_visible()


def choose(page: Page, place: int) -> None:
    """Choose an option of the question shown."""
    page.locator(".app-options label:visible").nth(place).click()


def answer(page: Page, positions: range) -> None:
    """Answer some questions, flag two, and wait for each to be saved."""
    for position in positions:
        expect(page.get_by_role("heading", name=f"Question {position} of")).to_be_visible()
        choose(page, position * 7 % 4)
        if position in FLAGGED:
            page.locator(".app-flag label:visible").click()
        expect(page.locator("#saved")).to_have_text("All answers saved")
        page.get_by_role("button", name="Next").click()


def candidate(studio: Studio) -> None:
    """Door, details, question, review, receipt; and a question on a phone."""
    page = studio.page()
    page.goto("/")
    take(page, "candidate-keycode")
    page = studio.arrive(studio.keycodes[0])
    take(page, "candidate-details")
    start(page)
    answer(page, range(1, ANSWERED))
    choose(page, 2)
    expect(page.locator("#saved")).to_have_text("All answers saved")
    take(page, "candidate-question")
    page.get_by_role("button", name="Display").click()
    page.get_by_text("Light on dark").click()
    take(page, "candidate-display", 860)
    page.get_by_text("Standard", exact=True).first.click()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Review and finish").click()
    take(page, "candidate-review", 900)
    phone = studio.arrive(studio.keycodes[1], PHONE)
    start(phone)
    answer(phone, range(1, 9))
    choose(phone, 1)
    expect(phone.locator("#saved")).to_have_text("All answers saved")
    take(phone, "candidate-question-phone", 844)


def receipt(studio: Studio) -> None:
    """A test that was handed in."""
    page = studio.arrive(studio.keycodes[2])
    start(page)
    answer(page, range(1, 13))
    page.get_by_role("button", name="Review and finish").click()
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("button", name="Yes, hand in my test").click()
    expect(page.locator(".app-digest")).to_be_visible()
    take(page, "candidate-receipt")


def result(studio: Studio) -> None:
    """What a candidate sees of a result that was released."""
    page = studio.page()
    page.goto("/results")
    page.get_by_label("Result code").fill(studio.result_code)
    for part, figures in zip(("Day", "Month", "Year"), studio.born, strict=True):
        page.get_by_label(part, exact=True).fill(figures)
    page.get_by_role("button").last.click()
    take(page, "candidate-result", 1000)


def invigilator(studio: Studio) -> None:
    """The room under way, what is printed for it, its incidents, and its display."""
    page = studio.staff("invigilator")
    page.goto("/rooms")
    enter_room(page)
    take(page, "room", 1300)
    room = page.url
    for part in ("pack", "incidents", "display"):
        page.goto(f"{room}/{part}")
        take(page, f"room-{part}", 900)


def examiner(studio: Studio) -> None:
    """A bank and an item of it."""
    page = studio.staff("examiner")
    page.goto("/banks")
    page.locator("main").get_by_role("link", name="Delivery of effective").first.click()
    take(page, "examiner-bank")
    page.goto(str(page.locator('main a[href*="/criteria/"]').first.get_attribute("href")))
    page.locator("main").get_by_role("link", name=re.compile(r"^(Item )?201-\d+")).first.click()
    take(page, "examiner-item", 1200)


def centre(studio: Studio) -> None:
    """The centre's first page, a session to schedule, and results."""
    page = studio.staff("centre")
    page.goto("/centre")
    take(page, "centre-home")
    results = str(page.locator('main a[href$="/results"]').first.get_attribute("href"))
    page.get_by_role("button", name="Schedule a session").click()
    take(page, "centre-schedule", 1200)
    page.goto(results)
    take(page, "centre-results", 1320)


def awarding_body(studio: Studio) -> None:
    """A specification; and results about to be released, once Ivy has closed the session."""
    page = studio.staff("officer")
    page.goto("/awarding/specifications")
    page.locator("main table").get_by_role("link").first.click()
    take(page, "awarding-specification")
    close_the_room(studio)
    page.goto("/awarding")
    page.locator("main table").first.get_by_role("link").first.click()
    take(page, "awarding-release")


def close_the_room(studio: Studio) -> None:
    """Hand in for whoever is still answering, and close the session."""
    page = studio.staff("invigilator")
    page.goto("/rooms")
    enter_room(page)
    page.get_by_label("Tick everybody shown").check()  # the page that asks names whom it fits
    open_all(page)
    page.get_by_role("button", name="Finish for candidate").click()
    page.get_by_label("Reason").fill("The pictures are taken")
    page.get_by_role("button", name="Finish for candidate").click()
    page.get_by_role("button", name="Close the session").click()
    close = page.get_by_role("button", name="Close the session")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close the session")
    close.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    for why in page.get_by_role("textbox").all():  # somebody let in never started
        why.fill("Fell ill at the door and went home.")
    close.click()


def enter_room(page: Page) -> None:
    """Go into the first room that is under way."""
    under_way = page.get_by_role("row").filter(has_text="Under way")
    under_way.filter(has_text="Room 1").get_by_role("link").click()


def open_all(page: Page) -> None:
    """Open whatever is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def administrator(studio: Studio) -> None:
    """Who may do what."""
    page = studio.staff("admin")
    page.goto("/admin/people")
    take(page, "admin-people")


PARTS: tuple[Callable[[Studio], None], ...] = (
    candidate,
    receipt,
    result,
    invigilator,
    examiner,
    centre,
    awarding_body,
    administrator,
)


def main() -> None:
    """Take every picture."""
    chromium = system.chromium()
    if chromium is None:
        raise SystemExit("Chromium is missing; `python3 -m app test` installs it where it may")
    PICTURES.mkdir(exist_ok=True)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    with demonstration() as (address, printed), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        studio = Studio(browser, address, printed)
        for part in PARTS:
            part(studio)
        browser.close()


if __name__ == "__main__":
    main()
