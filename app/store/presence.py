"""Who was last heard from when: kept in memory, written in batches, may be lost without harm."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.store.types import instant_text
from app.store.writer import Writer

BATCH = timedelta(seconds=5)

_BEAT = (
    "INSERT INTO presence (awarding_body_id, centre_id, sitting_id, seen_at)"
    " SELECT awarding_body_id, centre_id, id, ? FROM sitting WHERE centre_id = ? AND id = ?"
    " ON CONFLICT (centre_id, sitting_id) DO UPDATE SET seen_at = excluded.seen_at"
)


class Presence:
    """Collects heartbeats and writes those of the last five seconds together."""

    def __init__(self, writer: Writer, is_sqlite: bool) -> None:
        self._writer, self._sqlite = writer, is_sqlite
        self._sql = _BEAT if is_sqlite else _BEAT.replace("?", "%s")
        self._seen: dict[tuple[UUID, UUID], datetime] = {}
        self._written: datetime | None = None
        self._lock = threading.Lock()

    def beat(self, centre: UUID, sitting: UUID, now: datetime) -> None:
        """Note that a sitting's device was heard from; write the batch when it is due."""
        with self._lock:
            self._seen[centre, sitting] = now
            if self._written is not None and now - self._written < BATCH:
                return
            self._written, due = now, self._seen
            self._seen = {}
        self._writer.run(lambda cursor: self._write(cursor, due))

    def _write(self, cursor: Any, due: dict[tuple[UUID, UUID], datetime]) -> None:
        for (centre, sitting), seen in sorted(due.items()):
            if self._sqlite:
                values: tuple[Any, ...] = (instant_text(seen), centre.bytes, sitting.bytes)
            else:
                values = (seen, centre, sitting)
            cursor.execute(self._sql, values)
