"""What holds of every route there is, whoever wrote it: the tests walk the URL map."""

import re

import pytest
from argon2 import PasswordHasher
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import AnyConverter, IntegerConverter, PathConverter, UUIDConverter

from app.domain.roles import Role
from app.store.people import PersonRow
from tests.rules.actors import Actor, entitled, everybody
from tests.rules.routes import SAFE, TEXTS, addresses, routes, segments
from tests.rules.world import World

SPACES = "".join(map(chr, range(33)))  # what browsers take off an address before they read it
TYPED = (UUIDConverter, IntegerConverter, AnyConverter)
PASSWORD = "a long enough sentence"
CHEAP_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
KEBAB = r"[a-z]+(-[a-z]+)*(\.[a-z]+)?"  # a file may say of what kind it is


# How a route is written


def test_every_route_names_the_roles_that_may_enter(small_world: World) -> None:
    views = small_world.app.view_functions
    named = {e: getattr(view, "allowed_roles", None) for e, view in views.items() if e != "static"}

    assert [endpoint for endpoint, roles in named.items() if roles is None] == []
    assert all(isinstance(role, Role) for roles in named.values() for role in roles or ())


def test_a_route_that_names_no_roles_lets_nobody_in(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = small_world.app.view_functions["auth.desk"]
    monkeypatch.delattr(view, "allowed_roles")

    with pytest.raises(RuntimeError, match="names no roles"):
        everybody(small_world)["adam"].get("/desk")


def test_every_parameter_of_an_address_has_a_type(small_world: World) -> None:
    loose = [
        (str(route), name)
        for route in routes(small_world.app)
        for name, converter in route.converters.items()
        if not isinstance(converter, TYPED)
        and (name not in TEXTS or isinstance(converter, PathConverter))
    ]

    assert loose == []


def test_every_address_is_in_kebab_case(small_world: World) -> None:
    strange = [
        route.rule.rule
        for route in routes(small_world.app)
        if not all(re.fullmatch(KEBAB, part) for part in segments(route.rule))
    ]

    assert strange == []


def test_no_address_but_the_door_ends_with_a_stroke(small_world: World) -> None:
    # The framework would send who leaves it out to an address that it makes of the Host header.
    ending = {r.rule.rule for r in routes(small_world.app) if r.rule.rule.endswith("/")}

    assert ending == {"/"}


def test_every_parameter_is_one_these_rules_can_fill(small_world: World) -> None:
    for route in routes(small_world.app):
        assert list(addresses(small_world, route, small_world.northtown)), route


def test_every_route_is_asked_by_get_or_post(small_world: World) -> None:
    assert {route.method for route in routes(small_world.app)} == {"GET", "POST"}


# What asking does


def test_asking_for_a_page_changes_nothing(world: World, actors: dict[str, Actor]) -> None:
    changed = {}
    for route in routes(world.app):
        if route.method == "GET":
            for path in addresses(world, route, world.northtown):
                for actor in entitled(route, actors):
                    assert actor.get(path).status_code < 500, (actor.name, path)
            if changes := world.snapshot.changes():
                changed[str(route)] = changes
                world.restore()

    assert changed == {}


def test_a_page_that_finds_the_time_run_out_writes_down_no_more_than_that(
    small_world: World,
) -> None:
    candidate = everybody(small_world)["candidate"]
    small_world.clock.tick(hours=3)

    for page in ("/test", "/test/1", "/review", "/submit", "/time", "/receipt", "/receipt"):
        candidate.get(page)

    changed = small_world.snapshot.changes()
    assert set(changed) == {"event", "sitting"}
    assert ["close_sitting_at_deadline" in row for row in changed["event"]] == [True]


# What changing something wants


def test_what_changes_something_wants_the_token_of_its_own_form(
    world: World, actors: dict[str, Actor]
) -> None:
    taken = []
    for route in routes(world.app):
        if route.method in SAFE:
            continue
        path = next(addresses(world, route, world.northtown))
        for actor in entitled(route, actors):
            for headers in _without_token(actor):
                actor.arrive()
                answer = actor.client.open(path, method=route.method, headers=headers)
                if answer.status_code != 403:
                    taken.append((actor.name, str(route), headers, answer.status_code))

    assert taken == []
    assert world.snapshot.changes(leave_out=()) == {}


def _without_token(actor: Actor) -> list[dict[str, str]]:
    """Give requests without a token, with none to speak of, and with one of another browser."""
    key = actor.client.application.secret_key
    assert key
    another = str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps("1" * 40))
    return [{}, {"X-CSRFToken": "x"}, {"X-CSRFToken": another}]


# Where a sign-in leads

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/desk",
    "http://evil.example",
    "https://evil.example/desk",
    "HTTPS:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "ftp://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/desk\\..\\..\\evil",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\x01https://evil.example",
    "/\x0b/evil.example",
    "/desk\r\nSet-Cookie: testamur=x",
    "/desk\nLocation: //evil.example",
    "//evil.example@localhost/",
    "//localhost@evil.example/",
    "http://localhost.evil.example/",
    "http://localhost@evil.example/",
    "http://[::1",
    "//[::1",
    "//%65vil.example",
    "/%5cevil.example\\",
    "\u2215\u2215evil.example",
    "\uff0f\uff0fevil.example",
    "/\u2028/evil.example",
    "\u3000//evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "",
)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(wanted: str, small_world: World) -> None:
    actors = everybody(small_world)

    answer = actors["cora"].get("/sign-in", query_string={"next": wanted})

    assert answer.status_code == 302
    assert stays_here(answer.location), answer.location
    assert "\n" not in answer.location
    assert "evil" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("wanted", ["/rooms", "/centre?page=2", "/banks/items?search=a%20b"])
def test_a_page_of_ours_is_gone_to_after_signing_in(wanted: str, small_world: World) -> None:
    answer = everybody(small_world)["cora"].get("/sign-in", query_string={"next": wanted})

    assert answer.location == wanted


@pytest.mark.parametrize("wanted", ELSEWHERE[:12])
def test_the_sign_in_form_itself_leads_nowhere_else(wanted: str, small_world: World) -> None:
    person = small_world.northtown.cast.cora
    with small_world.database.begin() as db:
        db.get_one(PersonRow, person).password_hash = CHEAP_HASH
    sent = {"email": "cora@example.org", "password": PASSWORD}

    answer = everybody(small_world)["nobody"].post("/sign-in", sent, query_string={"next": wanted})

    assert answer.status_code == 302
    assert stays_here(answer.location), answer.location


@pytest.mark.parametrize("path", ["/desk", "//desk", "/rooms", "/test", "/sign-in?next=//evil"])
def test_no_header_of_a_request_says_where_to_go(path: str, small_world: World) -> None:
    asked_for = {"PATH_INFO": path}
    hostile = {
        "Host": "evil.example",
        "Referer": "https://evil.example/",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "HX-Current-URL": "https://evil.example//evil.example",
    }
    for name in ("nobody", "cora"):
        for asked in ({}, {"HX-Request": "true"}):
            actor, headers = everybody(small_world)[name], hostile | asked
            answer = actor.get("/", environ_overrides=asked_for, headers=headers)
            gone = [answer.headers.get(header, "/") for header in ("Location", "HX-Redirect")]
            assert all(map(stays_here, gone)), (name, gone)


def stays_here(location: str) -> bool:
    """Say whether a browser that follows stays on this site, whatever it makes of the spelling."""
    read = re.sub(r"[\t\n\r]", "", location).strip(SPACES).replace("\\", "/")
    return read.startswith("/") and not read.startswith("//")
