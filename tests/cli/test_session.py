"""Scheduling sessions and entering candidates from the command line."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.store.candidates import CandidateRow
from app.store.database import Database
from app.store.queries.sessions import entries_of, invigilators_of
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.timetable import publish_sample

COLUMNS = "candidate_number,family_name,given_names,date_of_birth,uln,extra_time_percent\n"
DAY = ["--date", "2099-07-06", "--opens", "09:00", "--latest-start", "09:30"]
WORDS = ["sample", "--centre", "00123", "--room", "Room 4", *DAY, "--latest-finish", "10:15"]
BY = ["--by", "cora@example.org", "--json"]


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"TESTAMUR_INSTANCE": str(tmp_path), "TESTAMUR_DATABASE_URL": database_url}


def run(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ["session", *words], env=environment)


def publish(database: Database, cast: Cast, **other: Any) -> None:
    with database.begin() as db:
        publish_sample(db, cast, **other)


def test_a_session_is_scheduled_in_the_centres_own_time(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    publish(database, cast)

    result = run(environment, "schedule", *WORDS, "--invigilator", "ivy@example.org", *BY)

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["specification"], told["pass_mark"], told["warnings"]) == ("sample", 3, [])
    assert told["opens_at"] == "2099-07-06T08:00:00+00:00"
    with database.read() as db:
        row = db.get_one(ExamSessionRow, UUID(told["session"]))
        assert (row.room, row.kind, row.scheduled_by) == ("Room 4", "live", cast.cora)
        assert [person.id for person in invigilators_of(db, row)] == [cast.ivy]


def test_it_warns_when_the_last_to_start_may_outstay_the_latest_finish(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    publish(database, cast)
    tight = [*WORDS[:-1], "09:45"]

    result = run(environment, "schedule", *tight, *BY)

    assert result.exit_code == 0
    assert "0:15:00" in json.loads(result.stdout)["warnings"][0]


def test_a_bank_that_is_short_is_refused_with_every_shortage(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    publish(database, cast, items=2)

    result = run(environment, "schedule", *WORDS, *BY)

    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["refused"] == "paper_short"
    assert [(s["outcome"], s["needed"], s["have"]) for s in told["short"]] == [
        ("1", 3, 2),
        ("2", 2, 0),
    ]
    assert "Outcome 2 needs 2 items; 0 are approved: 2 short." in result.stderr


def test_times_out_of_order_are_refused(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    publish(database, cast)

    result = run(environment, "schedule", *WORDS[:-1], "09:30", *BY)

    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == "bad_times"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["simple", *WORDS[1:], *BY], 'Did you mean "sample"?'),
        ([*WORDS, "--by", "dora@example.org"], "not the address of an exams officer"),
        ([*WORDS, "--centre", "99999", *BY], "0 centres have the number 99999"),
        ([*WORDS, "--body", "Nobody", *BY], "no awarding body Nobody"),
        ([*WORDS, "--invigilator", "who@example.org", *BY], "Nobody has the address"),
        ([*WORDS, "--date", "tomorrow", *BY], "does not match the format"),
    ],
)
def test_words_that_name_nothing_are_misuse(
    environment: dict[str, str], database: Database, cast: Cast, words: list[str], said: str
) -> None:
    publish(database, cast)

    result = run(environment, "schedule", *words)

    assert result.exit_code == 2
    assert said in result.stderr


def test_candidates_are_entered_from_a_file(
    environment: dict[str, str], database: Database, cast: Cast, tmp_path: Path
) -> None:
    publish(database, cast)
    session = json.loads(run(environment, "schedule", *WORDS, *BY).stdout)["session"]
    file = tmp_path / "candidates.csv"
    file.write_text(COLUMNS + "0012,Adeyemi,Ada,,,25\n0013,Beck,Ben,,,\n", "utf-8")

    told = json.loads(run(environment, "enter", session, str(file), *BY).stdout)

    assert told == {"session": session, "candidates": 2, "entered": 2}
    with database.read() as db:
        assert len(entries_of(db, db.get_one(ExamSessionRow, UUID(session)))) == 2


def test_a_bad_file_is_told_cell_by_cell_and_writes_nothing(
    environment: dict[str, str], database: Database, cast: Cast, tmp_path: Path
) -> None:
    publish(database, cast)
    session = json.loads(run(environment, "schedule", *WORDS, *BY).stdout)["session"]
    file = tmp_path / "candidates.csv"
    file.write_text(COLUMNS + "0012,,Ada,,,25\n0013,Beck,Ben,,12,\n", "utf-8")

    result = run(environment, "enter", session, str(file), *BY)

    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [(e["line"], e["rule"]) for e in told["errors"]] == [(2, "family_name"), (3, "uln")]
    with database.read() as db:
        assert db.query(CandidateRow).count() == 0
