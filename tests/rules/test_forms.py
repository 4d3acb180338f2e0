"""What a form can do when its sender writes into it what its page never offered."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from app.domain.roles import Role
from app.services import people
from app.store.rows import Base
from app.web.invigilator.words import Act
from tests.rules.actors import Actor, everybody, is_turned_away
from tests.rules.crawl import IDENTIFIER, filled, forms_of
from tests.rules.pages import Form
from tests.rules.strangers import strangers
from tests.rules.world import World

Sent = dict[str, list[str]]


# Identifiers


@pytest.mark.parametrize("name", ["candidate", "ivy", "cora", "olga"])
def test_no_form_reaches_what_belongs_to_strangers(name: str, small_world: World) -> None:
    actor = everybody(small_world)[name]
    reached = []
    for form in forms_of(small_world, name):
        for sending in form.sendings():
            for data, strange in _with_strangers(small_world, actor, filled(sending)):
                answer = actor.post(form.action, data)
                assert answer.status_code < 500, (form.action, data)
                changes = small_world.snapshot.changes()
                if any(_names(strange, row) for rows in changes.values() for row in rows):
                    reached.append((form.action, data, changes))
                if changes:
                    small_world.restore()

    assert reached == []


def _with_strangers(world: World, actor: Actor, data: Sent) -> Iterator[tuple[Sent, UUID]]:
    """Give what would be sent with one identifier in it a stranger's, alone and beside its own."""
    for name, (first, *_) in data.items():
        for written in map(UUID, IDENTIFIER.findall(first)):
            for strange in _a_few_strangers(world, actor, written):
                theirs = _replaced(first, written, strange)
                yield data | {name: [theirs]}, strange
                yield data | {name: [first, theirs]}, strange


def _a_few_strangers(world: World, actor: Actor, id: UUID) -> list[UUID]:
    """Return one from each house of what belongs to strangers and is of the same kind."""
    table = next((table for table, ids in world.owners.items() if id in ids), None)
    by_owner = {
        str(world.owners[table][strange]): strange
        for strange in (strangers(world, actor, table) if table else ())
        if table and strange in world.owners[table] and strange != id
    }
    return list(by_owner.values())


def _replaced(text: str, written: UUID, strange: UUID) -> str:
    """Put one identifier in another's place, however it is written."""
    return text.replace(str(written), str(strange)).replace(written.hex, strange.hex)


def _names(id: UUID, row: str) -> bool:
    """Say whether a row, as the driver gave it, names an identifier."""
    return any(text in row for text in (str(id), id.hex, repr(id.bytes)[2:-1]))


def test_what_is_done_in_one_room_reaches_nobody_in_another(small_world: World) -> None:
    ivy, sessions = everybody(small_world)["ivy"], small_world.northtown.sessions
    everywhere = [sitting for story in sessions.values() for sitting in story.sittings]
    done = 0
    for form in (form for form in forms_of(small_world, "ivy") if "sitting" in form.names):
        here = next(story for story in sessions.values() if str(story.session) in form.action)
        elsewhere = [str(sitting) for sitting in everywhere if sitting not in here.sittings]
        for sending in form.sendings():
            ivy.post(form.action, filled(sending) | {"sitting": elsewhere})
            done += 1

    assert done >= len(Act)
    assert small_world.snapshot.changes() == {}


# Fields that no page has

JUNK = "zqhostile"
FIGURE = 4711
CHOSEN = {
    "state": "closed",
    "role": "administrator",
    "status": "approved",
    "grade": "pass",
    "active": "1",
    "kind": "practice",
    "act": "approved",
}


@pytest.mark.parametrize("name", ["candidate", "ivy", "cora", "edgar", "olga", "adam"])
def test_fields_that_a_page_does_not_have_change_nothing(name: str, small_world: World) -> None:
    actor = everybody(small_world)[name]
    for form in forms_of(small_world, name):
        for sending in form.sendings():
            data = filled(sending)
            plain = _came_of(small_world, actor, form, data)
            if not plain:
                continue
            loaded = _came_of(small_world, actor, form, _loaded(data, form, CHOSEN))
            junk = _came_of(small_world, actor, form, _loaded(data, form, {}))

            assert _chosen(loaded) == _chosen(plain), form.action
            assert _chosen(junk) == _chosen(plain), form.action
            assert not [row for row in (*loaded, *junk) if JUNK in row or _has_figure(row)]


def _has_figure(row: str) -> bool:
    """Say whether a row holds the figure; among a record's digests it may stand by chance."""
    return str(FIGURE) in row and not row.startswith("session_record")


def _loaded(data: Sent, form: Form, chosen: dict[str, str]) -> Sent:
    """Add a value for every column of every table that the form has no field for."""
    columns = {column.name: column for table in Base.metadata.sorted_tables for column in table.c}
    extra = {name: [_hostile(column)] for name, column in columns.items()}
    extra |= {name: [value] for name, value in chosen.items()}
    return {name: value for name, value in extra.items() if name not in form.names} | data


def _hostile(column: Any) -> str:
    return str(FIGURE) if column.type.python_type in (int, float, bool) else JUNK


def _came_of(world: World, actor: Actor, form: Form, data: Sent) -> list[str]:
    """Return the rows that a sending adds or changes."""
    actor.post(form.action, data)
    changes = world.snapshot.changes(leave_out=("throttle", "presence", "event"))
    world.restore()
    return [f"{table} {row}" for table, rows in changes.items() for row in rows]


def _chosen(rows: list[str]) -> list[list[str]]:
    """Return what the rows say where there is something to choose from."""
    names = "|".join(CHOSEN)
    return sorted(re.findall(rf"^\w+|'(?:{names})': [^,}}]+", row) for row in rows)


# Roles

EXAMS, ROOM = Role.EXAMS_OFFICER, Role.INVIGILATOR
OFFICER, EXAMINER, ADMINISTRATOR = Role.AWARDING_OFFICER, Role.EXAMINER, Role.ADMINISTRATOR
PLACES = ("northtown", "southport", "westgate")
EVERY_ROLE = {(role, place) for role in (EXAMS, ROOM, OFFICER, EXAMINER) for place in PLACES}

# Who may give which role where; an awarding body is named by a centre of its own.
GIVES = {
    "ivy": set[tuple[Role, str]](),
    "cora": {(ROOM, "northtown")},
    "edgar": set[tuple[Role, str]](),
    "olga": {(r, p) for r, p in EVERY_ROLE if p != "westgate" and r is not OFFICER},
    "adam": EVERY_ROLE | {(ADMINISTRATOR, "northtown")},
}


@pytest.mark.parametrize("name", GIVES)
def test_nobody_gives_a_role_that_is_not_theirs_to_give(name: str, small_world: World) -> None:
    actor, spare = everybody(small_world)[name], small_world.northtown.spare
    given = set()
    for role, place in sorted(EVERY_ROLE | {(ADMINISTRATOR, "northtown")}):
        written = _written(small_world, role, place)
        new = {"role": written, "name": "New", "email": "new@example.org"}
        for path, data in (
            (f"/admin/people/{spare}/roles", {"role": written}),
            ("/admin/people/invite", new),
        ):
            actor.post(path, data)
            if small_world.snapshot.changes().get("role_grant"):
                given.add((role, place))
            small_world.restore()

    held = {(ROOM, "northtown")}  # what the spare invigilator has anyway, an invited person has not
    assert given - held == GIVES[name] - held


def _written(world: World, role: Role, place: str) -> str:
    cast = world.houses[place].cast
    body = "" if role is ADMINISTRATOR else cast.body.hex
    return f"{role}:{body}:{cast.northtown.hex if role in (EXAMS, ROOM) else ''}"


def test_somebody_suspended_is_turned_away_at_the_next_request(world: World) -> None:
    ivy = everybody(world)["ivy"]
    assert ivy.get("/rooms").status_code == 200

    with world.database.begin() as db:
        people.suspend_person(db, world.northtown.cast.ivy, None, world.clock.now)

    assert is_turned_away(ivy.get("/rooms"))
    assert is_turned_away(ivy.post(f"/rooms/{world.northtown.sessions['open'].session}/start"))


def test_a_role_taken_away_shuts_its_pages_at_the_next_request(world: World) -> None:
    cora, held = everybody(world)["cora"], world.snapshot.held["role_grant"]
    grant = next(row["id"] for row in held if row["person_id"] == cora.person)

    with world.database.begin() as db:
        people.revoke_grant(db, grant, None, world.clock.now)

    centre = world.northtown.cast.northtown
    assert is_turned_away(cora.get(f"/centre/{centre}"))
    assert is_turned_away(cora.get("/desk"))
