"""Bring a database to the newest schema, and guard what may only be added to."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, make_url, text

from app.store.base import APPEND_ONLY
from app.store.engine import make_engine

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(owner_url: str, app_url: str = "") -> None:
    """Run the migrations as the owner, then give the application's role what it needs.

    On PostgreSQL the application's role gets no UPDATE or DELETE on append-only tables.
    """
    engine = make_engine(owner_url)
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), "head")
            if engine.dialect.name == "postgresql" and app_url and app_url != owner_url:
                _grant(connection, make_url(app_url).username or "")
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Say whether the schema is the newest."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
        script = ScriptDirectory.from_config(_config(connection))
        return set(heads) == set(script.get_heads())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _grant(connection: Connection, role: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    connection.execute(
        text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
    )
    for table in APPEND_ONLY:
        connection.execute(text(f"REVOKE UPDATE, DELETE ON {table} FROM {quoted}"))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}"))
