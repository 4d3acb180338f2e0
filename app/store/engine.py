"""Connections that keep what they acknowledge, and a start that refuses any that would not.

SQLite runs in WAL mode with synchronous=FULL on a version free of the WAL-reset fault; PostgreSQL
with fsync and synchronous_commit on. `docs/decisions/0002` has the measurements behind this.
"""

from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event

FIXED_IN = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
WRITE = "testamur_write"  # execution option: this transaction will write


class UnsafeDatabase(Exception):
    """A database whose settings could lose an acknowledged answer."""


def is_free_of_wal_reset_fault(version: tuple[int, int, int]) -> bool:
    """Say whether an SQLite version has the fix (3.44.6, 3.50.7, or 3.51.3 and later)."""
    if version >= FIXED_IN[-1]:
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in FIXED_IN)


def make_engine(url: str) -> Engine:
    """Make an engine for an SQLite or PostgreSQL address with durable settings."""
    if not url.startswith("sqlite"):
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(address, pool_size=24, max_overflow=16, pool_pre_ping=True)
    engine = create_engine(
        url, module=sqlite, pool_size=24, max_overflow=16, connect_args={"timeout": 30}
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_durable(engine: Engine) -> None:
    """Raise UnsafeDatabase, saying what to change, unless every commit survives a power cut."""
    if engine.dialect.name == "sqlite":
        _check_sqlite(engine)
    else:
        _check_postgresql(engine)


def _check_sqlite(engine: Engine) -> None:
    if not is_free_of_wal_reset_fault(sqlite.sqlite_version_info):
        raise UnsafeDatabase(
            f"SQLite {sqlite.sqlite_version} can lose commits in WAL mode:"
            " install pysqlite3 with 3.51.3 or later"
        )
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    if found != {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}:
        raise UnsafeDatabase(f"SQLite is not durable here: {found}; use a local disk, not a share")


def _check_postgresql(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            value = connection.exec_driver_sql(f"SHOW {name}").scalar()
            if value in ("off", "local") and not (
                name != "synchronous_commit" and value == "local"
            ):
                raise UnsafeDatabase(f"PostgreSQL runs with {name} = {value}: set it to on")


def check_not_owner(engine: Engine) -> None:
    """Raise UnsafeDatabase when the application's PostgreSQL role owns its tables.

    An owner could change the answer log; the application's role must not be able to.
    """
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        owned = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        ).scalar()
    if owned:
        raise UnsafeDatabase(
            "the application signs in to PostgreSQL as the owner of its tables:"
            " set TESTAMUR_DATABASE_OWNER_URL for migrations and use another role here"
        )
