"""A Monday in November at Northtown: what is published, scheduled and entered there.

The clock of the tests stands at nine; the session opens then, and takes starts until half past ten.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails
from app.services.candidates import Saved, add_candidate, record_saved, write_candidates
from app.services.publishing import publish_bank, publish_specification
from app.services.scheduling import schedule_session
from tests.cast import Cast, sample_bank, sample_specification

SECRET = bytes(range(32))
THE_DAY_BEFORE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OPENS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATEST_START = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LATEST_FINISH = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)

ADA = CandidateDetails("0012", "Adeyemi", "Ada", date(2008, 5, 3), "9276308686", 25)
BEN = CandidateDetails("0013", "Beck", "Ben")


def publish_sample(db: Session, cast: Cast, pass_mark: int | None = 3, items: int = 12) -> UUID:
    """Publish the sample bank and its specification; return the specification version's id."""
    publish_bank(db, cast.body, sample_bank(items), cast.edgar, cast.esme, THE_DAY_BEFORE)
    spec = sample_specification(pass_mark)
    return publish_specification(
        db, cast.body, spec, cast.edgar, THE_DAY_BEFORE, approved_by=cast.olga
    )


def schedule(db: Session, cast: Cast, version: UUID, **other: Any) -> UUID:
    """Schedule the Monday's session, or one that differs in what is named; return its id."""
    wanted: dict[str, Any] = {
        "centre_id": cast.northtown,
        "specification_version_id": version,
        "room": "Room 4",
        "opens_at": OPENS,
        "latest_start_at": LATEST_START,
        "latest_finish_at": LATEST_FINISH,
        "invigilators": [cast.ivy],
        "by": cast.cora,
        "now": THE_DAY_BEFORE,
        "secret": SECRET,
    }
    return schedule_session(db, **(wanted | other))


def add(db: Session, cast: Cast, details: CandidateDetails = ADA, **other: Any) -> UUID:
    """Put a candidate on Northtown's list, or with `centre` on another's; return the id."""
    centre = other.pop("centre", cast.northtown)
    return add_candidate(db, centre, replace(details, **other), cast.cora, THE_DAY_BEFORE)


def save(db: Session, centre: UUID, details: Sequence[CandidateDetails], by: UUID) -> Saved:
    """Write a list of candidates as the spreadsheet does."""
    saved = write_candidates(db, centre, details, by, THE_DAY_BEFORE)
    record_saved(db, centre, saved, by, THE_DAY_BEFORE)
    return saved
