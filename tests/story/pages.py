"""The people of the story at their screens."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.story.keys import Count, Known, plain
from tests.story.server import PASSWORD

SAVED = "All answers saved"
SAVING = "Saving…"
NOT_SAVED = re.compile("Not yet saved: 1 answer")


def tick(row: Locator) -> None:
    """Tick the box of a row by pressing what a person sees of it."""
    row.locator(".app-tick label").click()
    expect(row.get_by_role("checkbox")).to_be_checked()


class Staff:
    """A member of staff."""

    def __init__(self, page: Page, email: str) -> None:
        self.page = page
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        expect(page.get_by_role("heading", level=1)).to_have_text("What must I do now?")

    def press(self, name: str) -> None:
        """Press the button or follow the link of a name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        button.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def told(self, words: str) -> None:
        """Wait for the message after an act."""
        expect(self.page.get_by_role("alert")).to_contain_text(words)


class Officer(Staff):
    """Cora, who enters candidates, schedules and downloads."""

    def upload(self, table: str) -> None:
        """Upload a file of candidates, look at its rows and take them."""
        self.page.goto("/centre")
        self.press("Upload a spreadsheet of candidates")
        file: FilePayload = {
            "name": "candidates.csv",
            "mimeType": "text/csv",
            "buffer": table.encode(),
        }
        self.page.get_by_label("Spreadsheet").set_input_files(file)
        self.press("Upload and look at it")
        self.press("Look at the rows")
        self.press("Take all 2 rows")
        self.press("Go to your list of candidates")

    def schedule(self, today: datetime) -> None:
        """Schedule a session that is open all of today."""
        page = self.page
        page.goto("/centre")
        self.press("Schedule a session")
        page.get_by_label("Customer service, a story (story)").check()
        page.get_by_label("Room", exact=True).fill("Room 1")
        for part, figures in zip(
            ("Day", "Month", "Year"), today.strftime("%d %m %Y").split(), strict=True
        ):
            page.get_by_label(part, exact=True).fill(figures)
        for name, time in (
            ("Opens", "00:00"),
            ("Latest start", "23:58"),
            ("Latest finish", "23:59"),
        ):
            page.get_by_label(name, exact=True).fill(time)
        page.get_by_label("Ivy Invigilator").check()
        self.press("Schedule the session")

    def enter_everybody(self) -> None:
        """Enter all candidates of the list for the session on the screen."""
        self.press("Enter candidates from your list")
        rows = self.page.locator("tbody tr")
        expect(rows.first).to_be_visible()
        for row in rows.all():
            tick(row)
        self.press("Enter the candidates ticked")

    def download(self, folder: Path) -> str:
        """Download the results and return what the file holds."""
        with self.page.expect_download() as coming:
            self.press("Download results (CSV)")
        path = folder / coming.value.suggested_filename
        coming.value.save_as(path)
        return path.read_bytes().decode("utf-8-sig")


class Invigilator(Staff):
    """Ivy, in the room."""

    def line(self, name: str) -> Locator:
        """Return the candidate's line of the table."""
        return self.page.get_by_role("row").filter(has_text=name)

    def do(self, act: str, *names: str) -> None:
        """Tick candidates and press what is to be done to them."""
        for name in names:
            self.line(name).get_by_role("checkbox").check()
        self.press(act)

    def keycodes(self) -> dict[str, str]:
        """Show the slips and read them, by given name."""
        self.press("Keycode slips")
        slips = self.page.locator(".app-slip")
        expect(slips.first).to_be_visible()
        return {
            slip.get_by_role("heading").inner_text().split()[0]: slip.locator(
                ".app-keycode"
            ).inner_text()
            for slip in slips.all()
        }


class Candidate:
    """A candidate at one computer."""

    def __init__(
        self, page: Page, count: Count, keys: dict[frozenset[str], Known], items: int = 45
    ) -> None:
        self.page, self.count, self.keys, self.items = page, count, keys, items

    def enter(self, keycode: str) -> None:
        """Type the keycode at the door."""
        self.page.goto("/")
        self.page.get_by_label("Enter your keycode").fill(keycode)
        self.press("Continue")

    def press(self, name: str) -> None:
        """Press the button of a name, be it a button or a link that looks like one."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def heading(self, words: str | re.Pattern[str]) -> None:
        """Wait for the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def at(self, position: int) -> None:
        """Wait for a question."""
        self.heading(f"Question {position} of {self.items}")

    def saved(self, words: str | re.Pattern[str] = SAVED) -> None:
        """Wait for the word on saving."""
        expect(self.page.locator("#saved")).to_have_text(words)

    @property
    def shown(self) -> Locator:
        """The question on the screen, be it one of the one page or a page of its own."""
        return self.page.locator(".app-asked:visible")

    def question(self) -> tuple[int, Known]:
        """Read the question on the screen and find it in the bank's files."""
        position = int(self.shown.locator(".app-asked__number").inner_text().split()[1])
        texts = self.shown.locator(".app-options__text").all_inner_texts()
        self.count.met[position] = self.keys[frozenset(map(plain, texts))]
        return position, self.count.met[position]

    def choose(self, right: bool) -> None:
        """Choose the key, or an option that is wrong, by its text."""
        position, known = self.question()
        wanted = known.key if right else known.wrong[position % len(known.wrong)]
        for label in self.shown.locator(".app-options label").all():
            text = plain(label.locator(".app-options__text").inner_text())
            if text == wanted:
                label.click()
                self.count.chosen[position] = text
                return
        raise AssertionError(f"no such option in question {position}")

    def chosen(self) -> str | None:
        """Return the text of the option that is chosen on the screen."""
        checked = self.shown.locator(".app-options input:checked + label .app-options__text")
        texts = [plain(text) for text in checked.all_inner_texts()]
        assert len(texts) <= 1
        return texts[0] if texts else None

    def answer(self, positions: range, right: range | set[int]) -> Iterator[int]:
        """Answer questions from the one on the screen on, the key where told; stop at each."""
        for position in positions:
            self.at(position)
            self.choose(position in right)
            yield position
            if position < self.items:
                self.press("Next")
