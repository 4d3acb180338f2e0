"""Writing incidents down, and the awarding body's list of categories for them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.incident import Category, code_for, is_of_another_time, offered
from app.domain.refusals import Reason, Refusal
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries.incidents import categories_of, category_rows, incident_of
from app.store.queries.sessions import session_to_change
from app.store.record import record, record_about
from app.store.room import IncidentCategoryRow, IncidentRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow
from app.store.types import new_id


def write_incident(
    db: Session,
    session: UUID,
    category: str,
    by: UUID,
    now: datetime,
    *,
    sitting: UUID | None = None,
    text: str = "",
    happened_at: datetime | None = None,
    corrects: UUID | None = None,
) -> UUID:
    """Write down what happened to a candidate or in the room; return the incident's id.

    A correction is another incident, and says what is right. Refuses a category not offered
    (INCIDENT_CATEGORY), another session's candidate (CANDIDATE_UNKNOWN), a time to come or of
    another day (INCIDENT_TIME), a correction without words or from elsewhere (REASON_MISSING).
    """
    held = _held(db, session)
    chosen = _offered(db, held, category)
    _check_subject(db, held, sitting, corrects, text)
    _check_time(db, held, happened_at, now)
    row = IncidentRow(
        awarding_body_id=held.awarding_body_id,
        centre_id=held.centre_id,
        id=new_id(),
        session_id=held.id,
        sitting_id=sitting,
        category=chosen.code,
        category_name=chosen.name,
        notify=chosen.notify,
        text=text.strip(),
        happened_at=happened_at or now,
        corrects_id=corrects,
        by_id=by,
        at=now,
    )
    db.add(row)
    _note(db, held, row, by, now)
    return row.id


def _check_subject(
    db: Session, held: ExamSessionRow, sitting: UUID | None, corrects: UUID | None, text: str
) -> None:
    if sitting is not None and not _is_of(db, held, sitting):
        raise Refusal(Reason.CANDIDATE_UNKNOWN)
    if corrects is not None and (incident_of(db, held, corrects) is None or not text.strip()):
        raise Refusal(Reason.REASON_MISSING)


def add_category(
    db: Session, body: UUID, name: str, notify: bool, advice: str, by: UUID, now: datetime
) -> str:
    """Put a category on the awarding body's list; return its code. Refuses a name there is (NAME_TAKEN)."""
    rows = _own_list(db, body)
    _check_name(rows, name, "")
    code = code_for(name, {row.code for row in rows})
    category = Category(code=code, name=name.strip(), notify=notify, advice=advice.strip())
    db.add(_row(body, category, max(row.place for row in rows) + 1))
    _record(db, body, "add_incident_category", code, by, now, notify=notify)
    return code


def change_category(
    db: Session,
    body: UUID,
    code: str,
    name: str,
    notify: bool,
    advice: str,
    by: UUID,
    now: datetime,
) -> None:
    """Rename a category and say what the awarding body must be told; incidents keep the old name.

    Refuses one there is not (INCIDENT_CATEGORY) and a name there is (NAME_TAKEN).
    """
    rows = _own_list(db, body)
    row = _of(rows, code)
    _check_name(rows, name, code)
    row.name, row.notify, row.advice = name.strip(), notify, advice.strip()
    _record(db, body, "change_incident_category", code, by, now, notify=notify)


def offer_category(
    db: Session, body: UUID, code: str, wanted: bool, by: UUID, now: datetime
) -> None:
    """Take a category off the list, or put it back; incidents keep it.

    Refuses one there is not (INCIDENT_CATEGORY), and to take the last one away (LAST_CATEGORY).
    """
    rows = _own_list(db, body)
    row = _of(rows, code)
    others = [each for each in rows if each.retired_at is None and each is not row]
    if not wanted and not others:
        raise Refusal(Reason.LAST_CATEGORY)
    row.retired_at = None if wanted else (row.retired_at or now)
    act = "offer_incident_category" if wanted else "retire_incident_category"
    _record(db, body, act, code, by, now)


def _held(db: Session, session: UUID) -> ExamSessionRow:
    held = session_to_change(db, session)
    if held is None:
        raise Refusal(Reason.SESSION_CLOSED)
    return held


def _offered(db: Session, held: ExamSessionRow, category: str) -> Category:
    known = {each.code: each for each in offered(categories_of(db, held.awarding_body_id))}
    if category not in known:
        raise Refusal(Reason.INCIDENT_CATEGORY)
    return known[category]


def _check_time(db: Session, held: ExamSessionRow, moment: datetime | None, now: datetime) -> None:
    zone = db.get_one(CentreRow, held.centre_id).time_zone
    if moment is not None and is_of_another_time(moment, held.opens_at, zone, now):
        raise Refusal(Reason.INCIDENT_TIME)


def _is_of(db: Session, held: ExamSessionRow, sitting: UUID) -> bool:
    row = db.get(SittingRow, (held.centre_id, sitting))
    return row is not None and row.session_id == held.id


def _note(db: Session, held: ExamSessionRow, row: IncidentRow, by: UUID, now: datetime) -> None:
    """Record that it was written down: what of, never what was written."""
    facts = {"incident": str(row.id), "category": row.category, "notify": row.notify}
    if row.corrects_id:
        facts["corrects"] = str(row.corrects_id)
    sitting = db.get(SittingRow, (held.centre_id, row.sitting_id)) if row.sitting_id else None
    record_about(db, "write_incident", sitting or held, now=now, by=by, **facts)


def _own_list(db: Session, body: UUID) -> list[IncidentCategoryRow]:
    """Return the body's own categories, held until the commit; made of the standard list at first."""
    db.get_one(AwardingBodyRow, body, with_for_update=True)
    if not category_rows(db, body):
        db.add_all(
            _row(body, category, place) for place, category in enumerate(categories_of(db, body), 1)
        )
        db.flush()
    return list(category_rows(db, body))


def _row(body: UUID, category: Category, place: int) -> IncidentCategoryRow:
    return IncidentCategoryRow(
        awarding_body_id=body,
        code=category.code,
        name=category.name,
        notify=category.notify,
        advice=category.advice,
        place=place,
    )


def _of(rows: list[IncidentCategoryRow], code: str) -> IncidentCategoryRow:
    row = next((each for each in rows if each.code == code), None)
    if row is None:
        raise Refusal(Reason.INCIDENT_CATEGORY)
    return row


def _check_name(rows: list[IncidentCategoryRow], name: str, own: str) -> None:
    if any(row.name.lower() == name.strip().lower() and row.code != own for row in rows):
        raise Refusal(Reason.NAME_TAKEN)


def _record(
    db: Session, body: UUID, act: str, code: str, by: UUID, now: datetime, **facts: bool
) -> None:
    told = {"category": code, **facts}
    record(db, act, "awarding_body", body, now=now, by=by, body=body, facts=told)
