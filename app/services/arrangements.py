"""What candidates are allowed at every sitting: set once, kept with the person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.arrangement import EXTRA_TIME, Arrangement, ArrangementKind, amounts_wrong
from app.domain.preferences import Preferences, Scheme
from app.domain.refusals import Reason, Refusal
from app.services.papers import fix_extra_time
from app.services.preferences import read_preferences, set_preferences
from app.store.candidates import AccessArrangementRow, CandidateRow
from app.store.queries import candidates as queries
from app.store.queries.candidates import NO_EXTRA_TIME
from app.store.record import record_about

Arranged = Mapping[UUID, Sequence[Arrangement]]  # by candidate


def read_arrangements(
    db: Session, centre: UUID, candidates: Collection[UUID]
) -> dict[UUID, tuple[Arrangement, ...]]:
    """Return what holds now for candidates of a centre; who has nothing is left out.

    A kind that there no longer is counts as nothing.
    """
    held = queries.arrangements_among(db, centre, candidates)
    known = {
        candidate: tuple(each for row in rows if (each := arrangement_of(row)) is not None)
        for candidate, rows in held.items()
    }
    return {candidate: arrangements for candidate, arrangements in known.items() if arrangements}


def arrangement_of(row: AccessArrangementRow) -> Arrangement | None:
    """Return a row as the domain knows it; None for a kind that there no longer is."""
    if row.kind not in frozenset(ArrangementKind):
        return None
    return Arrangement(
        kind=ArrangementKind(row.kind),
        percent=row.percent,
        minutes=row.minutes,
        detail=row.detail,
        evidence=row.evidence,
    )


def set_arrangements(
    db: Session,
    candidate_id: UUID,
    arrangements: Sequence[Arrangement],
    by: UUID,
    now: datetime,
) -> None:
    """Let just these arrangements hold for a candidate from now on; what is the same stays.

    What is no longer among them ends. Extra time counts for every sitting that has not started,
    even where papers are locked; a colour scheme becomes what the candidate prefers. Refuses
    amounts that do not fit their kind, and a kind given twice (ARRANGEMENT_FAULTY).
    """
    centre = db.get_one(CandidateRow, candidate_id).centre_id
    candidates = queries.candidates_among(db, centre, [candidate_id])
    changed = write_arrangements(db, candidates, {candidate_id: arrangements}, by, now)
    record_arrangements(db, changed, by, now)


def write_arrangements(
    db: Session,
    candidates: Sequence[CandidateRow],
    wanted: Arranged,
    by: UUID,
    now: datetime,
) -> list[tuple[CandidateRow, list[AccessArrangementRow]]]:
    """Do what `set_arrangements` does for many of one centre, who are held; return what changed.

    Leaves the events to `record_arrangements`, so that all sittings are held before the first.
    """
    if not wanted:
        return []
    held = queries.arrangements_among(db, candidates[0].centre_id, wanted.keys())
    changed, timed = [], []
    for candidate in candidates:
        if candidate.id not in wanted:
            continue
        _check(wanted[candidate.id])
        touched = _replace(db, candidate, held.get(candidate.id, ()), wanted[candidate.id], by, now)
        if touched:
            changed.append((candidate, touched))
        if any(row.kind in EXTRA_TIME for row in touched):
            timed.append(candidate.id)
    db.flush()
    fix_time_ahead(db, candidates[0].centre_id, timed, by, now)
    return changed


def record_arrangements(
    db: Session,
    changed: Sequence[tuple[CandidateRow, list[AccessArrangementRow]]],
    by: UUID,
    now: datetime,
) -> None:
    """Append an event for each candidate whose arrangements changed, and let their colours follow.

    An event says how many, never which: what somebody needs is nobody's business.
    """
    for candidate, touched in changed:
        ended = sum(row.ended_at is not None for row in touched)
        facts = {"added": len(touched) - ended, "ended": ended}
        record_about(db, "set_arrangements", candidate, now=now, by=by, **facts)
        for row in touched:
            if row.kind == ArrangementKind.COLOUR_SCHEME and row.ended_at is None:
                _prefer(db, candidate, row.detail, by, now)


def fix_time_ahead(
    db: Session, centre: UUID, candidates: Collection[UUID], by: UUID | None, now: datetime
) -> None:
    """Bring the sittings ahead whose papers are locked up to the candidates' extra time."""
    ahead = queries.sittings_ahead(db, centre, candidates) if candidates else []
    extra = queries.extra_time_of(db, centre, (whose for _, whose in ahead))
    for sitting, whose in ahead:
        fix_extra_time(db, sitting, extra.get(whose, NO_EXTRA_TIME), now, by)


def _check(arrangements: Sequence[Arrangement]) -> None:
    kinds = [each.kind for each in arrangements]
    for each in arrangements:
        why = amounts_wrong(each)
        if kinds.count(each.kind) > 1:
            why = "The same arrangement is given twice."
        if why:
            raise Refusal(Reason.ARRANGEMENT_FAULTY, why=why)


def _replace(
    db: Session,
    candidate: CandidateRow,
    held: Sequence[AccessArrangementRow],
    wanted: Sequence[Arrangement],
    by: UUID,
    now: datetime,
) -> list[AccessArrangementRow]:
    """End what is no longer wanted as it is and add what is new; return both."""
    known = {row.id: arrangement_of(row) for row in held}
    kept = set(known.values()) & set(wanted)
    ended = [row for row in held if known[row.id] and known[row.id] not in kept]
    for row in ended:
        row.ended_at = now
    added = [_row(candidate, each, by, now) for each in wanted if each not in kept]
    db.add_all(added)
    return [*ended, *added]


def _row(
    candidate: CandidateRow, arrangement: Arrangement, by: UUID, now: datetime
) -> AccessArrangementRow:
    return AccessArrangementRow(
        awarding_body_id=candidate.awarding_body_id,
        centre_id=candidate.centre_id,
        candidate_id=candidate.id,
        kind=arrangement.kind,
        percent=arrangement.percent,
        minutes=arrangement.minutes,
        detail=arrangement.detail,
        evidence=arrangement.evidence,
        recorded_by=by,
        recorded_at=now,
    )


def _prefer(db: Session, candidate: CandidateRow, scheme: str, by: UUID, now: datetime) -> None:
    """Let the screen have the colours of an arrangement that names one of its schemes."""
    if scheme in frozenset(Scheme):
        known = read_preferences(db, candidate.centre_id, candidate.id)
        wanted = Preferences.checked({**known.all, "scheme": scheme})
        set_preferences(db, candidate.centre_id, candidate.id, wanted, by, now)
