"""The record: each act is chained to the one before, so that a change to the past is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.digests import canonical, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act: identifiers only, never names. `at` is UTC; `facts` holds plain JSON values."""

    sequence: int
    at: datetime
    by: str
    act: str
    subject_kind: str
    subject: str
    facts: Mapping[str, Any]


def event_digest(previous: str, event: Event) -> str:
    """Return SHA-256 over the digest before it, a line feed and the event in canonical JSON."""
    body = canonical(
        {
            "sequence": event.sequence,
            "at": event.at.isoformat(timespec="microseconds"),
            "by": event.by,
            "act": event.act,
            "subject_kind": event.subject_kind,
            "subject": event.subject,
            "facts": event.facts,
        }
    )
    return digest(previous.encode() + b"\n" + body)
