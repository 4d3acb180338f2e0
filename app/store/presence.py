"""Who was last heard from when: kept in memory, written in batches, may be lost without harm.

That a device has shown something new is wanted in the room at once, so it goes out sooner.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.store.types import instant_text
from app.store.writer import Writer

BATCH = timedelta(seconds=5)
SOON = timedelta(seconds=1)  # a thousand devices that hear of a pause share a few writes
REMEMBERED = 20_000  # sittings

# SQLite calls the greater of two values MAX, PostgreSQL calls it GREATEST.
_BEAT = (
    "INSERT INTO presence (awarding_body_id, centre_id, sitting_id, seen_at, heard_entries,"
    " heard_messages)"
    " SELECT awarding_body_id, centre_id, id, ?, ?, ? FROM sitting WHERE centre_id = ? AND id = ?"
    " ON CONFLICT (centre_id, sitting_id) DO UPDATE SET seen_at = excluded.seen_at,"
    " heard_entries = MAX(presence.heard_entries, excluded.heard_entries),"
    " heard_messages = MAX(presence.heard_messages, excluded.heard_messages)"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a device has shown: so many entries of the time ledger, and so many messages."""

    entries: int = 0
    messages: int = 0


NOTHING = Heard()
Seen = tuple[datetime, Heard]


class Presence:
    """Collects heartbeats and writes those of five seconds together, of one when there is news."""

    def __init__(self, writer: Writer, is_sqlite: bool) -> None:
        self._writer, self._sqlite = writer, is_sqlite
        self._sql = _BEAT if is_sqlite else _on_postgresql(_BEAT)
        self._seen: dict[tuple[UUID, UUID], Seen] = {}
        self._heard: dict[UUID, Heard] = {}
        self._news = False
        self._written: datetime | None = None
        self._lock = threading.Lock()

    def beat(self, centre: UUID, sitting: UUID, now: datetime, heard: Heard = NOTHING) -> None:
        """Note that a sitting's device was heard from; write the batch when it is due.

        What it has shown only grows: a word that comes late lowers nothing.
        """
        with self._lock:
            self._seen[centre, sitting] = now, self._grown(sitting, heard)
            wait = SOON if self._news else BATCH
            if self._written is not None and now - self._written < wait:
                return
            self._written, due = now, self._seen
            self._seen, self._news = {}, False
        self._writer.run(lambda cursor: self._write(cursor, due))

    def _grown(self, sitting: UUID, heard: Heard) -> Heard:
        """Return all that a device has shown by now, and note whether some of it is news."""
        before = self._heard.get(sitting, NOTHING)
        grown = Heard(max(before.entries, heard.entries), max(before.messages, heard.messages))
        self._news = self._news or grown != before
        if len(self._heard) >= REMEMBERED:
            self._heard.clear()
        self._heard[sitting] = grown
        return grown

    def _write(self, cursor: Any, due: dict[tuple[UUID, UUID], Seen]) -> None:
        for (centre, sitting), (seen, heard) in sorted(due.items(), key=lambda pair: pair[0]):
            at: Any = instant_text(seen) if self._sqlite else seen
            key = (centre.bytes, sitting.bytes) if self._sqlite else (centre, sitting)
            cursor.execute(self._sql, (at, heard.entries, heard.messages, *key))


def _on_postgresql(sql: str) -> str:
    return sql.replace("?", "%s").replace("MAX(", "GREATEST(")
