"""The URL map, and an address for every route in it.

A parameter that is named nowhere below is a KeyError: say here which objects it identifies, and
every rule is tried on the new route, too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from app.domain.display import display_code, in_fours
from app.domain.roles import Role
from tests.rules.canaries import PICTURE
from tests.rules.world import STAGES, House, World
from tests.timetable import SECRET

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# Which table the identifier in an address is from.
TABLES = {
    "bank_id": "bank",
    "body_id": "awarding_body",
    "candidate_id": "candidate",
    "centre_id": "centre",
    "code_id": "invigilator_code",
    "entry_id": "entry",
    "grant_id": "role_grant",
    "item_id": "item",
    "list_id": "candidate_list",
    "person_id": "person",
    "plan_id": "room_plan",
    "rehearsal_id": "rehearsal",
    "session_id": "exam_session",
    "sitting_id": "sitting",
    "specification_id": "specification",
}
# A version is of an item or of a specification; its address says so.
VERSIONS = {True: "specification_version", False: "item_version"}

# Texts in addresses: what a document prints, and a secret that opens a door.
TEXTS = {
    "category": "other",
    "criterion_id": "1.1",
    "display": None,
    "link": None,
    "nonce": "0" * 32,
    "picture": PICTURE.picture.hash,
    "token": None,
}

Exhibit = dict[str, UUID]  # one object of each table, which belong together


@dataclass(frozen=True)
class Route:
    """One method of one rule."""

    rule: Rule
    method: str

    @property
    def endpoint(self) -> str:
        """The name of the view."""
        return self.rule.endpoint

    @property
    def converters(self) -> dict[str, BaseConverter]:
        """The parameters by name."""
        return dict(self.rule._converters)

    @property
    def tables(self) -> dict[str, str]:
        """The identifiers in the address, each with its table."""
        return {
            name: self._table(name)
            for name, converter in self.converters.items()
            if isinstance(converter, UUIDConverter)
        }

    def _table(self, name: str) -> str:
        if name == "version_id":
            return VERSIONS["specifications/versions/" in self.rule.rule]
        return TABLES[name]

    def values(self, house: House, exhibit: Exhibit) -> dict[str, Any]:
        """Fill the parameters with an exhibit of a house."""
        return {name: self._value(name, house, exhibit) for name in self.converters}

    def _value(self, name: str, house: House, exhibit: Exhibit) -> Any:
        converter = self.converters[name]
        if isinstance(converter, UUIDConverter):
            return exhibit[self._table(name)]
        if isinstance(converter, IntegerConverter):
            return 1
        if isinstance(converter, AnyConverter):
            return min(converter.items)
        if name == "display":
            return in_fours(display_code(SECRET, exhibit["exam_session"]))
        return TEXTS[name] or house.link

    def path(self, values: Mapping[str, Any]) -> str:
        """Write the address."""
        built = self.rule.build(dict(values), append_unknown=False)
        assert built is not None, self
        return str(built[1])

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def routes(app: Flask) -> list[Route]:
    """Return every route but that of the static files, by address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return [
        Route(rule, method)
        for rule in sorted(rules, key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def roles_of(app: Flask, route: Route) -> frozenset[Role]:
    """Return the roles that the view names; none when it is open to all."""
    allowed: frozenset[Role] = getattr(app.view_functions[route.endpoint], "allowed_roles")  # noqa: B009
    return allowed


@cache
def exhibits(world: World, house: House) -> tuple[Exhibit, ...]:
    """Return a set of objects of the house for each stage of a session, that before the door first."""
    return tuple(_exhibit(world, house, place) for place in range(len(STAGES)))


def _exhibit(world: World, house: House, place: int) -> Exhibit:
    held, story = world.snapshot.held, house.sessions[STAGES[place]]
    sitting = next(row for row in held["sitting"] if row["id"] == story.sittings[0])
    entry = next(row for row in held["entry"] if row["id"] == sitting["entry_id"])
    grant = next(row for row in held["role_grant"] if row["person_id"] == house.spare)
    code = next(row for row in held["invigilator_code"] if row["session_id"] == story.session)
    sent = next(r for r in held["candidate_list"] if r["centre_id"] == house.cast.northtown)
    item = _of_body(held["item"], house, "code")[place]
    versions = [row for row in held["item_version"] if row["item_id"] == item["id"]]
    specifications = _of_body(held["specification_version"], house, "version")
    return {
        "awarding_body": house.cast.body,
        "bank": item["bank_id"],
        "candidate": entry["candidate_id"],
        "candidate_list": sent["id"],
        "centre": house.cast.northtown,
        "entry": entry["id"],
        "exam_session": story.session,
        "invigilator_code": code["id"],
        "item": item["id"],
        "item_version": max(versions, key=lambda row: row["version"])["id"],
        "person": house.spare,
        "rehearsal": next(r["id"] for r in held["rehearsal"] if r["session_id"] == story.session),
        "role_grant": grant["id"],
        "room_plan": next(
            row["id"] for row in held["room_plan"] if row["centre_id"] == house.cast.northtown
        ),
        "sitting": sitting["id"],
        "specification": specifications[0]["specification_id"],
        "specification_version": specifications[place % len(specifications)]["id"],
    }


def _of_body(rows: Iterable[dict[str, Any]], house: House, order: str) -> list[dict[str, Any]]:
    own = (row for row in rows if row["awarding_body_id"] == house.cast.body)
    return sorted(own, key=lambda row: row[order])


def addresses(world: World, route: Route, house: House) -> Iterator[str]:
    """Give the route's addresses for a house, one for each stage; one when it has no parameters."""
    seen = {route.path(route.values(house, exhibit)) for exhibit in exhibits(world, house)}
    yield from sorted(seen)


def segments(rule: Rule) -> list[str]:
    """Return the fixed parts of an address."""
    return [part for part in re.sub(r"<[^>]+>", "", rule.rule).split("/") if part]
