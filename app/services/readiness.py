"""How ready a session is, and what is in its way: read for the exams officer, refused to nobody."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.ready import CLASHES, Facts, Matter, Standing, is_ready, standings
from app.domain.sitting import SessionState
from app.domain.timetable import Clash, Slot, conflicts, invigilators_needed, overlap
from app.services.scheduling import longest_allowance, overrun
from app.store.organisations import AwardingBodyRow
from app.store.queries.seating import plan_named
from app.store.queries.sessions import EntryLine, entries_of
from app.store.queries.timetable import (
    Planned,
    papers_drawn,
    people_named,
    planned,
    planned_around,
)
from app.store.sessions import ExamSessionRow


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What another session wants at the same time; its room is empty when it is another centre's."""

    clash: Clash
    title: str
    room: str
    opens_at: datetime
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """How a session stands before it is held, and what is in its way."""

    facts: Facts
    found: Mapping[Matter, Standing]
    in_the_way: Sequence[InTheWay]

    @property
    def ready(self) -> bool:
        """Whether it can be held as it stands."""
        return is_ready(dict(self.found))

    @property
    def needed(self) -> int:
        """How many invigilators the awarding body wants for so many candidates."""
        return invigilators_needed(self.facts.entered, self.facts.most_each)

    def clashes(self, matter: Matter) -> list[InTheWay]:
        """Return what stands behind a matter that is about another session."""
        return [each for each in self.in_the_way if each.clash is CLASHES.get(matter)]


def readiness_of(
    db: Session, session: ExamSessionRow, *, known_address: bool, private: bool
) -> Readiness:
    """Return how ready a session is on an installation that is, or is not, known and private."""
    mine, entries = planned(db, session), entries_of(db, session)
    plan = plan_named(db, session.centre_id, session.room)
    in_the_way = _in_the_way(db, mine, entries)
    longest = longest_allowance(mine.minutes, mine.extra)
    body = db.get_one(AwardingBodyRow, session.awarding_body_id)
    facts = Facts(
        entered=len(entries),
        drawn=papers_drawn(db, session),
        locked=session.state != SessionState.SCHEDULED,
        invigilators=len(mine.invigilators),
        most_each=body.candidates_per_invigilator,
        desks=len(plan.desks) if plan else None,
        seated=sum(bool(line.sitting.seat) for line in entries),
        overrun=overrun(session.latest_start_at, session.latest_finish_at, longest),
        clashes=frozenset(each.clash for each in in_the_way),
        known_address=known_address,
        private=private,
        lockdown=bool(session.lockdown),
    )
    return Readiness(facts, standings(facts), in_the_way)


def engaged_elsewhere(db: Session, session: ExamSessionRow) -> dict[UUID, list[Planned]]:
    """Return, by candidate, the centre's sessions at the same time for which they are entered."""
    mine = _slot(planned(db, session))
    found: defaultdict[UUID, list[Planned]] = defaultdict(list)
    for other in planned_around(db, session):
        if overlap(mine, _slot(other)):
            for candidate in other.candidates:
                found[candidate].append(other)
    return dict(found)


def _slot(planned: Planned) -> Slot:
    """Return a session's place in the timetable, with what its slowest candidate may need."""
    return planned.slot(longest_allowance(planned.minutes, planned.extra))


def _in_the_way(db: Session, mine: Planned, entries: Sequence[EntryLine]) -> list[InTheWay]:
    around = {each.session.id: each for each in planned_around(db, mine.session)}
    found = conflicts(_slot(mine), map(_slot, around.values()))
    named = people_named(db, mine.invigilators)
    named |= {line.candidate.id: line.candidate.number for line in entries}
    return [
        _told(each.kind, mine, around[each.other], [named[person] for person in each.people])
        for each in found
    ]


def _told(clash: Clash, mine: Planned, other: Planned, people: list[str]) -> InTheWay:
    here = other.session.centre_id == mine.session.centre_id
    return InTheWay(
        clash=clash,
        title=other.title if here else "a session at another centre",
        room=other.session.room if here else "",
        opens_at=other.session.opens_at,
        people=tuple(sorted(people)),
    )
