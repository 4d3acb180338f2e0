"""What must be done now: one card for each role a person holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.roles import Role, bodies_of, centres_of
from app.store.queries import desk
from app.store.queries.desk import Timetabled
from app.store.queries.incidents import RECENT, count_to_tell
from app.web.access import SignedIn
from app.web.auth.navigation import exists

NEXT_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: how many, what, and the page where it is done."""

    count: int
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Card:
    """What waits for somebody in one role; `all_done` is said when nothing does."""

    title: str
    tasks: tuple[Task, ...]
    all_done: str
    links: tuple[tuple[str, str], ...] = ()
    sessions: Sequence[Timetabled] = ()

    @property
    def waiting(self) -> tuple[Task, ...]:
        """The tasks of which there is at least one."""
        return tuple(task for task in self.tasks if task.count)


def cards_for(db: Session, person: SignedIn, now: datetime) -> list[Card]:
    """Return a card for each role, in the order of an exam day."""
    return [make(db, person, now) for role, make in MAKERS.items() if person.has(role)]


def _invigilator(db: Session, person: SignedIn, now: datetime) -> Card:
    centres = centres_of(person.grants, Role.INVIGILATOR)
    sessions = desk.sessions_invigilated(db, person.person_id, centres, now)
    return Card(
        "In the room",
        (Task(len(sessions), _many(len(sessions), "session", "today"), "/rooms"),),
        "You are not named for a session today.",
        _links(("All rooms", "/rooms")),
        sessions,
    )


def _exams_officer(db: Session, person: SignedIn, now: datetime) -> Card:
    centres = centres_of(person.grants, Role.EXAMS_OFFICER)
    coming = desk.sessions_to_come(db, centres, now)
    ready = desk.sessions_with_results(db, centres)
    return Card(
        "At the centre",
        (
            Task(len(coming), _many(len(coming), "session", "to come"), "/centre"),
            Task(ready, _many(ready, "session", "with results to download"), "/centre/results"),
        ),
        "No session is timetabled and there are no results to download.",
        _links(("The centre", "/centre"), ("Invite an invigilator", "/admin/people/invite")),
        coming[:NEXT_SHOWN],
    )


def _examiner(db: Session, person: SignedIn, now: datetime) -> Card:
    bodies = bodies_of(person.grants, Role.EXAMINER)
    waiting = desk.items_to_approve(db, person.person_id, bodies)
    verb = "waits" if waiting == 1 else "wait"
    return Card(
        "Items",
        (Task(waiting, _many(waiting, "item", f"{verb} for your approval"), "/banks"),),
        "No item waits for your approval.",
        _links(("All banks", "/banks")),
    )


def _awarding_officer(db: Session, person: SignedIn, now: datetime) -> Card:
    bodies = bodies_of(person.grants, Role.AWARDING_OFFICER)
    told = count_to_tell(db, bodies, now - RECENT)
    late = desk.late_answers_to_decide(db, bodies)
    held = desk.sessions_to_release(db, bodies)
    unmarked = desk.specifications_without_pass_mark(db, bodies)
    return Card(
        "Awarding",
        (
            Task(told, _many(told, "incident", "you must know of"), "/awarding/incidents"),
            Task(late, _many(late, "late answer", "to decide about"), "/awarding"),
            Task(
                held,
                _many(held, "closed session", "whose results wait for you"),
                "/awarding/sessions",
            ),
            Task(
                unmarked,
                _many(unmarked, "specification", "without a pass mark"),
                "/awarding/specifications",
            ),
        ),
        "No results wait for release, and every specification has its pass mark.",
        _links(("The awarding body", "/awarding"), ("People", "/admin/people")),
    )


def _administrator(db: Session, person: SignedIn, now: datetime) -> Card:
    there = desk.installation(db)
    return Card(
        "The installation",
        (
            Task(there.not_yet_in, _invited(there.not_yet_in), "/admin/people"),
            Task(there.people, _many(there.people, "person", "with an account"), "/admin/people"),
            Task(there.centres, _many(there.centres, "centre"), "/admin"),
            Task(there.bodies, _many(there.bodies, "awarding body"), "/admin"),
        ),
        "",
        _links(("Invite a person", "/admin/people/invite")),
    )


MAKERS: dict[Role, Callable[[Session, SignedIn, datetime], Card]] = {
    Role.INVIGILATOR: _invigilator,
    Role.EXAMS_OFFICER: _exams_officer,
    Role.EXAMINER: _examiner,
    Role.AWARDING_OFFICER: _awarding_officer,
    Role.ADMINISTRATOR: _administrator,
}
_PLURALS = {"person": "people", "awarding body": "awarding bodies"}


def _many(count: int, noun: str, rest: str = "") -> str:
    """Write a noun in the number it needs, and what follows it."""
    plural = _PLURALS.get(noun, f"{noun}s")
    return f"{noun if count == 1 else plural} {rest}".strip()


def _invited(count: int) -> str:
    has = "person who has" if count == 1 else "people who have"
    return f"{has} not chosen a password yet"


def _links(*links: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((text, path) for text, path in links if exists(path))
