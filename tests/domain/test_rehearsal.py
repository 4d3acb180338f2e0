"""What a rehearsal finds in the plan of a session."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.rehearsal import (
    LEAST_FREE,
    SILENT_AFTER,
    Facts,
    RehearsalState,
    standing,
    would_fail,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SOUND = Facts(
    now=NOW,
    latest_start_at=NOW + timedelta(days=1),
    latest_finish_at=NOW + timedelta(days=1, hours=2),
    longest=timedelta(minutes=75),
    entered=20,
    invigilators=1,
    per_invigilator=20,
    seats=tuple(f"A{n}" for n in range(1, 21)),
    desks=20,
    address="https://exams.example",
)


def test_a_sound_plan_has_no_findings() -> None:
    assert would_fail(SOUND) == []


@pytest.mark.parametrize(
    ("change", "check", "fails"),
    [
        ({"shortages": "2 items too few."}, "papers", True),
        ({"offered": False}, "specification", True),
        ({"centre_active": False}, "centre", True),
        ({"latest_start_at": NOW - timedelta(seconds=1)}, "window", True),
        ({"longest": timedelta(minutes=121)}, "latest finish", False),
        ({"entered": 0, "seats": ()}, "entries", True),
        ({"invigilators": 0}, "invigilators", True),
        ({"per_invigilator": 19}, "invigilators", False),
        ({"in_the_way": ("room: Sample test, Room 4",)}, "at the same time", False),
        ({"desks": 19}, "seats", True),
        ({"seats": ("A1",) * 20}, "seats", True),
        ({"seats": ("A1", *[""] * 19)}, "seats", False),
        ({"own_machine_only": True}, "address", True),
        ({"in_the_clear": True}, "https", False),
        ({"lockdown": True}, "lockdown", False),
        ({"free_bytes": LEAST_FREE - 1}, "disk", True),
        ({"database_problem": "fsync is off"}, "database", True),
        ({"clock_off": timedelta(seconds=-6)}, "clock", True),
        ({"newest_event_at": NOW + timedelta(minutes=1)}, "clock", True),
    ],
)
def test_what_would_fail_is_named_with_its_remedy(
    change: dict[str, Any], check: str, fails: bool
) -> None:
    [finding] = would_fail(replace(SOUND, **change))

    assert (finding.check, finding.fails) == (check, fails)
    assert finding.what.endswith(".") and finding.remedy.endswith(".")


def test_no_seats_at_all_are_nothing_to_mend() -> None:
    assert would_fail(replace(SOUND, seats=("",) * 20, desks=None)) == []


def test_a_rehearsal_that_is_silent_is_lost_and_one_that_ended_never_is() -> None:
    later = NOW + SILENT_AFTER + timedelta(seconds=1)

    assert standing("running", NOW, NOW + SILENT_AFTER) is RehearsalState.RUNNING
    assert standing("running", NOW, later) is RehearsalState.LOST
    assert standing("done", NOW, later) is RehearsalState.DONE
