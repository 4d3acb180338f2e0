"""One database: transactions to write in, reads, and the writer for answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.store.engine import WRITE, make_engine
from app.store.writer import Writer


class Database:
    """What the application holds of its database.

    On SQLite every write in the process takes turns at one gate, the writer's groups included.
    """

    def __init__(self, url: str) -> None:
        self.engine: Engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        gate = threading.Lock()
        self._gate = gate if self.is_sqlite else None
        self.writer = Writer(self.engine, self._gate)
        self._writing = self.engine.execution_options(**{WRITE: True})

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a transaction that writes; commit at the end, roll back on any exception."""
        gate = self._gate or nullcontext()
        with gate, Session(self._writing, expire_on_commit=False) as db, db.begin():
            yield db

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads."""
        with Session(self.engine, expire_on_commit=False) as db:
            yield db

    def close(self) -> None:
        """Finish waiting writes and give connections back."""
        self.writer.stop()
        self.engine.dispose()
