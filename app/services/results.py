"""Marking sittings and giving their results out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.late import CountedLate, fold_with
from app.domain.marking import ItemMark, MarkingRule, mark_responses
from app.domain.paper import unpack
from app.domain.refusals import Reason, Refusal
from app.domain.response import letters
from app.domain.result import Result, ResultStatus, grade
from app.domain.sitting import SessionKind, SessionState, SittingState
from app.domain.specification import ReleasePolicy
from app.services.closing import close_overdue
from app.services.result_codes import issue_result_code
from app.store import mapping
from app.store.queries import content
from app.store.queries import results as queries
from app.store.queries.late_answers import counted_late, provisional_sittings
from app.store.queries.locks import lock_session_sittings, lock_sitting
from app.store.queries.sessions import session_to_change
from app.store.queries.sittings import answers_of_sitting
from app.store.record import record_about
from app.store.results import ResultReleaseRow, ResultRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

NONE_COUNTED = CountedLate()

# What a sitting that has come to its end earns; the others have no result yet.
STATUS = {
    SittingState.SUBMITTED: ResultStatus.MARKED,
    SittingState.TIMED_OUT: ResultStatus.MARKED,
    SittingState.ABSENT: ResultStatus.ABSENT,
    SittingState.VOID: ResultStatus.VOID,
}


def mark_sitting(
    db: Session, centre: UUID, sitting: UUID, now: datetime, *, reason: str = ""
) -> Result | None:
    """Give a finished sitting its result; return the one it has if that still holds.

    It is marked anew when it was made void since or is no longer void, `reason` being why, and when
    late answers were decided to count. None while the sitting is not finished.
    """
    row = lock_sitting(db, centre, sitting)
    if row is None:
        return None
    counted = counted_late(db, centre, [sitting])
    return _mark(db, row, counted.get(sitting, NONE_COUNTED), now, reason)


def settle_session(db: Session, centre: UUID, session: UUID, now: datetime) -> int:
    """Close what is overdue and mark all that is finished; return how many have a result."""
    close_overdue(db, centre, session, now)
    return mark_finished(db, centre, session, now)


def mark_finished(db: Session, centre: UUID, session: UUID, now: datetime) -> int:
    """Mark every sitting of a session that is decided; return how many have a result."""
    sittings = lock_session_sittings(db, centre, session)
    counted = counted_late(db, centre, [row.id for row in sittings])
    results = (_mark(db, row, counted.get(row.id, NONE_COUNTED), now) for row in sittings)
    return sum(result is not None for result in results)


def release_results(db: Session, session: UUID, by: UUID, now: datetime) -> int:
    """Give out the newest result of every sitting of a closed session; return how many.

    A provisional one, with late answers to decide, is held back. Refuses a practice or rehearsal
    (NOT_LIVE), a session that is not closed or has no results (NOTHING_TO_RELEASE), one whose
    results are all out already (ALREADY_RELEASED) and one that has only provisional ones left
    (LATE_ANSWERS_OPEN).
    """
    held = session_to_change(db, session)
    if held is not None and held.kind != SessionKind.LIVE:
        raise Refusal(Reason.NOT_LIVE)
    if held is None or held.state != SessionState.CLOSED:
        raise Refusal(Reason.NOTHING_TO_RELEASE)
    if not settle_session(db, held.centre_id, session, now):
        raise Refusal(Reason.NOTHING_TO_RELEASE)
    ready, provisional = _waiting(db, held)
    if not ready:
        reason = Reason.LATE_ANSWERS_OPEN if provisional else Reason.ALREADY_RELEASED
        raise Refusal(reason)
    db.add_all(_release(result, by, now) for result in ready)
    held_back = {"held_back": provisional} if provisional else {}
    record_about(db, "release_results", held, now=now, by=by, results=len(ready), **held_back)
    return len(ready)


def release_at_close(db: Session, session: ExamSessionRow, by: UUID, now: datetime) -> int:
    """Give out the results of a session just closed where its specification says so; return how many.

    Practice and rehearsals have none to give out; nor has a session that nobody was entered for,
    or one whose results are all provisional.
    """
    version = content.specification_version_for(db, session.specification_version_id)
    policy = version.specification.release if version else ReleasePolicy.MANUAL
    live = session.kind == SessionKind.LIVE
    if policy is ReleasePolicy.IMMEDIATE and live and _waiting(db, session)[0]:
        return release_results(db, session.id, by, now)
    return 0


def _waiting(db: Session, session: ExamSessionRow) -> tuple[list[ResultRow], int]:
    """Return the results that can be given out, and how many more are provisional."""
    waiting, provisional = queries.unreleased(db, session), provisional_sittings(db, session)
    ready = [result for result in waiting if result.sitting_id not in provisional]
    return ready, len(waiting) - len(ready)


def _release(result: ResultRow, by: UUID, now: datetime) -> ResultReleaseRow:
    return ResultReleaseRow(
        awarding_body_id=result.awarding_body_id,
        centre_id=result.centre_id,
        sitting_id=result.sitting_id,
        version=result.version,
        released_by=by,
        released_at=now,
    )


def _mark(
    db: Session, row: SittingRow, counted: CountedLate, now: datetime, reason: str = ""
) -> Result | None:
    status = STATUS.get(SittingState(row.state))
    if status is None:
        return None
    known = queries.newest_result(db, row.centre_id, row.id)
    if known is not None and not _overtaken(known, status, counted):
        return mapping.result_of(known)
    marks: tuple[ItemMark, ...] = ()
    result = Result(status=status)
    if status is ResultStatus.MARKED:
        marks = _item_marks(db, row, counted)
        result = grade(marks, _session(db, row).pass_mark)
    version = known.version + 1 if known is not None else 1
    why = (reason or row.void_reason or counted.reason) if version > 1 else ""
    _keep(db, row, result, marks, counted, version, why, now)
    issue_result_code(db, _session(db, row), row)
    return result


def _overtaken(known: ResultRow, status: ResultStatus, counted: CountedLate) -> bool:
    """Say whether the sitting went on after it was marked.

    It was made void or is no longer so, was absent and then let in, or late answers count that did
    not before.
    """
    if known.status == ResultStatus.WITHHELD:
        return False
    marked = status is ResultStatus.MARKED
    return known.status != status or (marked and _late_in(known) != counted.sources)


def _late_in(known: ResultRow) -> dict[int, str]:
    """Return the late response that a result came from, at each position where one did."""
    return {mark["position"]: mark["late"] for mark in known.item_marks if "late" in mark}


def _item_marks(db: Session, row: SittingRow, counted: CountedLate) -> tuple[ItemMark, ...]:
    kept = queries.paper_of(db, row.centre_id, row.id, row.draw)
    paper = unpack(kept.packed)
    log = answers_of_sitting(db, row.centre_id, row.id)
    wanted = [(item.id, item.version) for item in paper.items]
    bank = queries.bank_of_session(db, row.session_id)
    keys = content.keys_for(db, bank, wanted)
    return mark_responses(paper, keys, fold_with(log, len(paper.items), counted.responses))


def _session(db: Session, row: SittingRow) -> ExamSessionRow:
    return db.get_one(ExamSessionRow, row.session_id)


def _keep(
    db: Session,
    row: SittingRow,
    result: Result,
    marks: tuple[ItemMark, ...],
    counted: CountedLate,
    version: int,
    reason: str,
    now: datetime,
) -> None:
    db.add(
        ResultRow(
            awarding_body_id=row.awarding_body_id,
            centre_id=row.centre_id,
            sitting_id=row.id,
            version=version,
            status=result.status,
            mark=result.mark,
            maximum=result.maximum,
            pass_mark=result.pass_mark,
            pass_mark_note=_session(db, row).pass_mark_note if marks else "",
            grade=result.grade,
            profile=[{"id": p.id, "mark": p.mark, "maximum": p.maximum} for p in result.profile],
            item_marks=[_item_mark_json(mark, counted) for mark in marks],
            marking_rule=MarkingRule.EXACT_1 if marks else "",
            marked_at=now,
            reason=reason,
        )
    )
    record_about(db, "mark_sitting", row, now=now, version=version, status=result.status)


def _item_mark_json(mark: ItemMark, counted: CountedLate) -> dict[str, object]:
    late = counted.sources.get(mark.position)
    return {
        "position": mark.position,
        "item": mark.item,
        "item_version": mark.item_version,
        "key_version": mark.key_version,
        "outcome": mark.outcome,
        "criterion": mark.criterion,
        "chosen": letters(mark.chosen),
        "mark": mark.mark,
        "maximum": mark.maximum,
        **({"late": late} if late else {}),
    }
