"""Whoever guesses must wait."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.refusals import Reason, Refusal
from app.services.throttle import check_tries, forget_tries, note_failure
from app.store.database import Database
from app.store.people import ThrottleRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Three:
    """Three tries in five minutes."""

    tries_allowed: int = 3
    tries_window_seconds: int = 300


def fail(database: Database, key: str, times: int, at: datetime = NOW) -> None:
    for _ in range(times):
        with database.begin() as db:
            note_failure(db, key, at)


def test_a_key_that_failed_too_often_waits_until_its_window_is_over(database: Database) -> None:
    fail(database, "door", 3)

    with database.read() as db:
        with pytest.raises(Refusal) as refused:
            check_tries(db, "door", Three(), NOW + timedelta(minutes=2))
        check_tries(db, "door", Three(), NOW + timedelta(minutes=5))
    assert refused.value.reason is Reason.TOO_MANY_TRIES
    assert refused.value.facts == {"minutes": 3}


def test_one_key_does_not_wait_for_another_nor_before_it_must(database: Database) -> None:
    fail(database, "door", 3)
    fail(database, "gate", 2)

    with database.read() as db:
        check_tries(db, "gate", Three(), NOW)
        check_tries(db, "door", Three(), NOW, times=2)


def test_failures_of_an_old_window_are_not_added_up(database: Database) -> None:
    fail(database, "door", 2)
    fail(database, "door", 1, NOW + timedelta(minutes=6))

    with database.read() as db:
        check_tries(db, "door", Three(), NOW + timedelta(minutes=6))


def test_a_success_forgets_the_failures(database: Database) -> None:
    fail(database, "door", 3)

    with database.begin() as db:
        forget_tries(db, "door")

    with database.read() as db:
        check_tries(db, "door", Three(), NOW)


def test_counts_of_the_day_before_are_cleared_away(database: Database) -> None:
    fail(database, "door", 1)
    fail(database, "gate", 1, NOW + timedelta(days=2))

    with database.read() as db:
        assert db.get(ThrottleRow, "door") is None
