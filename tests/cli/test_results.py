"""Releasing and exporting results from the command line."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.files.csv_text import EXCEL_ENCODING
from app.files.results_csv import write_results
from app.store.database import Database
from app.store.queries.results import results_of_session
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit

BY = ("--by", "Olga@example.org")


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """Give the environment that names the test's database."""
    return {"TESTAMUR_INSTANCE": str(tmp_path), "TESTAMUR_DATABASE_URL": database_url}


@pytest.fixture
def closed(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has four of five marks, Ben was absent; the session is closed."""
    story = a_session(database, cast, clock)
    sit(story, 0, right=4)
    story.close()
    return story


def run(environment: dict[str, str], *words: object) -> Result:
    """Run a command on results."""
    return CliRunner().invoke(main, ["results", *map(str, words)], env=environment)


def file_of(story: StorySession) -> bytes:
    """Return the file the centre downloads."""
    with story.database.read() as db:
        results = results_of_session(db, story.session, centres=[story.centre])
    assert results is not None
    return write_results(results).encode(EXCEL_ENCODING)


def test_a_release_is_done_in_the_officers_name_and_told_as_json(
    environment: dict[str, str], closed: StorySession
) -> None:
    result = run(environment, "release", closed.session, *BY, "--json")

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == {"session": str(closed.session), "released": 2}
    assert [event.by_id for event in closed.events("release_results")] == [closed.cast.olga]


def test_a_refusal_is_one_document_too_and_exits_with_one(
    environment: dict[str, str], closed: StorySession
) -> None:
    assert run(environment, "release", closed.session, *BY).stdout == "Results released: 2.\n"

    again = run(environment, "release", closed.session, *BY, "--json")

    assert again.exit_code == 1
    assert json.loads(again.stdout)["refused"] == "already_released"
    assert "These results are already released." in again.stderr


@pytest.mark.parametrize("email", ["cora@example.org", "edgar@example.org", "nobody@example.org"])
def test_only_an_officer_of_the_awarding_body_may_be_named(
    environment: dict[str, str], closed: StorySession, email: str
) -> None:
    result = run(environment, "release", closed.session, "--by", email)

    assert result.exit_code == 2
    assert "is not the address of an officer of the session's awarding body" in result.stderr
    assert closed.events("release_results") == []


@pytest.mark.parametrize("words", [("release", UUID(int=7), *BY), ("export", UUID(int=7))])
def test_a_session_that_there_is_not_is_misuse(
    environment: dict[str, str], closed: StorySession, words: tuple[object, ...]
) -> None:
    result = run(environment, *words)

    assert result.exit_code == 2
    assert "There is no session" in result.stderr


def test_an_export_is_the_file_the_centre_downloads(
    environment: dict[str, str], closed: StorySession, tmp_path: Path
) -> None:
    closed.release()
    target = tmp_path / "results.csv"

    result = run(environment, "export", closed.session, "--format", "csv", "-o", target)
    printed = run(environment, "export", closed.session)

    assert result.exit_code == 0, result.output
    assert target.read_bytes() == printed.stdout_bytes == file_of(closed)
    assert result.stdout == ""


def test_an_export_with_json_says_what_was_written(
    environment: dict[str, str], closed: StorySession, tmp_path: Path
) -> None:
    closed.release()
    target = tmp_path / "results.csv"

    result = run(environment, "export", closed.session, "-o", target, "--json")

    assert json.loads(result.stdout) == {
        "session": str(closed.session),
        "format": "csv",
        "file": str(target),
        "rows": 2,
    }


def test_json_without_a_file_to_write_is_misuse(
    environment: dict[str, str], closed: StorySession
) -> None:
    assert run(environment, "export", closed.session, "--json").exit_code == 2


def test_nothing_is_exported_before_release(
    environment: dict[str, str], closed: StorySession, tmp_path: Path
) -> None:
    target = tmp_path / "results.csv"

    result = run(environment, "export", closed.session, "-o", target, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["refused"] == "not_yet_released"
    assert not target.exists()
