"""The database keeps what it acknowledges and refuses what would change the past."""

import threading
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from app.store.audit import EventRow
from app.store.base import APPEND_ONLY
from app.store.database import Database
from app.store.engine import check_durable, is_free_of_wal_reset_fault
from app.store.organisations import AwardingBodyRow
from app.store.people import ThrottleRow
from app.store.record import record

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_both_databases_start_with_settings_that_survive_a_power_cut(database: Database) -> None:
    check_durable(database.engine)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_an_sqlite_with_the_wal_reset_fault_is_known(
    version: tuple[int, int, int], safe: bool
) -> None:
    assert is_free_of_wal_reset_fault(version) is safe


@pytest.mark.parametrize("act", ["UPDATE {} SET at = at", "DELETE FROM {}"])
def test_the_application_cannot_change_or_remove_an_event(database: Database, act: str) -> None:
    with database.begin() as db:
        record(db, "start", "thing", None, now=NOW)

    with pytest.raises(DBAPIError), database.begin() as db:
        db.execute(text(act.format("event")))

    with database.read() as db:
        assert db.query(EventRow).count() == 1


def test_every_append_only_table_is_guarded(database: Database) -> None:
    with database.read() as db:
        if database.is_sqlite:
            guarded = db.execute(
                text("SELECT tbl_name, count(*) FROM sqlite_master WHERE type='trigger' GROUP BY 1")
            )
            assert {name: n for name, n in guarded} == dict.fromkeys(APPEND_ONLY, 2)
        else:
            for table in APPEND_ONLY:
                for act in ("UPDATE", "DELETE"):
                    may = text("SELECT has_table_privilege(current_user, :table, :act)")
                    assert not db.scalar(may, {"table": table, "act": act})


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError), database.begin() as db:
        db.add(ThrottleRow(key="a", window_start=datetime(2026, 1, 1)))  # noqa: DTZ001 - the point
        db.flush()


def test_a_refusal_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as db:
        db.add(AwardingBodyRow(name="Sample Body"))
        db.flush()
        raise RuntimeError("refused")

    with database.read() as db:
        assert db.query(AwardingBodyRow).count() == 0


def test_events_of_one_chain_follow_one_another(database: Database) -> None:
    def act(number: int) -> None:
        with database.begin() as db:
            record(db, "act", "thing", None, now=NOW, number=number)

    threads = [threading.Thread(target=act, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as db:
        rows = db.query(EventRow).order_by(EventRow.sequence).all()
    assert [row.sequence for row in rows] == list(range(1, 9))
    assert len({row.digest for row in rows}) == 8


def test_the_writer_commits_a_group_and_one_bad_job_harms_no_other(database: Database) -> None:
    insert = "INSERT INTO awarding_body (id, name) VALUES ({0}, {0})"
    sql = insert.format("?" if database.is_sqlite else "%s")

    def add(name: str) -> None:
        identifier = UUID(int=abs(hash(name)))
        key = identifier.bytes if database.is_sqlite else identifier
        database.writer.run(lambda cursor: cursor.execute(sql, (key, name)) and None)

    add("first")
    failures: list[BaseException] = []

    def attempt(name: str) -> None:
        try:
            add(name)
        except Exception as error:  # noqa: BLE001 - counted below
            failures.append(error)

    threads = [
        threading.Thread(target=attempt, args=(name,))
        for name in ("a", "b", "first", "c", "d", "e", "f")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as db:
        assert {row.name for row in db.query(AwardingBodyRow)} == {
            "first",
            "a",
            "b",
            "c",
            "d",
            "e",
            "f",
        }
    assert len(failures) == 1
