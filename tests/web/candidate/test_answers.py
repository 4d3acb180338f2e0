"""Saving by script: one small write, answered when it is durable."""

import json
from typing import Any

import pytest
from flask import Flask

from app.services import invigilation
from app.store.sittings import LateResponseRow, SittingRow
from tests.answer_log import responses_of
from tests.stories import StorySession
from tests.web.candidate.device import Device, written

SHAPE = [
    *("receipts", "refused", "what", "last_sequence", "state", "time_left_ms", "next_s"),
    *("pause", "entries", "messages", "told"),
]


def positions(story: StorySession) -> list[int]:
    """Read which positions Ada's answer log has, in order."""
    with story.database.read() as db:
        return [row.position for row in responses_of(db, story.centre, story.sittings[0])]


def test_an_answer_is_saved_and_receipted(sitting: Device, story: StorySession) -> None:
    reply = sitting.save(written(3, 1, follows=0, name="one"))

    assert reply.status_code == 200
    assert list(reply.json) == SHAPE
    (receipt,) = reply.json["receipts"]
    assert (receipt["client_id"], receipt["sequence"]) == ("one", 1)
    assert (reply.json["refused"], reply.json["what"], reply.json["last_sequence"]) == (
        None,
        None,
        1,
    )
    assert (reply.json["state"], reply.json["next_s"]) == ("answering", 5)
    with story.database.read() as db:
        (row,) = responses_of(db, story.centre, story.sittings[0])
    assert (row.position, row.digest) == (3, receipt["digest"])
    assert row.chosen == story.papers[0].positions[3].options[1]


def test_several_answers_are_saved_in_order(sitting: Device, story: StorySession) -> None:
    reply = sitting.save(written(2, 0, follows=0), written(5, 3, follows=1), written(2, follows=2))

    assert [receipt["sequence"] for receipt in reply.json["receipts"]] == [1, 2, 3]
    assert positions(story) == [2, 5, 2]


def test_a_repeated_write_gets_the_same_receipt(sitting: Device, story: StorySession) -> None:
    first = sitting.save(written(2, 0, follows=0, name="same"))

    again = sitting.save(written(2, 0, follows=0, name="same"), written(3, 1, follows=1))

    assert again.status_code == 200
    assert again.json["receipts"][0] == first.json["receipts"][0]
    assert positions(story) == [2, 3]


def test_right_and_wrong_answers_are_answered_alike(sitting: Device, story: StorySession) -> None:
    lengths = set()
    for follows, shown in enumerate([0, 1, 2, 3]):
        reply = sitting.save(written(1, shown, follows=follows, name=f"n{follows}"))
        assert list(reply.json) == SHAPE
        lengths.add((reply.status_code, len(reply.data), sorted(reply.headers.keys()).__str__()))
    assert len(lengths) == 1


def test_a_stale_writer_is_told_the_truth(sitting: Device, story: StorySession) -> None:
    sitting.save(written(1, 0, follows=0, name="first"))

    reply = sitting.save(written(1, 3, follows=0, name="second"))

    assert reply.status_code == 409
    assert (reply.json["refused"], reply.json["last_sequence"]) == ("stale_writer", 1)
    assert reply.json["what"]
    assert positions(story) == [1]


def test_an_old_lease_writes_nothing(app: Flask, sitting: Device, story: StorySession) -> None:
    story.do(invigilation.allow_reentry, [story.sittings[0]])
    Device(app).enter(story.keycodes[0])

    reply = sitting.save(written(1, 0, follows=0))

    assert (reply.status_code, reply.json["refused"]) == (409, "lease_lost")
    assert positions(story) == []


def test_a_page_of_another_sitting_writes_nothing(sitting: Device, story: StorySession) -> None:
    sitting.start(story.keycodes[1])

    reply = sitting.save(written(1, 0, follows=0), sitting=story.sittings[0].hex)

    assert (reply.status_code, reply.json["refused"]) == (409, "lease_lost")
    assert positions(story) == []


def test_paused_answers_wait_and_are_taken_afterwards(sitting: Device, story: StorySession) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    waiting = written(1, 0, follows=0, name="waits")
    assert sitting.save(waiting).json["refused"] == "paused"
    story.clock.tick(minutes=20)
    story.do(invigilation.resume, story.sittings, "All clear")

    reply = sitting.save(waiting)

    assert reply.json["receipts"][0]["sequence"] == 1
    assert reply.json["time_left_ms"] == 2_250_000


@pytest.mark.parametrize(
    ("seconds", "status", "refused"), [(2249, 200, None), (2250, 410, "time_is_up")]
)
def test_the_deadline_itself_is_too_late(
    sitting: Device, story: StorySession, seconds: int, status: int, refused: str | None
) -> None:
    story.clock.tick(seconds=seconds)

    reply = sitting.save(written(1, 0, follows=0))

    assert (reply.status_code, reply.json["refused"]) == (status, refused)


def test_the_first_answer_too_late_closes_the_sitting_at_its_deadline(
    sitting: Device, story: StorySession
) -> None:
    began = story.clock.now
    story.clock.tick(hours=2)

    sitting.save(written(1, 0, follows=0), written(2, 0, follows=1))

    with story.database.read() as db:
        row = db.get_one(SittingRow, (story.centre, story.sittings[0]))
        late = db.query(LateResponseRow).count()
    assert row.state == "timed_out"
    assert row.finished_at is not None
    assert (row.finished_at - began).total_seconds() == 2250
    assert (row.last_sequence, late) == (0, 2)


def test_nothing_is_taken_after_the_hand_in(sitting: Device, story: StorySession) -> None:
    sitting.press("/submit")

    reply = sitting.save(written(1, 0, follows=0))

    assert (reply.status_code, reply.json["refused"]) == (410, "already_submitted")
    assert reply.json["state"] == "finished"
    assert positions(story) == []


def test_an_option_or_question_the_paper_lacks_is_refused(
    sitting: Device, story: StorySession
) -> None:
    assert sitting.save(written(6, 0, follows=0)).json["refused"] == "no_such_position"
    assert sitting.save(written(1, 4, follows=0)).json["refused"] == "no_such_option"
    assert positions(story) == []


GOOD = {"position": 1, "shown": [0], "flagged": False, "client_id": "x", "follows": 0}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"answers": {}}',
        b'{"answers": []}',
        b"[" * 30_000,
        json.dumps({"answers": [GOOD] * 51}).encode(),
        json.dumps({"answers": [GOOD | {"client_id": "x" * 40_000}]}).encode(),
        *(
            json.dumps({"answers": [GOOD | wrong]}).encode()
            for wrong in (
                {"position": "1"},
                {"position": True},
                {"position": 1.0},
                {"position": -1},
                {"position": 10**9},
                {"shown": 0},
                {"shown": ["0"]},
                {"shown": [-1]},
                {"shown": [0] * 27},
                {"flagged": 1},
                {"flagged": None},
                {"client_id": ""},
                {"client_id": "x" * 65},
                {"client_id": "a|b"},
                {"client_id": "x\n"},
                {"client_id": 7},
                {"follows": None},
                {"follows": -1},
            )
        ),
    ],
)
def test_what_no_page_sends_is_refused_whole(
    sitting: Device, story: StorySession, body: bytes
) -> None:
    headers = {"X-CSRFToken": sitting.token, "Content-Type": "application/json"}

    reply: Any = sitting.client.post("/answers", data=body, headers=headers)

    assert (reply.status_code, reply.json["refused"]) == (400, "unreadable_answer")
    assert positions(story) == []


def test_a_request_without_its_token_is_refused(sitting: Device, story: StorySession) -> None:
    reply = sitting.client.post("/answers", json={"answers": [GOOD]})

    assert reply.status_code == 403
    assert positions(story) == []


def test_a_browser_without_a_sitting_is_sent_to_the_door(app: Flask, sitting: Device) -> None:
    nobody = Device(app)

    assert nobody.save(GOOD).location == "/"
    assert nobody.client.get("/time").location == "/"
