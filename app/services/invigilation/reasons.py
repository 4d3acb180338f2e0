"""Why things were done, in words: kept beside the acts, and allowed to follow them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.services.invigilation.acts import room_to_change
from app.store.queries.locks import lock_sittings
from app.store.queries.reasons import Unexplained, unexplained_entries
from app.store.record import record_about
from app.store.room import RoomReasonRow
from app.store.sittings import SittingRow


def keep_reason(
    db: Session, row: SittingRow, act: str, text: str, by: UUID, now: datetime, entry: int = 0
) -> None:
    """Keep why an act was done about a sitting; nothing where nothing was written."""
    if not text.strip():
        return
    db.add(
        RoomReasonRow(
            awarding_body_id=row.awarding_body_id,
            centre_id=row.centre_id,
            sitting_id=row.id,
            act=act,
            entry=entry,
            text=text.strip(),
            by_id=by,
            at=now,
        )
    )


def explain(
    db: Session,
    session: UUID,
    entries: Collection[tuple[UUID, int]],
    reason: str,
    by: UUID,
    now: datetime,
) -> int:
    """Write down why clocks were stopped, after the act; return how many entries it explains.

    An entry is a sitting and its place in the time ledger; one that has its reason keeps it. The
    session may be closed by then. Refuses without a reason.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = room_to_change(db, session)
    rows = {row.id: row for row in lock_sittings(db, held, {sitting for sitting, _ in entries})}
    asked = set(entries)
    open_ones = unexplained_entries(db, held)
    missing = [each for each in open_ones if (each.sitting, each.entry) in asked]
    for each in missing:
        keep_reason(db, rows[each.sitting], "pause_sitting", reason, by, now, each.entry)
    for each in missing:
        record_about(db, "give_reason", rows[each.sitting], now=now, by=by, entry=each.entry)
    return len(missing)


def still_to_explain(found: Iterable[Unexplained]) -> list[list[Unexplained]]:
    """Put entries that were made by one press of one person together, the oldest press first."""
    presses: dict[tuple[datetime, UUID | None], list[Unexplained]] = {}
    for each in found:
        presses.setdefault((each.at, each.by), []).append(each)
    return list(presses.values())
