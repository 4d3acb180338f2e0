"""The one writer: many small writes, one durable commit.

Views hand in jobs and wait. A thread takes all that are waiting, runs them in one transaction on
one connection, commits, and only then wakes the views. If a job fails in a way it did not foresee,
the group is rolled back and each of its jobs is run again alone, so that none can harm another.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Engine

GROUP = 64  # most jobs in one commit

Job = Callable[[Any], Any]  # takes a DB-API cursor; must be safe to run again after a rollback


class Writer:
    """Runs jobs in groups; `gate` is held while a group is open, so that others can keep out."""

    def __init__(self, engine: Engine, gate: "threading.Lock | None" = None) -> None:
        self._engine = engine
        self._gate = gate or threading.Lock()
        self._waiting: queue.SimpleQueue[tuple[bytes, Job, Future[Any]] | None]
        self._waiting = queue.SimpleQueue()
        self._connection: Any = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, job: Job, order: bytes = b"") -> Any:
        """Run a job and return its result once it is durably committed.

        Jobs of a group run sorted by `order` (the sitting), so that two processes that meet on
        PostgreSQL take their row locks in the same order. Raises what the job raised.
        """
        future: Future[Any] = Future()
        self._ensure_started()
        self._waiting.put((order, job, future))
        return future.result()

    def stop(self) -> None:
        """Finish what is waiting and end the thread."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _ensure_started(self) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
                    self._thread.start()

    def _work(self) -> None:
        while (first := self._waiting.get()) is not None:
            group, stop = [first], False
            while len(group) < GROUP and not stop:
                try:
                    job = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    stop = True
                else:
                    group.append(job)
            group.sort(key=lambda waiting: waiting[0])
            self._run_group(group)
            if stop:
                break
        self._disconnect()

    def _run_group(self, group: list[tuple[bytes, Job, Future[Any]]]) -> None:
        try:
            results = self._transact([job for _, job, _ in group])
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            self._run_alone(group, error)
            return
        for (_, _, future), result in zip(group, results, strict=True):
            future.set_result(result)

    def _run_alone(self, group: list[tuple[bytes, Job, Future[Any]]], error: Exception) -> None:
        if len(group) == 1:
            group[0][2].set_exception(error)
            return
        for waiting in group:
            self._run_group([waiting])

    def _transact(self, jobs: list[Job]) -> list[Any]:
        with self._gate:
            connection = self._connect()
            try:
                cursor = connection.cursor()
                if self._engine.dialect.name == "sqlite":
                    cursor.execute("BEGIN IMMEDIATE")
                results = [job(cursor) for job in jobs]
                connection.commit()
            except BaseException:
                self._disconnect()
                raise
            return results

    def _connect(self) -> Any:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection = None
