"""A set-up installation in a folder of its own, for tests of commands on the database."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.store.database import Database
from app.store.migrate import upgrade
from tests.cast import Cast, make_cast


@dataclass(frozen=True)
class Installation:
    """The database the commands work on, and the people in it."""

    database: Database
    cast: Cast

    def run(self, *words: str | Path) -> Result:
        """Run a command as typed."""
        return CliRunner().invoke(main, [str(word) for word in words])


def installed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Set up an installation with the cast below a working directory, and go there."""
    instance = root / "instance"
    instance.mkdir()
    url = f"sqlite:///{instance / 'testamur.sqlite'}"
    upgrade(url)
    monkeypatch.chdir(root)
    monkeypatch.setenv("TESTAMUR_INSTANCE", "instance")
    database = Database(url)
    with database.begin() as db:
        return Installation(database, make_cast(db))
