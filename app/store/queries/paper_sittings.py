"""Reading what is on paper: locked papers for printing, and sheets as they were keyed in."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.keying import KeyedSheet
from app.domain.paper import Paper, unpack
from app.store.sessions import ExamSessionRow
from app.store.sittings import KeyedSheetRow, PaperRow, SittingRow


def locked_papers(
    db: Session, session: ExamSessionRow, sittings: Collection[UUID]
) -> dict[UUID, Paper]:
    """Return the locked papers of these sittings of a session, by sitting."""
    rows = db.execute(
        select(PaperRow.sitting_id, PaperRow.packed)
        .join(
            SittingRow,
            (SittingRow.centre_id == PaperRow.centre_id)
            & (SittingRow.id == PaperRow.sitting_id)
            & (SittingRow.draw == PaperRow.draw),
        )
        .where(
            SittingRow.centre_id == session.centre_id,
            SittingRow.session_id == session.id,
            SittingRow.id.in_(sittings),
            PaperRow.locked_at.is_not(None),
        )
    )
    return {sitting: unpack(packed) for sitting, packed in rows}


def keyed_sheets(db: Session, centre: UUID, sitting: UUID) -> list[KeyedSheet]:
    """Return the sheets keyed in for a sitting, in the order of keying."""
    return keyed_by_sitting(db, centre, [sitting])[sitting]


def keyed_by_sitting(
    db: Session, centre: UUID, sittings: Collection[UUID]
) -> dict[UUID, list[KeyedSheet]]:
    """Return the sheets keyed in for several sittings, each in the order of keying."""
    found: dict[UUID, list[KeyedSheet]] = {sitting: [] for sitting in sittings}
    rows = db.scalars(
        select(KeyedSheetRow)
        .where(KeyedSheetRow.centre_id == centre, KeyedSheetRow.sitting_id.in_(sittings))
        .order_by(KeyedSheetRow.at, KeyedSheetRow.id)
    )
    for row in rows:
        sheet = KeyedSheet(by=row.by_id, ticked=tuple(row.ticked), finished_at=row.finished_at)
        found[row.sitting_id].append(sheet)
    return found
