"""What happens in a room on a day on which everything happens, step by step."""

import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.story.guests import Beat, Guest, all_at_once
from tests.story.keys import Count, read_keys
from tests.story.pages import Candidate
from tests.story.room_pages import (
    RoomInvigilator,
    RoomOfficer,
    count_told,
    open_file,
    press_together,
    send_for_file,
    text_of,
)
from tests.story.server import Installation, zone_at_noon
from tests.story.watch import LOST, Watch, assert_accessible

MINUTES = 30
REFUSED = re.compile("status of 4(09|22)")  # a browser's own word for a refusal
ADA, BEN, LATE, NELL, OTTO, WREN = "0101", "0102", "0131", "0132", "0133", "0200"
IN_TIME = tuple(f"{number:04}" for number in range(103, 131))
FIRST, SECOND, THIRD, VOIDED, UNFINISHED = IN_TIME[:5]
HEADINGS = "Cand No;Surname;Forename;DOB;Extra time;Rest breaks"
TABLE = "\n".join(
    [
        HEADINGS,
        f"{ADA};Lovelace;Ada;10/12/2005;25;10",
        f"{BEN};Byron;Ben;22/01/2006;;",
        *(f"{number};Guest;No{number};14/05/2006;;" for number in (*IN_TIME, LATE)),
        f"{NELL};Nemo;Nell;31/02/2006;;",
        f"{OTTO};Ohm;Otto;30/03/2006;;",
        "",
    ]
)
MEND = ("Date of birth in row 33", "28/02/2006")


@dataclass
class Hall:
    """Where everybody is."""

    served: Installation
    browser: Browser
    watch: Watch
    guests: dict[str, Guest] = field(default_factory=dict)
    keycodes: dict[str, str] = field(default_factory=dict)
    told: dict[str, Beat] = field(default_factory=dict)  # of Ada and Ben
    keys = read_keys()

    def computer(self) -> tuple[BrowserContext, Page]:
        """Give a computer of its own."""
        context = self.watch.context(self.browser, self.served.address)
        return context, context.new_page()

    def candidate(self) -> Candidate:
        """Seat a candidate at a computer."""
        return Candidate(self.computer()[1], Count(), self.keys)

    def guest(self, number: str) -> Guest:
        """Let a guest come to the door with the keycode."""
        guest = Guest(number, self.served.address, self.keycodes[number])
        self.guests[number] = guest
        guest.arrive()
        return guest

    def working(self) -> list[Guest]:
        """Return the guests whose answers are taken."""
        return [guest for guest in self.guests.values() if not guest.refused]


def prepare(cora: RoomOfficer) -> str:
    """Schedule, enter everybody from a spreadsheet, look whether all is ready; return Max's code."""
    now = datetime.now(UTC)
    cora.schedule(now.astimezone(ZoneInfo(zone_at_noon(now))))
    cora.enter_from_spreadsheet(TABLE, MEND)
    page = cora.page
    expect(page.get_by_role("heading", name="Entries: 33")).to_be_visible()
    ready = page.locator(".app-ready")
    expect(ready).to_contain_text("33 of 33 drawn; they are locked when the keycodes are given out")
    expect(ready).to_contain_text("1 named for 33 entered")
    assert_accessible(page)
    cora.press("Documents to print: register, slips, seating plan, invigilator’s sheet")
    expect(page.get_by_text("Keycodes are hidden until the session is opened.")).to_be_visible()
    register = text_of(open_file(page, page.get_by_role("link", name="Attendance register")))
    assert all(number in register for number in (ADA, BEN, *IN_TIME, LATE, NELL, OTTO))
    assert "Lovelace" in register and "25 %" not in register and "est break" not in register
    return cora.make_code("Max Morgan")


def open_the_room(hall: Hall, ivy: RoomInvigilator) -> None:
    """Open the session and print the slips."""
    ivy.press("Open the session")
    ivy.told("33 candidates can enter")
    assert_accessible(ivy.page)
    hall.keycodes = ivy.keycodes()
    ivy.press("Documents to print")
    button = ivy.page.get_by_role("button", name="Slips for everybody")
    slips = re.sub(r"\s", "", text_of(send_for_file(ivy.page, button)))
    assert len(hall.keycodes) == 33
    assert all(re.sub(r"\s", "", keycode) in slips for keycode in hall.keycodes.values())
    ivy.press("Room")


def everybody_comes(hall: Hall, ada: Candidate, ben: Candidate) -> None:
    """Bring everybody who is in time to the page on which one waits."""
    for person, number, minutes in ((ada, ADA, "37 minutes"), (ben, BEN, "30 minutes")):
        person.enter(hall.keycodes[number])
        person.heading("Are these your details?")
        expect(person.page.get_by_text(minutes).first).to_be_visible()
        person.press("Yes, this is me")
        person.heading("Before you start")
    hall.guests = {n: Guest(n, hall.served.address, hall.keycodes[n]) for n in IN_TIME}
    all_at_once(hall.guests.values(), Guest.arrive)


def both_let_in_and_start(hall: Hall, ivy: RoomInvigilator, max_: RoomInvigilator) -> None:
    """Let the same people in from two screens at the same moment: everybody is let in once."""
    everybody = [ADA, BEN, *IN_TIME, NELL]
    ivy.sees(IN_TIME[-1], "Waiting to be let in")
    max_.page.reload()
    for person, numbers in ((ivy, everybody[:22]), (max_, everybody[9:])):
        person.tick(*numbers)
        person.page.get_by_label("Photo identity document").check()
    press_together((ivy, max_), "Let in")
    assert count_told(ivy) + count_told(max_) == len(everybody)
    for person in (ivy, max_):
        person.back_to_the_room()
    ivy.press("Start the test")
    for person in (ivy, max_):  # the other's page says so by itself
        expect(person.page.get_by_text("The test is under way.")).to_be_visible(timeout=7_500)


def everybody_starts(hall: Hall, ada: Candidate, ben: Candidate) -> None:
    """Start, and answer the first questions."""
    all_at_once(hall.guests.values(), Guest.start)
    for person in (ada, ben):
        person.press("Start the test")
        for _ in person.answer(range(1, 4), {1, 2, 3}):
            person.saved()


def somebody_comes_late(hall: Hall, ivy: RoomInvigilator) -> None:
    """Let a late arrival in with a reason."""
    guest = hall.guest(LATE)
    ivy.let_in_late(LATE, "The bus broke down")
    guest.start()
    ivy.sees(LATE, "Answering", "Came late")


def somebody_on_no_list_comes(hall: Hall, max_: RoomInvigilator) -> None:
    """Have a walk-in answering in under a minute."""
    began = time.monotonic()
    hall.keycodes[WREN] = max_.walk_in(WREN, "Wander", "Wren")
    guest = hall.guest(WREN)
    max_.let_in_late(WREN, "Entered by telephone this morning")
    guest.start()
    max_.sees(WREN, "Answering")
    assert time.monotonic() - began < 60


def a_rest_break_hides_the_questions(hall: Hall, ivy: RoomInvigilator, ada: Candidate) -> None:
    """Send Ada to rest and bring her back; Ben has no rest breaks arranged."""
    ivy.do("Begin rest break", ADA)
    ivy.told("1 candidate on a rest break")
    ada.heading("Rest break")
    expect(ada.page.locator(".app-asked")).to_have_count(0)
    ivy.sees(ADA, "Rest break", "Break lasts until")
    with hall.watch.expecting(REFUSED):
        ivy.do("Begin rest break", BEN)
        expect(ivy.page.get_by_role("heading", level=1)).to_contain_text("No rest breaks")
    ivy.press("Back to the room")
    ivy.do("Resume", ADA)
    ivy.told("1 candidate resumed.")
    ada.at(4)


def time_and_words_are_given(
    hall: Hall, ivy: RoomInvigilator, max_: RoomInvigilator, ada: Candidate
) -> None:
    """Give two candidates ten minutes, and tell everybody something."""
    max_.tick(ADA, FIRST)
    max_.press("Give extra time")
    max_.page.get_by_label("Minutes").fill("10")
    max_.because_now("Give extra time", "The light went out")
    max_.told("2 candidates given 10 more minutes.")
    ivy.sees(FIRST, "10:00")
    max_.tell_everybody("The door to the left stays shut.")
    expect(ada.page.locator("#messages")).to_contain_text("The door to the left stays shut.")
    assert_accessible(ada.page)
    ada.press("Close this message")
    all_at_once(hall.working(), lambda guest: assert_heard(guest))


def assert_heard(guest: Guest) -> None:
    """Wait until a guest has the message."""
    until = time.monotonic() + 10
    while not guest.messages:
        guest.listen()
        assert time.monotonic() < until, guest.number
        time.sleep(0.3)


def the_alarm_goes(hall: Hall, ivy: RoomInvigilator, max_: RoomInvigilator, ada: Candidate) -> None:
    """Stop all clocks in two touches: questions go, nobody loses a second, and all goes on again."""
    max_.stop_all_clocks()
    ada.page.get_by_role("heading", name="All tests in this room are paused").wait_for(
        timeout=6_000
    )
    expect(ada.page.locator(".app-asked")).to_have_count(0)
    expect(ivy.page.locator(".app-stopped")).to_contain_text("All clocks stopped", timeout=7_500)
    guests = hall.working()
    all_at_once(guests, Guest.listen)
    before = {guest.number: guest.beat for guest in guests}
    time.sleep(3)
    all_at_once(guests, Guest.listen)
    assert all(guest.beat and guest.beat.state == "paused" for guest in guests)
    assert all(guest.beat.left == before[guest.number].left for guest in guests)  # type: ignore[union-attr]
    for number in (ADA, BEN, FIRST):
        ivy.sees(number, "Paused")
    press_together((ivy, max_), "Start the clocks again")
    max_.told("The clocks run again")
    ada.at(4)
    max_.page.get_by_label(re.compile("Why were all clocks stopped")).fill("Fire alarm next door")
    max_.press("Keep the reason")


def the_test_moves_to_another_seat(hall: Hall, ivy: RoomInvigilator, ben: Candidate) -> Candidate:
    """Move Ben to another computer in under half a minute of acts; every answer is there."""
    ben.at(4)
    chosen, met = dict(ben.count.chosen), dict(ben.count.met)
    began = time.monotonic()
    with hall.watch.expecting(REFUSED):
        ivy.do("Change seat", BEN)
        ivy.page.get_by_label(re.compile("New seat of 0102")).fill("C4")
        ivy.press("Move")
        ivy.told("1 candidate moved.")
        there = hall.candidate()
        there.enter(hall.keycodes[BEN])
        there.press("Yes, this is me")
        there.heading(re.compile("Question"))
        assert time.monotonic() - began < 30
        ivy.sees(BEN, "C4")
        ben.heading("Your test was moved to another computer or window.")
    ben.page.close()
    for position, text in chosen.items():
        there.page.locator(f'.app-map__cell[data-of="{position}"]').click()
        there.at(position)
        assert there.question() == (position, met[position])
        assert there.chosen() == text
    there.count.chosen.update(chosen)
    return there


def somebody_leaves_the_room(ivy: RoomInvigilator) -> None:
    """Note who is out of the room, and who is back."""
    ivy.do("Left the room, escorted", SECOND)
    ivy.told("1 candidate out of the room, escorted.")
    ivy.sees(SECOND, "Out of the room")
    ivy.do("Came back", SECOND)
    ivy.told("1 candidate back in the room.")
    expect(ivy.line(SECOND)).not_to_contain_text("Out of the room")


def a_void_is_taken_back(
    hall: Hall, cora: RoomOfficer, ivy: RoomInvigilator, max_: RoomInvigilator
) -> None:
    """Make a test void; the officer takes it back, and the candidate goes on with the time left."""
    guest = hall.guests[VOIDED]
    max_.end("Make void", VOIDED, "A telephone on the desk")
    max_.told("Test made void for 1 candidate.")
    ivy.sees(VOIDED, "Void")
    guest.rest()
    cora.take_back_void(VOIDED, "The telephone was the invigilator's own")
    guest.refused.clear()
    ivy.sees(VOIDED, "Paused")
    guest.arrive()
    assert guest.listen().state == "paused"
    ivy.do("Resume", VOIDED)
    ivy.told("1 candidate resumed.")
    guest.work()
    ivy.sees(VOIDED, "Answering")


def the_invigilators_browser_dies(
    hall: Hall, desk: BrowserContext, ivy: RoomInvigilator
) -> RoomInvigilator:
    """Sign in anew at another computer and find the room as it was."""
    before = ivy.states()
    desk.close()
    ivy = RoomInvigilator(hall.computer()[1], "invigilator@example.org")
    assert ivy.states() == before
    return ivy


def the_server_dies(hall: Hall, max_: RoomInvigilator, ada: Candidate) -> None:
    """Kill the server in mid-session and start it again: the room goes on, and nobody signs in anew."""
    kept = {guest.number: len(guest.kept) for guest in hall.working()}
    with hall.watch.expecting(LOST):
        hall.served.kill()
        ada.choose(right=True)
        expect(ada.page.locator("#saved")).to_contain_text("Not yet saved")
        hall.served.start()
        ada.saved()
        max_.page.reload()
        expect(max_.page.get_by_text("The test is under way.")).to_be_visible()
    until = time.monotonic() + 30
    while any(len(guest.kept) <= kept[guest.number] for guest in hall.working()):
        assert time.monotonic() < until
        time.sleep(0.2)
