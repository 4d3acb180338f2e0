"""Twins of rows, for another database; each is written with what it says itself, or told to say."""

from typing import Any, TypeVar

from sqlalchemy import inspect

from app.store.base import Base

Row = TypeVar("Row", bound=Base)


def twin(row: Row, **otherwise: Any) -> Row:
    """Return a new row that says what a row says, but for what is named; relations are left out."""
    kind = type(row)
    columns = (attribute.key for attribute in inspect(kind).column_attrs)
    said = {key: getattr(row, key) for key in columns if key not in otherwise}
    return kind(**said, **otherwise)
