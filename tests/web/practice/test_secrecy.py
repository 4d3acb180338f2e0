"""No key before the hand-in, every key after it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask

from app.domain.item import Item
from app.services.practice_sample import practice_sample
from tests.conftest import Clock
from tests.rules.test_secrecy import OF_THIS_ANSWER
from tests.web.candidate.device import Device, written

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

OF_THIS_COOKIE = re.compile(r"testamur-practice=[^;]*")
RATIONALES = {o.rationale for item in practice_sample().items.values() for o in item.options}


def started(app: Flask) -> str:
    """Start a try and return the cookie it is kept in."""
    device = Device(app)
    device.press("/practice/start")
    cookie = device.client.get_cookie("testamur-practice", path="/practice")
    assert cookie
    return str(cookie.value)


def before_the_hand_in(device: Device) -> Iterator[str]:
    """Give everything in every answer up to the last question before handing in."""
    pages = ["", "/test", *(f"/test/{n}" for n in range(10)), "/review", "/submit"]
    pages += ["/receipt", "/feedback", "/time", "/sheet", "/preferences"]
    for round in range(2):
        for page in pages:
            yield told(device.client.get(f"/practice{page}"))
        for follows in range(8 * round, 8 * round + 8):
            sent = {"answers": [written(follows % 8 + 1, (follows + round) % 4, follows=follows)]}
            headers = {"X-CSRFToken": device.token}
            yield told(device.client.post("/practice/answers", json=sent, headers=headers))


def told(answer: object) -> str:
    """Return status, headers and body of an answer without what is made anew each time."""
    whole = f"{answer.status}\n{answer.headers}\n{answer.text}"  # type: ignore[attr-defined]
    return OF_THIS_COOKIE.sub("", OF_THIS_ANSWER.sub("", whole))


def visitor(app: Flask, cookie: str) -> Device:
    """Give a browser that keeps this try."""
    device = Device(app)
    device.client.set_cookie("testamur-practice", cookie, path="/practice")
    return device


def test_nothing_sent_before_the_hand_in_depends_on_a_key(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = started(app)
    said = list(before_the_hand_in(visitor(app, cookie)))

    items = practice_sample().items
    for name, item in items.items():
        monkeypatch.setitem(items, name, turned(item))

    assert list(before_the_hand_in(visitor(app, cookie))) == said


def turned(item: Item) -> Item:
    """Give the item with everything else for its key and other reasons."""
    options = tuple(replace(option, rationale="Because.") for option in item.options)
    return replace(item, key=frozenset(item.letters) - item.key, options=options)


def test_no_rationale_is_told_before_the_hand_in_and_all_of_the_paper_after(app: Flask) -> None:
    device = visitor(app, started(app))

    before = unescape("\n".join(before_the_hand_in(device)))
    assert [reason for reason in RATIONALES if reason in before] == []
    assert "You answered" not in before

    device.press("/practice/submit")
    receipt = unescape(device.open("/practice/receipt").text)
    assert [reason for reason in RATIONALES if reason in receipt] == []
    after = unescape(device.open("/practice/feedback").text)
    assert (
        sum(reason in after for reason in RATIONALES) >= 8 * 4 - 1
    )  # one stands twice in the bank
    assert after.count("Right answer") + after.count("Right, and your answer") == 10
