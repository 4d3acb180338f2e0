"""Whether a session is ready: what has been seen to, what is missing, and what wants a look."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.domain.timetable import Clash, invigilators_needed
from app.domain.timing import ZERO


class Standing(StrEnum):
    """How one thing stands."""

    READY = "ready"
    LOOK = "look"  # worth a look; nothing stops the session
    MISSING = "missing"  # the session cannot be held so


class Matter(StrEnum):
    """What is looked at, in the order of the list."""

    PAPERS = "papers"
    INVIGILATORS = "invigilators"
    SEATS = "seats"
    TIMES = "times"
    ROOM = "room"
    INVIGILATOR_TWICE = "invigilator_twice"
    CANDIDATE_TWICE = "candidate_twice"
    ADDRESS = "address"
    LOCKDOWN = "lockdown"


CLASHES: dict[Matter, Clash] = {
    Matter.ROOM: Clash.ROOM,
    Matter.INVIGILATOR_TWICE: Clash.INVIGILATOR,
    Matter.CANDIDATE_TWICE: Clash.CANDIDATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a session before it is held.

    `desks` is None while nobody has drawn the room, `private` whether what crosses the network is
    encrypted, or crosses none.
    """

    entered: int
    drawn: int
    locked: bool
    invigilators: int
    most_each: int
    desks: int | None
    seated: int
    overrun: timedelta = ZERO
    clashes: frozenset[Clash] = frozenset()
    known_address: bool = True
    private: bool = True
    lockdown: bool = False


def standings(facts: Facts) -> dict[Matter, Standing]:
    """Return how each thing stands; what does not arise is left out."""
    found = {
        Matter.PAPERS: _papers(facts),
        Matter.INVIGILATORS: _invigilators(facts),
        Matter.SEATS: _seats(facts),
        Matter.TIMES: Standing.LOOK if facts.overrun else Standing.READY,
        Matter.ADDRESS: Standing.READY if facts.private else Standing.LOOK,
    }
    for matter, clash in CLASHES.items():
        if clash in facts.clashes:
            found[matter] = Standing.LOOK
    if facts.lockdown:
        found[Matter.LOCKDOWN] = Standing.READY if facts.known_address else Standing.MISSING
    return {matter: found[matter] for matter in Matter if matter in found}


def is_ready(found: dict[Matter, Standing]) -> bool:
    """Say whether the session can be held as it stands."""
    return Standing.MISSING not in found.values()


def _papers(facts: Facts) -> Standing:
    return Standing.READY if facts.entered and facts.drawn == facts.entered else Standing.MISSING


def _invigilators(facts: Facts) -> Standing:
    if not facts.invigilators:
        return Standing.MISSING
    enough = facts.invigilators >= invigilators_needed(facts.entered, facts.most_each)
    return Standing.READY if enough else Standing.LOOK


def _seats(facts: Facts) -> Standing:
    enough = facts.desks is not None and facts.desks >= facts.entered
    return Standing.READY if enough and facts.seated == facts.entered else Standing.LOOK
