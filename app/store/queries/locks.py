"""Sittings held for the length of a transaction, always taken in order of id.

The sitting of an entry that was withdrawn is nobody's to act on: it is not found.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import SittingRow


def lock_sitting(db: Session, centre: UUID, sitting: UUID) -> SittingRow | None:
    """Return one sitting of the centre, locked until the commit; None if there is none."""
    return next(iter(_locked(db, SittingRow.centre_id == centre, SittingRow.id == sitting)), None)


def lock_sittings(
    db: Session, session: ExamSessionRow, sittings: Iterable[UUID]
) -> Sequence[SittingRow]:
    """Return those of the sittings with these ids that are of the session, locked, in order of id."""
    return _locked(
        db,
        SittingRow.centre_id == session.centre_id,
        SittingRow.session_id == session.id,
        SittingRow.id.in_(list(sittings)),
    )


def lock_session_sittings(db: Session, centre: UUID, session: UUID) -> Sequence[SittingRow]:
    """Return every sitting of a session, locked, in order of id."""
    return _locked(db, SittingRow.centre_id == centre, SittingRow.session_id == session)


def _locked(db: Session, *conditions: ColumnElement[bool]) -> Sequence[SittingRow]:
    return db.scalars(
        select(SittingRow)
        .join(EntryRow, EntryRow.id == SittingRow.entry_id)
        .where(*conditions, EntryRow.withdrawn_at.is_(None))
        .order_by(SittingRow.id)
        .with_for_update(of=SittingRow)
        .execution_options(populate_existing=True)
    ).all()
