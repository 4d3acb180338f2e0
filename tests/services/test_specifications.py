"""What publishing a specification and setting its pass mark promise."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.domain.specification import Navigation, OutcomeShare
from app.services.publishing import approve_specification, publish_specification, set_pass_mark
from app.store.database import Database
from app.store.queries import content
from app.store.queries.content import SpecificationVersion
from tests.cast import LONG_AGO, Cast, sample_bank, sample_specification
from tests.services.published import publish

NOWHERE: frozenset[UUID] = frozenset()


@pytest.fixture(autouse=True)
def bank(database: Database, cast: Cast) -> None:
    """Publish the sample bank."""
    publish(database, cast, sample_bank())


def put_forward(
    db: Session, cast: Cast, approved_by: UUID | None = None, **changed: object
) -> SpecificationVersion:
    """Let Edgar put the sample specification forward, with something about it changed."""
    spec = replace(sample_specification(), **changed)  # type: ignore[arg-type]
    version = publish_specification(
        db, cast.body, spec, cast.edgar, LONG_AGO, approved_by=approved_by
    )
    return version_in(db, version)


def set_mark(
    db: Session, cast: Cast, pass_mark: int | None, bodies: frozenset[UUID] | None = None
) -> SpecificationVersion:
    """Let Olga set the pass mark of a specification that was published without one."""
    before = put_forward(db, cast, cast.esme, pass_mark=None, pass_mark_note="")
    bodies = frozenset({cast.body}) if bodies is None else bodies
    note = "Example pass mark"
    version = set_pass_mark(
        db, before.specification_id, bodies, pass_mark, note, cast.olga, LONG_AGO
    )
    return version_in(db, version)


def version_in(db: Session, version: UUID) -> SpecificationVersion:
    """Read a version back."""
    found = content.specification_version_for(db, version)
    assert found is not None
    return found


def test_it_reads_back_as_it_was_written(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        found = put_forward(db, cast, cast.esme)

    assert found.specification == sample_specification()
    assert (found.version, found.approved) == (1, True)


def test_only_a_difference_makes_a_new_version(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        numbers = [put_forward(db, cast, minutes=minutes).version for minutes in (30, 30, 45)]

    assert numbers == [1, 1, 2]


def test_a_centre_is_offered_the_newest_approved_version(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        first = put_forward(db, cast, cast.esme)
        second = put_forward(db, cast, minutes=45)
        before = content.offered_to(db, cast.northtown)
        approve_specification(db, second.id, frozenset({cast.body}), cast.esme, LONG_AGO)
        after = content.offered_to(db, cast.northtown)

    assert [version.id for version in before] == [first.id]
    assert [version.id for version in after] == [second.id]


def test_whoever_put_it_forward_cannot_approve_it(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        version = put_forward(db, cast)
        approve_specification(db, version.id, frozenset({cast.body}), cast.edgar, LONG_AGO)

    assert refusal.value.reason is Reason.SAME_PERSON


def test_one_person_cannot_publish_it_alone(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        put_forward(db, cast, cast.edgar)

    assert refusal.value.reason is Reason.SAME_PERSON


def test_it_is_approved_once(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        version = put_forward(db, cast, cast.esme)
        approve_specification(db, version.id, frozenset({cast.body}), cast.olga, LONG_AGO)

    assert refusal.value.reason is Reason.ALREADY_DONE


def test_a_stranger_cannot_approve_it(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        approve_specification(db, put_forward(db, cast).id, NOWHERE, cast.olga, LONG_AGO)

    assert refusal.value.reason is Reason.NOT_PUBLISHED


def test_it_needs_its_bank(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        put_forward(db, cast, bank="nowhere")

    assert refusal.value.reason is Reason.NOT_PUBLISHED


def test_it_must_fit_its_bank(database: Database, cast: Cast) -> None:
    with pytest.raises(ProblemsError) as faulty, database.begin() as db:
        put_forward(db, cast, unit="901", items=6)

    assert {problem.rule for problem in faulty.value.problems} == {"items.sum", "unit.bank"}


def test_setting_the_pass_mark_makes_a_version_that_waits_for_approval(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        version = set_mark(db, cast, 4)
        offered = content.offered_to(db, cast.northtown)

    assert (version.version, version.approved) == (2, False)
    assert version.specification.pass_mark == 4
    assert version.specification.pass_mark_note == "Example pass mark"
    assert [other.version for other in offered] == [1]


def test_a_file_that_names_no_pass_mark_leaves_it_alone(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        version = set_mark(db, cast, 4)
        approve_specification(db, version.id, frozenset({cast.body}), cast.esme, LONG_AGO)
        again = put_forward(db, cast, pass_mark=None, pass_mark_note="")
        longer = put_forward(db, cast, cast.esme, pass_mark=None, pass_mark_note="", minutes=45)

    assert again.id == version.id
    assert longer.specification.pass_mark == 4
    assert longer.specification.pass_mark_note == "Example pass mark"


@pytest.mark.parametrize("minutes", [30, 45])
def test_a_pass_mark_that_waits_is_neither_taken_over_nor_approved_by_publishing(
    database: Database, cast: Cast, minutes: int
) -> None:
    with database.begin() as db:
        waiting = set_mark(db, cast, 4)
        again = put_forward(db, cast, cast.esme, pass_mark=None, pass_mark_note="", minutes=minutes)
        still = version_in(db, waiting.id)

    assert again.specification.pass_mark is None
    assert (again.approved, still.approved) == (True, False)
    assert again.version == (1 if minutes == 30 else 3)


def test_a_version_that_waits_is_never_approved_by_publishing_the_same(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        waiting = put_forward(db, cast)
        approved = put_forward(db, cast, cast.esme)
        again = put_forward(db, cast, cast.esme)
        still = version_in(db, waiting.id)

    assert (waiting.version, still.approved) == (1, False)
    assert (approved.version, approved.approved) == (2, True)
    assert again.id == approved.id


@pytest.mark.parametrize(
    "changed",
    [
        {"items": 2, "outcomes": (OutcomeShare("1", 1), OutcomeShare("2", 1))},
        {"items": 6, "outcomes": (OutcomeShare("1", 3), OutcomeShare("2", 3))},
        {"outcomes": (OutcomeShare("1", 2), OutcomeShare("2", 3))},
    ],
    ids=["fewer", "more", "spread otherwise"],
)
def test_a_pass_mark_is_not_carried_over_to_another_paper(
    database: Database, cast: Cast, changed: dict[str, object]
) -> None:
    with database.begin() as db:
        put_forward(db, cast, cast.esme)
        version = put_forward(db, cast, cast.esme, pass_mark=None, pass_mark_note="", **changed)

    assert (version.version, version.specification.pass_mark) == (2, None)
    assert version.specification.pass_mark_note == ""


@pytest.mark.parametrize("approved", [True, False], ids=["approved", "waiting"])
def test_a_published_specification_keeps_its_bank(
    database: Database, cast: Cast, approved: bool
) -> None:
    other = publish(database, cast, replace(sample_bank(), id="other")).bank_id
    with database.begin() as db:
        version = put_forward(db, cast, cast.esme if approved else None)
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        put_forward(db, cast, cast.esme, bank="other")
    with database.read() as db:
        kept = content.bank_of_specification(db, version.id)

    assert refusal.value.reason is Reason.BANK_CHANGED
    assert kept is not None
    assert kept.id != other


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"minutes": 601}, "minutes.range"),
        ({"navigation": Navigation.FORWARD}, "navigation.unsupported"),
    ],
)
def test_what_cannot_be_kept_or_enforced_is_not_published(
    database: Database, cast: Cast, changed: dict[str, object], rule: str
) -> None:
    with pytest.raises(ProblemsError) as faulty, database.begin() as db:
        put_forward(db, cast, cast.esme, **changed)

    assert [problem.rule for problem in faulty.value.problems] == [rule]


@pytest.mark.parametrize("pass_mark", [0, 6])
def test_a_pass_mark_must_be_within_reach(database: Database, cast: Cast, pass_mark: int) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        set_mark(db, cast, pass_mark)

    assert refusal.value.reason is Reason.PASS_MARK_RANGE


@pytest.mark.parametrize("pass_mark", [None, 1, 5])
def test_any_pass_mark_within_reach_is_taken_and_so_is_none(
    database: Database, cast: Cast, pass_mark: int | None
) -> None:
    with database.begin() as db:
        assert set_mark(db, cast, pass_mark).specification.pass_mark == pass_mark


def test_a_stranger_sets_no_pass_mark(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        set_mark(db, cast, 4, bodies=NOWHERE)

    assert refusal.value.reason is Reason.NOT_PUBLISHED
