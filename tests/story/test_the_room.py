"""A room of thirty-four on a day on which everything happens, in real browsers on a real server.

Cora is the exams officer; Ivy invigilates with a password, Max with a code for this session. Ada,
who has a quarter more time and rest breaks, and Ben sit at Chromium; thirty guests over HTTP. Nell
is let in by mistake and never starts, Otto never comes, and Wren stands on no list.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import postgres_server
from tests.story import room_day as day
from tests.story.guests import Beat, Guest, all_at_once, assert_nothing_went_wrong
from tests.story.pages import Candidate
from tests.story.room_day import (
    ADA,
    BEN,
    FIRST,
    IN_TIME,
    LATE,
    MINUTES,
    NELL,
    OTTO,
    UNFINISHED,
    VOIDED,
    WREN,
    Hall,
)
from tests.story.room_pages import RoomInvigilator, RoomOfficer, open_file, text_of
from tests.story.room_truth import acts_by_person, read_room
from tests.story.server import ROOT, START, Installation, install
from tests.story.watch import Watch, assert_accessible


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def hall(
    request: pytest.FixtureRequest, tmp_path: Path, browser: Browser, watch: Watch
) -> Iterator[Hall]:
    url = owner_url = f"sqlite:///{tmp_path / 'testamur.sqlite'}"
    if request.param == "postgresql":
        owner_url, url = postgres_server().create_database("room_story")
    served, _ = install(tmp_path, url, owner_url, MINUTES)
    served.start()
    there = Hall(served, browser, watch)
    yield there
    all_at_once(there.guests.values(), Guest.leave)
    for context in browser.contexts:
        context.close()
    served.stop()


@pytest.mark.slow
def test_a_room_goes_on_whatever_happens_and_its_record_proves_it(
    hall: Hall, tmp_path: Path
) -> None:
    cora = RoomOfficer(hall.computer()[1], "centre@example.org")
    code = day.prepare(cora)
    desk, page = hall.computer()
    ivy = RoomInvigilator(page, "invigilator@example.org")
    max_ = RoomInvigilator(hall.computer()[1], code=code)

    day.open_the_room(hall, ivy)
    ada, ben = hall.candidate(), hall.candidate()
    day.everybody_comes(hall, ada, ben)
    day.both_let_in_and_start(hall, ivy, max_)
    day.everybody_starts(hall, ada, ben)

    day.somebody_comes_late(hall, ivy)
    day.somebody_on_no_list_comes(hall, max_)
    day.a_rest_break_hides_the_questions(hall, ivy, ada)
    day.time_and_words_are_given(hall, ivy, max_, ada)
    day.the_alarm_goes(hall, ivy, max_, ada)
    ben = day.the_test_moves_to_another_seat(hall, ivy, ben)
    day.somebody_leaves_the_room(ivy)
    day.a_void_is_taken_back(hall, cora, ivy, max_)

    ivy = day.the_invigilators_browser_dies(hall, desk, ivy)
    day.the_server_dies(hall, max_, ada)
    everybody_hands_in(hall, ivy, ada, ben)
    record = close_and_take_the_record(hall, ivy, max_, tmp_path)

    nothing_can_be_changed_in(record, hall.served)
    every_clock_was_right(hall)
    every_answer_is_there(hall)
    the_log_shows_who_did_what(hall)


def everybody_hands_in(hall: Hall, ivy: RoomInvigilator, ada: Candidate, ben: Candidate) -> None:
    """Hand in; one is finished by the invigilator, and Otto is marked absent."""
    guests = [guest for guest in hall.guests.values() if guest.number != UNFINISHED]
    all_at_once(hall.guests.values(), Guest.rest)
    all_at_once(guests, Guest.hand_in)
    hall.guests[UNFINISHED].listen()
    for person, number in ((ada, ADA), (ben, BEN)):
        hall.told[number] = beat_of(person)
        hand_in(person)
    ivy.end("Finish for candidate", UNFINISHED, "Taken ill")
    ivy.told("Test handed in for 1 candidate.")
    ivy.do("Mark absent", OTTO)
    ivy.told("1 candidate marked absent.")


def beat_of(person: Candidate) -> Beat:
    """Ask with the page's own cookies how the sitting stands."""
    before = time.time()
    told = person.page.request.get("/time").json()
    return Beat(before, time.time(), told["time_left_ms"] / 1000, told["state"])


def hand_in(person: Candidate) -> None:
    """Review, confirm, hand in."""
    person.page.evaluate("location.hash = 'review'")
    person.press("Finish the test")
    person.press("Yes, hand in my test")
    person.heading("You have handed in your test")


def close_and_take_the_record(
    hall: Hall, ivy: RoomInvigilator, max_: RoomInvigilator, folder: Path
) -> Path:
    """Write an incident down, explain what does not add up, close, and take the record away."""
    max_.write_down("Disturbance")
    ivy.press("Close the session")
    page = ivy.page
    expect(page.get_by_role("heading", name="This does not add up")).to_be_visible()
    assert_accessible(page)
    with hall.watch.expecting(day.REFUSED):
        ivy.press("Close the session")
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.locator("textarea").fill("Nell was ticked by mistake; she never came")
    ivy.press("Close the session")
    ivy.told("The session is closed and marked, and its record is signed.")
    ivy.press("Record")
    file = folder / "record.json"
    file.write_bytes(open_file(page, page.get_by_role("link", name="JSON of issue 1")))
    report = text_of(open_file(page, page.get_by_role("link", name="PDF of issue 1")))
    assert "Fire alarm next door" in report and "Disturbance" in report
    return file


def nothing_can_be_changed_in(record: Path, served: Installation) -> None:
    """Verify the record with the command; one byte changed anywhere and it names the entry."""
    fits = verify(record, served)
    assert fits.returncode == 0, fits.stdout + fits.stderr
    whole = record.read_bytes()
    changed = whole.replace(b"Fire alarm next door", b"Fire alarm next moor", 1)
    assert sum(a != b for a, b in zip(whole, changed, strict=True)) == 1
    forged = record.with_name("forged.json")
    forged.write_bytes(changed)
    refused = verify(forged, served)
    assert refused.returncode == 1
    assert "NOT as it was signed" in refused.stderr
    assert re.search(r"entry \d+, incident: its digest does not fit", refused.stderr)


def verify(file: Path, served: Installation) -> subprocess.CompletedProcess[str]:
    """Run `testamur record verify`."""
    return subprocess.run(
        [sys.executable, "-c", START, "record", "verify", str(file)],
        cwd=ROOT,
        env={**os.environ, "TESTAMUR_INSTANCE": str(served.folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def every_clock_was_right(hall: Hall) -> None:
    """Hold what everybody was told of the time against base x (1 + percent) + granted minutes."""
    room = read_room(hall.served.url)
    minutes = {number: float(MINUTES) for number in (BEN, LATE, WREN, *IN_TIME)}
    minutes |= {ADA: MINUTES * 1.25 + 10, FIRST: MINUTES + 10.0}
    told = {number: guest.beat for number, guest in hall.guests.items()} | hall.told
    assert set(told) == set(minutes)
    for number, beat in told.items():
        assert beat is not None
        low, high = room[number].allowed(beat)
        wanted = minutes[number] * 60
        assert low - 1 <= wanted <= high + 1, (number, low, wanted, high)
        assert room[number].row.state == "submitted"


def every_answer_is_there(hall: Hall) -> None:
    """Find every answer that was acknowledged, and no other."""
    assert_nothing_went_wrong(list(hall.guests.values()))
    room = read_room(hall.served.url)
    assert len(hall.guests) == 30
    for number, guest in hall.guests.items():
        kept = {name: (position, str(place)) for name, (position, place) in guest.kept.items()}
        found = room[number].answers
        assert kept.items() <= found.items(), number
        assert len(found) - len(kept) <= 1, number  # the one whose reply never came


def the_log_shows_who_did_what(hall: Hall) -> None:
    """Find each act once, by whom it was done."""
    acts = acts_by_person(hall.served.url)
    room = read_room(hall.served.url)
    ivy, max_ = acts["Ivy"], acts["Max"]
    assert ivy["admit_candidate"] + max_["admit_candidate"] == 33
    assert all(room[number].acts["admit_candidate"] == 1 for number in (ADA, BEN, *IN_TIME))
    assert ivy["restart_all_clocks"] + max_["restart_all_clocks"] == 1  # both pressed
    assert max_["stop_all_clocks"] == max_["void_sitting"] == acts["Cora"]["reverse_void"] == 1
    assert max_["walk_in"] == max_["sign_in_with_code"] == 1 and ivy["sign_in"] == 2
    assert ivy["begin_break"] == ivy["move_seat"] == ivy["leave_room"] == ivy["return_to_room"] == 1
    assert room[VOIDED].row.state == "submitted"
    assert room[NELL].row.state == room[OTTO].row.state == "absent"
