"""Column types: identifiers in 16 bytes, instants in UTC."""

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine


def new_id() -> UUID:
    """Return a time-ordered identifier (UUID version 7, RFC 9562 section 5.7).

    The clock orders rows on disk and nothing else: no rule reads an identifier's time.
    """
    milliseconds = time.time_ns() // 1_000_000  # noqa: TID251 - see above
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


class Id(TypeDecorator[UUID]):
    """A UUID: 16 raw bytes on SQLite, the native type on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type the database stores."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """Write a UUID."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """Read a UUID."""
        if value is None or isinstance(value, UUID):
            return value
        return UUID(bytes=bytes(value))


def instant_text(moment: datetime) -> str:
    """Write an aware instant as UTC text that sorts as time does."""
    if moment.tzinfo is None:
        raise TypeError("an instant without a time zone cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC; text in ISO 8601 on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type the database stores."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a naive value; write UTC."""
        if value is None:
            return None
        text = instant_text(value)
        return text if dialect.name != "postgresql" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read an aware value in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)
