"""Awarding bodies and their centres."""

from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.queries.people import body_named, centre_numbered
from app.store.record import record

HOME_ZONE = "Europe/London"
MOST_EXTRA_MINUTES = 600
MOST_CANDIDATES = 1_000


def make_awarding_body(db: Session, name: str, by: UUID | None, now: datetime) -> UUID:
    """Add an awarding body; refuses a name that another has."""
    if body_named(db, name.strip()) is not None:
        raise Refusal(Reason.NAME_TAKEN)
    body = AwardingBodyRow(name=name.strip())
    db.add(body)
    db.flush()
    record(db, "add_awarding_body", "awarding_body", body.id, now=now, by=by, body=body.id)
    return body.id


def make_centre(
    db: Session,
    body: UUID,
    number: str,
    name: str,
    by: UUID | None,
    now: datetime,
    time_zone: str = HOME_ZONE,
) -> UUID:
    """Add a centre to an awarding body; refuses a number the body has given, and an unknown zone."""
    _check_centre(db, body, number, time_zone, None)
    centre = CentreRow(
        awarding_body_id=body, number=number.strip(), name=name.strip(), time_zone=time_zone
    )
    db.add(centre)
    db.flush()
    record(db, "add_centre", "centre", centre.id, now=now, by=by, body=body, centre=centre.id)
    return centre.id


def change_centre(
    db: Session,
    centre_id: UUID,
    *,
    number: str,
    name: str,
    time_zone: str,
    active: bool,
    by: UUID | None,
    now: datetime,
) -> None:
    """Change what is known of a centre; refuses a number the body has given, and an unknown zone."""
    centre = db.get_one(CentreRow, centre_id)
    _check_centre(db, centre.awarding_body_id, number, time_zone, centre_id)
    centre.number, centre.name = number.strip(), name.strip()
    centre.time_zone, centre.active = time_zone, active
    body = centre.awarding_body_id
    record(
        db,
        "change_centre",
        "centre",
        centre_id,
        now=now,
        by=by,
        body=body,
        centre=centre_id,
        active=active,
    )


def change_room_rules(
    db: Session,
    body_id: UUID,
    extra_time_limit_minutes: int,
    candidates_per_invigilator: int,
    by: UUID | None,
    now: datetime,
) -> None:
    """Set the most extra time in a sitting, in minutes, and candidates to one invigilator.

    Refuses what no room can be run by (ROOM_RULES_RANGE).
    """
    if not (
        0 <= extra_time_limit_minutes <= MOST_EXTRA_MINUTES
        and 1 <= candidates_per_invigilator <= MOST_CANDIDATES
    ):
        raise Refusal(Reason.ROOM_RULES_RANGE)
    body = db.get_one(AwardingBodyRow, body_id, with_for_update=True)
    body.extra_time_limit_minutes = extra_time_limit_minutes
    body.candidates_per_invigilator = candidates_per_invigilator
    record(
        db,
        "change_room_rules",
        "awarding_body",
        body_id,
        now=now,
        by=by,
        body=body_id,
        extra_time_limit_minutes=extra_time_limit_minutes,
        candidates_per_invigilator=candidates_per_invigilator,
    )


def _check_centre(
    db: Session, body: UUID, number: str, time_zone: str, itself: UUID | None
) -> None:
    if any(centre.id != itself for centre in centre_numbered(db, number.strip(), body)):
        raise Refusal(Reason.NAME_TAKEN)
    if time_zone not in available_timezones():
        raise Refusal(Reason.UNKNOWN_ZONE)
