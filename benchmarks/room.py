"""Processor time of watching a room of a thousand, against a heartbeat.

A page asks every four seconds. `unchanged` is asked of a room in which nothing has happened,
`changed` after 165 candidates have saved an answer, as many as do in five seconds at a thousand;
`everybody` is the answer to a page that has missed something. `heartbeat` is what a candidate's
device asks every five seconds.
"""

import itertools
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from uuid import UUID

import click
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.store.database import Database
from app.store.migrate import upgrade
from tests.cast import make_cast
from tests.crowd import Crowd, a_crowd
from tests.timetable import publish_sample, schedule
from tests.web.signing import sign_in

CANDIDATES = 1_000
ANSWERED = range(0, 990, 6)  # 165 of them
ROUNDS = 15
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Side:
    """One kind of request."""

    client: FlaskClient
    address: str
    prepare: Callable[[], dict[str, str]]

    def ask(self) -> tuple[float, TestResponse]:
        """Return the milliseconds of this process it took, and the answer."""
        headers = self.prepare()
        began = process_time()
        answer = self.client.get(self.address, headers=headers)
        return 1000 * (process_time() - began), answer


@click.command()
@click.option("--postgresql", is_flag=True, help="Measure on PostgreSQL instead of SQLite.")
def main(postgresql: bool) -> None:
    """Print milliseconds of processor time and bytes for each, and the ratio to a heartbeat."""
    with tempfile.TemporaryDirectory() as folder:
        owner, url = _urls(Path(folder), postgresql)
        upgrade(owner, url)
        settings = Settings(development=True, database_url=url, instance=Path(folder))
        app = create_app(settings, lambda: NOW)
        database = app.extensions["testamur"].database
        crowd, ivy = _prepare(database)
        _report(_sides(app, crowd, ivy), "PostgreSQL" if postgresql else "SQLite")
        database.close()


def _urls(folder: Path, postgresql: bool) -> tuple[str, str]:
    if not postgresql:
        url = f"sqlite:///{folder / 'testamur.sqlite'}"
        return url, url
    from tests.databases import postgres_server

    return postgres_server().create_database("benchmark_room")


def _prepare(database: Database) -> tuple[Crowd, UUID]:
    with database.begin() as db:
        cast = make_cast(db)
        session = schedule(db, cast, publish_sample(db, cast))
    return a_crowd(database, session, CANDIDATES, NOW), cast.ivy


def _sides(app: Flask, crowd: Crowd, ivy: UUID) -> dict[str, Side]:
    watching = sign_in(app.test_client(), ivy)
    answered = itertools.count(2)
    live = f"/rooms/{crowd.session}/live"

    def unchanged() -> dict[str, str]:
        return {"If-None-Match": _told(watching, crowd.session)["If-None-Match"]}

    def changed() -> dict[str, str]:
        told = _told(watching, crowd.session)
        crowd.answer(ANSWERED, next(answered), NOW)
        return told | {"Accept-Encoding": "gzip"}

    return {
        "heartbeat": Side(_sitting(app, crowd), "/time", dict),
        "unchanged": Side(watching, live, unchanged),
        "changed": Side(watching, live, changed),
        "everybody": Side(watching, live, lambda: {"Accept-Encoding": "gzip"}),
    }


def _sitting(app: Flask, crowd: Crowd) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["sitting"] = [crowd.centre.hex, crowd.sittings[0].hex, "device-0"]
    return client


def _told(client: FlaskClient, session: UUID) -> dict[str, str]:
    text = client.get(f"/rooms/{session}").text
    [tag], [order] = (
        re.findall('data-tag="([^"]+)"', text),
        re.findall('data-order="([^"]+)"', text),
    )
    versions = "".join(re.findall('data-v="([^"]+)"', text))
    return {"If-None-Match": f'"{tag}"', "Shown": f"{order}.{versions}"}


def _report(sides: dict[str, Side], kind: str) -> None:
    taken: dict[str, list[float]] = {name: [] for name in sides}
    sizes: dict[str, tuple[int, int]] = {}
    for number in range(ROUNDS + 1):
        for name, side in sides.items():
            milliseconds, answer = side.ask()
            sizes[name] = (answer.status_code, _bytes(answer))
            if number:  # the first warms up
                taken[name].append(milliseconds)
    floor = median(taken["heartbeat"])
    click.echo(f"{kind}, {CANDIDATES} candidates, {os.cpu_count()} cores, {ROUNDS} rounds")
    for name, times in taken.items():
        status, size = sizes[name]
        click.echo(
            f"{name}: {status}, {size} bytes, {median(times):.2f} ms,"
            f" {median(times) / floor:.1f} times a heartbeat"
        )


def _bytes(answer: TestResponse) -> int:
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return len(f"HTTP/1.1 {answer.status}\r\n") + head + 2 + len(answer.data)


if __name__ == "__main__":
    main()
