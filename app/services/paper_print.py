"""Printing locked papers: for candidates who sit on paper, and against the day the power fails."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.item import ItemKind
from app.domain.paper import Paper
from app.domain.paper_print import PrintedPaper, PrintedQuestion, PrintForm, Printing
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState, SittingState
from app.domain.timing import allowance
from app.services.ledger import ledger_for
from app.store.candidates import CandidateRow
from app.store.organisations import CentreRow
from app.store.queries.content import Fragments, IdVersion, fragments_for
from app.store.queries.paper_sittings import locked_papers
from app.store.queries.results import bank_of_session
from app.store.queries.room import seated
from app.store.queries.sessions import session_line, session_to_change
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow

# Whose paper is still of use in print; what is handed in or void is not printed again.
PRINTABLE = frozenset(
    {SittingState.ENTERED, SittingState.ADMITTED, SittingState.STARTED, SittingState.ABSENT}
)


def print_papers(
    db: Session,
    session: UUID,
    sittings: Collection[UUID],
    form: PrintForm,
    by: UUID,
    now: datetime,
) -> Printing:
    """Return the locked papers of candidates for printing, and record whose and in which form.

    Refuses while keycodes are held back (KEYCODES_NOT_RELEASED) and once the session is closed.
    Papers that are handed in or void are left out.
    """
    held = session_to_change(db, session)
    if held is None or held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    if held.state == SessionState.SCHEDULED:
        raise Refusal(Reason.KEYCODES_NOT_RELEASED)
    papers = _papers(db, held, sittings)
    if papers:
        _record(db, held, papers, form, by, now)
    centre = db.get_one(CentreRow, held.centre_id)
    return Printing(
        form=form,
        test=session_line(db, held).title,
        centre_number=centre.number,
        centre_name=centre.name,
        room=held.room,
        zone=centre.time_zone,
        opens_at=held.opens_at,
        papers=tuple(papers),
    )


def _papers(db: Session, session: ExamSessionRow, sittings: Collection[UUID]) -> list[PrintedPaper]:
    papers = locked_papers(db, session, sittings)
    chosen = [
        (sitting, candidate)
        for sitting, candidate in seated(db, session)
        if sitting.id in papers and sitting.state in PRINTABLE
    ]
    wording = _wording(db, session, (papers[sitting.id] for sitting, _ in chosen))
    return [_printed(db, *each, papers[each[0].id], wording) for each in chosen]


def _wording(
    db: Session, session: ExamSessionRow, papers: Iterable[Paper]
) -> dict[IdVersion, Fragments]:
    wanted = {(item.id, item.version) for paper in papers for item in paper.items}
    return fragments_for(db, bank_of_session(db, session.id), wanted)


def _printed(
    db: Session,
    sitting: SittingRow,
    candidate: CandidateRow,
    paper: Paper,
    wording: dict[IdVersion, Fragments],
) -> PrintedPaper:
    questions = []
    for position, item in paper.positions.items():
        shown = wording[item.id, item.version]
        questions.append(
            PrintedQuestion(
                position=position,
                multiple=shown.kind is ItemKind.MULTIPLE,
                stem=shown.stem_html,
                options=tuple(shown.options[letter] for letter in item.options),
            )
        )
    return PrintedPaper(
        sitting=sitting.id,
        candidate_number=candidate.number,
        name=f"{candidate.given_names} {candidate.family_name}".strip(),
        allowed=allowance(ledger_for(db, sitting)),
        questions=tuple(questions),
    )


def _record(
    db: Session,
    session: ExamSessionRow,
    papers: Collection[PrintedPaper],
    form: PrintForm,
    by: UUID,
    now: datetime,
) -> None:
    printed = [str(paper.sitting) for paper in papers]
    record_about(db, "print_papers", session, now=now, by=by, form=form, sittings=printed)
