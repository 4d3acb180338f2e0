"""Going through every page that somebody may enter, and every form on it."""

import re
from collections.abc import Iterator
from functools import cache

from werkzeug.test import TestResponse

from tests.rules.actors import Actor, everybody
from tests.rules.pages import Form, Page, Pairs
from tests.rules.routes import addresses, roles_of, routes
from tests.rules.world import World

IDENTIFIER = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")

# What a person would write where a page leaves a field empty.
WRITTEN = {
    "advice": "Ring us, then write",
    "again": "a long enough sentence",
    "code": "2345 6789 ABCD",
    "day-day": "1",
    "day-month": "12",
    "day-year": "2026",
    "email": "somebody.new@example.org",
    "explain_tests": "They were let in and went home",
    "family_name": "New",
    "given_names": "Somebody",
    "keycode": "2345 6789 ABCD",
    "latest_finish": "12:00",
    "latest_start": "11:00",
    "minutes": "5",
    "name": "Somebody New",
    "note": "Set by the board",
    "number": "N-77",
    "old": "a long enough sentence",
    "opens": "09:00",
    "pass_mark": "7",
    "password": "a long enough sentence",
    "reason": "The fire alarm rang",
    "room": "Room 9",
    "text": "The switch was off",
}


def pages_of(world: World, actor: Actor) -> Iterator[tuple[str, TestResponse]]:
    """Ask for every page the actor may enter, for the objects of the actor's own house."""
    for route in routes(world.app):
        roles = roles_of(world.app, route)
        may_enter = actor.role in roles if roles else actor.person is None
        if route.method == "GET" and may_enter:
            for path in addresses(world, route, actor.house):
                yield path, actor.get(path)


@cache
def forms_of(world: World, name: str) -> list[Form]:
    """Return the forms that change something, those in answers to forms, too: one of each kind.

    Of several alike it is one that does change something as the objects stand.
    """
    actor = everybody(world)[name]
    forms = [form for path, answer in pages_of(world, actor) for form in _forms(path, answer)]
    kinds: dict[tuple[object, ...], Form] = {}
    done = set()
    while forms:
        form = forms.pop(0)
        if (kind := _kind(form)) not in done:
            kinds[kind] = form
            answers, changed = _try(world, actor, form)
            forms += [f for a in answers for f in _forms(form.action, a) if _kind(f) not in kinds]
            done |= {kind} if changed else set()
    return list(kinds.values())


def _try(world: World, actor: Actor, form: Form) -> tuple[list[TestResponse], bool]:
    """Press every button; return the answers and whether one of them changed anything."""
    answers, changed = [], False
    for sending in form.sendings():
        answers.append(actor.post(form.action, filled(sending)))
        changed = bool(world.snapshot.changes()) or changed
        world.restore()
    return answers, changed


def filled(sending: Pairs) -> dict[str, list[str]]:
    """Write into the fields that a page leaves empty; a token is sent with every request anyway."""
    data: dict[str, list[str]] = {}
    for name, value in sending:
        if name != "csrf_token":
            data.setdefault(name, []).append(value or WRITTEN.get(name, ""))
    return data


def _forms(path: str, answer: TestResponse) -> list[Form]:
    if answer.mimetype != "text/html" or answer.status_code >= 500:
        return []
    forms = [form for form in Page(answer.text).forms if form.method == "post"]
    for form in forms:
        form.action = form.action or path
    return forms


def _kind(form: Form) -> tuple[object, ...]:
    return IDENTIFIER.sub("", form.action), *sorted(form.names), *sorted(form.buttons)
