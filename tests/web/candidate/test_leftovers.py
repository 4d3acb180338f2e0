"""What a computer still held: sealed, brought by anybody, and worth what any other answer is worth."""

import json
import os
from base64 import b64encode
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.config import DEVELOPMENT_SECRET
from app.services import invigilation
from app.services.device_keys import device_mark, sealing_key
from tests.answer_log import responses_of
from tests.stories import StorySession
from tests.web.candidate.device import Device, written


def sealed(story: StorySession, answer: dict[str, Any], *, lease: str, by: int = 0) -> Any:
    """Seal an answer as the page of a sitting does."""
    sitting, name = story.sittings[by], answer["client_id"]
    text = json.dumps(answer | {"device": device_mark(lease)}).encode()
    iv = os.urandom(12)
    data = AESGCM(sealing_key(DEVELOPMENT_SECRET, sitting)).encrypt(
        iv, text, f"{sitting.hex}|{name}".encode()
    )
    return {"id": name, "iv": b64encode(iv).decode(), "data": b64encode(data).decode()}


def bring(device: Device, story: StorySession, *answers: Any, by: int = 0) -> Any:
    """Bring sealed answers from a computer, whoever sits there."""
    body = {"centre": story.centre.hex, "sitting": story.sittings[by].hex, "sealed": answers}
    return device.client.post("/leftovers", json=body, headers={"X-CSRFToken": device.token})


def told(device: Device, path: str) -> Any:
    """Ask as the page's script does."""
    return device.client.get(path, headers={"Accept": "application/json"}).json


def counted(story: StorySession, sitting: UUID) -> list[int]:
    """Return the positions in the answer log."""
    with story.database.read() as db:
        return [row.position for row in responses_of(db, story.centre, sitting)]


@pytest.fixture
def lease(sitting: Device, story: StorySession) -> str:
    """Give the lease of Ada's computer, her clock started."""
    return str(story.sitting(0).lease)


@pytest.fixture
def shared(app: Any, story: StorySession) -> Device:
    """Give another browser at the door: the next person's."""
    return Device(app)


def test_a_leftover_of_a_sitting_still_open_on_that_computer_counts(
    shared: Device, story: StorySession, lease: str
) -> None:
    reply = bring(shared, story, sealed(story, written(2, 1, follows=0), lease=lease))

    assert reply.json["done"] == ["write-0"]
    assert counted(story, story.sittings[0]) == [2]


def test_a_leftover_stays_where_it_is_while_its_own_page_may_still_send_it(
    shared: Device, story: StorySession, lease: str
) -> None:
    answer = sealed(story, written(2, 1, follows=0), lease=lease)
    story.do(invigilation.pause, story.sittings, "Power cut")
    assert bring(shared, story, answer).json["done"] == []

    story.do(invigilation.resume, story.sittings, "Power is back")
    story.do(invigilation.allow_reentry, [story.sittings[0]])
    assert bring(shared, story, answer).json["done"] == []

    assert counted(story, story.sittings[0]) == []


def test_a_leftover_of_a_closed_sitting_is_kept_apart_and_leaves_the_computer(
    sitting: Device, shared: Device, story: StorySession, lease: str
) -> None:
    sitting.press("/submit")

    reply = bring(shared, story, sealed(story, written(2, 1, follows=0), lease=lease))

    assert reply.json["done"] == ["write-0"]
    assert counted(story, story.sittings[0]) == []
    sitting.open("/receipt")
    assert "1 question</strong> reached us when it could no longer be counted" in sitting.page.text


def test_nobody_can_make_a_leftover_for_another_sitting(
    shared: Device, story: StorySession, lease: str
) -> None:
    forged = sealed(story, written(2, 1, follows=0), lease=lease, by=1)

    assert bring(shared, story, forged, by=0).json["done"] == []
    renamed = sealed(story, written(2, 1, follows=0), lease=lease) | {"id": "another"}
    assert bring(shared, story, renamed).json["done"] == []

    assert counted(story, story.sittings[0]) == []


@pytest.mark.parametrize("path", ["/time", "/sheet"])
def test_a_page_left_open_hears_nothing_of_the_next_candidates_sitting(
    sitting: Device, story: StorySession, path: str
) -> None:
    mine = f"{path}?sitting={story.sittings[0].hex}"
    assert told(sitting, mine)["refused"] is None
    sitting.enter(story.keycodes[1])

    stale = told(sitting, mine)

    assert stale["refused"] == "lease_lost"
    assert "entries" not in stale


def test_a_page_left_open_cannot_hand_in_the_next_candidates_test(
    sitting: Device, story: StorySession
) -> None:
    sitting.start(story.keycodes[1])

    sitting.client.post(
        f"/submit?sitting={story.sittings[0].hex}", json={}, headers={"X-CSRFToken": sitting.token}
    )

    assert story.sitting(1).state == "started"
