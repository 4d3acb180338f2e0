"""What exams officer and invigilators do on the pages of a room."""

import re
from collections.abc import Sequence
from io import BytesIO

from playwright.sync_api import FilePayload, Locator, Page, expect
from pypdf import PdfReader

from tests.story.pages import Officer, Staff


def text_of(pdf: bytes) -> str:
    """Return what a PDF says."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def open_file(page: Page, link: Locator) -> bytes:
    """Return the file behind a link, which the browser would show."""
    return page.request.get(link.get_attribute("href") or "").body()


def send_for_file(page: Page, button: Locator) -> bytes:
    """Return the file that a form brings, which the browser would show."""
    form = button.locator("xpath=ancestor::form")
    fields: dict[str, str | float | bool] = {
        "csrf_token": form.locator("input[name=csrf_token]").input_value(),
        button.get_attribute("name") or "": button.get_attribute("value") or "",
    }
    return page.request.post(form.get_attribute("action") or "", form=fields).body()


class RoomOfficer(Officer):
    """Cora, before the day and when a void is taken back."""

    home = ""  # the page of the session

    def enter_from_spreadsheet(self, table: str, mend: tuple[str, str]) -> None:
        """Upload candidates for the session on the screen; mend one cell, look, and confirm."""
        page = self.page
        self.home = page.url
        self.press("Enter from a spreadsheet")
        file: FilePayload = {
            "name": "entries.csv",
            "mimeType": "text/csv",
            "buffer": table.encode("cp1252"),
        }
        page.get_by_label("Spreadsheet").set_input_files(file)
        self.press("Upload and look at it")
        expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which?")
        self.press("Look at the rows")
        label, value = mend
        page.get_by_label(label).fill(value)
        self.press("Save and check again")
        rows = table.strip().count("\n")
        self.press(f"Take all {rows} rows")
        expect(page.get_by_role("heading", name="Written")).to_be_visible()
        self.press("Go to the session")

    def make_code(self, name: str) -> str:
        """Make a code for somebody who has no role here, and read it off the slip."""
        page = self.page
        page.goto(self.home)
        self.press("Codes with which invigilators sign in for this session")
        page.get_by_label("Somebody else, for this session only").check()
        page.get_by_label("Full name of somebody else").fill(name)
        self.press("Make a code")
        return page.locator(".app-keycode").inner_text()

    def take_back_void(self, number: str, reason: str) -> None:
        """Find the candidate on the session's page and take the void back."""
        page = self.page
        page.goto(self.home)
        self.press(f"Take back the void of candidate {number}")
        page.get_by_label("Reason").fill(reason)
        self.press("Take the void back for 1 candidate")
        self.told("The test is no longer void.")


class RoomInvigilator(Staff):
    """Somebody who watches over the room."""

    def __init__(self, page: Page, email: str = "", code: str = "") -> None:
        if email:
            super().__init__(page, email)
            page.goto("/rooms")
            self.press("Customer service, a story")
        else:
            self.page = page
            page.goto("/sign-in")
            page.get_by_label("Code", exact=True).fill(code)
            self.press("Sign in with the code")
        expect(page.get_by_role("heading", name="What to do now")).to_be_visible()
        self.home = page.url

    def back_to_the_room(self) -> None:
        """Open the room's page."""
        self.page.goto(self.home)

    def line(self, number: str) -> Locator:
        """Return a candidate's line of the table."""
        cell = self.page.get_by_role("cell", name=number, exact=True)
        return self.page.locator("#lines tr").filter(has=cell)

    def sees(self, number: str, *words: str) -> None:
        """Wait until a candidate's line says something; the room asks every five seconds."""
        for each in words:
            expect(self.line(number)).to_contain_text(each, timeout=7_500)

    def tick(self, *numbers: str) -> None:
        """Tick candidates."""
        for number in numbers:
            self.line(number).get_by_role("checkbox").check()

    def do(self, act: str, *numbers: str) -> None:
        """Tick candidates and press what is to be done to them."""
        self.tick(*numbers)
        self.press(act)

    def end(self, act: str, number: str, reason: str) -> None:
        """Do one of the acts that stand apart, with a reason."""
        self.tick(number)
        self.page.get_by_text("Ending a test, or going on without the screen").click()
        self.because(act, reason)

    def because(self, act: str, reason: str) -> None:
        """Press an act, write the reason it asks for, and press it again."""
        self.press(act)
        self.because_now(act, reason)

    def because_now(self, act: str, reason: str) -> None:
        """Write the reason that is asked for, and press again."""
        self.page.get_by_label("Reason", exact=True).fill(reason)
        self.press(act)

    def let_in_late(self, number: str, reason: str) -> None:
        """Let somebody in once the test has started."""
        self.sees(number, "Waiting to be let in")
        self.tick(number)
        self.page.get_by_label("Known to me or to staff").check()
        self.because("Let in", reason)
        self.told("1 candidate let in.")

    def keycodes(self) -> dict[str, str]:
        """Show the slips as a page and read them, by candidate number."""
        self.press("Keycode slips")
        slips = self.page.locator(".app-slip")
        expect(slips.first).to_be_visible()
        said = [slip.locator("dd").all_inner_texts() for slip in slips.all()]
        self.press("Back to the room")
        return {number: keycode for number, _, _, keycode in said}

    def walk_in(self, number: str, family: str, given: str) -> str:
        """Add somebody who is on no list, and read the keycode off the slip."""
        self.press("On the day")
        self.press("They are not on the centre’s list: add them")
        page = self.page
        page.get_by_label("Candidate number").fill(number)
        page.get_by_label("Family name").fill(family)
        page.get_by_label("Given names").fill(given)
        self.press("Add and enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("is entered")
        keycode = page.locator(".app-keycode").inner_text()
        self.press("Go on to the room")
        return keycode

    def tell_everybody(self, words: str) -> None:
        """Send a message to all."""
        self.press("Send a message to everybody")
        self.page.get_by_label("Message").fill(words)
        self.press("Send to everybody")
        self.told("Message sent to")

    def stop_all_clocks(self) -> None:
        """Touch twice."""
        self.page.locator(".app-stop summary").click()
        self.press("Stop all clocks now")

    def write_down(self, category: str) -> None:
        """Write an incident down in three clicks."""
        self.press("Incidents")
        self.page.get_by_label(category, exact=True).check()
        self.press("Write down")
        expect(self.page.locator("#written")).to_contain_text(category)

    def states(self) -> list[str]:
        """Read number and state of every line."""
        lines = self.page.locator("#lines tr").all_inner_texts()
        return [" ".join(line.split("\t")[2:5]) for line in lines]


def press_together(people: Sequence[Staff], name: str) -> None:
    """Press the button of a name on several screens at once, and wait for what each says."""
    press = """name => [...document.querySelectorAll("button")]
      .find((button) => button.textContent.trim() === name).click()"""
    for person in people:
        person.page.evaluate(press, name)


def count_told(person: Staff) -> int:
    """Read how many candidates the message after an act names."""
    alert = person.page.get_by_role("alert")
    expect(alert).to_have_text(re.compile(r"\d+ candidates? let in"))
    found = re.search(r"(\d+) candidate", alert.inner_text())
    return int(found[1]) if found else 0
