"""How long an invigilator's code opens its session."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.sitting import SessionState

# A code signs in this long before the session opens: time to lay the room out.
EARLY = timedelta(hours=2)
# Whoever is signed in by one may still read after the close: time to print the record.
READING = timedelta(minutes=30)


class Span(StrEnum):
    """What the session's times make of a code."""

    TOO_EARLY = "too_early"
    OPEN = "open"
    READING = "reading"  # closed: what is there may be read, nothing done, nobody comes in
    OVER = "over"


def span_at(
    state: SessionState,
    opens_at: datetime,
    latest_finish_at: datetime,
    closed_at: datetime | None,
    now: datetime,
) -> Span:
    """Say what a code is good for now; a session that is open keeps it open however long it lasts."""
    if state is SessionState.CLOSED:
        return Span.READING if closed_at and now < closed_at + READING else Span.OVER
    if now < opens_at - EARLY:
        return Span.TOO_EARLY
    never_opened = state is SessionState.SCHEDULED and now >= latest_finish_at
    return Span.OVER if never_opened else Span.OPEN
