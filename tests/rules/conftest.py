"""Worlds to try the rules on: made once for each worker and database, put back after each test."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.config import Settings
from app.store.migrate import upgrade
from tests.databases import postgres_server
from tests.rules.actors import Actor, everybody
from tests.rules.snapshot import superuser
from tests.rules.world import World, Worlds, a_world


@pytest.fixture(scope="session")
def worlds(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Worlds]:
    """Give the world on a database, made when it is first asked for."""
    made: list[World] = []
    folder = tmp_path_factory.mktemp("world")

    @cache
    def world_on(kind: str) -> World:
        if kind == "sqlite":
            shutil.copy(request.getfixturevalue("migrated_file"), folder / "testamur.sqlite")
            world = a_world(_settings(f"sqlite:///{folder / 'testamur.sqlite'}", folder))
        else:
            owner_url, app_url = postgres_server().create_database("rules")
            upgrade(owner_url, app_url)
            world = a_world(_settings(app_url, folder), superuser(owner_url))
        made.append(world)
        return world

    yield world_on
    for world in made:
        world.close()


def _settings(url: str, instance: Path) -> Settings:
    return Settings(development=True, database_url=url, instance=instance)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, worlds: Worlds) -> Iterator[World]:
    """Give the world; each test that asks for it runs on both kinds of database."""
    yield from _lent(worlds(request.param))


@pytest.fixture
def small_world(worlds: Worlds) -> Iterator[World]:
    """Give the world on SQLite only, for what does not depend on the database."""
    yield from _lent(worlds("sqlite"))


def _lent(world: World) -> Iterator[World]:
    yield world
    world.restore()


@pytest.fixture
def actors(world: World) -> dict[str, Actor]:
    """Give everybody, before the world on either database."""
    return everybody(world)
