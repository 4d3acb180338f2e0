"""Reading access arrangements in full, for the few who need to know them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.arrangement import Arrangement, ArrangementKind
from app.store.candidates import AccessArrangementRow


def arrangements_among(
    db: Session, centre_id: UUID, candidates: Collection[UUID]
) -> dict[UUID, list[Arrangement]]:
    """Return what holds now for each of the candidates; those with nothing are left out."""
    rows = db.scalars(
        select(AccessArrangementRow)
        .where(
            AccessArrangementRow.centre_id == centre_id,
            AccessArrangementRow.candidate_id.in_(candidates),
            AccessArrangementRow.ended_at.is_(None),
        )
        .order_by(AccessArrangementRow.recorded_at, AccessArrangementRow.id)
    )
    found: dict[UUID, list[Arrangement]] = {}
    for row in rows:
        found.setdefault(row.candidate_id, []).append(
            Arrangement(
                kind=ArrangementKind(row.kind),
                percent=row.percent,
                minutes=row.minutes,
                detail=row.detail,
                evidence=row.evidence,
            )
        )
    return found
