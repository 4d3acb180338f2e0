"""The practice test without scripts: anybody's, as the test itself, with no trace."""

import re
from typing import Any

import pytest
from flask import Flask

from app.store.database import Database
from tests.conftest import Clock
from tests.rules.snapshot import Snapshot
from tests.stories import StorySession, a_session
from tests.web.candidate.device import Device, written

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOST_BYTES = 3_000


def cookies(device: Device) -> dict[str, str]:
    """Read the cookies that the browser sends with practice pages."""
    names = ("testamur-practice", "testamur-practice-look")
    found = {name: device.client.get_cookie(name, path="/practice") for name in names}
    return {name: cookie.value for name, cookie in found.items() if cookie}


def save(device: Device, *answers: dict[str, Any], **other: Any) -> Any:
    """Send answers as the page's script does."""
    headers = {"X-CSRFToken": device.token}
    sent = {"answers": answers} | other
    return device.client.post("/practice/answers", json=sent, headers=headers)


def sitting(app: Flask, keycode: str) -> Device:
    """Give a browser in which a test of one's own has been started."""
    device = Device(app)
    device.enter(keycode)
    device.press("/details", mine="yes")
    device.press("/start")
    return device


def test_the_whole_of_it_leaves_no_trace_in_the_database(app: Flask, database: Database) -> None:
    before = Snapshot(database)
    device = Device(app)
    device.open("/practice")
    assert device.heading == "Practice test"
    device.press("/practice/start")
    device.open("/practice/test/1")

    for position in range(1, 8):
        assert device.heading == f"Question {position} of 8"
        device.answer(position % 4)
    device.answer(1, go="review", flagged="y")
    assert "<strong>8 of 8</strong>" in device.page.text
    device.open("/practice/submit")
    device.press("/practice/submit")
    assert device.heading == "You have handed in your test"
    assert "This does not count towards any result." in device.page.text
    device.open("/practice/feedback")
    assert device.heading == "The answers explained"
    device.press("/practice/leave")

    assert device.path == "/"
    assert cookies(device) == {}
    assert before.changes(leave_out=()) == {}


def test_what_was_chosen_is_there_again_and_can_be_changed_and_cleared(trying: Device) -> None:
    trying.answer(2, flagged="y")
    trying.open("/practice/test/1")
    assert trying.form().fields["shown"] == ["2"]
    assert trying.form().fields["flagged"] == ["y"]

    trying.answer(0, go="stay")
    assert trying.form().fields["shown"] == ["0"]
    trying.answer(0, go="clear")
    assert "shown" not in trying.form().fields


def test_a_page_that_is_behind_is_told_the_truth(trying: Device) -> None:
    behind = dict(trying.form().fields)
    trying.answer(1, go="stay")

    trying.press("/practice/test/1", **(behind | {"shown": ["3"], "go": "next"}))

    assert "A newer answer was saved from another page or window." in trying.page.text
    assert trying.form().fields["shown"] == ["1"]


def test_a_page_of_another_try_changes_nothing_in_this_one(trying: Device) -> None:
    of_the_first = dict(trying.form().fields)
    trying.press("/practice/start")

    refused = trying.press("/practice/test/1", **(of_the_first | {"shown": ["3"], "go": "next"}))

    assert refused.status_code == 409
    assert trying.heading == "You have begun another practice test in this browser."
    trying.open("/practice/review")
    assert "<strong>0 of 8</strong>" in trying.page.text


@pytest.mark.parametrize("page", ["test", "test/1", "review", "submit"])
def test_when_time_is_up_every_page_is_the_receipt(trying: Device, clock: Clock, page: str) -> None:
    trying.answer(1)
    clock.tick(minutes=10)

    trying.open(f"/practice/{page}")

    assert trying.heading == "Your time is up and your test is handed in"
    assert "1 of 8" in trying.page.text
    assert "23 November 2026, 09:10 GMT" in trying.page.text


@pytest.mark.parametrize("page", ["test", "test/1", "review", "submit", "receipt", "feedback"])
def test_who_has_not_begun_finds_the_beginning(visitor: Device, page: str) -> None:
    visitor.open(f"/practice/{page}")

    assert visitor.path == "/practice"


def test_a_try_under_way_is_gone_on_with_or_begun_again(trying: Device) -> None:
    trying.answer(1)
    trying.open("/practice")
    assert "Go on with it" in trying.page.text

    trying.press("/practice/start")

    trying.open("/practice/review")
    assert "<strong>0 of 8</strong>" in trying.page.text


def test_explanations_are_asked_for_after_the_hand_in_only(trying: Device) -> None:
    too_early = trying.open("/practice/feedback")

    assert too_early.status_code == 409
    assert trying.heading == "You have not handed in this practice test yet."
    assert 'href="/practice/test"' in trying.page.text


@pytest.mark.parametrize(("ticked", "said"), [({}, "false"), ({"listen": "y"}, "true")])
def test_a_computer_reader_is_tried_by_who_asks_for_it(
    visitor: Device, ticked: dict[str, str], said: str
) -> None:
    visitor.press("/practice/start", **ticked)

    assert f'data-may-listen="{said}"' in visitor.page.text


def test_a_cookie_that_somebody_else_wrote_is_nothing(trying: Device) -> None:
    value = cookies(trying)["testamur-practice"]
    trying.client.set_cookie("testamur-practice", value[:-4] + "AAAA", path="/practice")

    trying.open("/practice/test/1")

    assert trying.path == "/practice"


# By script


def test_an_answer_is_receipted_and_the_sheet_says_what_stands(trying: Device) -> None:
    reply = save(trying, written(3, 1, follows=0, name="one"), written(4, 2, follows=1, name="two"))

    assert reply.status_code == 200
    assert [receipt["sequence"] for receipt in reply.json["receipts"]] == [1, 2]
    sheet: Any = trying.client.get("/practice/sheet").json
    assert sheet["last_sequence"] == 2
    assert sheet["entries"][2:5] == [
        [[1], False, 1, "one"],
        [[2], False, 2, "two"],
        [[], False, 0, ""],
    ]


def test_replies_have_the_shape_of_a_sittings_replies(
    trying: Device, database: Database, clock: Clock, cast: Any, app: Flask
) -> None:
    story = a_session(database, cast, clock)
    story.begin()
    ada = sitting(app, story.keycodes[0])
    sent = written(1, 1, follows=0)

    replies: list[tuple[Any, Any]] = [
        (save(trying, sent), ada.save(sent)),
        (save(trying, sent | {"client_id": "x"}), ada.save(sent | {"client_id": "x"})),
        (trying.client.get("/practice/time"), ada.client.get("/time")),
        (trying.client.get("/practice/sheet"), ada.client.get("/sheet")),
    ]
    for ours, theirs in replies:
        assert (ours.status_code, list(ours.json)) == (theirs.status_code, list(theirs.json))
        assert ours.json["refused"] == theirs.json["refused"]


def test_a_save_without_its_token_is_refused(trying: Device) -> None:
    reply = trying.client.post("/practice/answers", json={"answers": [written(1, 0, follows=0)]})

    assert reply.status_code == 403


def test_only_a_save_that_takes_something_sends_the_cookie(trying: Device) -> None:
    save(trying, written(1, 0, follows=0))

    for answer in (
        save(trying, written(2, 0, follows=0)),  # stale
        trying.client.get("/practice/time"),
        trying.client.get("/practice/sheet"),
        trying.client.get("/practice/test"),
        trying.client.get("/practice/test/2"),
    ):
        assert "testamur-practice" not in str(answer.headers.getlist("Set-Cookie"))


def test_what_is_preferred_is_kept_apart_so_that_no_answer_is_undone_by_it(trying: Device) -> None:
    held = cookies(trying)["testamur-practice"]
    save(trying, written(1, 0, follows=0))
    sitting = trying.form().fields["sitting"][0]
    sent = {"sitting": sitting, "settings": {"scheme": "dark"}}

    trying.client.set_cookie("testamur-practice", held, path="/practice")  # sent before the save
    changed = trying.client.post(
        "/practice/preferences", json=sent, headers={"X-CSRFToken": trying.token}
    )

    assert changed.status_code == 204
    assert "testamur-practice=" not in str(changed.headers.getlist("Set-Cookie"))
    trying.open("/practice/test/1")
    assert "app-scheme--dark" in trying.page.text


def test_the_cookies_stay_small_whatever_is_sent(trying: Device) -> None:
    for follows in range(60):
        name = f"{follows:02}" + "".join(chr(97 + (7 * follows + n * n) % 26) for n in range(62))
        answer = written(follows % 8 + 1, 0, 1, 2, 3, follows=follows, name=name)
        assert save(trying, answer).json["refused"] is None
    settings = {"text_size": 300, "scheme": "yellow-on-black", "font": "plain", "layout": "all"}
    settings |= dict.fromkeys(
        ("ruler", "eliminator", "time_hidden", "longer_warnings", "keys"), True
    )
    sent = {"sitting": trying.form().fields["sitting"][0], "settings": settings}
    trying.client.post("/practice/preferences", json=sent, headers={"X-CSRFToken": trying.token})

    assert len(cookies(trying)) == 2
    assert sum(len(name) + len(value) + 2 for name, value in cookies(trying).items()) < MOST_BYTES


def test_the_cookie_goes_to_practice_pages_only_and_no_script_reads_it(visitor: Device) -> None:
    headers = {"csrf_token": visitor.token}
    started = visitor.client.post("/practice/start", data=headers)

    [cookie] = started.headers.getlist("Set-Cookie")
    assert {"Path=/practice", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


# Beside a test of one's own


@pytest.fixture
def story(database: Database, cast: Any, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out."""
    return a_session(database, cast, clock)


def test_the_door_and_the_pages_before_the_start_lead_there(
    app: Flask, story: StorySession
) -> None:
    link = 'href="/practice"'
    ada = Device(app)
    assert link in ada.page.text
    ada.enter(story.keycodes[0])
    assert link in ada.page.text
    ada.press("/details", mine="yes")
    assert link in ada.page.text

    ada.open("/practice")
    ada.press("/practice/start")
    ada.press("/practice/leave")

    assert ada.path == "/instructions"


def test_once_the_test_runs_nothing_leads_away_from_it(app: Flask, story: StorySession) -> None:
    story.begin()
    ada = sitting(app, story.keycodes[0])

    for page in ("/test", "/test/1", "/review", "/submit", "/details"):
        assert "/practice" not in ada.open(page).text


def test_practice_and_a_sitting_in_one_browser_do_not_touch_each_other(
    app: Flask, story: StorySession
) -> None:
    story.begin()
    ada = sitting(app, story.keycodes[0])
    ada.save(written(1, 2, follows=0))
    before = Snapshot(story.database)

    ada.press("/practice/start")
    practice = re.findall(r'data-sitting="(\w+)"', ada.page.text)[0]
    save(ada, written(1, 3, follows=0))
    ada.press("/practice/submit")
    ada.press("/practice/leave")

    assert before.changes() == {}
    ada.open("/test/1")
    assert ada.form().fields["shown"] == ["2"]
    crossed = ada.save(written(1, 3, follows=1), sitting=practice)
    assert crossed.json["refused"] == "lease_lost"
    ada.press("/practice/start")
    crossed = save(ada, written(1, 3, follows=0), sitting=story.sittings[0].hex)
    assert crossed.json["refused"] == "lease_lost"
