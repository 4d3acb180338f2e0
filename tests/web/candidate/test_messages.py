"""Messages on the candidate's pages, and what the room knows of what a device has shown."""

from typing import Any
from uuid import UUID

from flask import Flask

from app.services import invigilation
from app.store.sittings import PresenceRow
from tests.services.resting import allow_breaks
from tests.stories import StorySession
from tests.web.candidate.device import Device, written

WORDS = "Please speak <b>up</b> & wait."


def tell(story: StorySession, text: str = WORDS, place: int | None = 0) -> None:
    """Tell Ada, or somebody else, or everybody."""
    sittings = None if place is None else [story.sittings[place]]
    story.do(invigilation.send_message, sittings, text)


def beat(device: Device, entries: int | str = 0, messages: int | str = 0) -> Any:
    """Send a heartbeat that says what the page has shown."""
    return device.client.get(f"/time?entries={entries}&messages={messages}").json


def heard(story: StorySession, place: int = 0) -> tuple[int, int]:
    """Read what the room knows that a device has shown."""
    with story.database.read() as db:
        row = db.get_one(PresenceRow, (story.centre, story.sittings[place]))
        return row.heard_entries, row.heard_messages


def test_the_next_heartbeat_brings_a_message_once(sitting: Device, story: StorySession) -> None:
    tell(story)

    assert beat(sitting)["told"] == [{"number": 1, "text": WORDS, "at": "09:00"}]
    assert beat(sitting, messages=1)["told"] == []
    assert beat(sitting, messages=1)["messages"] == 1


def test_only_what_is_new_is_brought(sitting: Device, story: StorySession) -> None:
    for text in ("One", "Two", "Three"):
        tell(story, text)

    assert [m["text"] for m in beat(sitting, messages=1)["told"]] == ["Two", "Three"]


def test_another_candidates_message_is_not_even_counted(
    sitting: Device, story: StorySession
) -> None:
    tell(story, place=1)

    reply = beat(sitting)

    assert (reply["messages"], reply["told"]) == (0, [])
    assert WORDS not in sitting.open("/test/1").text


def test_a_device_that_lost_the_sitting_is_told_nothing(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.allow_reentry, story.sittings[:1])
    Device(app).enter(story.keycodes[0])
    tell(story)

    assert beat(sitting)["told"] == []


def test_a_save_says_that_there_is_a_message_and_the_heartbeat_brings_it(
    sitting: Device, story: StorySession
) -> None:
    tell(story)

    reply = sitting.save(written(1, 0, follows=0)).json

    assert (reply["messages"], reply["told"]) == (1, [])


def test_without_a_script_every_page_shows_it_until_it_is_closed(
    sitting: Device, story: StorySession
) -> None:
    tell(story)
    escaped = "Please speak &lt;b&gt;up&lt;/b&gt; &amp; wait."
    for path in ("/test/1", "/test/2", "/review", "/submit"):
        assert escaped in sitting.open(path).text
    assert 'data-number="1" hidden' not in sitting.open("/test/2").text.split("<details")[0]

    hexed = UUID(str(story.sittings[0])).hex
    sitting.press("/messages", sitting=hexed, number="1", back="2")

    assert sitting.path == "/test/2"
    banner, _, read = sitting.page.text.partition('<details class="app-messages__read"')
    assert 'data-number="1" hidden' in banner
    assert escaped in read and 'data-number="1" hidden' not in read.split("<template")[0]


def test_a_message_of_another_sitting_cannot_be_closed_here(
    sitting: Device, story: StorySession
) -> None:
    other = UUID(str(story.sittings[1])).hex

    assert sitting.press("/messages", sitting=other, number="1").status_code == 409
    mine = UUID(str(story.sittings[0])).hex
    assert sitting.press("/messages", sitting=mine, number="x").status_code == 400


def test_a_message_before_the_start_stands_on_the_page_that_waits(
    ada: Device, story: StorySession
) -> None:
    story.do(invigilation.send_message, None, "We begin at ten.")
    ada.enter(story.keycodes[0])
    assert "We begin at ten." not in ada.page.text  # whose details they are is not known yet
    ada.press("/details", mine="yes")

    assert "We begin at ten." in ada.page.text


# What a device has shown


def test_the_room_learns_what_a_page_has_shown_and_it_never_grows_less(
    sitting: Device, story: StorySession
) -> None:
    tell(story)
    story.do(invigilation.pause, story.sittings[:1], "Alarm")
    story.clock.tick(seconds=6)
    assert beat(sitting)["entries"] == 4
    before = heard(story)

    story.clock.tick(seconds=6)
    beat(sitting, entries=4, messages=1)
    assert (before[0] < 4, heard(story)) == (True, (4, 1))
    story.clock.tick(seconds=6)
    beat(sitting, entries=2, messages=0)

    assert heard(story) == (4, 1)


def test_no_page_can_have_shown_more_than_there_is(sitting: Device, story: StorySession) -> None:
    for entries, messages in ((900, 900), ("-1", "x"), ("1e9", "")):
        story.clock.tick(seconds=6)
        assert beat(sitting, entries, messages)["refused"] is None

    assert heard(story) == (3, 0)


def test_a_save_says_what_its_page_has_shown(sitting: Device, story: StorySession) -> None:
    story.do(invigilation.grant_extra_time, story.sittings[:1], 5, "Noise")
    story.clock.tick(seconds=6)

    sitting.save(written(1, 0, follows=0), entries=4, messages=0)

    assert heard(story) == (4, 0)


def test_an_answer_sent_before_the_stop_was_heard_is_kept_apart(
    sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.stop_all_clocks)

    reply = sitting.save(written(1, 0, follows=0)).json

    assert (reply["refused"], reply["kept_apart"]) == ("paused", ["write-0"])
    assert (reply["pause"], reply["entries"]) == ("stop_all", 4)


# Breaks, and all clocks stopped


def test_a_rest_break_hides_the_questions_and_says_how_it_ends(
    sitting: Device, story: StorySession
) -> None:
    allow_breaks(story, 0)
    story.do(invigilation.begin_break, story.sittings[:1])

    for path in ("/test", "/test/1", "/review"):
        page = sitting.open(path).text
        assert sitting.heading == "Rest break"
        assert "tell your invigilator, who ends the break" in page
        assert "app-asked" not in page
    assert beat(sitting)["pause"] == "rest_break"


def test_while_all_clocks_are_stopped_the_page_says_so(
    sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.stop_all_clocks)

    sitting.open("/test")

    assert sitting.heading == "All tests in this room are paused"
    assert beat(sitting)["pause"] == "stop_all"


def test_who_waits_to_start_is_told_that_nobody_can_and_is_not_let_start(
    ada: Device, story: StorySession
) -> None:
    story.begin()
    ada.enter(story.keycodes[0])
    ada.press("/details", mine="yes")
    story.do(invigilation.stop_all_clocks)

    assert ada.time()["refused"] == "clocks_stopped"
    page = ada.open("/instructions").text
    assert 'data-reason="clocks_stopped">' in page
    assert ada.press("/start").status_code == 409

    story.do(invigilation.restart_clocks, "")
    assert ada.time()["refused"] is None
