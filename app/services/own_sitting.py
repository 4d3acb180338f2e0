"""A sitting as its own candidate may see it: never a key, a mark, or anybody else's anything."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.admission import Step, step_at, why_not_start
from app.domain.breaks import pause_cause
from app.domain.message import Message
from app.domain.preferences import STANDARD, Preferences
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionKind, SessionState, SittingState
from app.domain.timing import Cause, TimeLedger, allowance, time_left
from app.services.ledger import ledger_for
from app.store.queries import sittings as queries
from app.store.queries.messages import messages_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where a keycode leads; `finished` when nothing but the receipt is behind it."""

    centre: UUID
    sitting: UUID
    state: SittingState
    finished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReceipt:
    """What a candidate takes away from a closed sitting."""

    state: SittingState
    finished_at: datetime | None
    answered: int
    items: int
    responses: int
    digest: str
    apart: int = 0  # questions whose last answer came too late and is kept apart

    @property
    def groups(self) -> tuple[str, ...]:
        """The digest in groups of four, as people read it."""
        return tuple(self.digest[start : start + 4] for start in range(0, len(self.digest), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the candidate is said to be, and where."""

    name: str
    number: str
    date_of_birth: date | None
    centre: str
    centre_number: str
    room: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSitting:
    """How a candidate's sitting stands at one moment; `waits_for` is why it cannot start yet."""

    centre: UUID
    sitting: UUID
    draw: int
    bank: UUID
    kind: SessionKind
    title: str
    items: int
    person: Person
    state: SittingState
    step: Step
    waits_for: Reason | None
    last_sequence: int
    base_time: timedelta
    allowed: timedelta
    time_left: timedelta
    started: bool
    preferences: Preferences = STANDARD
    may_listen: bool = False  # a computer reader is among the candidate's arrangements
    pause: Cause = Cause.NONE  # what the clock stands still for
    entries: int = 0  # in the time ledger
    messages: tuple[Message, ...] = ()  # what the room has told the candidate


def read_own_sitting(
    db: Session, centre: UUID, sitting: UUID, lease: str, now: datetime
) -> OwnSitting:
    """Return how the sitting stands for the device that holds its lease.

    Refuses a device without the lease (LEASE_LOST) unless the sitting is finished, and any device
    while the sitting goes on on paper (ON_PAPER).
    """
    line = queries.sitting_line(db, centre, sitting)
    if line is None:
        raise Refusal(Reason.KEYCODE_UNKNOWN)
    if line.sitting.on_paper_at and line.sitting.state == SittingState.STARTED:
        raise Refusal(Reason.ON_PAPER)
    ledger = ledger_for(db, line.sitting)
    own = _own(line, ledger, now)
    if own.step is Step.FINISHED:
        return own
    if not lease or lease != line.sitting.lease:
        raise Refusal(Reason.LEASE_LOST)
    if own.step is Step.DETAILS:  # whose they are is not confirmed
        return own
    return replace(own, messages=_messages(db, line))


def _messages(db: Session, line: queries.SittingLine) -> tuple[Message, ...]:
    zone = ZoneInfo(line.centre.time_zone)
    return tuple(
        Message(number, row.text, f"{row.at.astimezone(zone):%H:%M}")
        for number, row in enumerate(messages_for(db, line.sitting), start=1)
    )


def _own(line: queries.SittingLine, ledger: TimeLedger, now: datetime) -> OwnSitting:
    row, session = line.sitting, line.session
    state = SittingState(row.state)
    return OwnSitting(
        centre=row.centre_id,
        sitting=row.id,
        draw=row.draw,
        bank=line.bank_id,
        kind=SessionKind(session.kind),
        title=line.specification.title,
        items=line.specification.items,
        person=_person(line),
        state=state,
        step=step_at(state, row.confirmed_at is not None, ledger, now),
        waits_for=why_not_start(
            SessionState(session.state),
            state,
            session.latest_start_at,
            now,
            clocks_stopped=session.clocks_stopped_at is not None,
            let_in_late=bool(row.late_reason),
        ),
        last_sequence=row.last_sequence,
        base_time=timedelta(minutes=line.specification.minutes),
        allowed=allowance(ledger),
        time_left=time_left(ledger, now),
        started=row.started_at is not None,
        preferences=Preferences.from_settings(line.settings or {}),
        may_listen=line.may_listen,
        pause=pause_cause(ledger),
        entries=len(ledger.entries),
    )


def _person(line: queries.SittingLine) -> Person:
    candidate, centre = line.candidate, line.centre
    return Person(
        name=f"{candidate.given_names} {candidate.family_name}".strip(),
        number=candidate.number,
        date_of_birth=candidate.date_of_birth,
        centre=centre.name,
        centre_number=centre.number,
        room=line.session.room,
        zone=centre.time_zone,
    )
