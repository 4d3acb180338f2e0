"""Slow down whoever guesses: count failed tries and refuse more for a while.

Count in a transaction of its own, since the refusal that follows a failure rolls its own back:

    with database().begin() as db:
        throttle.note_failure(db, key, now)
"""

import math
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.store.queries.throttle import (
    count_failure,
    failures_since,
    forget_failures,
    forget_old_failures,
)

# Counts longer ago than any window are of no use to anybody.
KEPT = timedelta(days=1)


class Limits(Protocol):
    """The settings that say how many tries there are in what time."""

    @property
    def tries_allowed(self) -> int:
        """Failures before a key must wait."""

    @property
    def tries_window_seconds(self) -> int:
        """Length of the wait, and of the window in which failures add up."""


def check_tries(db: Session, key: str, settings: Limits, now: datetime, times: int = 1) -> None:
    """Refuse a key that has failed too often in its window; `times` widens what is allowed."""
    window = timedelta(seconds=settings.tries_window_seconds)
    row = failures_since(db, key, now - window)
    if row is not None and row.failures >= settings.tries_allowed * times:
        left = row.window_start + window - now
        raise Refusal(Reason.TOO_MANY_TRIES, minutes=math.ceil(left / timedelta(minutes=1)))


def note_failure(
    db: Session, key: str, now: datetime, window: timedelta = timedelta(minutes=5)
) -> None:
    """Count one failed try for a key."""
    count_failure(db, key, now, window)
    forget_old_failures(db, now - KEPT)


def forget_tries(db: Session, key: str) -> None:
    """Forget the failures of a key that has succeeded."""
    forget_failures(db, key)
