"""The record of a session: what went in and what came out, signed when it is closed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.digests import canonical, digest
from app.domain.refusals import Reason, Refusal
from app.domain.session_record import (
    Counted,
    Counts,
    Discrepancy,
    counts_of,
    in_words,
    reconcile,
)
from app.domain.signed_record import read_record, write_record
from app.domain.sitting import SessionState, SittingState
from app.files.record_key import RecordKey
from app.services.closing import close_overdue
from app.services.record_entries import Found, entries_of, moment
from app.store.queries import session_record as queries
from app.store.queries.incidents import incidents_of
from app.store.queries.late_answers import late_sittings
from app.store.queries.sessions import named_for, session_to_change
from app.store.record import record_about
from app.store.room import SessionRecordRow
from app.store.sessions import ExamSessionRow

# What is written down about the record itself is no part of what happened in the room.
OWN_ACT = "sign_session_record"

Explanations = Mapping[str, str]  # by the name of the check


def session_counts(db: Session, session: ExamSessionRow) -> Counts:
    """Count a session's candidates, papers and answers, in and out, as they stand."""
    absent = queries.marked_absent(db, session)
    logged = queries.logged_answers(db, session)
    return counts_of(
        Counted(
            state=SittingState(row.state),
            withdrawn=line.entry.withdrawn_at is not None,
            transferred=line.entry.transferred_to_id is not None,
            admitted=row.admitted_at is not None,
            marked_absent=row.id in absent
            and absent[row.id] >= (row.admitted_at or absent[row.id]),
            started=row.started_at is not None,
            on_paper=row.on_paper_at is not None,
            acknowledged=row.last_sequence,
            logged=logged.get(row.id, 0),
        )
        for line in queries.registered(db, session)
        for row in (line.sitting,)
    )


def find_discrepancies(db: Session, session: UUID, now: datetime) -> tuple[Discrepancy, ...]:
    """Return what would stop the close: whose time has run out is closed first."""
    held = session_to_change(db, session)
    if held is None or held.state == SessionState.CLOSED:
        return ()
    close_overdue(db, held.centre_id, session, now)
    return reconcile(session_counts(db, held))


def left_to_explain(db: Session, session: ExamSessionRow) -> tuple[Discrepancy, ...]:
    """Return what stops a new issue of a closed session's record: what nobody has explained yet."""
    told = _explained_before(queries.records_of(db, session))
    return tuple(each for each in reconcile(session_counts(db, session)) if each.check not in told)


def check_counts(
    db: Session, session: ExamSessionRow, explanations: Explanations
) -> list[tuple[Discrepancy, str]]:
    """Return what does not add up, with why. Refuses where one has no explanation (COUNTS_OPEN)."""
    found = reconcile(session_counts(db, session))
    unexplained = [each for each in found if not explanations.get(each.check, "").strip()]
    if unexplained:
        raise Refusal(Reason.COUNTS_OPEN, said=" ".join(each.said for each in unexplained))
    return [(each, explanations[each.check].strip()) for each in found]


def issue_record(
    db: Session,
    session: UUID,
    key: RecordKey,
    by: UUID,
    now: datetime,
    explanations: Explanations | None = None,
) -> int:
    """Sign the record of a closed session as it stands now; return the number of the issue.

    An earlier issue stays beside it. What was explained before stays explained. Refuses before the
    close (NO_RECORD_YET), where counts do not agree and nobody says why (COUNTS_OPEN), and where
    nothing has changed since the last issue (ALREADY_DONE).
    """
    held = session_to_change(db, session)
    if held is None or held.state != SessionState.CLOSED:
        raise Refusal(Reason.NO_RECORD_YET)
    db.flush()
    before = queries.records_of(db, held)
    told = {**_explained_before(before), **(explanations or {})}
    found = _found(db, held, check_counts(db, held, told))
    header = _header(db, held)
    content = _content(header, found)
    if before and read_record(before[0].document).header.get("content") == content:
        raise Refusal(Reason.ALREADY_DONE)
    issue = before[0].issue + 1 if before else 1
    header |= {"issue": issue, "made_at": moment(now), "made_by": str(by), "content": content}
    document = write_record(header, entries_of(found, key.salt), key.public, key.sign)
    _keep(db, held, issue, document, found, by, now)
    return issue


def _explained_before(records: Sequence[SessionRecordRow]) -> dict[str, str]:
    if not records:
        return {}
    lines = read_record(records[0].document).lines
    explained = (line.facts for line in lines if line.kind == "explanation")
    return {str(facts["check"]): str(facts["text"]) for facts in explained}


def _found(
    db: Session, held: ExamSessionRow, explained: Sequence[tuple[Discrepancy, str]]
) -> Found:
    known: dict[str, Any] = {
        "session": held,
        "lines": queries.registered(db, held),
        "ledgers": queries.ledgers_of(db, held),
        "acts": queries.acts_of(db, held, leave_out=[OWN_ACT]),
        "reasons": queries.reasons_of(db, held),
        "incidents": incidents_of(db, held),
        "invigilators": sorted(row.person_id for row in named_for(db, held)),
        "late": late_sittings(db, held),
        "explained": explained,
    }
    people: Collection[UUID] = Found(**known).people
    return Found(**known, names=queries.names_of(db, people))


def _header(db: Session, held: ExamSessionRow) -> dict[str, Any]:
    head = queries.head_of(db, held)
    counts = session_counts(db, held)
    return {
        "awarding_body": head.body,
        "centre_number": head.centre.number,
        "centre": head.centre.name,
        "zone": head.centre.time_zone,
        "session": str(held.id),
        "kind": held.kind,
        "unit": head.unit,
        "specification": head.specification,
        "specification_version": head.version.version,
        "title": head.version.title,
        "minutes": head.version.minutes,
        "items": head.version.items,
        "room": held.room,
        "opens_at": moment(held.opens_at),
        "latest_start_at": moment(held.latest_start_at),
        "latest_finish_at": moment(held.latest_finish_at),
        "keycodes_released_at": moment(held.keycodes_released_at),
        "started_at": moment(held.started_at),
        "closed_at": moment(held.closed_at),
        "counts": counts.as_facts(),
        "said": in_words(counts),
    }


def _content(header: Mapping[str, Any], found: Found) -> str:
    """Return a digest of all that is told, without what is made anew for each issue."""
    entries = entries_of(found, str)
    return digest(canonical([header, [[kind, facts] for kind, facts in entries]]))


def _keep(
    db: Session,
    held: ExamSessionRow,
    issue: int,
    document: bytes,
    found: Found,
    by: UUID,
    now: datetime,
) -> None:
    db.add(
        SessionRecordRow(
            awarding_body_id=held.awarding_body_id,
            centre_id=held.centre_id,
            session_id=held.id,
            issue=issue,
            document=document,
            explanation="\n".join(f"{each.check}: {text}" for each, text in found.explained),
            by_id=by,
            at=now,
        )
    )
    record_about(db, OWN_ACT, held, now=now, by=by, issue=issue, digest=digest(document))
