"""A session of a thousand under way, put into the database at once.

Nobody's entry, paper or press of Start is told one by one; what the room is watched by stands as it
would: sittings with their counters, time ledgers, and when each device was last heard from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.domain.digests import GENESIS
from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PresenceRow, SittingRow, TimeEntryRow
from app.store.types import new_id

MINUTE = 60_000  # milliseconds


@dataclass(frozen=True)
class Crowd:
    """One session and its sittings in order of the candidates' numbers."""

    database: Database
    body: UUID
    centre: UUID
    session: UUID
    sittings: Sequence[UUID]

    def set(self, place: int, **columns: Any) -> None:
        """Change what is stored of one sitting, as an act or an answer would."""
        with self.database.begin() as db:
            db.execute(update(SittingRow).where(self._is(place)).values(**columns))

    def answer(self, places: Sequence[int], answered: int, at: datetime) -> None:
        """Let some have saved one more answer."""
        with self.database.begin() as db:
            for place in places:
                db.execute(
                    update(SittingRow)
                    .where(self._is(place))
                    .values(
                        last_sequence=SittingRow.last_sequence + 1,
                        progress="x" * answered,
                        last_answer_at=at,
                    )
                )

    def hear(self, at: datetime, places: Sequence[int] | None = None) -> None:
        """Let the devices of all, or of some, be heard from."""
        which = range(len(self.sittings)) if places is None else places
        with self.database.begin() as db:
            for place in which:
                found = PresenceRow.sitting_id == self.sittings[place]
                db.execute(update(PresenceRow).where(found).values(seen_at=at))

    def _is(self, place: int) -> Any:
        return (SittingRow.centre_id == self.centre) & (SittingRow.id == self.sittings[place])


def a_crowd(database: Database, session: UUID, count: int, now: datetime) -> Crowd:
    """Enter so many for a session that is scheduled, all of them answering since a minute ago."""
    with database.begin() as db:
        held = db.get_one(ExamSessionRow, session)
        held.state, held.keycodes_released_at = "started", now
        sittings = [new_id() for _ in range(count)]
        _insert(db, held, sittings, now - timedelta(minutes=1), now)
        return Crowd(database, held.awarding_body_id, held.centre_id, session, sittings)


def _insert(
    db: Session, held: ExamSessionRow, sittings: list[UUID], began: datetime, now: datetime
) -> None:
    of_body = {"awarding_body_id": held.awarding_body_id, "centre_id": held.centre_id}
    places = list(enumerate(sittings))
    candidates, entries = [new_id() for _ in sittings], [new_id() for _ in sittings]
    first = len(db.scalars(select(CandidateRow.id)).all())
    rows: list[tuple[Any, list[dict[str, Any]]]] = [
        (CandidateRow, [_candidate(n + first, candidates[n]) for n, _ in places]),
        (
            EntryRow,
            [
                {
                    "id": entries[n],
                    "session_id": held.id,
                    "candidate_id": candidates[n],
                    "entered_at": began,
                }
                for n, _ in places
            ],
        ),
        (
            SittingRow,
            [
                {"id": id, "session_id": held.id, "entry_id": entries[n], **_sitting(n, began)}
                for n, id in places
            ],
        ),
        (TimeEntryRow, [entry for _, id in places for entry in _ledger(id, began)]),
        (PresenceRow, [{"sitting_id": id, "seen_at": now, "heard_entries": 2} for id in sittings]),
    ]
    for table, values in rows:
        if values:
            db.execute(insert(table), [of_body | each for each in values])


def _candidate(number: int, id: UUID) -> dict[str, Any]:
    return {
        "id": id,
        "number": f"{number:04}",
        "family_name": f"Family {number}",
        "given_names": f"Given {number}",
    }


def _sitting(place: int, began: datetime) -> dict[str, Any]:
    return {
        "state": "started",
        "seat": f"{chr(65 + place % 26)}{place // 26 + 1}",
        "lease": f"device-{place}",
        "leased_at": began,
        "confirmed_at": began,
        "admitted_at": began,
        "started_at": began,
        "last_digest": GENESIS,
        "progress": "x." + "." * 43,
        "last_sequence": 1,
        "last_answer_at": began,
        "ledger_entries": 2,
    }


def _ledger(sitting: UUID, began: datetime) -> list[dict[str, Any]]:
    base = {"sitting_id": sitting, "sequence": 1, "kind": "base", "at": began}
    start = {"sitting_id": sitting, "sequence": 2, "kind": "start", "at": began}
    return [base | {"milliseconds": 30 * MINUTE}, start | {"milliseconds": 0}]
