"""Who may enter where: every route for everybody of the cast, and every stranger's object for all.

The table below is written by hand. A new route without a line in it, or one that lets in more
people than it says, fails here.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin
from uuid import UUID

import pytest

from app.domain.roles import MAY_GRANT, Role
from tests.rules.actors import DOORS, Actor, everybody, is_turned_away, with_a_code
from tests.rules.crawl import pages_of
from tests.rules.pages import Page
from tests.rules.routes import Exhibit, Route, addresses, exhibits, roles_of, routes
from tests.rules.strangers import is_mine, of_other_kinds, strangers
from tests.rules.world import STAGES, World

STAFF = frozenset(Role) - {Role.CANDIDATE}

# Whom a blueprint is for ...
BLUEPRINTS = {
    "admin": frozenset(MAY_GRANT),
    "auth": STAFF,
    "awarding": {Role.AWARDING_OFFICER},
    "candidate": {Role.CANDIDATE},
    "centre": {Role.EXAMS_OFFICER},
    "examiner": {Role.EXAMINER},
    "invigilator": {Role.INVIGILATOR},
    "on_paper": {Role.INVIGILATOR, Role.EXAMS_OFFICER},
}

# ... but for these pages, and
OTHERWISE = {
    "admin.centre": {Role.ADMINISTRATOR},
    "admin.new_body": {Role.ADMINISTRATOR},
    "admin.new_centre": {Role.ADMINISTRATOR},
    "admin.places": {Role.ADMINISTRATOR},
}

# these, which are open to all.
OPEN = frozenset(
    {
        "afterwards.ask",
        "afterwards.show",
        "auth.accept_link",
        "auth.link",
        "auth.sign_in",
        "auth.sign_in_with_code",
        "auth.sign_in_with_password",
        "auth.sign_out",
        "candidate.door",
        "candidate.end_lockdown",
        "candidate.enter",
        "candidate.leftovers",
        "candidate.lockdown",
        "candidate.offline",
        "candidate.open_lockdown",
        "candidate.show_lockdown",
        "candidate.worker",
        "candidate.wrong_details",
        "practice.answer",
        "practice.confirm",
        "practice.door",
        "practice.feedback",
        "practice.leave",
        "practice.preferences",
        "practice.receipt",
        "practice.resume",
        "practice.review",
        "practice.save",
        "practice.sheet",
        "practice.start",
        "practice.submit",
        "practice.test",
        "practice.time",
        "computer.certificate",
        "computer.check",
        "computer.download",
        "computer.moment",
        "display.moment",
        "display.show",
    }
)

# A door is also where these lead.
LEAVING = frozenset({"auth.sign_out", "candidate.leave", "practice.leave"})

# There only where the server speaks https with its own authority; tests/web/computer goes there.
NOT_HERE = frozenset({"computer.certificate", "computer.download"})

# What must be sent for an answer: what no page sends is not found.
SENT = {"invigilator.act": {"act": "admit"}}


def allowed(route: Route) -> frozenset[Role]:
    """Return who may enter by the table; nobody in particular where all may."""
    if route.endpoint in OPEN:
        return frozenset()
    blueprint = route.endpoint.partition(".")[0]
    return frozenset(OTHERWISE.get(route.endpoint, BLUEPRINTS[blueprint]))


# The table


def test_every_view_lets_in_whom_the_table_says(small_world: World) -> None:
    wrong = {
        str(route): sorted(roles)
        for route in routes(small_world.app)
        if (roles := roles_of(small_world.app, route)) != allowed(route)
    }

    assert wrong == {}


def test_nobody_enters_where_the_table_does_not_let_them_in(
    world: World, actors: dict[str, Actor]
) -> None:
    let_in = [
        (actor.name, str(route))
        for route in routes(world.app)
        for actor in actors.values()
        if allowed(route) and actor.role not in allowed(route)
        if not is_turned_away(actor.ask(route.method, _an_address(world, route, actor)))
    ]

    assert let_in == []
    assert world.snapshot.changes(leave_out=()) == {}


def _an_address(world: World, route: Route, actor: Actor) -> str:
    return next(addresses(world, route, actor.house))


def test_everybody_enters_where_the_table_lets_them_in(
    world: World, actors: dict[str, Actor]
) -> None:
    turned_away = [
        (actor.name, str(route))
        for route in routes(world.app)
        for actor in actors.values()
        if not allowed(route) or actor.role in allowed(route)
        if route.endpoint not in LEAVING | NOT_HERE and not _enters(world, route, actor)
    ]

    assert turned_away == []


def _enters(world: World, route: Route, actor: Actor) -> bool:
    """Say whether a page is there for at least one of the objects that are the actor's own."""
    for path in addresses(world, route, actor.house):
        answer = actor.ask(route.method, path, SENT.get(route.endpoint))
        assert answer.status_code < 500, (actor.name, path)
        if route.method != "GET":
            world.restore()
        if not is_turned_away(answer):
            return True
    return False


# Strangers


SCOPED = ("ivy", "cora", "edgar", "olga")


@pytest.mark.parametrize("name", SCOPED)
def test_what_belongs_to_strangers_is_not_there(
    name: str, world: World, actors: dict[str, Actor]
) -> None:
    actor, own = actors[name], exhibits(world, actors[name].house)[2]
    shown: list[tuple[str, object, int]] = []
    for route in routes(world.app):
        if actor.role in allowed(route) and route.tables:
            for values in _strange_values(world, route, actor, own):
                answer = actor.ask(route.method, route.path(values))
                if answer.status_code != 404:
                    shown.append((str(route), values, answer.status_code))
            if changes := world.snapshot.changes(leave_out=()):
                shown.append((str(route), changes, 0))
                world.restore()

    assert shown == []


def _strange_values(
    world: World, route: Route, actor: Actor, own: Exhibit
) -> Iterator[dict[str, object]]:
    """Give the address's parameters with at least one that is no business of the actor's."""
    values = route.values(actor.house, own)
    for name, table in route.tables.items():
        for strange in strangers(world, actor, table):
            yield values | {name: strange}
    for house in world.houses.values():
        for theirs in exhibits(world, house):
            mixed = {n: theirs[t] for n, t in route.tables.items()}
            if house is not actor.house and _is_strange(world, actor, mixed, route):
                yield values | mixed


def _is_strange(world: World, actor: Actor, mixed: dict[str, UUID], route: Route) -> bool:
    tables = route.tables
    return not all(is_mine(world, actor, tables[name], id) for name, id in mixed.items())


def test_an_object_of_another_kind_is_not_there(small_world: World) -> None:
    adam = everybody(small_world)["adam"]
    own = exhibits(small_world, adam.house)[2]
    for route in routes(small_world.app):
        if adam.role in allowed(route):
            for name, table in route.tables.items():
                for strange in of_other_kinds(small_world, table, small_world.owners):
                    values = route.values(adam.house, own) | {name: strange}
                    answer = adam.ask(route.method, route.path(values))
                    assert answer.status_code == 404, (str(route), values)
    assert small_world.snapshot.changes(leave_out=()) == {}


def test_a_strangers_object_looks_like_one_that_there_never_was(small_world: World) -> None:
    cora = everybody(small_world)["cora"]
    theirs = exhibits(small_world, small_world.houses["southport"])[2]
    for route in routes(small_world.app):
        if cora.role in allowed(route) and route.tables:
            values = route.values(cora.house, theirs)
            nothing = values | dict.fromkeys(route.tables, UUID(int=7))
            seen, unseen = (
                re.sub(r'nonce="\w+"', "", cora.ask(route.method, route.path(each)).text)
                for each in (values, nothing)
            )
            assert seen == unseen, str(route)


# A sign-in with a code for one session

# Pages of that session that reach into another one.
BEYOND = frozenset({"invigilator.transfer"})
ROOM = ("invigilator", "on_paper")


def test_a_code_opens_nothing_but_its_own_session(world: World) -> None:
    guest = with_a_code(world, world.northtown)
    session = guest.house.sessions["running"].session
    opened = []
    for route in (route for route in routes(world.app) if allowed(route)):
        for house in world.houses.values():
            for exhibit in exhibits(world, house):
                values = route.values(house, exhibit)
                if _is_of(route, values, session) or route.endpoint == "invigilator.rooms":
                    continue
                answer = guest.ask(route.method, route.path(values), SENT.get(route.endpoint))
                if answer.status_code != 404:
                    opened.append((str(route), values, answer.status_code))

    assert opened == []
    assert world.snapshot.changes(leave_out=()) == {}


def test_a_code_opens_every_page_of_its_own_session(world: World) -> None:
    shut = [
        str(route)
        for route in routes(world.app)
        if _is_a_page_of_a_room(route)
        if not any(_opens(world, route, stage) for stage in ("running", "open", "provisional"))
    ]
    guest = with_a_code(world, world.northtown)

    assert shut == []
    session = guest.house.sessions["running"].session
    assert guest.get("/rooms").location == f"/rooms/{session}"


def _opens(world: World, route: Route, stage: str) -> bool:
    """Say whether the code of a session at this stage opens its page; a closed one is still read."""
    guest = with_a_code(world, world.northtown, stage)
    closed = guest.house.sessions[stage].row().closed_at
    if closed:
        world.clock.now = closed + timedelta(minutes=10)
    own = exhibits(world, guest.house)[STAGES.index(stage)]
    path = route.path(route.values(guest.house, own))
    answer = guest.ask(route.method, path, SENT.get(route.endpoint))
    assert answer.status_code < 500, (stage, path)
    world.restore()
    return not is_turned_away(answer)


def _is_a_page_of_a_room(route: Route) -> bool:
    blueprint = route.endpoint.partition(".")[0]
    return blueprint in ROOM and "session_id" in route.tables and route.endpoint not in BEYOND


def _is_of(route: Route, values: dict[str, object], session: UUID) -> bool:
    """Say whether it is a page of the session that its code opens."""
    return _is_a_page_of_a_room(route) and values.get("session_id") == session


def test_a_closed_session_is_only_read_and_then_shut(small_world: World) -> None:
    guest = with_a_code(small_world, small_world.northtown, "closed")
    story = guest.house.sessions["closed"]
    room, closed = f"/rooms/{story.session}", story.row().closed_at
    assert closed

    small_world.clock.now = closed + timedelta(minutes=29)
    assert guest.get(room).status_code == 200
    assert guest.post(f"{room}/start").status_code == 410
    small_world.clock.tick(minutes=1)
    assert guest.get(room).location.startswith("/sign-in")


# What pages offer


def test_no_page_of_a_session_offers_a_link_that_a_code_does_not_open(small_world: World) -> None:
    guest = with_a_code(small_world, small_world.northtown)
    own = exhibits(small_world, guest.house)[STAGES.index("running")]
    dead: dict[str, str] = {}
    for route in routes(small_world.app):
        values = route.values(guest.house, own)
        if route.method == "GET" and _is_of(route, values, own["exam_session"]):
            path = route.path(values)
            answer = guest.get(path)
            is_there = answer.mimetype == "text/html" and answer.status_code != 404
            links = Page(answer.text).links if is_there else ()
            offered = {urljoin(path, link).partition("#")[0] for link in links}
            dead |= {link: path for link in offered if is_turned_away(guest.get(link))}

    assert {link: path for link, path in dead.items() if link not in DOORS} == {}


@pytest.mark.parametrize("name", ["candidate", "ivy", "cora", "edgar", "olga", "adam"])
def test_no_page_offers_a_link_that_its_reader_may_not_follow(
    name: str, small_world: World
) -> None:
    actor = everybody(small_world)[name]
    offered = {
        urljoin(path, link).partition("#")[0]: path
        for path, answer in pages_of(small_world, actor)
        if answer.mimetype == "text/html" and answer.status_code != 404
        for link in Page(answer.text).links
    }

    dead = {link: path for link, path in offered.items() if is_turned_away(actor.get(link))}

    assert {link: path for link, path in dead.items() if path not in DOORS} == {}
