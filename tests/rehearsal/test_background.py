"""A rehearsal in a process of its own, as the button starts it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.config import Settings, make_secret_key
from app.rehearsal.server import NUMBER, folder_of, launch, remove_folder, serving
from app.services.entries import enter_from_file
from app.services.rehearsals import begin_rehearsal, delete_rehearsal
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.room import RehearsalRow
from tests.cast import Cast
from tests.timetable import ADA, publish_sample, schedule

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WITHIN = 120  # seconds, on a machine that has other things to do


@pytest.fixture
def rehearsal(database: Database, cast: Cast) -> UUID:
    now = datetime.now(UTC)
    times = {
        "opens_at": now + timedelta(days=1),
        "latest_start_at": now + timedelta(days=1, hours=1),
        "latest_finish_at": now + timedelta(days=1, hours=2),
    }
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast), now=now, **times)
        enter_from_file(db, session, [ADA], cast.cora, now)
        return begin_rehearsal(db, session, 1, cast.cora, now)


def row_of(database: Database, id: UUID) -> RehearsalRow | None:
    with database.read() as db:
        return db.get(RehearsalRow, id)


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not done():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_it_ends_with_its_report_in_the_installations_own_database(
    settings: Settings, database: Database, rehearsal: UUID
) -> None:
    launch(settings, rehearsal)

    wait_until(lambda: (row := row_of(database, rehearsal)) is not None and row.state != "running")

    row = row_of(database, rehearsal)
    assert row and row.state == "done", (folder_of(settings, rehearsal) / "run.log").read_text()
    assert row.report["counts"] == {"seats": 1, "submitted": 1}


def test_one_that_is_deleted_while_it_runs_ends_itself_and_leaves_no_file(
    settings: Settings, database: Database, rehearsal: UUID
) -> None:
    launch(settings, rehearsal)
    folder = folder_of(settings, rehearsal)
    wait_until((folder / NUMBER).exists)

    remove_folder(folder)
    with database.begin() as db:
        delete_rehearsal(db, rehearsal, None, datetime.now(UTC))

    words = str(rehearsal).encode()
    wait_until(lambda: not any(words in line for line in _command_lines()))
    assert not folder.exists()


def test_a_server_left_behind_by_a_rehearsal_that_was_killed_ends_with_its_files(
    tmp_path: Path, migrated_file: Path, database_url: str
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    make_secret_key(folder)
    upgrade(f"sqlite:///{folder / 'testamur.sqlite'}")
    with serving(folder, threads=2):
        number = int((folder / NUMBER).read_text())
        remove_folder(folder)
        wait_until(lambda: _is_over(number))


def test_a_process_that_only_has_the_number_is_left_alone(
    tmp_path: Path, database_url: str
) -> None:
    (tmp_path / "copy").mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (tmp_path / "copy" / NUMBER).write_text(str(stranger.pid))

        remove_folder(tmp_path / "copy")

        assert stranger.poll() is None
        os.kill(stranger.pid, signal.SIGKILL)


def _is_over(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return True
    return state == "Z"


def _command_lines() -> list[bytes]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes())
        except OSError:
            continue
    return found
