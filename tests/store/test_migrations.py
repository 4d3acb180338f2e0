"""A database that is brought to the newest schema keeps what it held."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, column, insert, select, table
from sqlalchemy.orm import Session

from app.domain.writing.thresholds import Thresholds
from app.store.base import Base
from app.store.content import BankRow, ItemRow, ItemVersionRow
from app.store.engine import make_engine
from app.store.mapping import bank_of, waivers_of
from app.store.migrate import MIGRATIONS, upgrade
from app.store.organisations import AwardingBodyRow
from app.store.types import new_id
from tests.cast import LONG_AGO
from tests.databases import postgres_server

ADDED_LATER = {"bank": {"waivers", "writing"}, "item_version": {"waivers"}, "awarding_body": set()}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a database of its own without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old.sqlite'}"
    return postgres_server().create_database("old")[0]


def upgrade_to(connection: Connection, revision: str) -> None:
    """Bring a database to a schema of long ago."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def write(connection: Connection, row: type[Base], **values: object) -> None:
    """Write a row as it was before columns were added, defaults included."""
    later = ADDED_LATER.get(row.__tablename__, set())
    known = [c for c in row.__table__.columns if c.name not in later]
    given = {
        c.name: c.default.arg for c in known if c.default is not None and c.default.is_scalar
    } | values
    connection.execute(
        insert(table(row.__tablename__, *(column(c.name, c.type) for c in known))).values(given)
    )


def test_banks_and_items_of_before_there_were_waivers_have_none(empty: str) -> None:
    engine = make_engine(empty)
    body, bank, item, version = (new_id() for _ in range(4))
    of = {"awarding_body_id": body}
    with engine.begin() as connection:
        upgrade_to(connection, "0003")
        write(connection, AwardingBodyRow, id=body, name="Sample")
        write(
            connection,
            BankRow,
            id=bank,
            code="old",
            unit="1",
            title="Old",
            outcomes=[],
            corrections=[],
            **of,
        )
        write(connection, ItemRow, id=item, bank_id=bank, code="o-1", **of)
        texts = {"criterion": "1.1", "level": "apply", "status": "draft", "stem": "?"}
        lists: dict[str, object] = {"options": [], "enemies": [], "options_html": []}
        write(
            connection,
            ItemVersionRow,
            id=version,
            item_id=item,
            version=1,
            stem_html="",
            created_at=LONG_AGO,
            **texts,
            **lists,
            **of,
        )

    upgrade(empty)

    with Session(engine) as db:
        kept = bank_of(db.scalars(select(BankRow)).one())
        waivers = db.scalars(select(ItemVersionRow.waivers)).one()
    engine.dispose()
    assert (kept.waivers, kept.writing, waivers_of(waivers)) == ((), Thresholds(), ())
