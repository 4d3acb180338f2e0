"""How a candidate likes the test to look: kept with the person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.admission import Step
from app.domain.preferences import Preferences
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import why_not_answer
from app.domain.timing import Phase
from app.services.own_sitting import read_own_sitting
from app.store.candidates import CandidatePreferenceRow, CandidateRow
from app.store.queries import candidates as queries
from app.store.queries.sittings import candidate_of_sitting
from app.store.record import record_about


def read_preferences(db: Session, centre: UUID, candidate: UUID) -> Preferences:
    """Return what a candidate of the centre prefers."""
    row = queries.preferences_of(db, centre, candidate)
    return Preferences.from_settings(row.settings if row else {})


def set_preferences(
    db: Session, centre: UUID, candidate: UUID, wanted: Preferences, by: UUID, now: datetime
) -> None:
    """Set for a candidate what applies to every sitting from now on, one under way included.

    Refuses a candidate who is not on the centre's list (CANDIDATE_UNKNOWN).
    """
    _keep(db, _listed(db, centre, candidate), wanted, by, now)


def set_own_preferences(
    db: Session, centre: UUID, sitting: UUID, lease: str, wanted: Preferences, now: datetime
) -> None:
    """Set what the candidate chose at the test.

    Refuses a device without the lease (LEASE_LOST), and anybody once the sitting is finished.
    """
    own = read_own_sitting(db, centre, sitting, lease, now)
    if own.step is Step.FINISHED:
        raise Refusal(why_not_answer(own.state, Phase.OVER) or Reason.ALREADY_SUBMITTED)
    candidate = candidate_of_sitting(db, centre, sitting)
    _keep(db, _listed(db, centre, candidate), wanted, None, now)


def _listed(db: Session, centre: UUID, candidate: UUID) -> CandidateRow:
    """Return the candidate, held until the commit so that two changes follow one another."""
    rows = queries.candidates_among(db, centre, [candidate])
    if not rows:
        raise Refusal(Reason.CANDIDATE_UNKNOWN)
    return rows[0]


def _keep(
    db: Session, candidate: CandidateRow, wanted: Preferences, by: UUID | None, now: datetime
) -> None:
    """Write what differs from the standard; what is so already is neither written nor recorded."""
    row = queries.preferences_of(db, candidate.centre_id, candidate.id)
    if wanted == Preferences.from_settings(row.settings if row else {}):
        return
    if row is None:
        row = CandidatePreferenceRow(
            awarding_body_id=candidate.awarding_body_id,
            centre_id=candidate.centre_id,
            candidate_id=candidate.id,
        )
        db.add(row)
    row.settings, row.set_by, row.set_at = wanted.settings, by, now
    db.flush()
    record_about(db, "set_preferences", candidate, now=now, by=by)
