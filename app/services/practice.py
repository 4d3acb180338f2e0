"""The practice test: anybody's, by the rules of every sitting, counted nowhere and stored nowhere.

Each use case takes the sitting as its browser brought it and returns what the browser is to keep.
None of them is given a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.domain.admission import step_at
from app.domain.answering import LATE, Answer
from app.domain.paper import Paper
from app.domain.practice import PracticeSitting
from app.domain.preferences import Preferences
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionKind, response_state, why_not_answer
from app.domain.timing import phase_at, time_left
from app.services.answering import Receipt, Saved
from app.services.own_sitting import OwnSitting, Person, SubmissionReceipt
from app.services.practice_sample import practice_sample
from app.services.questions import PaperState, Question, question_of, state_of

NOBODY = Person(
    name="",
    number="",
    date_of_birth=None,
    centre="",
    centre_number="",
    room="",
    zone="Europe/London",
)
NOWHERE = UUID(int=0)  # no centre, no bank: nothing of a practice test is in the database


def start_practice(id: UUID, now: datetime, *, may_listen: bool = False) -> PracticeSitting:
    """Start a try with its clock, with a computer reader if wanted; its paper follows from the id.

    Refuses nobody.
    """
    sample = practice_sample()
    return PracticeSitting(
        id=id,
        of=sample.fingerprint,
        time=timedelta(minutes=sample.specification.minutes),
        started_at=now,
        may_listen=may_listen,
    )


def find_practice(kept: Mapping[str, Any]) -> PracticeSitting | None:
    """Read what a browser kept; None when it is of questions that have changed since."""
    try:
        practice = PracticeSitting.from_mapping(kept)
    except (KeyError, TypeError, ValueError):
        return None
    return practice if practice.of == practice_sample().fingerprint else None


def read_own_practice(
    practice: PracticeSitting, preferences: Preferences, now: datetime
) -> OwnSitting:
    """Return how the try stands, in the form in which candidates' pages are told of a sitting."""
    state, ledger = practice.state(now), practice.ledger
    spec = practice_sample().specification
    return OwnSitting(
        centre=NOWHERE,
        sitting=practice.id,
        draw=1,
        bank=NOWHERE,
        kind=SessionKind.PRACTICE,
        title=spec.title,
        items=spec.items,
        person=NOBODY,
        state=state,
        step=step_at(state, True, ledger, now),
        waits_for=None,
        last_sequence=practice.last_sequence,
        base_time=practice.time,
        allowed=practice.time,
        time_left=time_left(ledger, now),
        started=True,
        preferences=preferences,
        may_listen=practice.may_listen,
    )


def read_practice_state(practice: PracticeSitting) -> PaperState:
    """Return what stands at each position."""
    orders = _orders(practice)
    return state_of(practice.log(orders), len(orders))


def read_practice_questions(practice: PracticeSitting) -> tuple[Question, ...]:
    """Return every position of the paper in order, without any key."""
    sample, paper = practice_sample(), _paper(practice)
    sheet = read_practice_state(practice).sheet
    return tuple(
        question_of(position, item, sample.wording[item.id, item.version], sheet[position])
        for position, item in paper.positions.items()
    )


def read_practice_question(practice: PracticeSitting, position: int) -> Question:
    """Return one position of the paper; refuses one it lacks (NO_SUCH_POSITION)."""
    questions = read_practice_questions(practice)
    if not 1 <= position <= len(questions):
        raise Refusal(Reason.NO_SUCH_POSITION, position=position)
    return questions[position - 1]


def save_practice_answers(
    practice: PracticeSitting, answers: Sequence[Answer], now: datetime
) -> tuple[PracticeSitting, Saved]:
    """Take answers in order, stopping at the first that is refused; return the try as it is then.

    A write repeated with the same name is answered as before while it stands. Raises Refusal for a
    position or option the paper lacks; returns every other refusal. What comes too late is named as
    in a sitting, so that its device lets go of it, and is kept nowhere.
    """
    orders = _orders(practice)
    receipts: list[Receipt] = []
    late: list[str] = []
    refused: Reason | None = None
    for answer in answers:
        practice, why = _take(practice, answer, orders, now)
        known = practice.known(answer.client_id)
        if known is not None:
            receipts.append(Receipt(answer.client_id, known.sequence, known.digest))
            continue
        refused = why
        if why not in LATE:
            break
        late.append(answer.client_id)
    standing = read_practice_standing(practice, now)
    return practice, replace(
        standing, receipts=tuple(receipts), refused=refused, kept_apart=tuple(late)
    )


def _take(
    practice: PracticeSitting, answer: Answer, orders: Sequence[str], now: datetime
) -> tuple[PracticeSitting, Reason | None]:
    try:
        return practice.answered(answer, orders, now), None
    except Refusal as refusal:
        if refusal.reason in (Reason.NO_SUCH_POSITION, Reason.NO_SUCH_OPTION):
            raise
        return practice, refusal.reason


def read_practice_standing(practice: PracticeSitting, now: datetime) -> Saved:
    """Return what a heartbeat is told; `refused` is why nothing can be answered, None if it can."""
    state, ledger = practice.state(now), practice.ledger
    return Saved(
        receipts=(),
        refused=why_not_answer(state, phase_at(ledger, now)),
        kept_apart=(),
        last_sequence=practice.last_sequence,
        state=response_state(state, ledger, now),
        time_left=time_left(ledger, now),
    )


def submit_practice(practice: PracticeSitting, now: datetime) -> PracticeSitting:
    """Hand the try in; at or after the deadline it is closed at its deadline. Refuses nobody."""
    return practice.handed_in(now)


def practice_receipt(practice: PracticeSitting, now: datetime) -> SubmissionReceipt:
    """Return the receipt of a try that is finished; never a mark."""
    state = read_practice_state(practice)
    return SubmissionReceipt(
        state=practice.state(now),
        finished_at=practice.finished_at(now),
        answered=state.answered,
        items=len(state.sheet),
        responses=practice.last_sequence,
        digest=practice.last_digest,
    )


def _paper(practice: PracticeSitting) -> Paper:
    return practice_sample().paper(practice.id)


def _orders(practice: PracticeSitting) -> list[str]:
    return [item.options for item in _paper(practice).items]
