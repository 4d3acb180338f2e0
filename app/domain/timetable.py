"""What is wrong with a timetable: sessions that want the same room or people at the same time.

Nothing here refuses anything: a room may hold two sessions, and whoever plans may know better.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.timing import ZERO


class Clash(StrEnum):
    """What two sessions both want."""

    ROOM = "room"
    INVIGILATOR = "invigilator"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A session in the timetable. `longest` is the longest anyone entered may work."""

    session: UUID
    centre: UUID
    room: str
    opens_at: datetime
    latest_start_at: datetime
    latest_finish_at: datetime
    longest: timedelta = ZERO
    invigilators: frozenset[UUID] = frozenset()
    candidates: frozenset[UUID] = frozenset()

    @property
    def ends_at(self) -> datetime:
        """When the last may still be working, or the room is needed back if that is later."""
        return max(self.latest_finish_at, self.latest_start_at + self.longest)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One session that another is in the way of; `people` are those both want, none for a room."""

    kind: Clash
    other: UUID
    people: tuple[UUID, ...] = ()


def overlap(one: Slot, other: Slot) -> bool:
    """Say whether two sessions may go on at the same time; ending as the other opens is no overlap."""
    return one.opens_at < other.ends_at and other.opens_at < one.ends_at


def conflicts(slot: Slot, others: Iterable[Slot]) -> list[Conflict]:
    """Return what a session wants that another has at the same time, in order of their opening."""
    found = []
    for other in sorted(others, key=lambda each: (each.opens_at, each.session)):
        if other.session == slot.session or not overlap(slot, other):
            continue
        if _same_room(slot, other):
            found.append(Conflict(Clash.ROOM, other.session))
        for kind, both in (
            (Clash.INVIGILATOR, slot.invigilators & other.invigilators),
            (Clash.CANDIDATE, slot.candidates & other.candidates),
        ):
            if both:
                found.append(Conflict(kind, other.session, tuple(sorted(both))))
    return found


def invigilators_needed(candidates: int, most_each: int) -> int:
    """Return how many invigilators so many candidates need; one at least."""
    return max(1, -(-candidates // most_each))


def _same_room(one: Slot, other: Slot) -> bool:
    same_name = one.room.strip().casefold() == other.room.strip().casefold()
    return one.centre == other.centre and same_name
