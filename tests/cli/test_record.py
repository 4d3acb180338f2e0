"""Session records checked from the command line: as signed, changed, and without names."""

import json
import os
import random
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.files.record_key import NAME, RecordKey, new_record_key, record_key
from app.files.session_record_pdf import write_record_pdf
from app.services import invigilation
from app.services.session_record import issue_record
from app.store.database import Database
from app.store.queries.session_record import records_of
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, sit


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installation's folder."""
    monkeypatch.setenv("TESTAMUR_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def key(instance: Path) -> RecordKey:
    return record_key(instance)


@pytest.fixture
def signed(database: Database, cast: Cast, clock: Clock, key: RecordKey) -> bytes:
    """Give the record of a session in which Ada handed in and Ben stayed away."""
    story: StorySession = a_session(database, cast, clock)
    story.begin()
    sit(story, 0, right=4)
    story.do(invigilation.mark_absent, story.sittings[1:])
    story.do(invigilation.close_session, key=key)
    with database.read() as db:
        return records_of(db, story.row())[0].document


@pytest.fixture
def file(signed: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(signed)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["record", *map(str, words)])


def test_a_record_as_it_was_signed_is_said_to_be(file: Path) -> None:
    told = run("verify", file)

    assert told.exit_code == 0, told.output
    assert "The record is as it was signed: issue 1 of session" in told.stdout
    assert "2 entered, 1 admitted, 1 paper submitted, 1 absent" in told.stdout
    assert told.stderr == ""


def test_a_changed_byte_names_the_entry(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"does":"start"', b'"does":"starT"', 1))

    told = run("verify", file)

    assert told.exit_code == 1
    assert "This record is NOT as it was signed" in told.stderr
    assert "time of candidate 0012: its digest does not fit" in told.stderr


def test_any_changed_byte_fails_and_something_is_named(file: Path) -> None:
    good, chance = file.read_bytes(), random.Random(2026)
    for position in sorted(chance.sample(range(len(good)), 60)):
        changed = bytearray(good)
        changed[position] ^= 1 << chance.randrange(8)
        file.write_bytes(bytes(changed))

        told = run("verify", file, "--json")

        read = json.loads(told.stdout)
        assert told.exit_code == 1, position
        assert read["fits"] is False
        assert read["faults"][0]["where"]


def test_programs_get_one_document(file: Path, key: RecordKey) -> None:
    read = json.loads(run("verify", file, "--json").stdout)

    assert read["fits"] is True
    assert (read["kind"], read["issue"], read["centre_number"]) == ("json", 1, "00123")
    assert (read["public_key"], read["checked_with"]) == (key.public, "installation")
    assert (read["faults"], read["warnings"], read["names_taken_out"]) == ([], [], 0)


def test_elsewhere_it_is_checked_with_the_key_that_is_given(
    file: Path, instance: Path, tmp_path: Path
) -> None:
    public = tmp_path / "key.pem"
    assert run("key", "-o", public).exit_code == 0
    (instance / NAME).unlink()

    assert run("verify", file, "--key", public).exit_code == 0
    public.write_text(new_record_key().public_pem)
    told = run("verify", file, "--key", public)

    assert told.exit_code == 1
    assert "signature: it names another key" in told.stderr


def test_without_a_key_it_says_what_that_does_not_prove(file: Path, instance: Path) -> None:
    (instance / NAME).unlink()

    told = run("verify", file)

    assert told.exit_code == 0
    assert "proves only that nothing was changed since somebody with that key" in told.stderr
    assert not (instance / NAME).exists()


def test_a_pdf_is_checked_with_the_record_inside_it(
    signed: bytes, key: RecordKey, tmp_path: Path
) -> None:
    path = tmp_path / "record.pdf"
    pdf = write_record_pdf(signed, key)
    path.write_bytes(pdf)
    assert run("verify", path).exit_code == 0, run("verify", path).output
    assert json.loads(run("verify", path, "--json").stdout)["kind"] == "pdf"

    chance = random.Random(11)
    for position in sorted(chance.sample(range(len(pdf)), 40)):
        changed = bytearray(pdf)
        changed[position] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(changed))
        assert run("verify", path).exit_code == 1, position


def test_names_are_taken_out_and_the_record_still_verifies(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "without.json"

    assert run("forget-names", file, "-o", out).exit_code == 0

    for name in (b"Adeyemi", b"Beck", b"Ivy"):
        assert name in file.read_bytes()
        assert name not in out.read_bytes()
    told = run("verify", out)
    assert told.exit_code == 0
    assert "Names taken out: " in told.stdout


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\nnothing"])
def test_what_is_no_record_is_refused_in_words_and_json(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)

    told = run("verify", path, "--json")

    assert told.exit_code == 1
    assert json.loads(told.stdout)["fits"] is False


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert run("verify", tmp_path / "none.json").exit_code == 2


def test_the_key_is_made_once_and_only_its_owner_reads_it(instance: Path) -> None:
    first, second = run("key").stdout, run("key").stdout

    assert first == second
    assert first.startswith("-----BEGIN PUBLIC KEY-----")
    assert stat.S_IMODE(os.stat(instance / NAME).st_mode) == 0o600
    assert [path.name for path in instance.iterdir()] == [NAME]


def test_a_key_that_cannot_be_read_is_named_with_its_remedy(instance: Path) -> None:
    record_key(instance)
    (instance / NAME).write_text("nonsense")

    told = run("key")

    assert told.exit_code == 1
    assert "Put it back from a backup" in told.stderr


def test_issues_are_signed_with_the_same_key(
    database: Database, cast: Cast, clock: Clock, key: RecordKey
) -> None:
    story = a_session(database, cast, clock)
    story.do(invigilation.close_session)

    assert story.do(issue_record, record_key(Path(os.environ["TESTAMUR_INSTANCE"]))) == 1
