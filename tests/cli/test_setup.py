"""A real installation's first hour."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.domain.roles import Grant, Role
from app.store.database import Database
from app.store.queries.people import (
    EVERYWHERE,
    bodies_within,
    centres_within,
    grants_of,
    has_people,
    person_by_email,
)
from tests.cli.surroundings import environment_of

ANSWERS = {
    "--body": "Sample Awarding Body",
    "--centre-number": "00123",
    "--centre-name": "Northtown College",
    "--name": "Adam Able",
    "--email": "Adam@Example.org",
}
ALL = [word for pair in ANSWERS.items() for word in pair]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> dict[str, str]:
    return environment_of(request, database_url, tmp_path / "instance")


def run(environment: dict[str, str], *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["setup", *words], input=typed, env=environment)


def test_it_makes_keys_awarding_body_centre_and_first_administrator(
    environment: dict[str, str], database: Database, tmp_path: Path
) -> None:
    result = run(environment, *ALL, "--json")

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["link"].startswith("http://127.0.0.1:8000/link/")
    key = tmp_path / "instance" / "secret_key"
    assert len(key.read_text()) >= 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with database.read() as db:
        person = person_by_email(db, "adam@example.org")
        assert person is not None
        assert grants_of(db, person.id) == (Grant(Role.ADMINISTRATOR),)
        assert [body.name for body in bodies_within(db, EVERYWHERE)] == ["Sample Awarding Body"]
        assert [centre.number for centre, _ in centres_within(db, EVERYWHERE)] == ["00123"]


def test_it_asks_for_what_no_option_says(environment: dict[str, str]) -> None:
    typed = "Sample Awarding Body\n00123\nNorthtown College\nAdam Able\nadam@example.org\n"

    result = run(environment, typed=typed)

    assert result.exit_code == 0, result.output
    assert "First" not in result.stderr
    assert "/link/" in result.stdout
    assert "testamur serve" in result.stdout


def test_it_refuses_to_run_twice_and_changes_nothing(
    environment: dict[str, str], database: Database
) -> None:
    run(environment, *ALL)

    again = run(environment, *ALL, "--json")

    assert again.exit_code == 1
    assert json.loads(again.stdout)["refused"] == "already_set_up"
    assert "Nothing was changed" in again.stderr
    with database.read() as db:
        assert len(bodies_within(db, EVERYWHERE)) == 1


def test_an_unknown_time_zone_is_refused_and_leaves_nothing_behind(
    environment: dict[str, str], database: Database
) -> None:
    result = run(environment, *ALL, "--time-zone", "Europe/Atlantis", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == "unknown_zone"
    with database.read() as db:
        assert not has_people(db)
        assert not bodies_within(db, EVERYWHERE)


def test_with_json_it_asks_nothing(environment: dict[str, str]) -> None:
    result = run(environment, "--body", "Sample Awarding Body", "--json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "--centre-number" in result.stderr


def test_it_migrates_a_database_that_is_not_there_yet(tmp_path: Path) -> None:
    result = run({"TESTAMUR_INSTANCE": str(tmp_path / "new")}, *ALL)

    assert result.exit_code == 0, result.output
    assert (tmp_path / "new" / "testamur.sqlite").exists()
