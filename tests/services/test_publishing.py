"""What publishing a bank promises."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.item import Item, ItemKind, ItemStatus, Option
from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.services.publishing import publish_bank
from app.store.audit import ApprovalRow, EventRow
from app.store.content import KeyVersionRow
from app.store.database import Database
from app.store.queries import content
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.services.published import bank_in, publish, with_first


def test_what_was_published_reads_back_as_it_was_written(database: Database, cast: Cast) -> None:
    bank = sample_bank()
    assert bank_in(database, cast, publish(database, cast, bank).bank_id) == bank


def test_publishing_again_changes_nothing(database: Database, cast: Cast) -> None:
    first = publish(database, cast, sample_bank())
    again = publish(database, cast, sample_bank())
    assert len(first.added) == 12
    assert (again.added, again.changed, again.withdrawn) == ((), (), ())
    assert len(again.unchanged) == 12
    assert again.bank_id == first.bank_id


def test_one_person_cannot_publish_alone(database: Database, cast: Cast) -> None:
    with pytest.raises(Refusal) as refusal, database.begin() as db:
        publish_bank(db, cast.body, sample_bank(), cast.edgar, cast.edgar, LONG_AGO)
    assert refusal.value.reason is Reason.SAME_PERSON


def test_each_approved_item_names_two_people(database: Database, cast: Cast) -> None:
    publish(database, cast, sample_bank())
    with database.read() as db:
        acts = [(a.act, a.person_id) for a in db.scalars(select(ApprovalRow))]
    assert acts.count(("proposed", cast.edgar)) == acts.count(("approved", cast.esme)) == 12


@pytest.mark.parametrize("status", [ItemStatus.DRAFT, ItemStatus.REVIEW])
def test_an_item_that_is_not_approved_in_the_file_is_not_approved_here(
    database: Database, cast: Cast, status: ItemStatus
) -> None:
    published = publish(database, cast, with_first(sample_bank(), status=status))
    with database.read() as db:
        acts = [a.act for a in db.scalars(select(ApprovalRow))]
        pool = content.pool_for(db, published.bank_id)
    assert acts.count("approved") == len(pool) == 11
    assert "s-001" not in {item.id for item in pool}


@pytest.mark.parametrize(
    "changed",
    [
        {"stem": "Another question?"},
        {"key": frozenset("B")},
        {"options": tuple(Option(letter, letter * 2, "why") for letter in "ABCD")},
        {"shuffle": False},
    ],
    ids=["stem", "key", "options", "shuffle"],
)
def test_a_published_version_never_changes(
    database: Database, cast: Cast, changed: dict[str, object]
) -> None:
    published = publish(database, cast, sample_bank())
    with pytest.raises(Refusal) as refusal:
        publish(database, cast, with_first(sample_bank(), **changed))
    assert refusal.value.reason is Reason.ITEM_CHANGED
    assert bank_in(database, cast, published.bank_id) == sample_bank()


def test_every_changed_item_is_named_at_once(database: Database, cast: Cast) -> None:
    bank = sample_bank()
    publish(database, cast, bank)
    changed = [replace(item, stem="Changed?") for item in bank.items[:3]]
    with pytest.raises(Refusal) as refusal:
        publish(database, cast, replace(bank, items=(*changed, *bank.items[3:])))
    assert refusal.value.facts["items"] == "s-001 version 1, s-002 version 1, s-003 version 1"


def test_new_words_are_a_new_version_and_the_old_one_stays(database: Database, cast: Cast) -> None:
    publish(database, cast, sample_bank())
    newer = with_first(sample_bank(), version=2, stem="Better words?")
    published = publish(database, cast, newer)
    with database.read() as db:
        old_and_new = [("s-001", 1), ("s-001", 2)]
        fragments = content.fragments_for(db, published.bank_id, old_and_new)
        drawn = {item.id: item.version for item in content.pool_for(db, published.bank_id)}
    assert published.added == ("s-001",)
    assert fragments["s-001", 1].stem_html != fragments["s-001", 2].stem_html
    assert drawn["s-001"] == 2


def test_facts_about_a_version_can_be_said_anew(database: Database, cast: Cast) -> None:
    publish(database, cast, sample_bank())
    newer = with_first(sample_bank(), facility=0.5, guidance="9.9", enemies=("s-002",))
    published = publish(database, cast, newer)
    assert published.changed == ("s-001",)
    assert bank_in(database, cast, published.bank_id) == newer


def test_a_new_rationale_is_a_new_version_of_the_same_key(database: Database, cast: Cast) -> None:
    publish(database, cast, sample_bank())
    options = tuple(replace(o, rationale="Better said.") for o in sample_item(1, "1.1").options)
    published = publish(database, cast, with_first(sample_bank(), options=options))
    with database.read() as db:
        key = content.keys_for(db, published.bank_id, [("s-001", 1)])["s-001", 1]
        kept = db.scalars(select(KeyVersionRow)).all()
    assert published.changed == ("s-001",)
    assert (key.version, key.letters) == (2, frozenset("A"))
    assert len(kept) == 13


def test_an_item_that_left_the_bank_is_withdrawn_and_named(database: Database, cast: Cast) -> None:
    bank = sample_bank()
    publish(database, cast, bank)
    published = publish(database, cast, replace(bank, items=bank.items[1:]))
    with database.read() as db:
        pool = content.pool_for(db, published.bank_id)
        key = content.keys_for(db, published.bank_id, [("s-001", 1)])
    assert published.withdrawn == ("s-001",)
    assert "s-001" not in {item.id for item in pool}
    assert key, "papers that hold it can still be marked"


def test_a_withdrawn_item_comes_back_only_with_a_new_version(
    database: Database, cast: Cast
) -> None:
    bank = sample_bank()
    publish(database, cast, bank)
    publish(database, cast, replace(bank, items=bank.items[1:]))
    assert publish(database, cast, bank).still_withdrawn == ("s-001",)
    back = publish(database, cast, with_first(bank, version=2, stem="Mended?"))
    assert back.added == ("s-001",)
    assert bank_in(database, cast, back.bank_id) == with_first(bank, version=2, stem="Mended?")


def test_a_retired_version_is_drawn_no_more_and_neither_is_the_one_before(
    database: Database, cast: Cast
) -> None:
    bank = sample_bank()
    publish(database, cast, bank)
    retired = with_first(bank, version=2, status=ItemStatus.RETIRED)
    published = publish(database, cast, retired)
    with database.read() as db:
        assert len(content.pool_for(db, published.bank_id)) == 11


def test_an_unsound_bank_publishes_nothing_and_says_all_that_is_wrong(
    database: Database, cast: Cast
) -> None:
    bad = replace(sample_item(1, "9.9"), key=frozenset("Z"), stem=" ")
    with pytest.raises(ProblemsError) as faulty:
        publish(database, cast, replace(sample_bank(), items=(bad, *sample_bank().items[1:])))
    rules = {problem.rule for problem in faulty.value.problems}
    assert rules == {"L30", "L01", "stem.empty"}
    with database.read() as db:
        assert content.banks_in(db, {cast.body}) == []


def test_the_record_counts_and_names_nobody(database: Database, cast: Cast) -> None:
    publish(database, cast, sample_bank())
    with database.read() as db:
        event = db.scalars(select(EventRow)).one()
    assert (event.act, event.by_id) == ("publish_bank", cast.edgar)
    assert event.facts == {
        "approved_by": str(cast.esme),
        "added": 12,
        "changed": 0,
        "withdrawn": 0,
    }


def test_items_keep_their_order_and_kind(database: Database, cast: Cast) -> None:
    item: Item = replace(
        sample_item(1, "1.1"), kind=ItemKind.MULTIPLE, key=frozenset("CA"), shuffle=False
    )
    bank = replace(sample_bank(), items=(item, *sample_bank().items[1:]))
    assert bank_in(database, cast, publish(database, cast, bank).bank_id) == bank
