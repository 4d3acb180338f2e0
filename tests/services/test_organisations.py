"""Awarding bodies and centres."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.domain.refusals import Reason, Refusal
from app.services.organisations import change_centre, make_awarding_body, make_centre
from app.store.database import Database
from app.store.organisations import CentreRow
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def refusal_of(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason


def test_a_centre_number_is_given_once_by_each_awarding_body(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        other = make_awarding_body(db, "Another Awarding Body", cast.adam, NOW)
        make_centre(db, other, "00123", "Elsewhere", cast.adam, NOW)

        assert (
            refusal_of(lambda: make_centre(db, cast.body, "00123", "Twice", cast.adam, NOW))
            is Reason.NAME_TAKEN
        )


def test_two_awarding_bodies_of_one_name_are_refused_whatever_the_capitals(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        assert (
            refusal_of(lambda: make_awarding_body(db, "sample awarding BODY", cast.adam, NOW))
            is Reason.NAME_TAKEN
        )


def test_a_centre_is_changed_but_not_to_a_zone_that_does_not_exist(
    database: Database, cast: Cast
) -> None:
    def change(db: object, zone: str) -> None:
        change_centre(
            db,  # type: ignore[arg-type]
            cast.northtown,
            number="00124",
            name="Northtown",
            time_zone=zone,
            active=False,
            by=cast.adam,
            now=NOW,
        )

    with database.begin() as db:
        assert refusal_of(lambda: change(db, "Europe/Atlantis")) is Reason.UNKNOWN_ZONE
        change(db, "Europe/Belfast")

    with database.read() as db:
        row = db.get_one(CentreRow, cast.northtown)
        assert (row.number, row.time_zone, row.active) == ("00124", "Europe/Belfast", False)
