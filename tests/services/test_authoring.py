"""What writing, editing, approving and withdrawing items promise."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.item import Item, ItemStatus
from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.services import authoring
from app.store.audit import ApprovalRow, EventRow
from app.store.content import ItemVersionRow
from app.store.database import Database
from app.store.queries import content, items
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.services.published import bank_in, publish, with_first

BETTER = replace(sample_item(1, "1.1"), version=2, stem="Is this better?")
NEW = replace(sample_item(99, "2.1"), id="s-099")


@pytest.fixture
def bank(database: Database, cast: Cast) -> UUID:
    """Publish the sample bank."""
    return publish(database, cast, sample_bank()).bank_id


def edit(database: Database, cast: Cast, bank: UUID, item: Item) -> UUID:
    """Let Edgar save an item."""
    with database.begin() as db:
        return authoring.edit_item(db, bank, item, cast.edgar, LONG_AGO)


def approve(database: Database, version: UUID, by: UUID) -> None:
    """Let somebody approve a version."""
    with database.begin() as db:
        authoring.approve_item(db, version, by, LONG_AGO)


def withdraw(database: Database, cast: Cast, bank: UUID, code: str = "s-001") -> None:
    """Let Esme withdraw an item."""
    with database.begin() as db:
        row = items.item_coded(db, bank, code)
        assert row is not None
        authoring.withdraw_item(db, row.id, cast.esme, LONG_AGO)


def drawn(database: Database, bank: UUID) -> dict[str, int]:
    """Return the version of each item that papers are drawn with."""
    with database.read() as db:
        return {item.id: item.version for item in content.pool_for(db, bank)}


def test_an_edit_is_a_new_version_in_review(database: Database, cast: Cast, bank: UUID) -> None:
    version = edit(database, cast, bank, BETTER)

    with database.read() as db:
        row = db.get_one(ItemVersionRow, version)
        act = db.scalars(select(ApprovalRow).where(ApprovalRow.subject_id == version)).one()
    assert (row.version, row.status, row.stem) == (2, ItemStatus.REVIEW, BETTER.stem)
    assert (act.act, act.person_id) == ("proposed", cast.edgar)


def test_papers_are_drawn_as_before_until_someone_else_approves(
    database: Database, cast: Cast, bank: UUID
) -> None:
    version = edit(database, cast, bank, BETTER)
    before = drawn(database, bank)["s-001"]

    approve(database, version, cast.esme)

    assert (before, drawn(database, bank)["s-001"]) == (1, 2)


def test_a_new_item_is_drawn_once_it_is_approved(
    database: Database, cast: Cast, bank: UUID
) -> None:
    version = edit(database, cast, bank, NEW)
    assert "s-099" not in drawn(database, bank)

    approve(database, version, cast.esme)

    assert drawn(database, bank)["s-099"] == 1


def test_the_author_cannot_approve(database: Database, cast: Cast, bank: UUID) -> None:
    version = edit(database, cast, bank, BETTER)

    with pytest.raises(Refusal) as refusal:
        approve(database, version, cast.edgar)

    assert refusal.value.reason is Reason.SAME_PERSON
    assert drawn(database, bank)["s-001"] == 1


def test_a_version_is_approved_once(database: Database, cast: Cast, bank: UUID) -> None:
    version = edit(database, cast, bank, BETTER)
    approve(database, version, cast.esme)

    with pytest.raises(Refusal) as refusal:
        approve(database, version, cast.olga)

    assert refusal.value.reason is Reason.ALREADY_DONE


def test_only_the_newest_version_is_approved(database: Database, cast: Cast, bank: UUID) -> None:
    overtaken = edit(database, cast, bank, BETTER)
    edit(database, cast, bank, replace(BETTER, version=3, stem="Or this?"))

    with pytest.raises(Refusal) as refusal:
        approve(database, overtaken, cast.esme)

    assert refusal.value.reason is Reason.ITEM_OVERTAKEN


@pytest.mark.parametrize("item", [replace(BETTER, version=1), replace(BETTER, version=3)])
def test_an_edit_must_follow_the_newest_version(
    database: Database, cast: Cast, bank: UUID, item: Item
) -> None:
    with pytest.raises(Refusal) as refusal:
        edit(database, cast, bank, item)

    assert refusal.value.reason is Reason.ITEM_OVERTAKEN


def test_an_unsound_item_is_not_stored(database: Database, cast: Cast, bank: UUID) -> None:
    bad = replace(BETTER, key=frozenset("Z"), stem="", enemies=("s-404",))

    with pytest.raises(ProblemsError) as faulty:
        edit(database, cast, bank, bad)

    rules = {problem.rule for problem in faulty.value.problems}
    assert rules == {"L01", "stem.empty", "enemies.unknown"}
    assert bank_in(database, cast, bank) == sample_bank()


def test_a_draft_from_a_file_must_be_put_forward_first(database: Database, cast: Cast) -> None:
    bank = publish(database, cast, with_first(sample_bank(), status=ItemStatus.DRAFT)).bank_id
    with database.read() as db:
        row = items.item_coded(db, bank, "s-001")
        assert row is not None

    with pytest.raises(Refusal) as refusal:
        approve(database, row.versions[0].id, cast.esme)

    assert refusal.value.reason is Reason.ITEM_FAULTY


def test_an_item_in_review_from_a_file_is_approved_by_someone_else(
    database: Database, cast: Cast
) -> None:
    bank = publish(database, cast, with_first(sample_bank(), status=ItemStatus.REVIEW)).bank_id
    with database.read() as db:
        row = items.item_coded(db, bank, "s-001")
        assert row is not None

    with pytest.raises(Refusal) as refusal:
        approve(database, row.versions[0].id, cast.edgar)
    approve(database, row.versions[0].id, cast.esme)

    assert refusal.value.reason is Reason.SAME_PERSON
    assert drawn(database, bank)["s-001"] == 1


def test_a_withdrawn_item_is_drawn_no_more(database: Database, cast: Cast, bank: UUID) -> None:
    withdraw(database, cast, bank)

    assert "s-001" not in drawn(database, bank)


def test_an_item_is_withdrawn_once(database: Database, cast: Cast, bank: UUID) -> None:
    withdraw(database, cast, bank)

    with pytest.raises(Refusal) as refusal:
        withdraw(database, cast, bank)

    assert refusal.value.reason is Reason.ALREADY_DONE


def test_a_withdrawn_item_is_neither_edited_nor_approved(
    database: Database, cast: Cast, bank: UUID
) -> None:
    version = edit(database, cast, bank, BETTER)
    withdraw(database, cast, bank)

    with pytest.raises(Refusal) as edited:
        edit(database, cast, bank, replace(BETTER, version=3))
    with pytest.raises(Refusal) as approved:
        approve(database, version, cast.esme)

    assert edited.value.reason is approved.value.reason is Reason.ITEM_WITHDRAWN


def test_every_act_leaves_its_event(database: Database, cast: Cast, bank: UUID) -> None:
    approve(database, edit(database, cast, bank, BETTER), cast.esme)
    withdraw(database, cast, bank)

    with database.read() as db:
        acts = list(db.scalars(select(EventRow.act).order_by(EventRow.sequence)))
    assert acts == ["publish_bank", "edit_item", "approve_item", "withdraw_item"]


def test_what_was_edited_is_exported(database: Database, cast: Cast, bank: UUID) -> None:
    approve(database, edit(database, cast, bank, BETTER), cast.esme)

    assert bank_in(database, cast, bank).items[0] == BETTER


def test_a_preview_shows_no_key(database: Database, cast: Cast) -> None:
    preview = authoring.preview(replace(BETTER, stem="Is *this* it?"))

    assert preview.stem_html == "<p>Is <em>this</em> it?</p>"
    assert list(preview.options.values()) == [option.text for option in BETTER.options]


def test_publishing_files_leaves_what_was_written_here_and_says_so(
    database: Database, cast: Cast, bank: UUID
) -> None:
    approve(database, edit(database, cast, bank, BETTER), cast.esme)
    approve(database, edit(database, cast, bank, NEW), cast.esme)

    published = publish(database, cast, sample_bank())

    assert (published.newer_here, published.only_here) == (("s-001",), ("s-099",))
    assert published.withdrawn == ()
    assert drawn(database, bank).items() >= {("s-001", 2), ("s-099", 1)}
