"""Finding the sitting a receipt is of, and reading its log as it was chained."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.response import Response
from app.domain.sitting import FINISHED, SittingState
from app.store.audit import EventRow
from app.store.organisations import CentreRow
from app.store.sittings import ResponseRow, SittingRow

CLOSED = (*sorted(FINISHED), SittingState.VOID)
# The acts that write down the digest a sitting ended with.
ENDINGS = ("submit_sitting", "close_sitting_at_deadline")


def sitting_of_digest(db: Session, digest: str) -> tuple[SittingRow, CentreRow] | None:
    """Return the closed sitting of which this is a digest: by its log, its end, or the event log."""
    answered = select(ResponseRow.sitting_id).where(ResponseRow.digest == digest)
    ended = select(EventRow.subject_id).where(
        EventRow.act.in_(ENDINGS), EventRow.facts["digest"].as_string() == digest
    )
    known = or_(
        SittingRow.last_digest == digest,
        SittingRow.id.in_(answered),
        SittingRow.id.in_(ended),
    )
    found = db.execute(
        select(SittingRow, CentreRow)
        .join(CentreRow, CentreRow.id == SittingRow.centre_id)
        .where(known, SittingRow.state.in_(CLOSED))
    ).first()
    return (found[0], found[1]) if found else None


def whole_log(db: Session, centre: UUID, sitting: UUID) -> list[Response]:
    """Return a sitting's answer log in order, with all that its digests were made from."""
    rows = db.scalars(
        select(ResponseRow)
        .where(ResponseRow.centre_id == centre, ResponseRow.sitting_id == sitting)
        .order_by(ResponseRow.sequence)
    )
    return [
        Response(
            sequence=row.sequence,
            position=row.position,
            chosen=frozenset(row.chosen),
            flagged=row.flagged,
            client_id=row.client_id,
            lease=row.lease,
            at=row.at,
            digest=row.digest,
        )
        for row in rows
    ]
