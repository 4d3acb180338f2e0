"""Answers that came too late: the room says what happened, the awarding body decides."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.late_sitting import LateSitting
from app.domain.refusals import Reason, Refusal
from app.services.results import mark_sitting
from app.store.queries.late_answers import late_sittings
from app.store.queries.locks import lock_sitting
from app.store.queries.sessions import session_to_change
from app.store.record import record
from app.store.sessions import ExamSessionRow
from app.store.sittings import LateDecisionRow, LateStatementRow


def add_statement(
    db: Session, session: UUID, sitting: UUID, text: str, by: UUID, now: datetime
) -> None:
    """Keep what the room has to say about a sitting's late answers; the session may be closed.

    Refuses an empty one (REASON_MISSING), where nothing came too late (NO_LATE_ANSWERS) and once the
    result is released (ALREADY_RELEASED).
    """
    if not text.strip():
        raise Refusal(Reason.REASON_MISSING)
    held, _ = _unreleased(db, session, sitting)
    statement = LateStatementRow(
        awarding_body_id=held.awarding_body_id,
        centre_id=held.centre_id,
        sitting_id=sitting,
        text=text.strip(),
        by_id=by,
        at=now,
    )
    db.add(statement)
    _note(db, "state_late_answers", held, sitting, by, now)


def decide_late(
    db: Session,
    session: UUID,
    sitting: UUID,
    choices: Mapping[UUID, bool],
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Decide of each late answer that waits whether it counts; return how many do.

    Where one counts, the sitting is marked again and has a new version of its result. Decided is
    what the page showed, all of it, and once. Refuses without a reason (REASON_MISSING), once the
    result is released (ALREADY_RELEASED), where nothing waits, as before the session is closed
    (NO_LATE_ANSWERS), and where others wait than `choices` names (LATE_ANSWERS_CHANGED).
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held, late = _unreleased(db, session, sitting)
    if not late.open:
        raise Refusal(Reason.NO_LATE_ANSWERS)
    if {change.late.id for change in late.open} != choices.keys():
        raise Refusal(Reason.LATE_ANSWERS_CHANGED)
    db.add_all(_decision(held, each, counted, reason, by, now) for each, counted in choices.items())
    count = sum(choices.values())
    _note(
        db, "decide_late", held, sitting, by, now, counted=count, not_counted=len(choices) - count
    )
    mark_sitting(db, held.centre_id, sitting, now)
    return count


def _decision(
    held: ExamSessionRow, late: UUID, counted: bool, reason: str, by: UUID, now: datetime
) -> LateDecisionRow:
    return LateDecisionRow(
        awarding_body_id=held.awarding_body_id,
        centre_id=held.centre_id,
        late_response_id=late,
        counted=counted,
        reason=reason.strip(),
        by_id=by,
        at=now,
    )


def _unreleased(db: Session, session: UUID, sitting: UUID) -> tuple[ExamSessionRow, LateSitting]:
    """Hold the session and the sitting, and return what came too late for it."""
    held = session_to_change(db, session)
    if held is None or lock_sitting(db, held.centre_id, sitting) is None:
        raise Refusal(Reason.NO_LATE_ANSWERS)
    late = next((each for each in late_sittings(db, held) if each.sitting == sitting), None)
    if late is None:
        raise Refusal(Reason.NO_LATE_ANSWERS)
    if late.released_at is not None:
        raise Refusal(Reason.ALREADY_RELEASED)
    return held, late


def _note(
    db: Session,
    act: str,
    held: ExamSessionRow,
    sitting: UUID,
    by: UUID,
    now: datetime,
    **counts: int,
) -> None:
    record(
        db,
        act,
        "sitting",
        sitting,
        now=now,
        by=by,
        body=held.awarding_body_id,
        centre=held.centre_id,
        facts=dict(counts),
    )
