"""Scheduling: what a session is promised, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionKind
from app.services.publishing import set_pass_mark
from app.services.scheduling import at_local, change_session, longest_allowance, overrun
from app.store.audit import EventRow
from app.store.database import Database
from app.store.organisations import CentreRow
from app.store.queries import content
from app.store.queries.candidates import ExtraTime
from app.store.queries.sessions import invigilators_of, session_line
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.timetable import (
    LATEST_FINISH,
    LATEST_START,
    OPENS,
    SECRET,
    THE_DAY_BEFORE,
    publish_sample,
    schedule,
)

HOUR = timedelta(hours=1)


def refused(database: Database, cast: Cast, items: int = 12, **other: Any) -> Refusal:
    """Return how a session that differs in what is named is refused."""
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        schedule(db, cast, publish_sample(db, cast, items=items), **other)
    return refusal.value


def test_a_session_is_scheduled_with_its_room_times_and_invigilators(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = db.get_one(ExamSessionRow, schedule(db, cast, publish_sample(db, cast)))

        assert (session.room, session.opens_at) == ("Room 4", OPENS)
        assert (session.latest_start_at, session.latest_finish_at) == (LATEST_START, LATEST_FINISH)
        assert (session.state, session.kind, session.secret) == ("scheduled", "live", SECRET)
        assert [person.id for person in invigilators_of(db, session)] == [cast.ivy]
        assert session_line(db, session).title == "Sample test"


def test_the_pass_mark_is_frozen_with_the_session(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast, pass_mark=3)
        session = db.get_one(ExamSessionRow, schedule(db, cast, version))
        found = content.specification_version_for(db, version)
        assert found is not None

        bodies = frozenset({cast.body})
        set_pass_mark(db, found.specification_id, bodies, 5, "New", cast.olga, THE_DAY_BEFORE)

        assert (session.pass_mark, session.pass_mark_note) == (3, "Example pass mark")


def test_without_a_pass_mark_the_session_has_none(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast, pass_mark=None)

        session = db.get_one(ExamSessionRow, schedule(db, cast, version))

        assert session.pass_mark is None


def test_each_session_gets_a_secret_of_its_own(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast)

        one, two = (schedule(db, cast, version, secret=None) for _ in range(2))

        secrets = [db.get_one(ExamSessionRow, each).secret for each in (one, two)]
        assert secrets[0] != secrets[1]
        assert [len(secret) for secret in secrets] == [32, 32]


def test_an_unfillable_request_is_refused_naming_outcome_criterion_and_number_short(
    database: Database, cast: Cast
) -> None:
    refusal = refused(database, cast, items=2)

    assert refusal.reason is Reason.PAPER_SHORT
    assert refusal.facts["shortages"] == (
        "Outcome 1 needs 3 items; 2 are approved: 1 short; "
        "Outcome 2 needs 2 items; 0 are approved: 2 short."
    )


def test_nothing_is_written_when_a_session_is_refused(database: Database, cast: Cast) -> None:
    refused(database, cast, items=2)

    with database.read() as db:
        assert db.query(ExamSessionRow).count() == 0
        assert db.query(EventRow).filter_by(act="schedule_session").count() == 0


@pytest.mark.parametrize(
    "times",
    [
        {"latest_start_at": OPENS},
        {"latest_start_at": OPENS - HOUR},
        {"latest_finish_at": LATEST_START},
        {"latest_finish_at": LATEST_START - HOUR},
    ],
)
def test_times_out_of_order_are_refused(database: Database, cast: Cast, times: Any) -> None:
    assert refused(database, cast, **times).reason is Reason.BAD_TIMES


def test_a_latest_start_that_has_passed_is_refused(database: Database, cast: Cast) -> None:
    assert refused(database, cast, now=LATEST_START).reason is Reason.TIMES_PAST


def test_a_centre_that_is_not_active_schedules_nothing(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        db.get_one(CentreRow, cast.northtown).active = False

    assert refused(database, cast).reason is Reason.CENTRE_NOT_ACTIVE


def test_an_invigilator_of_another_centre_cannot_be_named(database: Database, cast: Cast) -> None:
    assert refused(database, cast, invigilators=[cast.ian]).reason is Reason.INVIGILATOR_UNKNOWN


def test_a_specification_that_nobody_approved_is_refused(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        found = content.specification_version_for(db, publish_sample(db, cast))
        assert found is not None
        bodies = frozenset({cast.body})
        waiting = set_pass_mark(
            db, found.specification_id, bodies, 5, "New", cast.olga, THE_DAY_BEFORE
        )

        with pytest.raises(Refusal) as refusal:
            schedule(db, cast, waiting)

    assert refusal.value.reason is Reason.NOT_PUBLISHED


def test_a_session_moves_to_another_room_time_and_invigilator(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        version = publish_sample(db, cast)
        session = db.get_one(ExamSessionRow, schedule(db, cast, version, invigilators=[]))
        times = (OPENS + HOUR, LATEST_START + HOUR, LATEST_FINISH + HOUR)

        change_session(db, session.id, "Hall", *times, [cast.ivy], cast.cora, THE_DAY_BEFORE)

        assert (session.room, session.latest_finish_at) == ("Hall", LATEST_FINISH + HOUR)
        assert [person.id for person in invigilators_of(db, session)] == [cast.ivy]


def test_a_closed_session_cannot_be_changed(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = db.get_one(ExamSessionRow, schedule(db, cast, publish_sample(db, cast)))
        session.state = "closed"

        with pytest.raises(Refusal) as refusal:
            times = (OPENS, LATEST_START, LATEST_FINISH)
            change_session(db, session.id, "Hall", *times, [], cast.cora, THE_DAY_BEFORE)

    assert refusal.value.reason is Reason.ENTRIES_CLOSED


def test_scheduling_is_recorded_by_identifiers(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast), kind=SessionKind.PRACTICE)

        event = db.query(EventRow).filter_by(act="schedule_session").one()
        assert (event.subject_id, event.by_id, event.centre_id) == (
            session,
            cast.cora,
            cast.northtown,
        )
        assert event.facts["invigilators"] == [str(cast.ivy)]
        assert event.facts["kind"] == "practice"


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2026, 11, 23), time(9, 0), "2026-11-23T09:00:00+00:00"),  # winter
        (date(2026, 6, 23), time(9, 0), "2026-06-23T08:00:00+00:00"),  # summer
        (date(2026, 10, 25), time(1, 30), "2026-10-25T00:30:00+00:00"),  # twice: the first
    ],
)
def test_a_time_of_the_centre_becomes_an_instant(day: date, clock: time, utc: str) -> None:
    assert at_local(day, clock, "Europe/London").isoformat() == utc


def test_a_time_that_summer_time_leaves_out_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        at_local(date(2026, 3, 29), time(1, 30), "Europe/London")

    assert refusal.value.reason is Reason.BAD_TIMES


def test_the_longest_allowance_is_that_of_the_most_extra_time() -> None:
    extra = [ExtraTime(25), ExtraTime(10, timedelta(minutes=30)), ExtraTime(50)]

    assert longest_allowance(60) == timedelta(minutes=60)
    assert longest_allowance(60, extra) == timedelta(minutes=96)


@pytest.mark.parametrize(("finish", "over"), [(60, 33.75), (93, 0.75), (93.75, 0.0), (120, 0.0)])
def test_the_overrun_is_what_the_last_to_start_may_need_beyond_the_latest_finish(
    finish: float, over: float
) -> None:
    start = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    longest = longest_allowance(75, [ExtraTime(25)])

    assert overrun(start, start + timedelta(minutes=finish), longest) == timedelta(minutes=over)
