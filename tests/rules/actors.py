"""Whoever may come to the door: clients that are signed in, or hold a pass, as one of the cast.

>>> everybody(world)["cora"].get("/desk")
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.domain.roles import Role
from app.store.sittings import SittingRow
from tests.rules.routes import Route, roles_of
from tests.rules.world import House, World
from tests.stories import lease_of
from tests.web.signing import sign_in, sign_in_with_code

DOORS = ("/", "/sign-in")
RAW_TOKEN = "0" * 40  # what the session keeps; forms carry it signed


@dataclass(eq=False)
class Actor:
    """One of the cast before a browser; a member of staff, a candidate, or nobody at all."""

    name: str
    role: Role | None
    house: House
    client: FlaskClient
    person: UUID | None = None
    sitting: UUID | None = None
    code: UUID | None = None
    place: int = 0  # among the candidates of a session

    def arrive(self) -> None:
        """Take the place before the browser: signed in, or with the pass, and nothing else."""
        self.client.set_cookie("testamur", self._cookie)

    @cached_property
    def _cookie(self) -> str:
        if self.code is not None:
            sign_in_with_code(self.client, self.code)
        elif self.person is not None:
            sign_in(self.client, self.person)
        with self.client.session_transaction() as session:
            session["csrf_token"] = RAW_TOKEN
            if self.sitting is not None:
                centre = self.house.cast.northtown
                session["sitting"] = [centre.hex, self.sitting.hex, lease_of(self.place)]
        cookie = self.client.get_cookie("testamur")
        assert cookie is not None
        return str(cookie.value)

    def get(self, path: str, **more: Any) -> TestResponse:
        """Ask for a page."""
        self.arrive()
        return self.client.get(path, **more)

    def post(self, path: str, data: Any = None, **more: Any) -> TestResponse:
        """Send a form, or JSON, with a token that is good."""
        self.arrive()
        return self.client.post(path, data=data, headers={"X-CSRFToken": self.token}, **more)

    def ask(self, method: str, path: str, data: Any = None) -> TestResponse:
        """Ask by a method, with a form when it is an unsafe one."""
        return self.get(path) if method == "GET" else self.post(path, data)

    @cached_property
    def token(self) -> str:
        """The token this browser's forms carry."""
        key = self.client.application.secret_key
        assert key is not None
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(RAW_TOKEN))


def everybody(world: World) -> dict[str, Actor]:
    """Give the cast: nobody, a candidate and the staff of Northtown, and those of Southport."""
    north, south = world.houses["northtown"], world.houses["southport"]
    return {
        "nobody": Actor("nobody", None, north, world.app.test_client()),
        "candidate": a_candidate(world, north),
        "candidate of southport": a_candidate(world, south),
        "ivy": staff(world, north, "ivy", Role.INVIGILATOR),
        "cora": staff(world, north, "cora", Role.EXAMS_OFFICER),
        "ian": staff(world, south, "ivy", Role.INVIGILATOR, "ian"),
        "dora": staff(world, south, "cora", Role.EXAMS_OFFICER, "dora"),
        "edgar": staff(world, north, "edgar", Role.EXAMINER),
        "olga": staff(world, north, "olga", Role.AWARDING_OFFICER),
        "adam": staff(world, north, "adam", Role.ADMINISTRATOR),
    }


def staff(world: World, house: House, part: str, role: Role, name: str = "") -> Actor:
    """Give a member of staff of a house by their part there."""
    person = getattr(house.cast, part)
    return Actor(name or part, role, house, world.app.test_client(), person=person)


def with_a_code(world: World, house: House, stage: str = "running") -> Actor:
    """Give the invigilator who signed in with a code for one session of a house."""
    session = house.sessions[stage].session
    codes = world.snapshot.held["invigilator_code"]
    code = next(row["id"] for row in codes if row["session_id"] == session)
    client, role = world.app.test_client(), Role.INVIGILATOR
    return Actor("with a code", role, house, client, person=house.spare, code=code)


def a_candidate(world: World, house: House, stage: str = "running", place: int = 0) -> Actor:
    """Give a candidate whose browser holds the pass to a sitting."""
    sitting = house.sessions[stage].sittings[place]
    client = world.app.test_client()
    return Actor(f"candidate of {house.name}", Role.CANDIDATE, house, client, sitting=sitting)


def give_lease(world: World, actor: Actor) -> None:
    """Give a candidate's browser the lease, as the door does, where nobody has taken it yet."""
    with world.database.begin() as db:
        row = db.get_one(SittingRow, (actor.house.cast.northtown, actor.sitting))
        row.lease = row.lease or lease_of(0)


def entitled(route: Route, actors: dict[str, Actor]) -> list[Actor]:
    """Return who may enter by what the view says; for an open one somebody out and somebody in."""
    roles = roles_of(actors["nobody"].client.application, route)
    if not roles:
        return [actors["nobody"], actors["cora"]]
    return [actor for actor in actors.values() if actor.role in roles]


def is_turned_away(answer: TestResponse) -> bool:
    """Say whether somebody was sent to a door or told that there is no such page."""
    if answer.status_code in (301, 302, 303, 307, 308):
        return answer.location.partition("?")[0] in DOORS
    return answer.status_code == 404
