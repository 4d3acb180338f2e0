"""What the database holds of a room, read row by row, and time reckoned anew from its ledger."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.paper import unpack
from app.store.audit import EventRow
from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.people import PersonRow
from app.store.sessions import EntryRow
from app.store.sittings import PaperRow, ResponseRow, SittingRow, TimeEntryRow
from tests.story.guests import Beat

SECOND = 1.0


@dataclass(frozen=True)
class Held:
    """One sitting: its row, its ledger, and its answers by the name of the write."""

    row: SittingRow
    ledger: tuple[TimeEntryRow, ...]
    answers: Mapping[str, tuple[int, str]]  # position, places as shown
    acts: Counter[str]

    def paused(self, until: datetime) -> float:
        """Reckon how long the clock stood still up to a moment, in seconds."""
        total, since = timedelta(0), None
        for entry in self.ledger:
            if entry.kind == "pause" and since is None:
                since = entry.at
            elif entry.kind == "resume" and since is not None:
                total, since = total + (min(entry.at, until) - min(since, until)), None
        return (
            total + (max(until - since, timedelta(0)) if since else timedelta(0))
        ).total_seconds()

    def allowed(self, beat: Beat) -> tuple[float, float]:
        """Reckon the whole working time from what a candidate was told: between these two, in seconds."""
        start = next(entry.at for entry in self.ledger if entry.kind == "start")
        used = [
            (at - start).total_seconds() - self.paused(at)
            for at in (datetime.fromtimestamp(moment, UTC) for moment in (beat.before, beat.after))
        ]
        return beat.left + used[0], beat.left + used[1]


def read_room(url: str) -> dict[str, Held]:
    """Return every sitting of the installation's one session, by candidate number."""
    database = Database(url)
    with database.read() as db:
        pairs = db.execute(
            select(CandidateRow.number, SittingRow)
            .join(EntryRow, EntryRow.id == SittingRow.entry_id)
            .join(CandidateRow, CandidateRow.id == EntryRow.candidate_id)
        ).all()
        papers = {row.sitting_id: unpack(row.packed) for row in db.scalars(select(PaperRow))}
        responses = db.scalars(select(ResponseRow).order_by(ResponseRow.sequence)).all()
        entries = db.scalars(select(TimeEntryRow).order_by(TimeEntryRow.sequence)).all()
        events = db.execute(select(EventRow.subject_id, EventRow.act)).all()

    def answers_of(sitting: UUID) -> dict[str, tuple[int, str]]:
        orders = [item.options for item in papers[sitting].items]
        return {
            each.client_id: (
                each.position,
                "".join(str(orders[each.position - 1].index(letter)) for letter in each.chosen),
            )
            for each in responses
            if each.sitting_id == sitting
        }

    held = {
        number: Held(
            row,
            tuple(each for each in entries if each.sitting_id == row.id),
            answers_of(row.id),
            Counter(act for subject, act in events if subject == row.id),
        )
        for number, row in pairs
    }
    database.close()
    return held


def acts_by_person(url: str) -> dict[str, Counter[str]]:
    """Return what the event log says each member of staff did, by first name."""
    database = Database(url)
    with database.read() as db:
        rows = db.execute(
            select(PersonRow.name, EventRow.act).join(PersonRow, PersonRow.id == EventRow.by_id)
        ).all()
    database.close()
    acts: dict[str, Counter[str]] = {}
    for name, act in rows:
        acts.setdefault(name.split()[0], Counter())[act] += 1
    return acts
