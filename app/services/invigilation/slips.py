"""Keycode slips: printed for all or for some, and a keycode issued anew when its slip is lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.refusals import Reason, Refusal
from app.domain.sitting import FINISHED, SessionState, SittingState
from app.services.invigilation.acts import change_each, room_to_change
from app.services.keycodes import issue_keycode, keycode_of, revoke_keycode
from app.store.queries import room as queries
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


@dataclass(frozen=True, slots=True)
class Slip:
    """What a candidate's slip says."""

    sitting: UUID
    candidate_number: str
    family_name: str
    given_names: str
    seat: str
    keycode: str


def print_slips(
    db: Session,
    session: UUID,
    by: UUID,
    now: datetime,
    sittings: Collection[UUID] | None = None,
) -> list[Slip]:
    """Return keycodes for printing, everybody's or those of some; record that they were printed.

    Who is not in the session has none, and where nothing is printed nothing is recorded. Refuses
    while keycodes are held back (KEYCODES_NOT_RELEASED) and once the session is closed.
    """
    held = _with_keycodes_out(db, session)
    slips = [
        Slip(
            sitting=sitting.id,
            candidate_number=candidate.number,
            family_name=candidate.family_name,
            given_names=candidate.given_names,
            seat=sitting.seat,
            keycode=keycode_of(held, sitting),
        )
        for sitting, candidate in queries.seated(db, held)
        if sittings is None or sitting.id in sittings
    ]
    if sittings is not None and not slips:
        return []
    some = {} if sittings is None else {"sittings": [str(slip.sitting) for slip in slips]}
    record_about(db, "print_keycodes", held, now=now, by=by, slips=len(slips), **some)
    return slips


def reissue_keycode(
    db: Session, session: UUID, sitting: UUID, issue: int, by: UUID, now: datetime
) -> int:
    """Give a candidate a new keycode for one whose slip was lost or seen; return how many got one.

    The old one leads nowhere from now on; a device that is in already stays in. `issue` counts the
    keycode that is to go: when a newer one was issued meanwhile, or the test is over, nothing is
    changed. Refuses while keycodes are held back and once the session is closed.
    """
    held = _with_keycodes_out(db, session)

    def renew(row: SittingRow) -> bool:
        if row.keycode_issue != issue or row.state in (*FINISHED, SittingState.VOID):
            return False
        revoke_keycode(db, held, row)
        row.keycode_issue += 1
        issue_keycode(db, held, row)
        return True

    return change_each(db, held, [sitting], "reissue_keycode", renew, now, by, issue=issue + 1)


def _with_keycodes_out(db: Session, session: UUID) -> ExamSessionRow:
    held = room_to_change(db, session)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    return held
