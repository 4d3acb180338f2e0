"""Checking receipts from the command line, on answers as given and on answers tampered with.

On SQLite only: PostgreSQL does not let the application's role change an answer at all.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pysqlite3 import dbapi2 as sqlite

from app.cli import main
from app.domain.response import chain
from app.store.database import Database
from app.store.queries.receipts import whole_log
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit


@pytest.fixture
def database_url(migrated_file: Path, tmp_path: Path) -> str:
    """Give an empty, migrated SQLite database."""
    shutil.copy(migrated_file, tmp_path / "testamur.sqlite")
    return f"sqlite:///{tmp_path / 'testamur.sqlite'}"


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has handed in five answers."""
    story = a_session(database, cast, clock)
    sit(story, 0, right=4)
    return story


@pytest.fixture
def receipt(story: StorySession) -> str:
    """Give the digest on Ada's receipt."""
    return story.sitting(0).last_digest


def verify(story: StorySession, *words: str) -> Result:
    """Check a receipt."""
    env = {"TESTAMUR_DATABASE_URL": str(story.database.engine.url)}
    return CliRunner().invoke(main, ["receipt", "verify", *words], env=env)


def tamper(story: StorySession, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the past behind the application's back."""
    live = sqlite.connect(str(story.database.engine.url.database))
    for (name,) in live.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        live.execute(f"DROP TRIGGER {name}")
    for statement, values in statements:
        live.execute(statement, values)
    live.commit()
    live.close()


def test_answers_as_given_fit_their_receipt(story: StorySession, receipt: str) -> None:
    groups = [receipt[start : start + 4] for start in range(0, 64, 4)]

    told = verify(story, *groups)

    assert told.exit_code == 0, told.output
    assert "stands for all 5 saved answers" in told.stdout
    assert "Handed in 23 November 2026, 09:01 GMT" in told.stdout


def test_with_json_one_document_says_the_same(story: StorySession, receipt: str) -> None:
    told = verify(story, receipt, "--json")

    assert json.loads(told.stdout) == {
        "receipt": receipt,
        "fits": True,
        "sitting": str(story.sittings[0]),
        "centre": "00123",
        "state": "submitted",
        "handed_in": "2026-11-23T09:01:00+00:00",
        "sequence": 5,
        "responses": 5,
    }


def test_a_receipt_of_nothing_exits_with_one(story: StorySession) -> None:
    told = verify(story, "ab" * 32, "--json")

    assert told.exit_code == 1
    assert json.loads(told.stdout)["refused"] == "receipt_unknown"


@pytest.mark.parametrize(
    "change",
    [
        "chosen = CASE chosen WHEN 'A' THEN 'B' ELSE 'A' END",
        "chosen = chosen || 'Z'",
        "chosen = ''",
        "flagged = 1",
        "position = 5",
        "position = 99",
        "lease = lease || 'x'",
        "client_id = 'y'",
        "at = '2026-11-23 09:01:00.000001'",
        "digest = replace(digest, substr(digest, 1, 1), 'g')",
    ],
)
def test_one_byte_changed_anywhere_is_found_at_its_answer(
    story: StorySession, receipt: str, change: str
) -> None:
    statement = f"UPDATE response SET {change} WHERE sequence = 3"  # noqa: S608 - our own
    tamper(story, (statement, ()))

    told = verify(story, receipt, "--json")

    assert told.exit_code == 1, change
    document = json.loads(told.stdout)
    assert document["refused"] == "answers_changed"
    assert str(story.sittings[0]) in document["what"]
    assert document["now"].startswith("Answer 3 of its log is the first that does not fit.")


def test_an_answer_taken_out_of_the_middle_or_off_the_end_is_found(
    story: StorySession, receipt: str
) -> None:
    tamper(story, ("DELETE FROM response WHERE sequence = 5", ()))
    assert "Answer 5 of its log" in verify(story, receipt).stderr

    tamper(story, ("DELETE FROM response WHERE sequence = 2", ()))
    assert "Answer 3 of its log" in verify(story, receipt).stderr


def test_a_last_answer_written_anew_with_all_its_digests_is_found_by_the_record_of_handing_in(
    story: StorySession, receipt: str
) -> None:
    with story.database.read() as db:
        log = whole_log(db, story.centre, story.sittings[0])
    order = story.papers[0].items[4].options
    forged = replace(log[4], chosen=story.key(0, 5))
    digest = chain(log[3].digest, str(story.sittings[0]), forged, order)
    letters = "".join(sorted(forged.chosen))
    tamper(
        story,
        ("UPDATE response SET chosen = ?, digest = ? WHERE sequence = 5", (letters, digest)),
        ("UPDATE sitting SET last_digest = ? WHERE last_sequence = 5", (digest,)),
    )
    with story.database.read() as db:
        assert db.get_one(SittingRow, (story.centre, story.sittings[0])).last_digest == digest

    told = verify(story, receipt)

    assert told.exit_code == 1
    assert "Answer 5 of its log is the first that does not fit." in told.stderr
