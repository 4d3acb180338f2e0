"""A real PostgreSQL server for the tests: one for a whole run, stopped whatever ends the run.

>>> owner_url, app_url = postgres_server().create_database("answers")

`testamur_owner` owns the database and makes its tables; `testamur_app` may only connect, so what
the application is granted is what the migrations grant it.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from app._setup import system

OWNER = "testamur_owner"
APPLICATION = "testamur_app"

# Only a socket in a private folder: no port to clash, no password to leak. What a rehearsal of
# power cuts relies on (fsync, synchronous_commit) stays at its safe default.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
"""

# Outlives the run: stops the server when the process that began the run is gone, however it went.
GUARD = """
run=$1 folder=$2; shift 2
( while kill -0 "$run" 2>/dev/null; do sleep 0.2; done; "$@"; rm -rf "$folder" ) &
"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached through the socket in its folder."""

    folder: Path

    def create_database(self, name: str) -> tuple[str, str]:
        """Make an empty database for this worker, anew if it exists, and give both roles' URLs."""
        name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        database = sql.Identifier(name)
        self.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database),
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                database, sql.Identifier(OWNER)
            ),
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                database, sql.Identifier(APPLICATION)
            ),
        )
        return self.url(OWNER, name), self.url(APPLICATION, name)

    def url(self, role: str, database: str) -> str:
        """Name a database as SQLAlchemy does."""
        return f"postgresql+psycopg://{role}@/{database}?host={quote(str(self.folder))}"

    def execute(self, *statements: sql.SQL | sql.Composed) -> None:
        """Run statements as the superuser, each on its own."""
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)


@cache
def postgres_server() -> PostgresServer:
    """Give this run's server, started by the first worker who asks; skip where there is none."""
    programs = system.postgres()
    if programs is None:
        missing("PostgreSQL")
    folder = run_folder()
    with locked(folder):
        if not (folder / "ready").exists():
            start(programs, folder)
            (folder / "ready").touch()
    return PostgresServer(folder)


def missing(name: str) -> NoReturn:
    """Skip a test for want of a program; fail it in CI, where a skip would go unseen."""
    sentence = f"{name} is missing; `python3 -m app test` installs it where it may"
    if system.in_ci():
        pytest.fail(sentence)
    pytest.skip(sentence)


def run_folder() -> Path:
    """Find or make the folder that all workers of this run share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return Path(tempfile.mkdtemp(prefix="testamur-"))
    folder = Path(tempfile.gettempdir()) / f"testamur-{run}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the other workers waiting."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def start(programs: Path, folder: Path) -> None:
    """Make a cluster, start its server, see to its end, and make the two roles."""
    data = folder / "data"
    control: list[str | Path] = [*as_postgres(folder), programs / "pg_ctl", "--pgdata", data]
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    execute([*as_postgres(folder), programs / "initdb", "--pgdata", data, *options], folder)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(folder=folder))
    execute([*control, "--log", data / "log", "--wait", "start"], folder)
    worker = "PYTEST_XDIST_WORKER" in os.environ
    run = os.getppid() if worker else os.getpid()
    guard: list[str | Path] = ["sh", "-c", GUARD, "guard", str(run), folder]
    execute([*guard, *control, "--mode=fast", "stop"], folder)
    roles = (
        sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(r)) for r in (OWNER, APPLICATION)
    )
    PostgresServer(folder).execute(*roles)


def as_postgres(folder: Path) -> list[str | Path]:
    """Become the user `postgres` when root, because the server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def execute(command: Sequence[str | Path], folder: Path) -> None:
    """Run a command to its end, leaving its children no output of ours to hold open."""
    with (folder / "set-up.log").open("ab") as log:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        pytest.fail(f"PostgreSQL did not start:\n{(folder / 'set-up.log').read_text()}")
