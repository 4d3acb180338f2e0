"""Every request of a test in Safe Exam Browser is checked, and no answer is lost by it."""

import hashlib
import re
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, UUIDConverter
from werkzeug.test import TestResponse

from app.domain.lockdown import nonce_for, proof_for
from app.domain.roles import Role
from app.services import invigilation
from app.services.lockdown import go_on_without_lockdown, key_for
from app.store.database import Database
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.candidate.device import Device, written
from tests.web.candidate.locked import (
    BASE,
    HEADER,
    JSON,
    begin,
    forget_proof,
    hashed,
    lease_of,
    modern,
    outcomes,
    own_page,
    show,
)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session that asks for Safe Exam Browser."""
    return a_session(database, cast, clock, lockdown="seb")


@pytest.fixture
def key(story: StorySession) -> str:
    """Give the Config Key of the session's settings."""
    return key_for(BASE, story.row().quit_password)


# On every route


def candidate_routes(app: Flask) -> list[tuple[str, str]]:
    """Return method and address of every view that is for candidates."""
    found = []
    for rule in app.url_map.iter_rules():
        roles: frozenset[Role] = getattr(
            app.view_functions[rule.endpoint], "allowed_roles", frozenset()
        )
        if Role.CANDIDATE in roles and rule.endpoint != "candidate.leave":
            values = {
                name: 1
                if isinstance(converter, IntegerConverter)
                else UUID(int=1)
                if isinstance(converter, UUIDConverter)
                else "x" * 64
                for name, converter in rule._converters.items()
            }
            built = rule.build(values, append_unknown=False)
            assert built is not None
            found += [(m, built[1]) for m in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    return sorted(found)


def is_kept_out(device: Device, answer: TestResponse) -> bool:
    """Say whether a request was sent to show its key, or told that it must."""
    if answer.status_code == 303:
        return answer.location == own_page(device)
    return answer.status_code == 409 and (
        "lockdown_" in answer.text or "is not yet saved" in answer.text
    )


def test_no_route_answers_a_browser_that_shows_no_key_or_a_wrong_one(
    app: Flask, story: StorySession, key: str
) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)
    token = {"X-CSRFToken": device.token}
    routes = candidate_routes(app)
    assert ("POST", "/answers") in routes
    assert ("GET", "/test") in routes
    forged: list[dict[str, str]] = [
        {},
        {HEADER: "0" * 64},
        {HEADER: hashed("/elsewhere", key)},
        {"X-Testamur-Lockdown": "0" * 64},
        {"X-Testamur-Lockdown": hashed("/test", key)},
    ]

    for method, path in routes:
        for headers in forged:
            for accept in ({}, JSON):
                answer = device.client.open(
                    path, method=method, headers={**token, **headers, **accept}
                )
                assert is_kept_out(device, answer), (method, path, headers, answer.status_code)
    assert story.sitting(0).state == "started"
    assert story.sitting(0).last_sequence == 0


def test_every_route_answers_a_browser_that_shows_its_key(
    app: Flask, story: StorySession, key: str
) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    page = own_page(device)
    forget_proof(device)

    for method, path in candidate_routes(app):
        if method == "GET":
            for headers in (
                {HEADER: hashed(path, key)},
                {"X-Testamur-Lockdown": hashed(page, key)},
            ):
                answer = device.client.get(path, headers=headers)
                assert not is_kept_out(device, answer), (path, headers)
                forget_proof(device)


def test_leaving_is_always_possible(app: Flask, story: StorySession, key: str) -> None:
    device = modern(app, key, story.keycodes[0])
    forget_proof(device)

    device.press("/leave")

    assert device.path == "/"
    assert lease_of(device) == []


# What the key is hashed with


def test_an_address_is_taken_with_its_query(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)
    path = "/test/1?said=stale_writer&x=%C3%A9"

    with_query = device.client.get(path, headers={HEADER: hashed(path, key)})
    without = device.client.get(path, headers={HEADER: hashed("/test/1", key)})

    assert with_query.status_code == 200
    assert is_kept_out(device, without)


def test_the_host_a_request_names_does_not_count(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)
    cookie = device.client.get_cookie("testamur")
    assert cookie is not None
    proxied = {
        "Host": "inside:8080",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Cookie": f"testamur={cookie.value}",
    }
    forged = hashlib.sha256(f"https://evil.example/time{key}".encode()).hexdigest()
    client = app.test_client(use_cookies=False)

    right = client.get("/time", headers=proxied | {HEADER: hashed("/time", key)} | JSON)
    wrong = client.get("/time", headers=proxied | {HEADER: forged} | JSON)

    assert right.status_code == 200
    assert wrong.json is not None
    assert wrong.json["refused"] == "lockdown_wrong_key"


def test_what_one_device_shows_is_worth_nothing_from_another(
    app: Flask, story: StorySession, key: str
) -> None:
    ada = modern(app, key, story.keycodes[0])
    ben = modern(app, key, story.keycodes[1])
    shown = {"X-Testamur-Lockdown": hashed(own_page(ada), key)}
    proof = ada.client.get_cookie("testamur-lockdown")
    assert proof is not None
    forget_proof(ben)

    assert ada.client.get("/time", headers=shown | JSON).status_code == 200
    assert ben.client.get("/time", headers=shown | JSON).status_code == 409
    ben.client.set_cookie("testamur-lockdown", proof.value)
    assert ben.client.get("/time", headers=JSON).status_code == 409


def test_what_a_device_showed_is_worth_nothing_once_its_test_has_moved(
    app: Flask, story: StorySession, key: str
) -> None:
    before = modern(app, key, story.keycodes[0])
    shown = hashed(own_page(before), key)
    story.do(invigilation.allow_reentry, story.sittings[:1])
    after = modern(app, key, story.keycodes[0])
    forget_proof(after)

    answer = after.client.get("/time", headers={"X-Testamur-Lockdown": shown} | JSON)

    assert answer.status_code == 409


# The proof


def test_a_proof_is_good_for_ten_minutes_and_renewed_by_who_shows_the_key(
    app: Flask, story: StorySession, key: str, clock: Clock
) -> None:
    device = modern(app, key, story.keycodes[0])
    shown = {"X-Testamur-Lockdown": hashed(own_page(device), key)}

    clock.tick(minutes=2)
    assert "Set-Cookie" not in device.client.get("/time", headers=shown | JSON).headers
    clock.tick(minutes=3)
    assert "Set-Cookie" in device.client.get("/time", headers=shown | JSON).headers
    clock.tick(minutes=9)
    assert device.open("/details").status_code == 200
    clock.tick(minutes=2)
    assert device.open("/details").request.path == own_page(device)
    show(device, key)
    assert device.path == "/details"


def test_the_cookie_carries_neither_key_nor_proof_of_another(
    app: Flask, story: StorySession, key: str
) -> None:
    device = modern(app, key, story.keycodes[0])
    secret = str(app.secret_key)
    [_, sitting, lease, lockdown] = lease_of(device)

    assert lockdown == "seb"
    assert own_page(device) == f"/lockdown/{nonce_for(secret, sitting, lease)}"
    cookie = device.client.get_cookie("testamur-lockdown")
    assert cookie is not None
    assert len(cookie.value) < 100
    assert key not in cookie.value
    assert key not in device.page.text


def test_old_passes_are_still_read(
    app: Flask, database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    ada = Device(app)
    ada.enter(story.keycodes[0])

    assert len(lease_of(ada)) == 3
    assert ada.open("/details").status_code == 200


# Nothing is lost


def test_an_answer_that_is_refused_is_not_lost(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)
    answer = written(1, 0, follows=0)

    refused = device.save(answer)
    assert refused.status_code == 409
    assert refused.json["refused"] == "lockdown_missing"
    assert "not yet saved stays on this computer" in refused.json["now"]
    assert "receipts" not in refused.json

    story.do(go_on_without_lockdown, story.sittings[:1], "It crashes")
    assert device.save(answer).json["last_sequence"] == 1


def test_a_form_that_is_refused_keeps_what_was_sent_and_sends_it_again(
    app: Flask, story: StorySession, key: str
) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    device.open("/test/1")
    proof = device.client.get_cookie("testamur-lockdown")
    assert proof is not None
    forget_proof(device)

    page = device.answer(2)
    assert page.status_code == 409
    assert "not yet saved" in page.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    assert again["shown"] == "2"
    assert story.sitting(0).last_sequence == 0

    device.client.set_cookie("testamur-lockdown", proof.value)
    device.press("/test/1", **again)
    assert story.sitting(0).last_sequence == 1


def test_failed_checks_do_not_flood_the_record(app: Flask, story: StorySession, key: str) -> None:
    story.begin()
    device = begin(modern(app, key, story.keycodes[0]))
    forget_proof(device)

    for _ in range(5):
        device.client.get("/time", headers=JSON)
        device.client.get("/time", headers=JSON | {HEADER: "0" * 64})

    assert outcomes(story) == ["by_page", "missing", "wrong_key"]


def test_a_proof_made_for_another_installation_is_worth_nothing(
    app: Flask, story: StorySession, key: str, clock: Clock
) -> None:
    device = modern(app, key, story.keycodes[0])
    _, sitting, lease, _ = lease_of(device)
    forged = proof_for("another secret", sitting, lease, clock.now)

    device.client.set_cookie("testamur-lockdown", forged)

    assert device.client.get("/time", headers=JSON).status_code == 409
