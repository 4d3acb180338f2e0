"""What a bank holds against what its specifications ask for."""

from dataclasses import replace

from app.domain.coverage import Need, coverage
from app.domain.pool import pool_of
from app.domain.specification import OutcomeShare
from tests.cast import sample_bank, sample_specification

BANK = sample_bank()


def test_every_outcome_is_followed_by_its_criteria() -> None:
    lines = coverage(BANK.outcomes, pool_of(BANK), [], [])

    places = [(line.outcome, line.criterion, line.approved) for line in lines]
    assert places == [
        ("1", None, 6),
        ("1", "1.1", 3),
        ("1", "1.2", 3),
        ("2", None, 6),
        ("2", "2.1", 3),
        ("2", "2.2", 3),
    ]


def test_what_waits_is_counted_apart() -> None:
    lines = coverage(BANK.outcomes, pool_of(BANK), ["1.2", "1.2"], [])

    assert [line.waiting for line in lines] == [2, 0, 2, 0, 0, 0]


def test_an_outcome_that_meets_all_its_criteria_needs_one_of_each() -> None:
    lines = coverage(BANK.outcomes, pool_of(BANK), [], [sample_specification()])

    assert [line.needs for line in lines[:3]] == [(Need(3),), (Need(1),), (Need(1),)]
    assert not any(line.short for line in lines)


def test_an_outcome_with_fewer_items_than_criteria_needs_none_in_particular() -> None:
    shares = (OutcomeShare("1", 1), OutcomeShare("2", 4))
    spec = replace(sample_specification(), outcomes=shares)

    lines = coverage(BANK.outcomes, pool_of(BANK), [], [spec])

    assert [line.needs for line in lines[:3]] == [(Need(1),), (None,), (None,)]


def test_a_shortage_says_why() -> None:
    shares = (OutcomeShare("1", 7), OutcomeShare("2", 2))
    spec = replace(sample_specification(), items=9, outcomes=shares)

    outcome, *_ = coverage(BANK.outcomes, pool_of(BANK), [], [sample_specification(), spec])

    assert outcome.short
    assert outcome.needs[0] == Need(3)
    assert outcome.needs[1] == Need(7, "Outcome 1 needs 7 items; 6 are approved: 1 short")
