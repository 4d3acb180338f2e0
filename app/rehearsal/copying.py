"""The copy that a rehearsal is held on: a database of its own, without a real name or question.

Only the rows that one session needs are taken, whatever the database, read in one transaction. Of
items everything is kept that a paper is drawn by and nothing that a candidate would read.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.config import make_secret_key
from app.domain.item import ItemKind
from app.domain.roles import Grant, Role
from app.domain.sitting import SessionKind, SessionState
from app.rehearsal.pretend import PracticeItems, pretend_name, pretend_number
from app.services.entries import enter_candidates
from app.services.people import make_person
from app.store.base import Base
from app.store.candidates import CandidateRow
from app.store.content import ItemVersionRow, KeyVersionRow
from app.store.copying import twin
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.queries.rehearsals import Needed, Place
from app.store.queries.sessions import entries_of
from app.store.sessions import ExamSessionRow, SessionInvigilatorRow
from app.store.types import new_id

FILE = "testamur.sqlite"
OPEN_FOR = timedelta(hours=12)
SECRET_BYTES = 32
NOBODY_SITS = Place("", (), None)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is ready to be served: its folder, its database and who is in it."""

    folder: Path
    session: UUID
    centre: UUID
    invigilator: UUID

    @property
    def url(self) -> str:
        """The copy's database."""
        return f"sqlite:///{self.folder / FILE}"


def make_copy(folder: Path, needed: Needed, candidates: int, now: datetime) -> Copy:
    """Make a copy with so many candidates in a folder of its own, its session open from now.

    Refuses a bank that cannot fill the specification.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_secret_key(folder)
    url = f"sqlite:///{folder / FILE}"
    upgrade(url)
    database = Database(url)
    try:
        with database.begin() as db:
            _take_over(db, needed, now)
            person = _invigilator(db, needed, now)
            session = _session(db, needed, person, now)
            _enter(db, session, _places(needed.places, candidates), person, now)
    finally:
        database.close()
    return Copy(folder, needed.session.id, needed.centre.id, person)


def _take_over(db: Session, needed: Needed, now: datetime) -> None:
    """Write what stays as it is, parents first, and every item with other words."""
    nobody = {"created_by": None}
    for rows in (
        [twin(needed.body)],
        [twin(needed.centre)],
        [twin(needed.bank, source="", corrections=[], waivers=[])],
        [twin(item) for item in needed.items],
        [twin(needed.specification)],
        [twin(needed.version, **nobody)],
    ):
        _write(db, rows)
    items = PracticeItems()
    versions = [(row, *items.next(ItemKind(row.kind))) for row in needed.item_versions]
    _write(
        db,
        [
            twin(
                row,
                guidance="",
                waivers=[],
                stem=asked.stem,
                options=[{"letter": o.letter, "text": o.text} for o in asked.options],
                stem_html=shown.stem_html,
                options_html=list(shown.options.values()),
                **nobody,
            )
            for row, asked, shown in versions
        ],
    )
    _write(db, [_key(row, asked.key, now) for row, asked, _ in versions])


def _key(row: ItemVersionRow, key: frozenset[str], now: datetime) -> KeyVersionRow:
    return KeyVersionRow(
        awarding_body_id=row.awarding_body_id,
        item_version_id=row.id,
        version=1,
        letters="".join(sorted(key)),
        rationales={},
        created_at=now,
    )


def _write(db: Session, rows: Sequence[Base]) -> None:
    db.add_all(rows)
    db.flush()


def _invigilator(db: Session, needed: Needed, now: datetime) -> UUID:
    grant = Grant(Role.INVIGILATOR, needed.body.id, needed.centre.id)
    email = "pretend.invigilator@example.org"
    return make_person(db, "Pretend Invigilator", email, [grant], None, now)


def _session(db: Session, needed: Needed, invigilator: UUID, now: datetime) -> UUID:
    """Write the session as if nothing had happened to it, its window moved to now."""
    real = needed.session
    session = ExamSessionRow(
        id=real.id,
        awarding_body_id=real.awarding_body_id,
        centre_id=real.centre_id,
        specification_version_id=real.specification_version_id,
        kind=SessionKind.REHEARSAL,
        room=real.room,
        opens_at=now,
        latest_start_at=now + OPEN_FOR,
        latest_finish_at=now + 2 * OPEN_FOR,
        state=SessionState.SCHEDULED,
        secret=os.urandom(SECRET_BYTES),
        pass_mark=real.pass_mark,
        pass_mark_note=real.pass_mark_note,
        scheduled_at=now,
    )
    _write(db, [session])
    named = SessionInvigilatorRow(
        awarding_body_id=real.awarding_body_id,
        centre_id=real.centre_id,
        session_id=real.id,
        person_id=invigilator,
    )
    _write(db, [named])
    return real.id


def _places(known: Sequence[Place], candidates: int) -> list[Place]:
    """Return as many places as are to be played: those known first, then invented ones."""
    return [*known[:candidates], *([NOBODY_SITS] * (candidates - len(known)))]


def _enter(db: Session, session_id: UUID, places: Sequence[Place], by: UUID, now: datetime) -> None:
    """Enter a pretend candidate for each place and draw their papers."""
    session = db.get_one(ExamSessionRow, session_id)
    ids = [_candidate(db, session, place, number, now) for number, place in enumerate(places, 1)]
    enter_candidates(db, session_id, ids, by, now)
    for number, (line, place) in enumerate(zip(entries_of(db, session), places, strict=True), 1):
        line.sitting.seat = place.seat or f"({number})"
    db.flush()


def _candidate(
    db: Session, session: ExamSessionRow, place: Place, number: int, now: datetime
) -> UUID:
    given, family = pretend_name(number)
    row = CandidateRow(
        id=new_id(),
        awarding_body_id=session.awarding_body_id,
        centre_id=session.centre_id,
        number=pretend_number(number),
        family_name=family,
        given_names=given,
    )
    _write(db, [row])
    as_theirs = {"candidate_id": row.id}
    unnamed = {"detail": "", "evidence": "", "recorded_by": None, **as_theirs}
    _write(db, [twin(each, **(unnamed | {"id": new_id()})) for each in place.arrangements])
    if place.preference:
        _write(db, [twin(place.preference, set_by=None, **as_theirs)])
    return row.id
