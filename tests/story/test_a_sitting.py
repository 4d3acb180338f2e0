"""A session from the candidates' file to the results' file, in real browsers against a real server.

Cora is the centre's exams officer, Ivy invigilates, Olga is the awarding body's officer; Ada, who
has twice the time, and Ben sit a test of one minute with the published counts of unit 201.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.story.keys import Count, read_keys
from tests.story.pages import NOT_SAVED, SAVED, SAVING, Candidate, Invigilator, Officer, Staff
from tests.story.server import COUNTS, Installation, zone_at_noon
from tests.story.watch import LOST, Watch, assert_accessible, assert_fits

CANDIDATES = """candidate_number,family_name,given_names,date_of_birth,uln,extra_time_percent
0101,Lovelace,Ada,2005-12-10,,100
0102,Byron,Ben,22/01/2006,,
"""
ADA_KNOWS = set(range(1, 46)) - set(range(4, 46, 4))  # 34 of 45
BEN_KNOWS = {1, 3}


@dataclass
class Tale:
    """Who sits where."""

    served: Installation
    browser: Browser
    watch: Watch
    keys = read_keys()

    def computer(self) -> tuple[BrowserContext, Page]:
        """Give a computer of its own."""
        context = self.watch.context(self.browser, self.served.address)
        return context, context.new_page()

    def candidate(self, count: Count) -> tuple[BrowserContext, Candidate]:
        """Seat a candidate at a computer."""
        context, page = self.computer()
        return context, Candidate(page, count, self.keys)


@pytest.fixture
def tale(short_test: tuple[Installation, UUID], browser: Browser, watch: Watch) -> Iterator[Tale]:
    served, _ = short_test
    served.start()
    told = Tale(served, browser, watch)
    yield told
    for context in browser.contexts:
        context.close()


@pytest.mark.slow
def test_a_session_is_sat_from_the_candidates_file_to_the_results_file(
    tale: Tale, tmp_path: Path
) -> None:
    cora = Officer(tale.computer()[1], "centre@example.org")
    prepare(cora)

    ivy = Invigilator(tale.computer()[1], "invigilator@example.org")
    keycodes = open_the_room(ivy)

    ada_counts, ben_counts = Count(), Count()
    context, ada = tale.candidate(ada_counts)
    _, ben = tale.candidate(ben_counts)
    arrive(ada, keycodes["Ada"], "Ada Lovelace", "2 minutes including extra time")
    arrive(ben, keycodes["Ben"], "Ben Byron", "1 minute")
    let_in_and_start(ivy, ada, ben)
    more_time_is_seen_within_five_seconds(ivy, ada)

    answer_some(ben, BEN_KNOWS, range(1, 5))
    saved_is_said_only_after_the_reply(ada)
    a_server_that_dies_loses_nothing(tale, ada)
    context.close()

    context, ada = tale.candidate(ada_counts)
    the_test_moves_to_another_computer(tale, ivy, ada, keycodes["Ada"])
    every_answer_is_there(ada, last=12)
    answer_some(ada, ADA_KNOWS, range(13, 46))
    hand_in(ada)
    time_runs_out(ben)

    close_the_room(ivy)
    release(Staff(tale.computer()[1], "officer@example.org"))
    cora.page.reload()
    cora.press("Look at the results and download them")
    check_the_file(cora.download(tmp_path), {"Ada": ada_counts, "Ben": ben_counts})


def prepare(cora: Officer) -> None:
    """Upload the candidates, schedule the session and enter both."""
    cora.upload(CANDIDATES)
    expect(cora.page.get_by_role("row").filter(has_text="Lovelace")).to_contain_text("100 %")
    now = datetime.now(UTC)
    cora.schedule(now.astimezone(ZoneInfo(zone_at_noon(now))))
    expect(cora.page.get_by_role("heading", level=1)).to_contain_text("Customer service, a story")
    cora.enter_everybody()
    expect(cora.page.get_by_role("heading", name="Entries: 2")).to_be_visible()


def open_the_room(ivy: Invigilator) -> dict[str, str]:
    """Open the session and return what the slips say."""
    ivy.page.goto("/rooms")
    ivy.press("Customer service, a story")
    ivy.press("Open the session")
    ivy.told("2 candidates can enter")
    assert_accessible(ivy.page)
    keycodes = ivy.keycodes()
    assert set(keycodes) == {"Ada", "Ben"}
    assert_accessible(ivy.page)
    ivy.press("Back to the room")
    return keycodes


def arrive(person: Candidate, keycode: str, name: str, time: str) -> None:
    """Enter a keycode, check the details, wait."""
    person.page.goto("/")
    check(person)
    person.enter(keycode)
    person.heading("Are these your details?")
    expect(person.page.get_by_text(name)).to_be_visible()
    expect(person.page.get_by_text(time, exact=True)).to_be_visible()
    check(person)
    person.press("Yes, this is me")
    person.heading("Before you start")
    expect(person.page.get_by_role("button", name="Start the test")).to_be_hidden()
    check(person)


def check(person: Candidate) -> None:
    """Hold a page against what must hold of every candidate's page."""
    assert_accessible(person.page)
    assert_fits(person.page)


def let_in_and_start(ivy: Invigilator, ada: Candidate, ben: Candidate) -> None:
    """Let both in and start; their pages notice by themselves."""
    for name in ("Lovelace", "Byron"):
        expect(ivy.line(name)).to_contain_text("Waiting to be let in")
    ivy.page.get_by_label("Known to me or to staff").check()
    ivy.do("Let in", "Lovelace", "Byron")
    ivy.told("2 candidates let in.")
    ivy.press("Start the test")
    ivy.told("The test has started.")
    for person in (ben, ada):
        person.press("Start the test")  # waits until the page shows the button
        person.at(1)
    # the room asks every five seconds, so five alone would be a toss
    expect(ivy.line("Lovelace")).to_contain_text("Answering", timeout=7_000)
    assert_accessible(ivy.page)
    check(ada)


def more_time_is_seen_within_five_seconds(ivy: Invigilator, ada: Candidate) -> None:
    """Give Ada ten minutes more for an incident."""
    expect(ada.page.locator("#clock")).to_have_text(re.compile(r"^[12]:\d\d$"))
    ivy.do("Give extra time", "Lovelace")
    ivy.page.get_by_label("Minutes").fill("10")
    ivy.press("Give extra time")
    expect(ivy.page.get_by_role("heading", name="There is a problem")).to_be_visible()
    ivy.page.get_by_label("Reason").fill("Fire alarm next door")
    assert_accessible(ivy.page)
    ivy.press("Give extra time")
    ivy.told("1 candidate given 10 more minutes.")
    seen = expect(ada.page.locator("#clock"))
    seen.to_have_text(re.compile(r"^1[01]:\d\d$"), timeout=5_600)  # the beat varies by a tenth


def answer_some(person: Candidate, knows: set[int], positions: range) -> None:
    """Answer questions and see each one saved."""
    for _ in person.answer(positions, knows):
        person.saved()


def saved_is_said_only_after_the_reply(ada: Candidate) -> None:
    """Hold the server's reply back for a while: until it is here, the page says "Saving…"."""
    held: list[Route] = []
    ada.page.route("**/answers", lambda route: held.append(route))
    ada.at(1)
    ada.choose(right=True)
    ada.saved(SAVING)
    ada.page.wait_for_timeout(500)
    [route] = held
    reply = route.fetch()
    assert [r["sequence"] for r in json.loads(reply.text())["receipts"]] == [1]
    assert ada.page.locator("#saved").inner_text() == SAVING
    route.fulfill(response=reply)
    ada.saved(SAVED)
    ada.page.unroute("**/answers")
    ada.press("Next")


def a_server_that_dies_loses_nothing(tale: Tale, ada: Candidate) -> None:
    """Kill the server in the middle; what it had said was saved is there, and the rest is sent."""
    answer_some(ada, ADA_KNOWS, range(2, 12))
    ada.at(12)
    tale.served.kill()
    with tale.watch.expecting(LOST):
        ada.choose(right=False)
        ada.saved(NOT_SAVED)
        tale.served.start()
        ada.saved()
    check(ada)


def the_test_moves_to_another_computer(
    tale: Tale, ivy: Invigilator, ada: Candidate, keycode: str
) -> None:
    """Be told that the test is open elsewhere until Ivy allows another computer."""
    with tale.watch.expecting(re.compile("status of 409")):
        ada.enter(keycode)
        ada.heading("Your test is open on another computer or in another window.")
        check(ada)
        ada.press("Try again")
        ada.heading("Your test is open on another computer or in another window.")
    ivy.page.reload()
    ivy.do("Allow another computer", "Lovelace")
    ivy.told("1 candidate can now enter the keycode on another computer.")
    ada.press("Try again")
    ada.heading("Are these your details?")
    check(ada)
    ada.press("Yes, this is me")


def every_answer_is_there(ada: Candidate, last: int) -> None:
    """Be back at the last question, with every answer as it was given."""
    ada.at(last)
    cells = ada.page.locator(".app-map__cell")
    expect(cells).to_have_count(45)
    assert ada.page.locator('.app-map__cell[data-answered="true"]').count() == last
    before = dict(ada.count.met)
    for position in range(1, last + 1):
        ada.page.locator(f'.app-map__cell[data-of="{position}"]').click()
        ada.at(position)
        assert ada.question() == (position, before[position])
        assert ada.chosen() == ada.count.chosen[position]
    ada.press("Next")


def hand_in(ada: Candidate) -> None:
    """Review, confirm, hand in, keep the receipt."""
    ada.press("Review and finish")
    ada.heading("Review your answers")
    expect(ada.page.locator("#review").get_by_text("45 of 45", exact=True)).to_be_visible()
    check(ada)
    ada.press("Finish the test")
    ada.heading("Hand in your test?")
    check(ada)
    ada.press("Yes, hand in my test")
    ada.heading("You have handed in your test")
    expect(ada.page.get_by_text("45 of 45", exact=True)).to_be_visible()
    expect(ada.page.locator(".app-digest")).to_have_text(re.compile(r"\w{4} \w{4}"))
    check(ada)


def time_runs_out(ben: Candidate) -> None:
    """See Ben's page, which nobody has touched, close by itself and show the receipt."""
    expect(ben.page.get_by_role("heading", level=1)).to_have_text(
        "Your time is up and your test is handed in", timeout=75_000
    )
    expect(ben.page.get_by_text("4 of 45", exact=True)).to_be_visible()
    check(ben)


def close_the_room(ivy: Invigilator) -> None:
    """Close the session once nobody has time left."""
    expect(ivy.line("Lovelace")).to_contain_text("Handed in")
    expect(ivy.line("Byron")).to_contain_text("Time is up")
    ivy.press("Close the session")
    assert_accessible(ivy.page)
    ivy.press("Close the session")
    ivy.told("The session is closed and marked, and its record is signed.")


def release(olga: Staff) -> None:
    """Look at the held results and give them out."""
    olga.page.goto("/awarding")
    olga.page.get_by_role("link", name="Customer service, a story").first.click()
    olga.press("Release results")
    olga.press("Release 2 results")
    expect(olga.page.get_by_text("2 results released").first).to_be_visible()


def check_the_file(text: str, counts: dict[str, Count]) -> None:
    """Hold every figure of the file against the test's own count."""
    lines = {line["given_names"]: line for line in csv.DictReader(io.StringIO(text))}
    assert set(lines) == set(counts)
    assert [counts["Ada"].mark, counts["Ben"].mark] == [len(ADA_KNOWS), len(BEN_KNOWS)]
    for name, count in counts.items():
        line = lines[name]
        assert line["status"] == "marked"
        assert (line["mark"], line["maximum"]) == (str(count.mark), "45")
        assert (line["percentage"], line["grade"]) == (count.percentage, count.grade)
        for outcome, items in COUNTS.items():
            assert line[f"outcome_{outcome}_mark"] == str(count.profile[outcome])
            assert line[f"outcome_{outcome}_maximum"] == str(items)
    assert lines["Ben"]["minutes_taken"] == "1.0"
    assert [lines[n]["candidate_number"] for n in ("Ada", "Ben")] == ["0101", "0102"]
