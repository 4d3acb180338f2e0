"""Result codes: derived when needed, found by their hash, stored nowhere.

A code leads to its sitting from the moment its keycode does, so that what a receipt promises holds
whoever asks first. Sessions that do not count have no results and so no codes.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.keycode import fast_hash, grouped, result_code_for
from app.domain.sitting import SessionKind
from app.domain.specification import ReleasePolicy
from app.store.mapping import specification_of
from app.store.queries import own_results as queries
from app.store.queries.sessions import entries_of
from app.store.queries.sittings import sitting_line
from app.store.sessions import ExamSessionRow
from app.store.sittings import ResultCodeRow, SittingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNotice:
    """What a receipt says of the result to come: the code, and who gives the result out."""

    code: str
    awarding_body: str
    release: ReleasePolicy
    released: bool
    # Whether the page can know its reader: without a date of birth on record it cannot.
    can_be_seen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSlip:
    """A candidate's result code as the centre hands it out."""

    candidate_number: str
    family_name: str
    given_names: str
    date_of_birth: date | None
    code: str


def issue_result_code(db: Session, session: ExamSessionRow, sitting: SittingRow) -> None:
    """Make the sitting's result code lead to it; nothing happens when it does already."""
    if session.kind != SessionKind.LIVE:
        return
    hashed = fast_hash(result_code_for(session.secret, str(sitting.id)))
    if db.get(ResultCodeRow, hashed) is None:
        db.add(
            ResultCodeRow(
                hash=hashed,
                awarding_body_id=sitting.awarding_body_id,
                centre_id=sitting.centre_id,
                sitting_id=sitting.id,
            )
        )


def notice_for(db: Session, centre: UUID, sitting: UUID) -> ResultNotice | None:
    """Return what the candidate is told of the result; None where the session does not count."""
    line = sitting_line(db, centre, sitting)
    if line is None or line.session.kind != SessionKind.LIVE:
        return None
    spec = specification_of(queries.specification_code(db, line), line.specification)
    return ResultNotice(
        code=grouped(result_code_for(line.session.secret, str(sitting))),
        awarding_body=queries.awarding_body_name(db, line.session.awarding_body_id),
        release=spec.release,
        released=queries.newest_released(db, centre, sitting) is not None,
        can_be_seen=line.candidate.date_of_birth is not None,
    )


def result_slips(db: Session, session: ExamSessionRow) -> list[ResultSlip]:
    """Return the result codes of a session by candidate number; none where it does not count."""
    if session.kind != SessionKind.LIVE:
        return []
    return [
        ResultSlip(
            candidate_number=line.candidate.number,
            family_name=line.candidate.family_name,
            given_names=line.candidate.given_names,
            date_of_birth=line.candidate.date_of_birth,
            code=grouped(result_code_for(session.secret, str(line.sitting.id))),
        )
        for line in entries_of(db, session)
    ]
