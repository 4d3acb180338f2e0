"""The people, the bank and the session that tests speak of.

Ada and Ben are candidates of Northtown, where Cora runs the exams and Ivy invigilates. Dora and
Ian do the same at Southport, a stranger's centre. Edgar and Esme write items, Olga is the awarding
body's officer, Adam looks after the installation.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank, Criterion, Outcome
from app.domain.item import Item, ItemStatus, Level, Option
from app.domain.roles import Role
from app.domain.specification import OutcomeShare, Specification
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.people import PersonRow, RoleGrantRow

LONG_AGO = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
CANARY = "CANARY"  # stands in every key's rationale: no candidate may ever see it


@dataclass
class Cast:
    """The identifiers of everybody and everything."""

    body: UUID
    northtown: UUID
    southport: UUID
    people: dict[str, UUID] = field(default_factory=dict)

    def __getattr__(self, name: str) -> UUID:
        """Read a person by name: `cast.ivy`."""
        try:
            return self.people[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def make_cast(db: Session) -> Cast:
    """Make two centres of one awarding body and everybody who works there; no passwords."""
    body = AwardingBodyRow(name="Sample Awarding Body")
    db.add(body)
    db.flush()
    northtown = CentreRow(awarding_body_id=body.id, number="00123", name="Northtown College")
    southport = CentreRow(awarding_body_id=body.id, number="00456", name="Southport Training")
    db.add_all([northtown, southport])
    db.flush()
    cast = Cast(body.id, northtown.id, southport.id)
    roles: list[tuple[str, Role, CentreRow | None]] = [
        ("adam", Role.ADMINISTRATOR, None),
        ("edgar", Role.EXAMINER, None),
        ("esme", Role.EXAMINER, None),
        ("olga", Role.AWARDING_OFFICER, None),
        ("cora", Role.EXAMS_OFFICER, northtown),
        ("ivy", Role.INVIGILATOR, northtown),
        ("dora", Role.EXAMS_OFFICER, southport),
        ("ian", Role.INVIGILATOR, southport),
    ]
    for name, role, centre in roles:
        cast.people[name] = _person(db, name, role, body, centre)
    return cast


def _person(
    db: Session, name: str, role: Role, body: AwardingBodyRow, centre: CentreRow | None
) -> UUID:
    person = PersonRow(name=name.title(), email=f"{name}@example.org", created_at=LONG_AGO)
    db.add(person)
    db.flush()
    db.add(
        RoleGrantRow(
            person_id=person.id,
            role=role,
            awarding_body_id=None if role is Role.ADMINISTRATOR else body.id,
            centre_id=centre.id if centre else None,
            granted_at=LONG_AGO,
        )
    )
    db.flush()
    return person.id


def sample_item(number: int, criterion: str, key: str = "A") -> Item:
    """Give an approved item whose key and rationales carry a canary."""
    return Item(
        id=f"s-{number:03}",
        version=1,
        criterion=criterion,
        stem=f"Sample question {number}: which answer is right?",
        options=tuple(
            Option(letter, f"Answer {letter.lower()} of {number}", f"{CANARY}-{number}-{letter}")
            for letter in "ABCD"
        ),
        key=frozenset(key),
        level=Level.UNDERSTAND,
        status=ItemStatus.APPROVED,
        facility=0.6,
        guidance=criterion,
    )


def sample_bank(items: int = 12) -> Bank:
    """Give a bank of two outcomes with two criteria each; keys go round A, B, C, D."""
    outcomes = (
        Outcome("1", "First things", (Criterion("1.1", "One"), Criterion("1.2", "Two"))),
        Outcome("2", "Second things", (Criterion("2.1", "Three"), Criterion("2.2", "Four"))),
    )
    criteria = ["1.1", "1.2", "2.1", "2.2"]
    return Bank(
        id="sample",
        unit="900",
        title="Sample unit",
        outcomes=outcomes,
        items=tuple(
            sample_item(n + 1, criteria[n % 4], "ABCD"[n % 4 - n // 4]) for n in range(items)
        ),
        reference="X/000/0000",
        level=2,
    )


def sample_specification(pass_mark: int | None = 3) -> Specification:
    """Give a specification of five items in thirty minutes."""
    return Specification(
        id="sample",
        title="Sample test",
        bank="sample",
        unit="900",
        items=5,
        minutes=30,
        outcomes=(OutcomeShare("1", 3, 60), OutcomeShare("2", 2, 40)),
        pass_mark=pass_mark,
        pass_mark_note="Example pass mark" if pass_mark else "",
    )
