"""What a whole database holds, so that a test can say "nothing changed", and put it back.

>>> before = Snapshot(database)
>>> before.changes()          # what differs now, table by table
>>> before.restore(owner_url) # as it was
"""

from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, make_url, select, text

from app.store.database import Database
from app.store.rows import Base

# Who was last heard from, and how often somebody failed: written by asking, and no part of an exam.
OF_THE_MOMENT = frozenset({"presence", "throttle"})

Rows = list[dict[str, Any]]


class Snapshot:
    """A database at one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.engine.connect() as connection:
            self.held: dict[str, Rows] = {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in Base.metadata.sorted_tables
            }
        self._written = _written(database)
        self._copy = _copy(database) if database.is_sqlite else None

    def changes(self, leave_out: Collection[str] = OF_THE_MOMENT) -> dict[str, list[str]]:
        """Return the rows that are new or read otherwise now, and those that are gone."""
        now = _written(self._database)
        return {
            name: [*(now[name] - before), *(f"gone: {row}" for row in before - now[name])]
            for name, before in self._written.items()
            if name not in leave_out and now[name] != before
        }

    def restore(self, superuser_url: str = "") -> None:
        """Put everything back, append-only tables too; PostgreSQL needs its superuser for that."""
        if self._copy is not None:
            _copy_into(self._copy, str(self._database.engine.url.database))
            return
        changed = self.changes(leave_out=())
        if changed:
            with _engine(superuser_url).begin() as connection:
                self._refill(connection, changed)

    def _refill(self, connection: Connection, names: Collection[str]) -> None:
        connection.execute(text("SET session_replication_role = replica"))  # no foreign keys now
        for name in names:
            table = Base.metadata.tables[name]
            connection.execute(table.delete())
            if self.held[name]:
                connection.execute(table.insert(), self.held[name])


@cache
def _engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


def superuser(url: str) -> str:
    """Name the same PostgreSQL database for its superuser."""
    return make_url(url).set(username="postgres").render_as_string(hide_password=False)


def _written(database: Database) -> dict[str, Counter[str]]:
    """Read every row of every table as text, as the driver gives it."""
    with database.engine.connect() as connection:
        return {
            table.name: Counter(
                str(dict(row)) for row in connection.exec_driver_sql(_select_all(table)).mappings()
            )
            for table in Base.metadata.sorted_tables
        }


@cache
def _select_all(table: Table) -> str:
    return f"SELECT {', '.join(table.columns.keys())} FROM {table.name}"  # noqa: S608 - our own


def _copy(database: Database) -> sqlite.Connection:
    kept = sqlite.connect(":memory:", check_same_thread=False)
    with sqlite.connect(str(database.engine.url.database)) as live:
        live.backup(kept)
    live.close()
    return kept


def _copy_into(kept: sqlite.Connection, path: str) -> None:
    live = sqlite.connect(path)
    live.execute("PRAGMA synchronous=OFF")  # nobody cuts the power on a test
    kept.backup(live)
    live.close()
