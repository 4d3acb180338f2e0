"""The heartbeat: the server's word on time and state."""

from flask import Flask

from app.domain.admission import Identity
from app.services import invigilation
from app.store.sittings import PresenceRow
from tests.stories import StorySession
from tests.web.candidate.device import Device, written


def test_it_counts_the_servers_time_down(sitting: Device, story: StorySession) -> None:
    story.clock.tick(minutes=10)

    assert sitting.time() == {
        "refused": None,
        "what": None,
        "last_sequence": 0,
        "state": "answering",
        "time_left_ms": 1_650_000,
        "next_s": 5,
        "pause": "",
        "entries": 3,
        "messages": 0,
        "told": [],
    }


def test_it_says_what_the_waiting_page_waits_for(ada: Device, story: StorySession) -> None:
    ada.enter(story.keycodes[0])
    ada.press("/details", mine="yes")
    assert (ada.time()["state"], ada.time()["refused"]) == ("waiting", "not_admitted")
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    assert ada.time()["refused"] == "not_started"
    story.do(invigilation.start_session)
    assert (ada.time()["state"], ada.time()["refused"]) == ("waiting", None)


def test_extra_time_shows_at_the_next_heartbeat(sitting: Device, story: StorySession) -> None:
    sitting.time()

    story.do(invigilation.grant_extra_time, [story.sittings[0]], 5, "Loud drilling")

    assert sitting.time()["time_left_ms"] == 2_250_000 + 300_000


def test_a_pause_stops_the_clock(sitting: Device, story: StorySession) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    story.clock.tick(minutes=30)

    beat = sitting.time()

    assert (beat["state"], beat["refused"]) == ("paused", "paused")
    assert beat["time_left_ms"] == 2_250_000


def test_a_device_that_lost_the_lease_is_told(
    app: Flask, sitting: Device, story: StorySession
) -> None:
    story.do(invigilation.allow_reentry, [story.sittings[0]])
    assert sitting.time()["refused"] == "lease_lost"

    elsewhere = Device(app)
    elsewhere.enter(story.keycodes[0])

    assert sitting.time()["refused"] == "lease_lost"
    assert elsewhere.time()["refused"] is None


def test_it_knows_of_answers_saved_by_another_window(sitting: Device) -> None:
    sitting.save(written(1, 0, follows=0))

    assert sitting.time()["last_sequence"] == 1


def test_time_runs_out_without_anybody_looking(sitting: Device, story: StorySession) -> None:
    story.clock.tick(minutes=37, seconds=30)

    beat = sitting.time()

    assert (beat["state"], beat["refused"], beat["time_left_ms"]) == ("finished", "time_is_up", 0)


def test_it_is_noted_for_the_rooms_screen(sitting: Device, story: StorySession) -> None:
    seen = story.clock.tick(seconds=6)

    sitting.time()

    with story.database.read() as db:
        row = db.get_one(PresenceRow, (story.centre, story.sittings[0]))
    assert row.seen_at == seen
