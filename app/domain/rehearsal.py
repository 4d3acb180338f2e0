"""A rehearsal: whether one still runs, and what it finds that would fail on the day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENT_AFTER = timedelta(seconds=60)  # a rehearsal tells how far it is about every second
MEGABYTE = 1_000_000
LEAST_FREE = 500 * MEGABYTE
A_SITTING_KEEPS = MEGABYTE  # generous: paper, answers, events and copies of a backup
CLOCK_TOLERANCE = timedelta(seconds=5)


class RehearsalState(StrEnum):
    """How a rehearsal stands. LOST is read from its silence, never stored."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


class Phase(StrEnum):
    """What a running rehearsal is at."""

    WAITING = "waiting"
    COPYING = "copying"
    SERVING = "serving"
    ARRIVING = "arriving"
    STARTING = "starting"
    ANSWERING = "answering"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend before the day. What `fails` would stop the session or somebody in it."""

    check: str
    what: str
    remedy: str
    fails: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a real session and its machine before the day; moments are aware.

    `desks` counts those of the room's plan, None without one. `in_the_way` says what other sessions
    want at the same time. `free_bytes` is what the disk has left. `clock_off` is how far this machine's time is from the database's, where that has one.
    """

    now: datetime
    latest_start_at: datetime
    latest_finish_at: datetime
    longest: timedelta
    entered: int
    invigilators: int
    per_invigilator: int
    seats: tuple[str, ...] = ()
    in_the_way: tuple[str, ...] = ()
    desks: int | None = None
    shortages: str = ""
    offered: bool = True
    centre_active: bool = True
    lockdown: bool = False
    address: str = ""
    own_machine_only: bool = False
    in_the_clear: bool = False
    free_bytes: int = LEAST_FREE
    database_problem: str = ""
    clock_off: timedelta = timedelta(0)
    newest_event_at: datetime | None = None


def standing(state: str, heard_at: datetime, now: datetime) -> RehearsalState:
    """Say how a rehearsal stands; one that runs and has told nothing for a minute is lost."""
    kept = RehearsalState(state)
    if kept is RehearsalState.RUNNING and now - heard_at > SILENT_AFTER:
        return RehearsalState.LOST
    return kept


def would_fail(facts: Facts) -> list[Finding]:
    """Return everything in the plan of a session that would fail, or should be looked at."""
    checks = (_paper, _times, _people, _seats, _address, _machine)
    return [finding for check in checks for finding in check(facts)]


def _paper(facts: Facts) -> Iterator[Finding]:
    if facts.shortages:
        yield Finding(
            "papers",
            f"Papers cannot be filled: {facts.shortages}",
            "Have the awarding body approve more items, or choose another test.",
        )
    if not facts.offered:
        yield Finding(
            "specification",
            "The version of the specification that this session has is not approved.",
            "Ask the awarding body, or schedule the session anew.",
        )
    if not facts.centre_active:
        yield Finding(
            "centre",
            "The centre is not active, so no session of it can be opened.",
            "Ask the awarding body to make the centre active again.",
        )


def _times(facts: Facts) -> Iterator[Finding]:
    if facts.now > facts.latest_start_at:
        yield Finding(
            "window",
            "The latest start has passed: keycodes cannot be given out any more.",
            "Change the times of the session.",
        )
    over = facts.latest_start_at + facts.longest - facts.latest_finish_at
    if over > timedelta(0):
        minutes = -(-over // timedelta(minutes=1))
        yield Finding(
            "latest finish",
            f"Whoever starts last with the most extra time works {minutes} minutes beyond the"
            " latest finish. Nobody’s time is cut.",
            "Keep the room for longer, or choose an earlier latest start.",
            fails=False,
        )


def _people(facts: Facts) -> Iterator[Finding]:
    if not facts.entered:
        yield Finding("entries", "Nobody is entered yet.", "Enter the candidates.")
    if not facts.invigilators:
        yield Finding(
            "invigilators",
            "No invigilator is named, so nobody is told to open the session.",
            "Name the invigilators on the page of the session.",
        )
    elif facts.entered > facts.invigilators * facts.per_invigilator:
        needed = -(-facts.entered // facts.per_invigilator)
        yield Finding(
            "invigilators",
            f"{facts.invigilators} of {needed} invigilators are named for {facts.entered}"
            f" candidates, at {facts.per_invigilator} candidates each.",
            "Name more invigilators.",
            fails=False,
        )
    for other in facts.in_the_way:
        yield Finding(
            "at the same time",
            f"Another session wants the same {other}.",
            "Move one of the two, or see that both can be held.",
            fails=False,
        )


def _seats(facts: Facts) -> Iterator[Finding]:
    if facts.desks is not None and facts.desks < facts.entered:
        yield Finding(
            "seats",
            f"The plan of the room has {facts.desks} desks for {facts.entered} candidates.",
            "Choose a larger room, or move candidates to another session.",
        )
    given = [seat for seat in facts.seats if seat]
    twice = sorted(seat for seat, count in Counter(given).items() if count > 1)
    if twice:
        yield Finding(
            "seats",
            f"More than one candidate sits at: {', '.join(twice)}.",
            "Give each candidate a seat of their own.",
        )
    if given and len(given) < facts.entered:
        yield Finding(
            "seats",
            f"{facts.entered - len(given)} of {facts.entered} candidates have no seat yet.",
            "Give them seats, or tell the invigilator that they sit where there is room.",
            fails=False,
        )


def _address(facts: Facts) -> Iterator[Finding]:
    if facts.own_machine_only:
        yield Finding(
            "address",
            "The server listens to this machine only: no computer in the room can reach it.",
            "Set TESTAMUR_HOST to 0.0.0.0 and start the server anew.",
        )
    if facts.in_the_clear:
        yield Finding(
            "https",
            "Pages go to other computers in plain http: keycodes and answers can be read on the"
            " way, and no page survives a reload while the network is away.",
            "Leave TESTAMUR_HTTPS at true and TESTAMUR_ALLOW_PLAIN_HTTP unset.",
            fails=False,
        )
    if facts.lockdown and not facts.address:
        yield Finding(
            "lockdown",
            "Safe Exam Browser is required, and this installation does not know its own address,"
            " which the browser’s file must name.",
            "Set TESTAMUR_PUBLIC_URL to the address that the room’s computers use.",
        )
    if facts.lockdown:
        yield Finding(
            "lockdown",
            "Safe Exam Browser is required. The pretend candidates sat without it.",
            "Open the file of the session on one computer of the room and look at /this-computer.",
            fails=False,
        )


def _machine(facts: Facts) -> Iterator[Finding]:
    needed = max(LEAST_FREE, facts.entered * A_SITTING_KEEPS)
    if facts.free_bytes < needed:
        yield Finding(
            "disk",
            f"The disk has {facts.free_bytes // MEGABYTE} MB left; {needed // MEGABYTE} MB are"
            " wanted.",
            "Make room on the disk that holds the database.",
        )
    if facts.database_problem:
        yield Finding(
            "database",
            f"The database is not safe: {facts.database_problem}.",
            "See docs/operating.md before you serve a test from it.",
        )
    if abs(facts.clock_off) > CLOCK_TOLERANCE:
        yield Finding(
            "clock",
            f"This machine’s time and the database’s differ by {facts.clock_off}.",
            "Let both take their time from the network.",
        )
    if facts.newest_event_at and facts.newest_event_at > facts.now + CLOCK_TOLERANCE:
        yield Finding(
            "clock",
            "This machine’s time is behind what it has recorded before: it was set back.",
            "Set the machine’s time, best from the network.",
        )
