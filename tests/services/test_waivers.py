"""Rules set aside and thresholds on their way into the database and out of it."""

from dataclasses import replace

import pytest

from app.domain.bank import Bank
from app.domain.item import Item, Option
from app.domain.problems import ProblemsError
from app.domain.waiver import Waiver
from app.domain.writing.thresholds import Thresholds
from app.services import authoring
from app.store.database import Database
from app.store.mapping import item_of
from app.store.queries.items import item_coded
from tests.cast import LONG_AGO, Cast, sample_bank, sample_item
from tests.services.published import bank_in, publish, with_first

LAW = Waiver("L07", "The regulation lists exactly these.")
OPTIONS = (*sample_item(1, "1.1").options[:3], Option("D", "Each of these", "Why D."))


def flawed(**changed: object) -> Bank:
    """Give the sample bank with a first item that a rule stops."""
    return with_first(sample_bank(), options=OPTIONS, **changed)


def edited(**changed: object) -> Item:
    """Give the first item as its next version, stopped by a rule."""
    return replace(sample_item(1, "1.1"), version=2, options=OPTIONS, **changed)  # type: ignore[arg-type]


def test_what_is_set_aside_and_set_otherwise_reads_back_as_it_was_published(
    database: Database, cast: Cast
) -> None:
    bank = replace(
        flawed(waivers=(LAW, Waiver("L12", "So says “the law”."))),
        writing=Thresholds(longest_key_factor=1.4, longest_run=6, longest_share_errors=4.0),
        waivers=(Waiver("B01", "Transferred as printed."),),
    )

    assert bank_in(database, cast, publish(database, cast, bank).bank_id) == bank


def test_a_bank_with_an_error_that_nothing_sets_aside_is_not_published(
    database: Database, cast: Cast
) -> None:
    with pytest.raises(ProblemsError) as refused:
        publish(database, cast, flawed())

    assert [problem.rule for problem in refused.value.problems] == ["L07"]


def test_a_waiver_said_anew_is_a_change_of_the_version_it_stands_in(
    database: Database, cast: Cast
) -> None:
    publish(database, cast, flawed(waivers=(LAW,)))
    better = flawed(waivers=(Waiver("L07", "Regulation 4 lists exactly these."),))

    again = publish(database, cast, better)

    assert (again.added, again.changed) == ((), ("s-001",))
    assert publish(database, cast, better).changed == ()
    assert bank_in(database, cast, again.bank_id) == better


def test_what_the_bank_sets_is_brought_up_to_date(database: Database, cast: Cast) -> None:
    publish(database, cast, replace(sample_bank(), writing=Thresholds(longest_run=6)))

    again = publish(database, cast, sample_bank())

    assert bank_in(database, cast, again.bank_id).writing == Thresholds()


def test_an_edited_item_with_an_error_is_saved_only_when_it_is_set_aside(
    database: Database, cast: Cast
) -> None:
    bank = publish(database, cast, sample_bank()).bank_id
    with pytest.raises(ProblemsError), database.begin() as db:
        authoring.edit_item(db, bank, edited(), cast.edgar, LONG_AGO)

    with database.begin() as db:
        version = authoring.edit_item(db, bank, edited(waivers=(LAW,)), cast.edgar, LONG_AGO)
        authoring.approve_item(db, version, cast.esme, LONG_AGO)

    with database.read() as db:
        row = item_coded(db, bank, "s-001")
        assert row is not None
        assert [item_of(row, v).waivers for v in row.versions] == [(), (LAW,)]


def test_an_edited_item_is_held_against_its_banks_own_thresholds(
    database: Database, cast: Cast
) -> None:
    lenient = replace(sample_bank(), writing=Thresholds(stem_fewest_words=2))
    short = replace(sample_item(1, "1.1"), version=2, stem="Which one?")

    bank = publish(database, cast, sample_bank()).bank_id
    with database.read() as db:
        strict = [problem.rule for problem in authoring.check_draft(db, bank, short)]
    publish(database, cast, lenient)
    with database.read() as db:
        allowed = [problem.rule for problem in authoring.check_draft(db, bank, short)]

    assert (strict, allowed) == (["L21"], [])
