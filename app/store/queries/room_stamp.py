"""Whether anything has changed in some rooms: a few counters, read every few seconds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.sitting import SittingState
from app.store.audit import EventRow
from app.store.queries.room import is_of_sitting, raw
from app.store.sessions import ExamSessionRow
from app.store.sittings import LateResponseRow, PresenceRow, SittingRow

_WITH_DEVICE = (SittingState.ENTERED, SittingState.ADMITTED, SittingState.STARTED)


@dataclass(frozen=True, slots=True)
class RoomStamp:
    """What changes with everything that is stored about rooms, without reading how each stands.

    `acts` are the ends of the event logs, `counters` how many sittings, responses and entries in
    time ledgers there are, `late` how many answers came too late, `silent` names devices that are silent and those behind with a pause.
    """

    acts: tuple[int, ...]
    counters: tuple[int, ...]
    late: int
    silent: tuple[str, ...]


def room_stamp(
    db: Session, sessions: Collection[ExamSessionRow], silent_since: datetime
) -> RoomStamp:
    """Return what tells one moment of these rooms from another; silent is who said nothing since."""
    asked = _named(sessions)
    connection = db.connection()
    acts = [
        connection.execute(_LAST_ACT, {"chain": str(centre)}).scalar() or 0
        for centre in sorted(asked["centres"])
    ]
    counters = connection.execute(_COUNTERS, asked).one()
    late = connection.execute(_LATE, asked).scalar() or 0
    silent = connection.execute(_SILENT, asked | {"since": silent_since})
    return RoomStamp(
        acts=tuple(acts),
        counters=tuple(int(each) for each in counters),
        late=late,
        silent=tuple(f"{each.id}{each.seen_at if each.quiet else ''}" for each in silent),
    )


def _named(sessions: Collection[ExamSessionRow]) -> dict[str, list[UUID]]:
    """Return what the statements made once are told."""
    return {
        "centres": list({session.centre_id for session in sessions}),
        "sessions": [session.id for session in sessions],
    }


# Asked every few seconds for every page that watches, so they are put together once.
_THESE = and_(
    SittingRow.centre_id.in_(bindparam("centres", expanding=True)),
    SittingRow.session_id.in_(bindparam("sessions", expanding=True)),
)
_LAST_ACT = select(func.max(EventRow.sequence)).where(EventRow.chain == bindparam("chain"))
_COUNTERS = select(
    func.count(),
    func.coalesce(func.sum(SittingRow.last_sequence), 0),
    func.coalesce(func.sum(SittingRow.ledger_entries), 0),
).where(_THESE)
_LATE = (
    select(func.count())
    .select_from(SittingRow)
    .join(LateResponseRow, is_of_sitting(LateResponseRow))
    .where(_THESE)
)
_SINCE = bindparam("since", type_=SittingRow.started_at.type)
_QUIET = and_(
    *(
        or_(at.is_(None), at < _SINCE)
        for at in (
            SittingRow.last_answer_at,
            SittingRow.leased_at,
            SittingRow.started_at,
            PresenceRow.seen_at,
        )
    )
)
_BEHIND = (SittingRow.state == SittingState.STARTED) & (
    func.coalesce(PresenceRow.heard_entries, 0) < SittingRow.ledger_entries
)
_SILENT = (
    select(
        raw(SittingRow.id).label("id"),
        raw(PresenceRow.seen_at).label("seen_at"),
        _QUIET.label("quiet"),
    )
    .outerjoin(PresenceRow, is_of_sitting(PresenceRow))
    .where(
        _THESE,
        SittingRow.state.in_(_WITH_DEVICE),
        SittingRow.lease != "",
        SittingRow.on_paper_at.is_(None),
        _QUIET | _BEHIND,
    )
    .order_by(SittingRow.id)
)
