"""A plainly fictional awarding body, centre, staff and candidates, to try everything with.

Made by the same acts as a real installation: nothing is written that the screens could not write.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.admission import Identity
from app.domain.answering import Answer
from app.domain.bank import Bank
from app.domain.candidate import CandidateDetails
from app.domain.chance import Stream
from app.domain.roles import Grant, Role
from app.domain.seating import Order, full_grid
from app.domain.specification import Specification
from app.files.media import PictureFile
from app.files.record_key import RecordKey
from app.services import invigilation, organisations, people, sitting
from app.services.accounts import set_password
from app.services.answering import save_answers
from app.services.entries import enter_from_file
from app.services.publishing import publish_bank, publish_specification
from app.services.results import release_results
from app.services.scheduling import schedule_session
from app.services.seating import assign_seats, save_plan
from app.store.answer_log import AnswerLog
from app.store.database import Database
from app.store.queries import demonstration as queries
from app.store.queries.people import body_named, person_by_email

BODY = "Example Awarding Body (demonstration)"
CENTRE = ("00042", "Example Centre (demonstration)")
PASS_MARK_SHARE = 60  # percent
EXAMPLE_NOTE = "Example pass mark for the demonstration; the awarding body sets the real one"

NO_PICTURES: Mapping[str, Iterable[PictureFile]] = {}

STAFF: tuple[tuple[str, str, Role], ...] = (
    ("Adam Administrator", "admin@example.org", Role.ADMINISTRATOR),
    ("Olga Officer", "officer@example.org", Role.AWARDING_OFFICER),
    ("Edgar Examiner", "examiner@example.org", Role.EXAMINER),
    ("Esme Examiner", "second.examiner@example.org", Role.EXAMINER),
    ("Cora Centre", "centre@example.org", Role.EXAMS_OFFICER),
    ("Ivy Invigilator", "invigilator@example.org", Role.INVIGILATOR),
)

CANDIDATES = tuple(
    CandidateDetails(f"{number:04}", family, given, date(2005, month, 14), None, extra)
    for number, given, family, month, extra in (
        (1, "Avery", "Example", 1, 0),
        (2, "Blake", "Sample", 2, 25),
        (3, "Casey", "Specimen", 3, 0),
        (4, "Devon", "Pattern", 4, 0),
        (5, "Ellis", "Template", 5, 0),
        (6, "Frankie", "Fiction", 6, 0),
        (7, "Glenn", "Model", 7, 0),
        (8, "Harper", "Mock", 8, 25),
        (9, "Indy", "Instance", 9, 0),
        (10, "Jules", "Placeholder", 10, 0),
        (11, "Kit", "Figment", 11, 0),
        (12, "Lou", "Invention", 12, 0),
    )
)
FIRST_ROOM, TO_OPEN, PAST = CANDIDATES[:4], CANDIDATES[4:6], CANDIDATES[:6]
OTHER_ROOMS = tuple(zip(CANDIDATES[6::2], CANDIDATES[7::2], strict=True))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the demonstration lives."""

    body: UUID
    centre: UUID
    staff: dict[Role, UUID]
    examiners: tuple[UUID, UUID]


def find_or_make_place(db: Session, password: str, now: datetime) -> Place:
    """Return the demonstration's body, centre and staff, made when they are not there."""
    known = body_named(db, BODY)
    body = known.id if known else None
    if body is None:
        body = organisations.make_awarding_body(db, BODY, None, now)
        centre = organisations.make_centre(db, body, *CENTRE, None, now)
        for name, email, role in STAFF:
            person = people.make_person(db, name, email, [_grant(role, body, centre)], None, now)
            set_password(db, person, password, now)
    held = {email: _person(db, email) for _, email, _ in STAFF}
    return Place(
        body=body,
        centre=queries.centre_of(db, body),
        staff={role: held[email] for _, email, role in reversed(STAFF)},
        examiners=(held["examiner@example.org"], held["second.examiner@example.org"]),
    )


def publish(
    db: Session,
    place: Place,
    banks: Iterable[Bank],
    specifications: Iterable[Specification],
    now: datetime,
    pictures: Mapping[str, Iterable[PictureFile]] = NO_PICTURES,
) -> list[UUID]:
    """Publish banks and specifications with an example pass mark; return the versions.

    `pictures` are those that lie beside a bank, by its id.
    """
    writer, approver = place.examiners
    for bank in banks:
        files = pictures.get(bank.id, ())
        publish_bank(db, place.body, bank, writer, approver, now, files)
    return [
        publish_specification(
            db, place.body, _with_example_pass_mark(spec), writer, now, approved_by=approver
        )
        for spec in specifications
    ]


def open_now(db: Session, place: Place, versions: Sequence[UUID], now: datetime) -> list[UUID]:
    """Let every test be sat at once, each in a room of its own; return the sessions under way.

    The candidates are let in and the sessions are started, so that a keycode is all one needs.
    The second room waits for somebody to open it.
    """
    rooms = [("Room 1", FIRST_ROOM)]
    rooms += [
        (f"Room {n}", pair)
        for n, pair in enumerate(islice(cycle(OTHER_ROOMS), len(versions) - 1), start=3)
    ]
    under_way = []
    for version, (room, candidates) in zip(versions, rooms, strict=True):
        session = _filled(db, place, version, room, candidates, now)
        _begin(db, place, session, now)
        under_way.append(session)
    _filled(db, place, versions[0], "Room 2", TO_OPEN, now)
    return under_way


def play_past_session(
    database: Database,
    log: AnswerLog,
    place: Place,
    version: UUID,
    now: datetime,
    key: RecordKey | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> UUID:
    """Play a session of the day before from entry to released results; return it.

    Every candidate sits it with pretend answers that are right about two times in three; one is
    absent. The record is signed with `key`; `progress` is told the number of candidates done.
    """
    start = now - timedelta(days=1)
    ivy = place.staff[Role.INVIGILATOR]
    with database.begin() as db:
        session = _session(db, place, version, "Room 1", start)
        enter_from_file(db, session, PAST, place.staff[Role.EXAMS_OFFICER], start)
        invigilation.release_keycodes(db, session, ivy, start)
        sittings = queries.sittings_of(db, session)
        invigilation.admit(db, session, sittings[:-1], Identity.KNOWN, ivy, start)
        invigilation.start_session(db, session, ivy, start)
    for number, each in enumerate(sittings[:-1], start=1):
        _sit(database, log, place, each, start + timedelta(minutes=number))
        progress(number)
    with database.begin() as db:
        end = start + timedelta(hours=2)
        invigilation.close_session(db, session, ivy, end, key=key)
        release_results(db, session, place.staff[Role.AWARDING_OFFICER], end)
    return session


def _sit(
    database: Database, log: AnswerLog, place: Place, sitting_id: UUID, start: datetime
) -> None:
    lease = "demonstration"
    with database.begin() as db:
        sitting.take_lease(db, place.centre, sitting_id, start, token=lease)
        sitting.confirm_details(db, place.centre, sitting_id, lease, start)
        sitting.start_sitting(db, place.centre, sitting_id, lease, start)
        right = queries.right_places(db, place.centre, sitting_id)
    chance = Stream(sitting_id.bytes * 2)
    now = start
    for position, key in enumerate(right, start=1):
        now += timedelta(seconds=40 + chance.below(60))
        place_shown = key if chance.below(100) < 68 else chance.below(4)
        answer = Answer(
            position=position,
            shown=frozenset({place_shown}),
            client_id=f"demonstration-{position}",
            lease=lease,
            follows=position - 1,
        )
        save_answers(database.writer, log, place.centre, sitting_id, [answer], now)
    with database.begin() as db:
        sitting.submit_sitting(db, place.centre, sitting_id, lease, now + timedelta(seconds=30))


def _session(db: Session, place: Place, version: UUID, room: str, now: datetime) -> UUID:
    return schedule_session(
        db,
        place.centre,
        version,
        room,
        opens_at=now - timedelta(minutes=5),
        latest_start_at=now + timedelta(hours=10),
        latest_finish_at=now + timedelta(hours=12),
        invigilators=[place.staff[Role.INVIGILATOR]],
        by=place.staff[Role.EXAMS_OFFICER],
        now=now,
    )


def _filled(
    db: Session,
    place: Place,
    version: UUID,
    room: str,
    candidates: Sequence[CandidateDetails],
    now: datetime,
) -> UUID:
    """Schedule a session, enter the candidates and give them seats."""
    session = _session(db, place, version, room, now)
    enter_from_file(db, session, candidates, place.staff[Role.EXAMS_OFFICER], now)
    _seat(db, place, session, room, now)
    return session


def _begin(db: Session, place: Place, session: UUID, now: datetime) -> None:
    """Open a session, let everybody in and start it."""
    ivy = place.staff[Role.INVIGILATOR]
    invigilation.release_keycodes(db, session, ivy, now)
    invigilation.admit(db, session, queries.sittings_of(db, session), Identity.KNOWN, ivy, now)
    invigilation.start_session(db, session, ivy, now)


def _seat(db: Session, place: Place, session: UUID, room: str, now: datetime) -> None:
    """Put two rows of three desks into a room and give everybody entered a seat."""
    cora = place.staff[Role.EXAMS_OFFICER]
    save_plan(db, place.centre, room, 2, 3, full_grid(2, 3), cora, now)
    assign_seats(db, session, Order.ROWS, cora, now)


def _person(db: Session, email: str) -> UUID:
    found = person_by_email(db, email)
    if found is None:
        raise LookupError(f"{email} is missing from the demonstration: start with a new instance")
    return found.id


def _grant(role: Role, body: UUID, centre: UUID) -> Grant:
    if role is Role.ADMINISTRATOR:
        return Grant(role)
    at_centre = role in (Role.EXAMS_OFFICER, Role.INVIGILATOR)
    return Grant(role, body, centre if at_centre else None)


def _with_example_pass_mark(spec: Specification) -> Specification:
    if spec.pass_mark is not None:
        return spec
    marks = -(-spec.items * PASS_MARK_SHARE // 100)
    return replace(spec, pass_mark=marks, pass_mark_note=EXAMPLE_NOTE)


def fillable(
    specifications: Sequence[Specification], banks: Sequence[Bank]
) -> tuple[list[Specification], list[Bank]]:
    """Keep the specifications whose bank has items, and those banks."""
    filled = {bank.id: bank for bank in banks if bank.items}
    kept = [spec for spec in specifications if spec.bank in filled]
    return kept, list(filled.values())
