"""Checking a receipt: whether the answers of a sitting still are those it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.digests import GENESIS
from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, verify
from app.domain.sitting import SittingState
from app.store.queries import receipts as queries
from app.store.queries.sittings import paper_of_sitting
from app.store.sittings import SittingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCheck:
    """What a receipt that fits is of: the answers up to `sequence` of `responses`, from 1."""

    receipt: str
    sitting: UUID
    centre_number: str
    centre: str
    zone: str
    state: SittingState
    finished_at: datetime | None
    sequence: int
    responses: int

    @property
    def whole(self) -> bool:
        """Whether it stands for every answer of the sitting."""
        return self.sequence == self.responses


def verify_receipt(db: Session, typed: str) -> ReceiptCheck:
    """Work the chain of a closed sitting's answers out anew and compare it with a receipt.

    Refuses a receipt that fits no closed sitting (RECEIPT_UNKNOWN), and one whose sitting's answers
    are not those given (ANSWERS_CHANGED), naming the first that does not follow.
    """
    receipt = "".join(typed.split()).lower()
    found = queries.sitting_of_digest(db, receipt) if receipt != GENESIS else None
    if found is None:
        raise Refusal(Reason.RECEIPT_UNKNOWN)
    row, centre = found
    log = queries.whole_log(db, row.centre_id, row.id)
    if (changed := _first_changed(db, row, log, receipt)) is not None:
        raise Refusal(Reason.ANSWERS_CHANGED, sitting=row.id, sequence=changed)
    return ReceiptCheck(
        receipt=receipt,
        sitting=row.id,
        centre_number=centre.number,
        centre=centre.name,
        zone=centre.time_zone,
        state=SittingState(row.state),
        finished_at=row.finished_at,
        sequence=next(each.sequence for each in log if each.digest == receipt),
        responses=len(log),
    )


def _first_changed(
    db: Session, row: SittingRow, log: Sequence[Response], receipt: str
) -> int | None:
    """Return the sequence number at which the log leaves what was acknowledged, None if nowhere."""
    paper = paper_of_sitting(db, row.centre_id, row.id, row.draw)
    orders = [item.options for item in paper.items] if paper else []
    changed = verify(log, str(row.id), orders)
    if changed is not None:
        return changed
    last, digest = (log[-1].sequence, log[-1].digest) if log else (0, GENESIS)
    if last < row.last_sequence:
        return last + 1  # cut short
    # A chain that holds in itself and ends elsewhere was written anew as a whole.
    fits = digest == row.last_digest and any(each.digest == receipt for each in log)
    return None if fits else last
