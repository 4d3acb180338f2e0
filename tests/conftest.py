"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine

from app import create_app
from app._setup import system
from app.config import Settings
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.rows import Base
from tests.cast import Cast, make_cast
from tests.databases import missing, postgres_server

# Two cores shared by two workers make any deadline a gamble; CI tries the same examples each time.
hypothesis.settings.register_profile("testamur", deadline=None, derandomize=system.in_ci())
hypothesis.settings.load_profile("testamur")

# Without these, Chromium asks hosts elsewhere for updates and more at every start.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Find Chromium, or skip."""
    system.libatomic() or missing("libatomic")
    return system.chromium() or missing("Chromium")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Start one Chromium for all tests of a worker; each makes its own context."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has none for root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *sandbox])
        yield started
        started.close()


class Clock:
    """A clock that tests set: called for the present moment, moved by `tick`."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **length: float) -> datetime:
        """Move on by a timedelta's arguments and return the new moment."""
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give the test a clock of its own, at nine on a Monday morning in winter."""
    return Clock()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file that every test on SQLite copies."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres() -> tuple[str, str]:
    """Migrate one PostgreSQL database that tests on PostgreSQL share, one after another."""
    owner_url, app_url = postgres_server().create_database("testamur")
    upgrade(owner_url, app_url)
    return owner_url, app_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty, migrated database; each test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "testamur.sqlite"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    owner_url, app_url = request.getfixturevalue("migrated_postgres")
    _empty(owner_url)
    return str(app_url)


def _empty(owner_url: str) -> None:
    """Delete row by row: on small tables far faster than TRUNCATE, which makes files anew."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Open the test's database."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Give the settings of an application under test."""
    return Settings(development=True, database_url=database_url, instance=tmp_path)


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """Make the application on the test's database and clock."""
    made = create_app(settings, clock)
    yield made
    made.extensions["testamur"].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without scripts."""
    return app.test_client()


@pytest.fixture
def cast(database: Database) -> Cast:
    """Put the people and centres of the cast into the test's database."""
    with database.begin() as db:
        return make_cast(db)
