"""Exam sessions as they really go, told through the services, for tests of what comes after.

>>> story = a_session(database, cast, clock, candidates=2)
>>> sit(story, 0, right=4)
>>> story.close()

Candidates are counted from 0: Ada, who has a quarter more time, then Ben, then others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.admission import Identity
from app.domain.answering import Answer
from app.domain.arrangement import Arrangement, ArrangementKind
from app.domain.bank import Bank
from app.domain.candidate import CandidateDetails
from app.domain.keycode import keycode_for
from app.domain.paper import Paper, unpack
from app.domain.refusals import Reason, Refusal
from app.domain.session_record import Check
from app.domain.sitting import SessionState
from app.domain.specification import ReleasePolicy, Specification
from app.files.media import PictureFile
from app.files.record_key import new_record_key
from app.services import invigilation, results
from app.services.answering import Saved, save_answers
from app.services.arrangements import read_arrangements, set_arrangements
from app.services.entries import enter_from_file
from app.services.publishing import publish_bank, publish_specification
from app.services.sitting import confirm_details, start_sitting, submit_sitting, take_lease
from app.store.answer_log import AnswerLog
from app.store.audit import EventRow
from app.store.database import Database
from app.store.queries.sessions import entries_of
from app.store.queries.sittings import candidate_of_sitting
from app.store.sessions import ExamSessionRow
from app.store.sittings import PaperRow, SittingRow
from tests.cast import Cast, sample_bank, sample_specification
from tests.timetable import ADA, BEN, SECRET, THE_DAY_BEFORE, schedule

OTHERS = ("Cole", "Dunn", "Eaton", "Flynn", "Grant", "Hughes", "Irving", "Jones", "Knight", "Lowe")


class Ticking(Protocol):
    """The clock of the tests."""

    now: datetime

    def tick(self, **length: float) -> datetime:
        """Move on and return the new moment."""


@dataclass
class StorySession:
    """One session whose keycodes are out; sittings, papers and keycodes by candidate."""

    database: Database
    cast: Cast
    clock: Ticking
    bank: Bank
    specification_version: UUID
    session: UUID
    candidates: Sequence[CandidateDetails]
    sittings: list[UUID]
    papers: list[Paper]
    keycodes: list[str]
    log: AnswerLog

    @property
    def centre(self) -> UUID:
        """The centre it is held at."""
        return self.cast.northtown

    def row(self) -> ExamSessionRow:
        """Read how the session stands."""
        with self.database.read() as db:
            return db.get_one(ExamSessionRow, self.session)

    def sitting(self, place: int) -> SittingRow:
        """Read how a candidate's sitting stands."""
        with self.database.read() as db:
            return db.get_one(SittingRow, (self.centre, self.sittings[place]))

    def events(self, act: str) -> list[EventRow]:
        """Read what the record has of an act, in order."""
        with self.database.read() as db:
            found = select(EventRow).where(EventRow.act == act).order_by(EventRow.sequence)
            return list(db.scalars(found))

    def do(self, act: Callable[..., Any], *args: Any, by: UUID | None = None, **also: Any) -> Any:
        """Let the invigilator, or whoever else, do something to the session now."""
        with self.database.begin() as db:
            return act(db, self.session, *args, by=by or self.cast.ivy, now=self.clock.now, **also)

    def begin(self) -> None:
        """Let everybody in and say "start"."""
        self.do(invigilation.admit, self.sittings, Identity.KNOWN)
        self.do(invigilation.start_session)

    def close(self) -> int:
        """Close the session; return how many results there are."""
        told = dict.fromkeys(Check, "It was seen and written down.")
        act = invigilation.close_session
        return int(self.do(act, key=new_record_key(), explanations=told))

    def release(self) -> int:
        """Give the results out; return how many."""
        return int(self.do(results.release_results, by=self.cast.olga))

    def key(self, place: int, position: int) -> frozenset[str]:
        """Read the key of one position from the bank as it was written, not from the database."""
        item = self.papers[place].positions[position]
        return next(written.key for written in self.bank.items if written.id == item.id)


def a_session(
    database: Database,
    cast: Cast,
    clock: Ticking,
    candidates: int = 2,
    *,
    items: int = 12,
    bank: Bank | None = None,
    pictures: Sequence[PictureFile] = (),
    specification: Specification | None = None,
    **scheduled: Any,
) -> StorySession:
    """Publish, schedule for now, enter candidates and give the keycodes out at Northtown."""
    bank, spec = bank or sample_bank(items), specification or sample_specification()
    entered = people(candidates)
    with database.begin() as db:
        publish_bank(db, cast.body, bank, cast.edgar, cast.esme, THE_DAY_BEFORE, pictures)
        version = publish_specification(
            db, cast.body, spec, cast.edgar, THE_DAY_BEFORE, approved_by=cast.olga
        )
        session = schedule(db, cast, version, **(_from(clock.now) | scheduled))
        enter_from_file(db, session, entered, cast.cora, THE_DAY_BEFORE)
        invigilation.release_keycodes(db, session, cast.ivy, clock.now)
        sittings, papers = _drawn(db, session)
    return StorySession(
        database=database,
        cast=cast,
        clock=clock,
        bank=bank,
        specification_version=version,
        session=session,
        candidates=entered,
        sittings=sittings,
        papers=papers,
        keycodes=[keycode_for(SECRET, str(sitting)) for sitting in sittings],
        log=AnswerLog(database.is_sqlite),
    )


@contextmanager
def refused(reason: Reason) -> Iterator[None]:
    """Expect a refusal for this reason."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.reason is reason


def people(count: int) -> list[CandidateDetails]:
    """Name candidates: Ada, Ben and others, in order of their numbers."""
    others = [
        CandidateDetails(f"{14 + n:04}", name, f"{name[0]}. {n + 3}")
        for n, name in enumerate(OTHERS[: max(count - 2, 0)])
    ]
    return [ADA, BEN, *others][:count]


def allow_listening(story: StorySession) -> None:
    """Add a computer reader to what Ada is allowed."""
    with story.database.begin() as db:
        ada = candidate_of_sitting(db, story.centre, story.sittings[0])
        held = read_arrangements(db, story.centre, [ada]).get(ada, ())
        reader = Arrangement(kind=ArrangementKind.COMPUTER_READER, evidence="File 12")
        set_arrangements(db, ada, [*held, reader], story.cast.cora, story.clock.now)


def sit(
    story: StorySession,
    place: int,
    right: int = 0,
    *,
    chosen: Mapping[int, str] | None = None,
    submit: bool = True,
) -> None:
    """Let a candidate enter, start, answer a minute later and, unless told otherwise, hand in.

    The first `right` answers are right and the others wrong; `chosen` gives the letters of some
    positions instead and leaves the rest blank.
    """
    if story.row().state == SessionState.RELEASED:
        story.begin()
    start(story, place)
    story.clock.tick(minutes=1)
    save(story, place, answers(story, place, right) if chosen is None else chosen)
    if submit:
        hand_in(story, place)


def start(story: StorySession, place: int) -> None:
    """Let a candidate enter, confirm the details and start the clock."""
    lease, sitting, now = lease_of(place), story.sittings[place], story.clock.now
    with story.database.begin() as db:
        take_lease(db, story.centre, sitting, now, token=lease)
        confirm_details(db, story.centre, sitting, lease, now)
        start_sitting(db, story.centre, sitting, lease, now)


def answers(story: StorySession, place: int, right: int) -> dict[int, str]:
    """Answer every position, the first of them as the key has it."""
    given = {}
    for position in story.papers[place].positions:
        key = story.key(place, position)
        wrong = next(letter for letter in "ABCD" if letter not in key)
        given[position] = "".join(sorted(key)) if position <= right else wrong
    return given


def save(story: StorySession, place: int, chosen: Mapping[int, str], follows: int = 0) -> Saved:
    """Send answers as the candidate's device does: places as displayed, one after another."""
    orders = {n: item.options for n, item in story.papers[place].positions.items()}
    sent = [
        Answer(
            position=position,
            shown=frozenset(orders[position].index(letter) for letter in letters),
            client_id=f"{place}-{follows + n}",
            lease=lease_of(place),
            follows=follows + n,
        )
        for n, (position, letters) in enumerate(chosen.items())
    ]
    writer, sitting = story.database.writer, story.sittings[place]
    return save_answers(writer, story.log, story.centre, sitting, sent, story.clock.now)


def hand_in(story: StorySession, place: int) -> None:
    """Let a candidate hand in."""
    with story.database.begin() as db:
        now = story.clock.now
        submit_sitting(db, story.centre, story.sittings[place], lease_of(place), now)


def lease_of(place: int) -> str:
    """Name a candidate's device."""
    return f"device-{place}"


def immediate(pass_mark: int | None = 3) -> Specification:
    """Give the sample specification whose results are out at the close."""
    return replace(sample_specification(pass_mark), release=ReleasePolicy.IMMEDIATE)


def _from(now: datetime) -> dict[str, datetime]:
    return {
        "opens_at": now,
        "latest_start_at": now + timedelta(minutes=90),
        "latest_finish_at": now + timedelta(minutes=150),
    }


def _drawn(db: Session, session: UUID) -> tuple[list[UUID], list[Paper]]:
    """Return sittings and papers in order of the candidates' numbers."""
    sittings = [line.sitting for line in entries_of(db, db.get_one(ExamSessionRow, session))]
    return [each.id for each in sittings], [paper_of(db, each) for each in sittings]


def paper_of(db: Session, sitting: SittingRow) -> Paper:
    """Return the paper of a sitting's last draw."""
    return unpack(db.get_one(PaperRow, (sitting.centre_id, sitting.id, sitting.draw)).packed)
