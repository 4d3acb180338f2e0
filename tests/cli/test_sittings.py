"""A session rehearsed from the command line: real servers, real HTTP, pretend candidates."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.config import make_secret_key
from app.domain.refusals import Reason
from app.services import invigilation
from app.services.entries import enter_from_file
from app.store.audit import EventRow
from app.store.database import Database
from app.store.room import RehearsalRow
from tests.cast import Cast
from tests.cli.surroundings import environment_of
from tests.rules.snapshot import Snapshot
from tests.timetable import ADA, BEN, publish_sample, schedule

IN_SECONDS = ["--pace", "0", "--arrive", "0", "--json"]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> dict[str, str]:
    make_secret_key(tmp_path)
    return environment_of(request, database_url, tmp_path)


@pytest.fixture
def session(database: Database, cast: Cast) -> UUID:
    return planned(database, cast, datetime.now(UTC) + timedelta(days=1))


def planned(database: Database, cast: Cast, opens: datetime) -> UUID:
    """Schedule a session and enter Ada and Ben."""
    now = datetime.now(UTC) - timedelta(days=1)
    with database.begin() as db:
        version = publish_sample(db, cast)
        times = {
            "opens_at": opens,
            "latest_start_at": opens + timedelta(hours=1),
            "latest_finish_at": opens + timedelta(hours=3),
        }
        id = schedule(db, cast, version, now=now, **times)
        enter_from_file(db, id, [ADA, BEN], cast.cora, now)
    return id


def simulate(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ["sittings", "simulate", *words], env=environment)


def report_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_five_candidates_sit_a_session_and_nothing_else_is_touched(
    environment: dict[str, str], database: Database, session: UUID
) -> None:
    before = Snapshot(database)

    result = simulate(environment, "--session", str(session), "--candidates", "5", *IN_SECONDS)

    report = report_of(result)
    assert report["errors"] == []
    assert report["counts"] == {"seats": 5, "submitted": 5}
    assert report["conditions"]["invented"] == 3
    assert report["start_up"]["count"] == 5
    assert report["start_up"]["slowest_seat"]["name"].split()[1] == "Pretend"
    assert all(seat["handed_in"] and seat["answers"] == 5 for seat in report["seats"])
    assert report["saves"]["count"] == 25
    assert "Answering" in result.stderr
    assert list(before.changes(leave_out=())) == ["rehearsal"]


def test_deleting_it_leaves_one_line_in_the_event_log(
    environment: dict[str, str], database: Database, session: UUID, tmp_path: Path
) -> None:
    before = Snapshot(database)
    words = ["--session", str(session), "--answers", "1", "--delete"]

    report_of(simulate(environment, *words, *IN_SECONDS))

    assert list(before.changes(leave_out=())) == ["event"]
    known = {row["id"] for row in before.held["event"]}
    with database.read() as db:
        [event] = [row for row in db.query(EventRow) if row.id not in known]
        assert db.query(RehearsalRow).all() == []
    assert (event.act, event.subject_id) == ("delete_rehearsal", session)
    assert (event.facts["candidates"], event.facts["state"]) == (2, "done")
    assert list((tmp_path / "rehearsals").iterdir()) == []


def test_what_would_fail_on_the_day_is_told_with_its_remedy(
    environment: dict[str, str], session: UUID
) -> None:
    named = environment | {"TESTAMUR_HOST": "127.0.0.1"}
    words = ["--session", str(session), "--answers", "1"]

    told = report_of(simulate(named, *words, *IN_SECONDS))["would_fail"]

    assert [each["check"] for each in told] == ["address"]
    assert "TESTAMUR_HOST" in told[0]["remedy"]


def test_a_rehearsal_is_refused_while_a_live_test_is_under_way(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    now = datetime.now(UTC)
    session = planned(database, cast, now)
    with database.begin() as db:
        other = schedule(
            db,
            cast,
            publish_sample(db, cast),
            opens_at=now,
            latest_start_at=now + timedelta(hours=1),
            latest_finish_at=now + timedelta(hours=2),
            now=now,
        )
        invigilation.release_keycodes(db, other, cast.ivy, now)
        invigilation.start_session(db, other, cast.ivy, now)
    before = Snapshot(database)

    result = simulate(environment, "--session", str(session), *IN_SECONDS)

    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == Reason.REHEARSAL_DURING_TEST
    assert before.changes(leave_out=()) == {}


def test_a_session_that_there_is_not_is_misuse(environment: dict[str, str], cast: Cast) -> None:
    assert simulate(environment, "--session", str(cast.ivy)).exit_code == 2
    assert simulate(environment).exit_code == 2
