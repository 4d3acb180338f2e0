"""What every row shares: the metadata with its naming convention, and the owners' columns."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.store.types import Id, Instant, new_id

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The rows of Testamur."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Id(),
        datetime: Instant(),
        str: Text(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class Identified:
    """A row known by its own time-ordered identifier."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class OwnedByBody:
    """A row that belongs to an awarding body."""

    awarding_body_id: Mapped[UUID] = mapped_column(ForeignKey("awarding_body.id"))


# Tables that are only ever added to. The database refuses UPDATE and DELETE on them: triggers on
# SQLite, missing grants for the application's role on PostgreSQL.
APPEND_ONLY = (
    "approval",
    "event",
    "incident",
    "key_version",
    "keyed_sheet",
    "late_decision",
    "late_response",
    "late_statement",
    "response",
    "result",
    "result_release",
    "room_message",
    "room_reason",
    "session_record",
    "time_entry",
)
