"""Alembic's entry: migrate on the connection handed in."""

from typing import Any, Literal

from alembic import context

from app.store.rows import Base
from app.store.types import Id, Instant

connection = context.config.attributes["connection"]


def render_item(kind: str, obj: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types by name, so that a migration needs no other import."""
    if kind == "type" and isinstance(obj, Id | Instant):
        return f"types.{type(obj).__name__}()"
    return False


context.configure(
    render_item=render_item,
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
