"""Counting failed tries."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.store.people import ThrottleRow


def failures_since(db: Session, key: str, since: datetime) -> ThrottleRow | None:
    """Return the key's count if its window began after the moment given."""
    row = db.get(ThrottleRow, key, populate_existing=True)
    return row if row is not None and row.window_start > since else None


def count_failure(db: Session, key: str, now: datetime, window: timedelta) -> None:
    """Count one failure, in a new window when the old one is over. Two at once count twice."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    begun = ThrottleRow.window_start > now - window
    statement = insert(ThrottleRow).values(key=key, window_start=now, failures=1)
    db.execute(
        statement.on_conflict_do_update(
            index_elements=[ThrottleRow.key],
            set_={
                "failures": case((begun, ThrottleRow.failures + 1), else_=1),
                "window_start": case((begun, ThrottleRow.window_start), else_=now),
            },
        )
    )


def forget_failures(db: Session, key: str) -> None:
    """Forget a key's failures."""
    db.execute(delete(ThrottleRow).where(ThrottleRow.key == key))


def forget_old_failures(db: Session, before: datetime) -> None:
    """Forget every count whose window began before the moment given."""
    db.execute(delete(ThrottleRow).where(ThrottleRow.window_start < before))
