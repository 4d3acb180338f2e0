"""The answer log at full speed: plain SQL on the writer's own cursor.

Statements are written once for both databases. What never changes (a locked paper) or is counted
(the time ledger) is remembered between answers; every other fact is read anew for each.
"""

from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.answering import Answer, Standing
from app.domain.digests import GENESIS
from app.domain.paper import unpack
from app.domain.response import Response, letters
from app.domain.sitting import SittingState
from app.domain.timing import Cause, TimeEntry, TimeKind, TimeLedger
from app.store.types import instant_text, new_id

KEPT = 20_000  # sittings remembered per process: about 20 MB

_STANDING = (
    "SELECT state, lease, last_sequence, last_digest, ledger_entries, draw, progress,"
    " awarding_body_id, on_paper_at, messages FROM sitting WHERE centre_id = ? AND id = ?"
)
_LEDGER = (
    "SELECT kind, at, milliseconds, percent, cause FROM time_entry"
    " WHERE centre_id = ? AND sitting_id = ? ORDER BY sequence"
)
_PAPER = "SELECT packed FROM paper WHERE centre_id = ? AND sitting_id = ? AND draw = ?"
_KNOWN = (
    "SELECT sequence, digest FROM response WHERE centre_id = ? AND sitting_id = ? AND client_id = ?"
)
_APPEND = (
    "INSERT INTO response (awarding_body_id, centre_id, sitting_id, sequence, position, chosen,"
    " flagged, client_id, lease, at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COUNT = (
    "UPDATE sitting SET last_sequence = ?, last_digest = ?, progress = ?, last_answer_at = ?"
    " WHERE centre_id = ? AND id = ?"
)
# On PostgreSQL both in one round trip.
_APPEND_AND_COUNT = f"WITH kept AS ({_APPEND}) {_COUNT}"
_LATE_KNOWN = "SELECT 1 FROM late_response WHERE centre_id = ? AND sitting_id = ? AND client_id = ?"
_LATE = (
    "INSERT INTO late_response (awarding_body_id, centre_id, id, sitting_id, position, chosen,"
    " client_id, lease, at, reason, sequence) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, count(*) + 1"
    " FROM late_response WHERE centre_id = ? AND sitting_id = ?"
)


class _Remembered(OrderedDict[UUID, Any]):
    def keep(self, key: UUID, value: Any) -> Any:
        """Remember a value, forgetting the oldest when there are too many."""
        self[key] = value
        if len(self) > KEPT:
            self.popitem(last=False)
        return value


class AnswerLog:
    """Reads how a sitting stands and appends to its log, on a cursor of the writer."""

    def __init__(self, is_sqlite: bool) -> None:
        self.is_sqlite = is_sqlite
        self._orders = _Remembered()
        self._ledgers = _Remembered()
        self._sql = {name: self._statement(name) for name in _STATEMENTS}

    def _statement(self, name: str) -> str:
        sql = _STATEMENTS[name]
        if self.is_sqlite:
            return sql
        locked = " FOR UPDATE" if name == "standing" else ""
        return sql.replace("?", "%s") + locked

    def _id(self, value: UUID) -> Any:
        return value.bytes if self.is_sqlite else value

    def _read_id(self, value: Any) -> UUID:
        return UUID(bytes=bytes(value)) if self.is_sqlite else value

    def _at(self, moment: datetime) -> Any:
        return instant_text(moment) if self.is_sqlite else moment

    def standing(self, cursor: Any, centre: UUID, sitting: UUID) -> "OpenLog | None":
        """Return how the sitting stands, locked until the commit; None if there is none."""
        cursor.execute(self._sql["standing"], (self._id(centre), self._id(sitting)))
        row = cursor.fetchone()
        if row is None:
            return None
        state, lease, sequence, digest, entries, draw, progress, body, on_paper_at, messages = row
        standing = Standing(
            sitting=str(sitting),
            state=SittingState(state),
            on_paper=on_paper_at is not None,
            ledger=self.ledger(cursor, centre, sitting, entries),
            lease=lease,
            last_sequence=sequence,
            last_digest=digest or GENESIS,
            orders=self._paper(cursor, centre, sitting, draw),
            messages=messages,
        )
        return OpenLog(self, cursor, centre, sitting, self._read_id(body), standing, progress)

    def ledger(self, cursor: Any, centre: UUID, sitting: UUID, entries: int) -> TimeLedger:
        """Return the sitting's time ledger, from memory while it has as many entries as counted."""
        kept = self._ledgers.get(sitting)
        if kept is not None and len(kept.entries) == entries:
            return kept
        cursor.execute(self._sql["ledger"], (self._id(centre), self._id(sitting)))
        ledger = TimeLedger(tuple(_time_entry(*row) for row in cursor.fetchall()))
        return self._ledgers.keep(sitting, ledger)

    def _paper(self, cursor: Any, centre: UUID, sitting: UUID, draw: int) -> tuple[str, ...]:
        kept = self._orders.get(sitting)
        if kept is not None and kept[0] == draw:
            return kept[1]
        cursor.execute(self._sql["paper"], (self._id(centre), self._id(sitting), draw))
        row = cursor.fetchone()
        orders = tuple(item.options for item in unpack(bytes(row[0])).items) if row else ()
        return self._orders.keep(sitting, (draw, orders))[1]


class OpenLog:
    """One sitting's log inside the writer's transaction."""

    def __init__(
        self,
        log: AnswerLog,
        cursor: Any,
        centre: UUID,
        sitting: UUID,
        body: UUID,
        standing: Standing,
        progress: str,
    ) -> None:
        self._log, self._cursor, self._progress = log, cursor, progress
        self._key = (log._id(centre), log._id(sitting))
        self._body = log._id(body)
        self.standing = standing

    def known(self, client_id: str) -> tuple[int, str] | None:
        """Return sequence and digest of the response this write already made, None if it has not."""
        self._cursor.execute(self._log._sql["known"], (*self._key, client_id))
        row = self._cursor.fetchone()
        return (row[0], row[1]) if row else None

    def append(self, response: Response) -> None:
        """Append a response and bring the sitting's counters up to it."""
        at = self._log._at(response.at)
        row = (
            self._body,
            *self._key,
            response.sequence,
            response.position,
            letters(response.chosen),
            response.flagged,
            response.client_id,
            response.lease,
            at,
            response.digest,
        )
        self._progress = _marked(
            self._progress, response.position, bool(response.chosen), len(self.standing.orders)
        )
        counters = (response.sequence, response.digest, self._progress, at, *self._key)
        if self._log.is_sqlite:
            self._cursor.execute(self._log._sql["append"], row)
            self._cursor.execute(self._log._sql["count"], counters)
        else:
            self._cursor.execute(self._log._sql["append_and_count"], row + counters)

    def append_late(self, answer: Answer, chosen: str, reason: str, now: datetime) -> None:
        """Keep what came too late, once."""
        self._cursor.execute(self._log._sql["late_known"], (*self._key, answer.client_id))
        if self._cursor.fetchone():
            return
        centre, sitting = self._key
        self._cursor.execute(
            self._log._sql["late"],
            (
                self._body,
                centre,
                self._log._id(new_id()),
                sitting,
                answer.position,
                chosen,
                answer.client_id,
                answer.lease,
                self._log._at(now),
                reason,
                *self._key,
            ),
        )


_STATEMENTS = {
    "standing": _STANDING,
    "ledger": _LEDGER,
    "paper": _PAPER,
    "known": _KNOWN,
    "append": _APPEND,
    "count": _COUNT,
    "append_and_count": _APPEND_AND_COUNT,
    "late_known": _LATE_KNOWN,
    "late": _LATE,
}


def _marked(progress: str, position: int, answered: bool, items: int) -> str:
    """Return the progress with one position's character set: "x" answered, "." blank."""
    filled = progress.ljust(items, ".")
    return filled[: position - 1] + ("x" if answered else ".") + filled[position:]


def _time_entry(kind: str, at: Any, milliseconds: int, percent: int, cause: str) -> TimeEntry:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at.astimezone(UTC)
    return TimeEntry(
        kind=TimeKind(kind),
        at=moment,
        amount=timedelta(milliseconds=milliseconds),
        percent=percent,
        cause=Cause(cause),
    )
