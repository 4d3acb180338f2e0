"""What every answer carries, and what no page holds."""

import re
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from app import create_app
from tests.rules.actors import entitled, everybody
from tests.rules.pages import Page
from tests.rules.routes import addresses, routes
from tests.rules.world import World, Worlds

HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
PICTURE_POLICY = ("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "sandbox")
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")

# A room asks again every few seconds and is told when nothing changed, so its browser must keep
# what it was told last: its own, and never shown without asking.
ASKED_AGAIN = re.compile(r"/rooms/[0-9a-f-]{36}/live")

# What pages load: our own files, and pictures of questions from where their reader finds them.
OURS = re.compile(r"/static/|(/banks|/papers/[0-9a-f-]{36})?/media/[0-9a-f]{64}$")

Answers = list[tuple[str, TestResponse]]


@pytest.fixture(scope="module")
def answers(worlds: Worlds) -> Answers:
    """Ask for every page as somebody who may enter, and for a few that nobody may."""
    small_world = worlds("sqlite")
    actors = everybody(small_world)
    cora = actors["cora"]
    others = [cora.get("/no-such-page"), cora.post("/desk"), cora.get("/rooms"), cora.post("/")]
    return [(answer.request.path, answer) for answer in others] + [
        (path, actor.get(path))
        for route in routes(small_world.app)
        if route.method == "GET"
        for path in addresses(small_world, route, small_world.northtown)
        for actor in entitled(route, actors)[:1]
    ]


def pages(answers: Answers) -> list[tuple[str, Page]]:
    """Read those that are pages."""
    return [(path, Page(a.text)) for path, a in answers if a.mimetype == "text/html"]


def test_every_answer_is_as_safe_as_its_headers_can_make_it(answers: Answers) -> None:
    for path, answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        if not answer.is_json:  # which is no page: there is nothing to frame, load or refer from
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path
            policy = answer.headers["Content-Security-Policy"]
            needed = PICTURE_POLICY if (answer.mimetype or "").startswith("image/") else POLICY
            assert [part for part in needed if part not in policy] == [], path
            assert "unsafe" not in policy, path

    kept = {p: a.headers.get("Cache-Control") for p, a in answers if not _is_forgotten(a)}
    assert {p: c for p, c in kept.items() if not ASKED_AGAIN.fullmatch(p)} == {}
    assert set(kept.values()) <= {"private, no-cache"}


def _is_forgotten(answer: TestResponse) -> bool:
    return "no-store" in answer.headers.get("Cache-Control", "")


def test_a_page_holds_no_script_or_style_and_loads_nothing_from_elsewhere(
    answers: Answers,
) -> None:
    for path, page in pages(answers):
        assert page.inline == [], path
        assert [url for url in page.loaded if not OURS.match(url)] == [], path
        elsewhere = [url for url in page.links if re.match(r"[a-z]+:|//", url)]
        assert elsewhere == [], path


def test_what_may_run_in_a_page_has_the_word_of_this_one_answer(answers: Answers) -> None:
    seen: set[bytes] = set()
    for path, answer in answers:
        policy = answer.headers.get("Content-Security-Policy", "")
        nonces = set(re.findall(rb'nonce="([^"]*)"', answer.data))
        assert all(f"'nonce-{nonce.decode()}'" in policy for nonce in nonces), path
        assert not nonces & seen, path
        seen |= nonces


def test_the_token_is_in_every_form_that_changes_something_and_in_no_address(
    answers: Answers,
) -> None:
    for path, page in pages(answers):
        for form in page.forms:
            assert ("csrf_token" in form.names) == (form.method == "post"), (path, form)
        written = [*page.links, *page.loaded, *(form.action for form in page.forms)]
        assert [url for url in written if "csrf" in url or "token" in url] == [], path


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(answers: Answers) -> None:
    for path, answer in answers:
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie, path
            assert "SameSite=Lax" in cookie, path
            assert "Domain" not in cookie, path


def test_behind_a_proxy_that_speaks_https_everything_stays_on_https(small_world: World) -> None:
    app = create_app(replace(small_world.settings, proxies=1), small_world.clock)
    through = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}

    answer = app.test_client().get("/sign-in", headers=through)

    app.extensions["testamur"].database.close()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Secure" in answer.headers["Set-Cookie"]
