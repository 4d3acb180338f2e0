"""Three centres of two awarding bodies, each with a session at every stage: what rules are tried on.

Northtown and Southport belong to one awarding body, Westgate to another. Whoever works at one is a
stranger at the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from app.config import Settings
from app.domain.bank import Bank
from app.domain.candidate import CandidateDetails
from app.domain.candidate_columns import Column
from app.domain.item import Item
from app.domain.keycode import keycode_for
from app.domain.roles import Grant, Role
from app.domain.seating import full_grid
from app.files.candidate_sheet import read_sheets
from app.services import authoring, candidate_lists, invigilation, organisations, people, questions
from app.services.entries import enter_from_file
from app.services.invigilator_codes import issue_code
from app.services.publishing import publish_bank, publish_specification, set_pass_mark
from app.services.seating import save_plan
from app.store.answer_log import AnswerLog
from app.store.content import ItemRow, SpecificationVersionRow
from app.store.database import Database
from app.store.queries.sessions import entries_of
from app.store.room import RehearsalRow
from app.store.rows import Base
from app.store.sessions import ExamSessionRow
from tests.cast import Cast, make_cast
from tests.rules.canaries import PERSON, PICTURE, canary_bank, canary_specification
from tests.rules.snapshot import Snapshot
from tests.stories import StorySession, answers, hand_in, paper_of, save, start
from tests.timetable import SECRET, THE_DAY_BEFORE, schedule

STAGES = ("scheduled", "open", "running", "closed", "released", "provisional")

Owner = tuple[UUID | None, UUID | None]  # an awarding body and a centre


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **length: float) -> datetime:
        """Move on by a timedelta's arguments and return the new moment."""
        self.now += timedelta(**length)
        return self.now


@dataclass(eq=False)
class House:
    """A centre with whoever works there and for its awarding body, told as if it were Northtown.

    `spare` is an invigilator whom nobody plays; `link` is the token of a one-time link for them.
    """

    name: str
    cast: Cast
    spare: UUID
    link: str = ""
    sessions: dict[str, StorySession] = field(default_factory=dict)

    @property
    def staff(self) -> set[UUID]:
        """Everybody who works at the centre or for its awarding body."""
        return {self.spare, *(id for name, id in self.cast.people.items() if name != "adam")}


@dataclass(eq=False)
class World:
    """Everything there is, and how it was at the beginning."""

    database: Database
    clock: Clock
    app: Flask
    houses: dict[str, House]
    superuser_url: str
    settings: Settings
    snapshot: Snapshot = field(init=False)

    def __post_init__(self) -> None:
        self.snapshot = Snapshot(self.database)
        self._began = self.clock.now

    @property
    def northtown(self) -> House:
        """The centre whose people the tests play."""
        return self.houses["northtown"]

    def restore(self) -> None:
        """Put database and clock back."""
        self.clock.now = self._began
        self.snapshot.restore(self.superuser_url)
        self.forget()

    def forget(self) -> None:
        """Let the application forget the papers, time ledgers and wordings it remembers."""
        held = self.app.extensions["testamur"]
        self.app.extensions["testamur"] = replace(held, answers=AnswerLog(self.database.is_sqlite))
        questions._kept.clear()

    @cached_property
    def owners(self) -> dict[str, dict[UUID, set[Owner]]]:
        """Every identifier by table, with the awarding bodies and centres it belongs to."""
        known: dict[str, dict[UUID, set[Owner]]] = {}
        for table in Base.metadata.sorted_tables:
            rows = self.snapshot.held[table.name]
            if rows and "id" in table.columns and table.name != "event":
                known[table.name] = {row["id"]: {_owner(table.name, row)} for row in rows}
        for grant in self.snapshot.held["role_grant"]:
            known["person"][grant["person_id"]].add(_owner("role_grant", grant))
        return known

    def close(self) -> None:
        """Give everything back."""
        self.app.extensions["testamur"].database.close()
        self.database.close()


Worlds = Callable[[str], World]  # by the kind of database


def _owner(table: str, row: dict[str, Any]) -> Owner:
    if table == "centre":
        return row["awarding_body_id"], row["id"]
    if table == "awarding_body":
        return row["id"], None
    return row.get("awarding_body_id"), row.get("centre_id")


def a_world(settings: Settings, superuser_url: str = "") -> World:
    """Make the two awarding bodies with their centres and everything that goes on there."""
    clock, database = Clock(), Database(settings.url)
    numbers = count(1)
    with database.begin() as db:
        houses = _houses(db, make_cast(db))
    for house in houses.values():
        _furnish(database, clock, house, numbers)
    clock.now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    app = create_app(settings, clock)
    app.extensions["launch_rehearsal"] = lambda settings, rehearsal: None  # no process of its own
    return World(database, clock, app, houses, superuser_url, settings)


def _houses(db: Session, cast: Cast) -> dict[str, House]:
    own = {"adam", "edgar", "esme", "olga"}
    north = replace(cast, people={n: p for n, p in cast.people.items() if n not in ("dora", "ian")})
    south = Cast(cast.body, cast.southport, cast.northtown, {n: cast.people[n] for n in own})
    south.people |= {"cora": cast.dora, "ivy": cast.ian}
    west = _another_body(db, cast)
    casts = {"northtown": north, "southport": south, "westgate": west}
    return {name: House(name, each, _spare(db, each, name)) for name, each in casts.items()}


def _another_body(db: Session, cast: Cast) -> Cast:
    body = organisations.make_awarding_body(db, "Another Awarding Body", None, THE_DAY_BEFORE)
    centre = organisations.make_centre(db, body, "00789", "Westgate", None, THE_DAY_BEFORE)
    west = Cast(body, centre, cast.northtown)
    for name, role in {
        "edgar": Role.EXAMINER,
        "esme": Role.EXAMINER,
        "olga": Role.AWARDING_OFFICER,
        "cora": Role.EXAMS_OFFICER,
        "ivy": Role.INVIGILATOR,
    }.items():
        place = centre if role in (Role.EXAMS_OFFICER, Role.INVIGILATOR) else None
        west.people[name] = _person(db, f"west {name}", Grant(role, body, place))
    return west


def _spare(db: Session, cast: Cast, name: str) -> UUID:
    return _person(db, f"{name} spare", Grant(Role.INVIGILATOR, cast.body, cast.northtown))


def _person(db: Session, name: str, grant: Grant) -> UUID:
    email = f"{name.replace(' ', '.')}@example.org"
    return people.make_person(db, name.title(), email, [grant], None, THE_DAY_BEFORE)


def _furnish(database: Database, clock: Clock, house: House, numbers: "count[int]") -> None:
    cast, bank = house.cast, canary_bank()
    with database.begin() as db:
        publish_bank(db, cast.body, bank, cast.edgar, cast.esme, THE_DAY_BEFORE, [PICTURE])
        version = publish_specification(
            db,
            cast.body,
            canary_specification(),
            cast.edgar,
            THE_DAY_BEFORE,
            approved_by=cast.olga,
        )
        house.link = people.reset_link(db, house.spare, None, clock.now)
        _leave_a_list(db, house, clock.now)
        _draw_a_room(db, house)
    for stage in STAGES:
        story = hold(database, cast, clock, bank, version, candidates(numbers, 2), stage)
        house.sessions[stage] = story
        with database.begin() as db:
            issue_code(db, story.session, house.spare, cast.cora, THE_DAY_BEFORE)
        _bring_to(stage, story)
        with database.begin() as db:
            _note_rehearsal(db, story, cast.cora)
    if house.name != "southport":  # whose awarding body is Northtown's
        with database.begin() as db:
            _leave_undecided(db, cast, bank, version, clock.now)


def _draw_a_room(db: Session, house: House) -> None:
    """Let a room have a plan of two desks."""
    cast = house.cast
    desks = full_grid(1, 2)
    save_plan(db, cast.northtown, "Room open", 1, 2, desks, cast.cora, THE_DAY_BEFORE)


def _note_rehearsal(db: Session, story: StorySession, by: UUID) -> None:
    """Let a session have been rehearsed, to no avail."""
    session = db.get_one(ExamSessionRow, story.session)
    db.add(
        RehearsalRow(
            awarding_body_id=session.awarding_body_id,
            centre_id=session.centre_id,
            session_id=session.id,
            state="failed",
            candidates=2,
            progress={},
            report={"failed": "The machine was needed."},
            started_by=by,
            started_at=THE_DAY_BEFORE,
            finished_at=THE_DAY_BEFORE,
        )
    )


def _leave_a_list(db: Session, house: House, now: datetime) -> None:
    """Leave a spreadsheet of candidates that nobody has confirmed, one of its cells bad."""
    names = f"{PERSON}List{house.name}"
    text = f"Candidate number,Surname,Forename,ULN\nL1,{names},Given,\nL2,{names},Given,12\n"
    sheets = read_sheets(text.encode(), "list.csv")
    cora, place = house.cast.cora, house.cast.northtown
    sent = candidate_lists.send_list(db, place, None, "list.csv", sheets, cora, now)
    columns = {0: Column.NUMBER, 1: Column.FAMILY_NAME, 2: Column.GIVEN_NAMES, 3: Column.ULN}
    candidate_lists.map_columns(db, sent, columns, False, cora, now)


def candidates(numbers: "count[int]", how_many: int) -> list[CandidateDetails]:
    """Name candidates nobody else is called like."""
    return [
        CandidateDetails(f"{n:04}", f"{PERSON}{n}", f"Given{n}", extra_time_percent=25 * (n % 2))
        for n in (next(numbers) for _ in range(how_many))
    ]


def hold(
    database: Database,
    cast: Cast,
    clock: Clock,
    bank: Bank,
    version: UUID,
    entered: Sequence[CandidateDetails],
    stage: str = "open",
) -> StorySession:
    """Schedule a session, enter candidates and, unless it is to stay scheduled, open it."""
    with database.begin() as db:
        session = schedule(db, cast, version, room=f"Room {stage}")
        enter_from_file(db, session, entered, cast.cora, THE_DAY_BEFORE)
        if stage != "scheduled":
            invigilation.release_keycodes(db, session, cast.ivy, clock.now)
        row = db.get_one(ExamSessionRow, session)
        sat = [line.sitting for line in entries_of(db, row)]
        papers = [paper_of(db, sitting) for sitting in sat]
    return StorySession(
        database=database,
        cast=cast,
        clock=clock,
        bank=bank,
        specification_version=version,
        session=session,
        candidates=entered,
        sittings=[row.id for row in sat],
        papers=papers,
        keycodes=[keycode_for(SECRET, str(row.id)) for row in sat],
        log=AnswerLog(database.is_sqlite),
    )


def _bring_to(stage: str, story: StorySession) -> None:
    if stage in ("scheduled", "open"):
        return
    story.begin()
    start(story, 0)
    sheet = answers(story, 0, right=7)
    save(story, 0, sheet if stage != "running" else {1: sheet[1], 3: sheet[3]})
    if stage == "running":
        return
    hand_in(story, 0)
    if stage == "provisional":
        save(story, 0, {8: "".join(story.key(0, 8)), 9: ""}, follows=50)  # after the end
    story.close()
    if stage == "released":
        story.release()


def _leave_undecided(db: Session, cast: Cast, bank: Bank, version: UUID, now: datetime) -> None:
    """Leave an item in review, one withdrawn, and a version of the specification to approve."""
    row = db.get_one(SpecificationVersionRow, version)
    rows = db.scalars(select(ItemRow).where(ItemRow.awarding_body_id == cast.body)).all()
    first, second = sorted(rows, key=lambda item: item.code)[:2]
    written: Item = next(item for item in bank.items if item.id == first.code)
    pictures = {PICTURE.picture.name: PICTURE.picture}
    authoring.edit_item(db, first.bank_id, replace(written, version=2), cast.edgar, now, pictures)
    authoring.withdraw_item(db, second.id, cast.edgar, now)
    bodies = frozenset({cast.body})
    set_pass_mark(db, row.specification_id, bodies, 6, "Example", cast.edgar, now)
