"""Sessions in one another's way, and whether one is ready."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.ready import Facts, Matter, Standing, is_ready, standings
from app.domain.timetable import Clash, Slot, conflicts, invigilators_needed

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NORTH, SOUTH = UUID(int=1), UUID(int=2)
IVY, IAN, ADA, BEN = (UUID(int=n) for n in (11, 12, 13, 14))


def slot(number: int, after: int = 0, **other: object) -> Slot:
    """Give a session that opens so many minutes after nine and needs its room for two hours."""
    opens = NINE + timedelta(minutes=after)
    given = {
        "session": UUID(int=100 + number),
        "centre": NORTH,
        "room": f"Room {number}",
        "opens_at": opens,
        "latest_start_at": opens + timedelta(minutes=30),
        "latest_finish_at": opens + timedelta(minutes=120),
        "longest": timedelta(minutes=60),
    }
    return Slot(**(given | other))  # type: ignore[arg-type]


def kinds(one: Slot, *others: Slot) -> list[Clash]:
    """Return what kinds of conflicts one session has."""
    return [each.kind for each in conflicts(one, others)]


def test_two_sessions_in_one_room_at_one_time_are_in_each_others_way() -> None:
    one, other = slot(1, room="Room 4"), slot(2, 60, room=" room 4")

    assert kinds(one, other) == kinds(other, one) == [Clash.ROOM]


def test_a_room_of_the_same_name_elsewhere_is_another_room() -> None:
    assert kinds(slot(1, room="Hall"), slot(2, room="Hall", centre=SOUTH)) == []


def test_one_that_opens_as_the_other_ends_is_in_nobodys_way() -> None:
    assert kinds(slot(1, room="Hall"), slot(2, 120, room="Hall")) == []


def test_whoever_may_work_past_the_latest_finish_keeps_the_room() -> None:
    long = slot(1, room="Hall", longest=timedelta(minutes=100))

    assert kinds(long, slot(2, 125, room="Hall")) == [Clash.ROOM]
    assert kinds(slot(2, 125, room="Hall"), long) == [Clash.ROOM]


def test_nobody_can_invigilate_or_sit_at_two_places_at_once() -> None:
    one = slot(1, invigilators=frozenset({IVY, IAN}), candidates=frozenset({ADA, BEN}))
    other = slot(2, 30, centre=SOUTH, invigilators=frozenset({IVY}), candidates=frozenset({BEN}))

    found = conflicts(one, [other])

    assert [(each.kind, each.people) for each in found] == [
        (Clash.INVIGILATOR, (IVY,)),
        (Clash.CANDIDATE, (BEN,)),
    ]


def test_a_session_is_never_in_its_own_way() -> None:
    one = slot(1, invigilators=frozenset({IVY}))

    assert conflicts(one, [one]) == []


@pytest.mark.parametrize(
    ("candidates", "each", "needed"),
    [(0, 20, 1), (1, 20, 1), (20, 20, 1), (21, 20, 2), (60, 30, 2)],
)
def test_every_so_many_candidates_need_an_invigilator(
    candidates: int, each: int, needed: int
) -> None:
    assert invigilators_needed(candidates, each) == needed


READY = Facts(entered=20, drawn=20, locked=False, invigilators=1, most_each=20, desks=24, seated=20)


def test_ready_means_ready() -> None:
    found = standings(READY)

    assert set(found.values()) == {Standing.READY}
    assert is_ready(found)


@pytest.mark.parametrize(
    ("change", "matter", "standing"),
    [
        ({"drawn": 19}, Matter.PAPERS, Standing.MISSING),
        ({"entered": 0, "drawn": 0, "seated": 0}, Matter.PAPERS, Standing.MISSING),
        ({"invigilators": 0}, Matter.INVIGILATORS, Standing.MISSING),
        ({"most_each": 19}, Matter.INVIGILATORS, Standing.LOOK),
        ({"desks": 19}, Matter.SEATS, Standing.LOOK),
        ({"desks": None}, Matter.SEATS, Standing.LOOK),
        ({"seated": 3}, Matter.SEATS, Standing.LOOK),
        ({"overrun": timedelta(seconds=1)}, Matter.TIMES, Standing.LOOK),
        ({"clashes": frozenset({Clash.ROOM})}, Matter.ROOM, Standing.LOOK),
        ({"clashes": frozenset({Clash.CANDIDATE})}, Matter.CANDIDATE_TWICE, Standing.LOOK),
        ({"private": False}, Matter.ADDRESS, Standing.LOOK),
        ({"lockdown": True, "known_address": False}, Matter.LOCKDOWN, Standing.MISSING),
    ],
)
def test_what_is_not_ready_is_said_and_only_what_is_missing_stops_it(
    change: dict[str, object], matter: Matter, standing: Standing
) -> None:
    found = standings(replace(READY, **change))  # type: ignore[arg-type]

    assert found[matter] is standing
    assert {each for each in found if found[each] is not Standing.READY} == {matter}
    assert is_ready(found) is (standing is not Standing.MISSING)
