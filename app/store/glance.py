"""How a sitting stands, at the price of a heartbeat: one plain SELECT, nothing locked or written."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from app.domain.message import Message
from app.domain.sitting import SessionState, SittingState
from app.domain.timing import TimeLedger
from app.store.answer_log import AnswerLog

_GLANCE = (
    "SELECT s.state, s.lease, s.last_sequence, s.ledger_entries, e.state, e.latest_start_at,"
    " s.on_paper_at, s.late_reason, s.messages, e.clocks_stopped_at, s.session_id"
    " FROM sitting s JOIN exam_session e ON e.id = s.session_id"
    " WHERE s.centre_id = ? AND s.id = ?"
)
_NEWEST_MESSAGES = (
    "SELECT m.text, m.at, c.time_zone FROM room_message m JOIN centre c ON c.id = m.centre_id"
    " WHERE m.centre_id = ? AND m.session_id = ? AND (m.sitting_id IS NULL OR m.sitting_id = ?)"
    " ORDER BY m.at DESC, m.id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What decides whether a device may go on, and what the room has told it.

    `messages` counts them all; `told` has those that its device, by its own word, has not shown.
    """

    state: SittingState
    lease: str
    last_sequence: int
    ledger: TimeLedger
    session: SessionState
    latest_start_at: datetime
    on_paper: bool
    let_in_late: bool
    clocks_stopped: bool
    messages: int
    told: tuple[Message, ...] = ()


def glance_at(
    engine: Engine, log: AnswerLog, centre: UUID, sitting: UUID, *, lease: str = "", heard: int = 0
) -> Glance | None:
    """Return how the sitting stands; None if there is none. The log remembers time ledgers.

    Only the device with the lease is told messages, those after the `heard` it has shown.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    key = (centre.bytes, sitting.bytes) if is_sqlite else (centre, sitting)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(_on(is_sqlite, _GLANCE), key)
        row = cursor.fetchone()
        if row is None:
            return None
        state, holds, sequence, entries, session, latest, paper, late, *room = row
        messages, stopped_at, session_id = room
        told: tuple[Message, ...] = ()
        if messages > heard and holds and holds == lease:
            cursor.execute(
                _on(is_sqlite, _NEWEST_MESSAGES),
                (key[0], session_id, key[1], messages - heard),
            )
            told = _messages(cursor.fetchall(), messages)
        return Glance(
            state=SittingState(state),
            lease=holds,
            last_sequence=sequence,
            ledger=log.ledger(cursor, centre, sitting, entries),
            session=SessionState(session),
            latest_start_at=_moment(latest),
            on_paper=paper is not None,
            let_in_late=bool(late),
            clocks_stopped=stopped_at is not None,
            messages=messages,
            told=told,
        )


def _on(is_sqlite: bool, sql: str) -> str:
    return sql if is_sqlite else sql.replace("?", "%s")


def _messages(rows: Sequence[Any], count: int) -> tuple[Message, ...]:
    """Read messages, the newest first, of which the newest has the number `count`."""
    return tuple(
        Message(count - place, text, f"{_moment(at).astimezone(ZoneInfo(zone)):%H:%M}")
        for place, (text, at, zone) in reversed(tuple(enumerate(rows)))
    )


def _moment(stored: Any) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored.astimezone(UTC)
