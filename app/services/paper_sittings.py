"""Sittings that go on on paper: moving them there, and keying in what was answered."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain import keying
from app.domain.digests import GENESIS
from app.domain.keying import KeyedSheet, LogEnd, Turn
from app.domain.paper import Paper, unpack
from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, fold, letters
from app.domain.sitting import FINISHED, SessionState, SittingState, move
from app.domain.timing import TimeEntry, TimeKind
from app.services.closing import close_overdue
from app.services.invigilation.stopping import stand_with_the_room
from app.services.ledger import add_time_entry
from app.services.results import mark_sitting, release_at_close
from app.store.queries.locks import lock_sitting, lock_sittings
from app.store.queries.paper_sittings import keyed_sheets
from app.store.queries.results import paper_of
from app.store.queries.sessions import session_to_change
from app.store.queries.sittings import answers_of_sitting
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import KeyedSheetRow, ResponseRow, SittingRow
from app.store.types import new_id

MOVES_TO_PAPER = frozenset({SittingState.ENTERED, SittingState.ADMITTED, SittingState.STARTED})


class Outcome(StrEnum):
    """What came of a keying."""

    WAITS = "waits"  # for a second person
    DIFFERS = "differs"
    AGREES = "agrees"


def go_on_paper(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Let candidates go on with their paper in print, with a reason; return how many.

    Nothing is answered on screen after that. Who had not started is let in and started now. Refuses
    without a reason, before the keycodes are out and once the session is closed.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = session_to_change(db, session)
    if held is None or held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    close_overdue(db, held.centre_id, session, now)
    rows = lock_sittings(db, held, sittings)
    moved = [row for row in rows if _move_to_paper(db, row, reason.strip(), by, now)]
    for row in moved:
        stand_with_the_room(db, held, row, by, now)
    for row in moved:
        record_about(db, "go_on_paper", row, now=now, by=by, responses=row.last_sequence)
    return len(moved)


def _move_to_paper(db: Session, row: SittingRow, reason: str, by: UUID, now: datetime) -> bool:
    state = SittingState(row.state)
    if row.on_paper_at or state not in MOVES_TO_PAPER:
        return False
    if state is SittingState.ENTERED:
        state, row.admitted_at, row.admitted_by = move(state, SittingState.ADMITTED), now, by
    if state is SittingState.ADMITTED:
        state, row.started_at = move(state, SittingState.STARTED), now
        add_time_entry(db, row, TimeEntry(kind=TimeKind.START, at=now, reason=reason), by)
    row.state, row.on_paper_at, row.paper_reason = state, now, reason
    return True


def key_sheet(
    db: Session,
    session: UUID,
    sitting: UUID,
    ticked: Mapping[int, str],
    finished_at: datetime | None,
    by: UUID,
    now: datetime,
) -> Outcome:
    """Keep a sheet as one person keyed it; when two people agree, hand the test in.

    `ticked` has the letters as printed by position, all of them the first time; what a person leaves
    out afterwards, the time too, stays as that person keyed it. Refuses a sitting that is not on
    paper (NOT_ON_PAPER) or keyed in already (ALREADY_DONE), whoever keyed it last while nobody else
    has (SAME_PERSON), letters or positions the paper lacks (KEYING_FAULTY) and an impossible time.
    """
    held = session_to_change(db, session)
    row = lock_sitting(db, held.centre_id, sitting) if held else None
    if held is None or row is None or row.session_id != held.id:
        raise Refusal(Reason.NOT_ON_PAPER)
    check_can_be_keyed(row)
    paper = unpack(paper_of(db, row.centre_id, row.id, row.draw).packed)
    sheets = keyed_sheets(db, row.centre_id, row.id)
    sheet = _sheet(sheets, paper, ticked, finished_at, by)
    if not held.opens_at <= sheet.finished_at <= now:
        raise Refusal(Reason.HANDED_IN_RANGE)
    kept = _keep(db, row, sheet, now)
    record_about(db, "key_sheet", row, now=now, by=by, sheet=str(kept))
    sheets.append(sheet)
    if (pair := keying.agreed(sheets)) is not None:
        _hand_in(db, held, row, paper, pair[0], kept, by, now)
        return Outcome.AGREES
    return Outcome.DIFFERS if len(keying.newest(sheets)) > 1 else Outcome.WAITS


def check_can_be_keyed(row: SittingRow) -> None:
    """Refuse a sitting that is not on paper (NOT_ON_PAPER) or keyed in already (ALREADY_DONE)."""
    if row.on_paper_at is None or row.state == SittingState.VOID:
        raise Refusal(Reason.NOT_ON_PAPER)
    if row.state in FINISHED:
        raise Refusal(Reason.ALREADY_DONE)


def _sheet(
    sheets: Sequence[KeyedSheet],
    paper: Paper,
    ticked: Mapping[int, str],
    finished_at: datetime | None,
    by: UUID,
) -> KeyedSheet:
    """Read what was keyed against the paper; refuse whoever has to wait for somebody else."""
    turn = keying.turn_of(sheets, by)
    if turn is Turn.WAIT:
        raise Refusal(Reason.SAME_PERSON)
    read = {
        place: keying.read_ticks(ticked[place], len(item.options))
        for place, item in paper.positions.items()
        if place in ticked
    }
    good = {place: found for place, found in read.items() if found is not None}
    wanted = set(paper.positions) if turn is Turn.KEY else set(ticked)
    if wrong := (set(ticked) | wanted) - set(good):
        raise Refusal(Reason.KEYING_FAULTY, questions=", ".join(map(str, sorted(wrong))))
    if turn is Turn.AGAIN:
        return keying.keyed_again(keying.newest(sheets)[by], good, finished_at)
    if finished_at is None:
        raise Refusal(Reason.HANDED_IN_RANGE)
    in_order = tuple(good[place] for place in sorted(good))
    return KeyedSheet(by=by, ticked=in_order, finished_at=finished_at)


def _keep(db: Session, row: SittingRow, sheet: KeyedSheet, now: datetime) -> UUID:
    kept = KeyedSheetRow(
        awarding_body_id=row.awarding_body_id,
        centre_id=row.centre_id,
        id=new_id(),
        sitting_id=row.id,
        ticked=list(sheet.ticked),
        finished_at=sheet.finished_at,
        by_id=sheet.by,
        at=now,
    )
    db.add(kept)
    db.flush()
    return kept.id


def _hand_in(
    db: Session,
    held: ExamSessionRow,
    row: SittingRow,
    paper: Paper,
    sheet: KeyedSheet,
    kept: UUID,
    by: UUID,
    now: datetime,
) -> None:
    """Append the sheet to the log, hand in, and mark at once where the session is closed already."""
    end = LogEnd(
        sitting=str(row.id),
        last_sequence=row.last_sequence,
        last_digest=row.last_digest or GENESIS,
        sheet=fold(answers_of_sitting(db, row.centre_id, row.id), len(paper.items)),
    )
    orders = [item.options for item in paper.items]
    responses = keying.responses_of(sheet, orders, end, f"paper-{kept.hex}", now)
    db.add_all(_response_row(row, response) for response in responses)
    if responses:
        row.last_sequence, row.last_digest = responses[-1].sequence, responses[-1].digest
        row.last_answer_at = now
    answered = [bool(ticked) or end.sheet[n].answered for n, ticked in enumerate(sheet.ticked, 1)]
    row.progress = "".join("x" if each else "." for each in answered)
    row.state = move(SittingState(row.state), SittingState.SUBMITTED)
    row.finished_at = sheet.finished_at
    facts = {"responses": row.last_sequence, "keyed": len(responses), "digest": row.last_digest}
    record_about(db, "hand_in_paper", row, now=now, by=by, **facts)
    if held.state == SessionState.CLOSED:
        mark_sitting(db, row.centre_id, row.id, now)
        release_at_close(db, held, by, now)


def _response_row(row: SittingRow, response: Response) -> ResponseRow:
    return ResponseRow(
        awarding_body_id=row.awarding_body_id,
        centre_id=row.centre_id,
        sitting_id=row.id,
        sequence=response.sequence,
        position=response.position,
        chosen=letters(response.chosen),
        flagged=response.flagged,
        client_id=response.client_id,
        lease=response.lease,
        at=response.at,
        digest=response.digest,
    )
