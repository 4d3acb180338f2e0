"""Adding people from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.domain.roles import Grant, Role
from app.services.organisations import make_awarding_body, make_centre
from app.store.database import Database
from app.store.queries.people import grants_of, person_by_email
from tests.cast import LONG_AGO, Cast
from tests.cli.surroundings import environment_of


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> dict[str, str]:
    return environment_of(request, database_url, tmp_path)


def add(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ["staff", "add", *words], env=environment)


def test_someone_new_gets_a_role_and_a_link(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    words = ["nia@example.org", "Nia New", "--role", "invigilator", "--centre", "00123", "--json"]

    result = add(environment, *words)

    assert result.exit_code == 0, result.output
    assert "/link/" in json.loads(result.stdout)["link"]
    with database.read() as db:
        nia = person_by_email(db, "nia@example.org")
        assert nia is not None
        assert grants_of(db, nia.id) == (Grant(Role.INVIGILATOR, cast.body, cast.northtown),)


def test_someone_who_signs_in_already_needs_no_link(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    result = add(environment, "ivy@example.org", "Ivy", "--role", "examiner", "--json")

    assert json.loads(result.stdout)["link"] is None
    with database.read() as db:
        assert Grant(Role.EXAMINER, cast.body) in grants_of(db, cast.ivy)


def test_the_link_is_printed_for_people(environment: dict[str, str], cast: Cast) -> None:
    result = add(environment, "nia@example.org", "Nia New", "--role", "administrator")

    assert "One-time link for Nia New, good for 72 hours" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "invigilator"], "needs --centre"),
        (["--role", "invigilator", "--centre", "99999"], "0 centres have the number 99999"),
        (["--role", "examiner", "--centre", "00123"], "not at a centre"),
        (["--role", "examiner", "--body", "Nobody"], "There is no awarding body Nobody"),
        (["--role", "candidate"], "'candidate' is not one of"),
    ],
)
def test_options_that_name_no_place_are_misuse(
    environment: dict[str, str], cast: Cast, words: list[str], said: str
) -> None:
    result = add(environment, "nia@example.org", "Nia New", *words)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_number_that_two_awarding_bodies_gave_needs_the_body(
    environment: dict[str, str], database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        other = make_awarding_body(db, "Another Awarding Body", None, LONG_AGO)
        centre = make_centre(db, other, "00123", "Elsewhere", None, LONG_AGO)
    words = ["nia@example.org", "Nia New", "--role", "invigilator", "--centre", "00123"]

    assert "name its --body" in add(environment, *words).stderr
    assert add(environment, *words, "--body", "Another Awarding Body").exit_code == 0

    with database.read() as db:
        nia = person_by_email(db, "nia@example.org")
        assert nia is not None
        assert grants_of(db, nia.id) == (Grant(Role.INVIGILATOR, other, centre),)


def test_before_set_up_it_says_what_to_do(tmp_path: Path) -> None:
    environment = {"TESTAMUR_INSTANCE": str(tmp_path)}

    result = add(environment, "nia@example.org", "Nia New", "--role", "administrator")

    assert result.exit_code == 1
    assert "testamur setup" in result.stderr
