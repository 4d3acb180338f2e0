"""A centre's candidates: adding them and keeping their details and extra time up to date."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.candidate import CandidateDetails, is_somebody_else
from app.domain.problems import Problem, ProblemsError, Where
from app.domain.refusals import Reason, Refusal
from app.services.arrangements import fix_time_ahead
from app.store.candidates import AccessArrangementRow, CandidateRow
from app.store.queries import candidates as queries
from app.store.queries.candidates import NO_EXTRA_TIME, ExtraTime
from app.store.record import record
from app.store.types import new_id

EXTRA_TIME = "extra_time_percent"
DETAILS = ("number", "family_name", "given_names", "date_of_birth", "uln")


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a list of candidates: all of them, and the ids of those added and changed."""

    candidates: tuple[CandidateRow, ...]
    added: tuple[UUID, ...]
    changed: tuple[UUID, ...]


def add_candidate(
    db: Session, centre_id: UUID, details: CandidateDetails, by: UUID | None, now: datetime
) -> UUID:
    """Put a new candidate on the centre's list; refuses a number that is already on it."""
    return _Saving(db, centre_id, by, now).save_one(None, details)


def insert_candidate(db: Session, centre_id: UUID, details: CandidateDetails) -> CandidateRow:
    """Write a new candidate without extra time onto a list that is held; its caller records it."""
    centre = queries.list_to_change(db, centre_id)
    row = CandidateRow(
        id=new_id(),
        awarding_body_id=centre.awarding_body_id,
        centre_id=centre_id,
        **{name: getattr(details, name) for name in DETAILS},
    )
    db.add(row)
    db.flush()
    return row


def change_candidate(
    db: Session, candidate_id: UUID, details: CandidateDetails, by: UUID | None, now: datetime
) -> None:
    """Change a candidate to just these details; refuses a number that another one has.

    Extra time is an access arrangement and stays as it is (`app.services.arrangements`).
    """
    centre_id = db.get_one(CandidateRow, candidate_id).centre_id
    saving = _Saving(db, centre_id, by, now)
    known = queries.candidates_among(db, centre_id, [candidate_id])[0]
    extra = queries.extra_time_of(db, centre_id, [candidate_id])
    percent = extra.get(candidate_id, NO_EXTRA_TIME).percent
    saving.save_one(known, replace(details, extra_time_percent=percent))


def write_candidates(
    db: Session,
    centre_id: UUID,
    details: Sequence[CandidateDetails],
    by: UUID | None,
    now: datetime,
) -> Saved:
    """Add or bring up to date many candidates; what is not given stays as it is known.

    Leaves the event to `record_saved`, so that a caller can hold all the sittings it needs before
    it waits for the event log. Raises ProblemsError, naming all of them, when numbers belong to
    somebody else.
    """
    saving = _Saving(db, centre_id, by, now)
    known = queries.candidates_numbered(db, centre_id, (each.number for each in details))
    if clashes := list(_clashes(known, details)):
        raise ProblemsError(clashes)
    return saving.save_all([(known.get(each.number), each) for each in details])


def record_saved(
    db: Session, centre_id: UUID, saved: Saved, by: UUID | None, now: datetime
) -> None:
    """Append the event of a whole list that was written."""
    _Saving(db, centre_id, by, now).record_list(saved)


def _clashes(
    known: dict[str, CandidateRow], details: Sequence[CandidateDetails]
) -> Iterator[Problem]:
    for each in details:
        row = known.get(each.number)
        if row is not None and is_somebody_else(row, each):
            yield Problem(
                Where(item=each.number),
                "candidate_number.taken",
                f"Candidate number {each.number} belongs to somebody else on your list.",
                "Give this candidate another number, or mend the details on the list first.",
            )


class _Saving:
    """Writes candidates to one centre's list, which is held from the start."""

    def __init__(self, db: Session, centre_id: UUID, by: UUID | None, now: datetime) -> None:
        self._db, self._by, self._now = db, by, now
        self._centre = queries.list_to_change(db, centre_id)

    def save_one(self, known: CandidateRow | None, details: CandidateDetails) -> UUID:
        """Write one candidate as an act of its own; refuse a number that another one has."""
        other = queries.candidates_numbered(self._db, self._centre.id, [details.number])
        if other and (known is None or known.number != details.number):
            raise Refusal(Reason.NUMBER_TAKEN, number=details.number)
        extra = self._extra_time(known)
        row, changed = self._write(known, details, extra)
        self._fix_time([row.id] if EXTRA_TIME in changed else [])
        self._record("save_candidate", "candidate", row.id, added=not known, changed=changed)
        return row.id

    def save_all(self, pairs: Sequence[tuple[CandidateRow | None, CandidateDetails]]) -> Saved:
        """Write many candidates; what is not given stays as it is known."""
        ids = [known.id for known, _ in pairs if known]
        extra = queries.extra_time_of(self._db, self._centre.id, ids)
        rows, added, changed, timed = [], [], [], []
        for known, details in pairs:
            has = extra.get(known.id, NO_EXTRA_TIME) if known else NO_EXTRA_TIME
            row, fields = self._write(known, _filled_in(known, has, details), has)
            rows.append(row)
            if known is None:
                added.append(row.id)
            elif fields:
                changed.append(row.id)
            if EXTRA_TIME in fields:
                timed.append(row.id)
        self._db.flush()
        self._fix_time(timed)
        return Saved(tuple(rows), tuple(added), tuple(changed))

    def record_list(self, saved: Saved) -> None:
        """Append the event of a whole list."""
        self._record(
            "save_candidates",
            "centre",
            self._centre.id,
            candidates=len(saved.candidates),
            added=[str(id) for id in saved.added],
            changed=[str(id) for id in saved.changed],
        )

    def _extra_time(self, known: CandidateRow | None) -> ExtraTime:
        if known is None:
            return NO_EXTRA_TIME
        extra = queries.extra_time_of(self._db, self._centre.id, [known.id])
        return extra.get(known.id, NO_EXTRA_TIME)

    def _write(
        self, known: CandidateRow | None, details: CandidateDetails, extra: ExtraTime
    ) -> tuple[CandidateRow, list[str]]:
        """Write a row; return it with the names, never the values, of the fields that changed."""
        row = known or CandidateRow(
            id=new_id(), awarding_body_id=self._centre.awarding_body_id, centre_id=self._centre.id
        )
        changed = [name for name in DETAILS if getattr(row, name) != getattr(details, name)]
        for name in changed:
            setattr(row, name, getattr(details, name))
        self._db.add(row)
        if details.extra_time_percent != extra.percent:
            self._set_extra_time(row, details.extra_time_percent)
            changed.append(EXTRA_TIME)
        return row, changed

    def _set_extra_time(self, candidate: CandidateRow, percent: int) -> None:
        """End the arrangement there is and make the new one."""
        db, kind = self._db, queries.EXTRA_PERCENT
        for row in queries.arrangements_of(db, candidate, kind):
            row.ended_at = self._now
        if percent:
            db.add(
                AccessArrangementRow(
                    awarding_body_id=candidate.awarding_body_id,
                    centre_id=candidate.centre_id,
                    candidate_id=candidate.id,
                    kind=kind,
                    percent=percent,
                    recorded_by=self._by,
                    recorded_at=self._now,
                )
            )

    def _fix_time(self, candidates: Collection[UUID]) -> None:
        """Bring the sittings ahead whose papers are locked up to the candidates' extra time."""
        fix_time_ahead(self._db, self._centre.id, candidates, self._by, self._now)

    def _record(self, act: str, kind: str, subject: UUID, **facts: Any) -> None:
        record(
            self._db,
            act,
            kind,
            subject,
            now=self._now,
            by=self._by,
            body=self._centre.awarding_body_id,
            centre=self._centre.id,
            **facts,
        )


def _filled_in(
    known: CandidateRow | None, extra: ExtraTime, details: CandidateDetails
) -> CandidateDetails:
    if known is None:
        return details
    return replace(
        details,
        date_of_birth=details.date_of_birth or known.date_of_birth,
        uln=details.uln or known.uln,
        extra_time_percent=details.extra_time_percent or extra.percent,
    )
