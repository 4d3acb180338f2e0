"""Installations of the stories, each with its own server."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from app.domain.candidate import CandidateDetails
from tests.databases import postgres_server
from tests.story.lab import SHORT, Lab, open_lab
from tests.story.server import Installation, install, seat
from tests.story.watch import Watch

PEOPLE = tuple(
    CandidateDetails(f"{number:04}", "Sitter", given, date(2006, 5, number), None, 0)
    for number, given in enumerate(("Ben", "Kim", "Nora", "Zoe", "Amy"), start=11)
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def short_test(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Installation, UUID]]:
    """Give an installation with a test of one minute on each database; its server is not started."""
    url = owner_url = f"sqlite:///{tmp_path / 'testamur.sqlite'}"
    if request.param == "postgresql":
        owner_url, url = postgres_server().create_database("story")
    made, version = install(tmp_path, url, owner_url, minutes=1)
    yield made, version
    made.stop()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a session of thirty minutes that is under way; give its address and the keycodes."""
    folder = tmp_path_factory.mktemp("room")
    url = f"sqlite:///{folder / 'testamur.sqlite'}"
    made, version = install(folder, url, url, minutes=30)
    keycodes = seat(url, version, PEOPLE)
    made.start()
    yield made.address, keycodes
    made.stop()


@pytest.fixture(scope="session")
def lab(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve a room of short tests whose network can be broken."""
    yield from open_lab(tmp_path_factory.mktemp("lab"), chromium, SHORT)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Watch the test's browser windows; nothing may go wrong in them or leave the machine."""
    watching = Watch()
    yield watching
    watching.assert_clean()
