"""Whether a session adds up."""

import pytest

from app.domain.session_record import Check, Counted, Counts, counts_of, in_words, reconcile
from app.domain.sitting import SittingState

HANDED_IN = Counted(state=SittingState.SUBMITTED, admitted=True, started=True)
AWAY = Counted(state=SittingState.ENTERED)


def test_thirty_entered_and_twenty_eight_papers_are_said_in_one_line() -> None:
    counts = counts_of([HANDED_IN] * 28 + [AWAY] * 2)

    assert in_words(counts) == "30 entered, 28 admitted, 28 papers submitted, 2 absent"
    assert reconcile(counts) == ()


def test_what_is_unusual_is_said_where_there_is_any() -> None:
    counts = Counts(
        entered=6, admitted=2, submitted=1, withdrawn=1, transferred=2, void_outside=1, void=0
    )

    assert in_words(counts) == (
        "6 entered, 2 admitted, 1 paper submitted, 0 absent, 1 withdrawn, 2 transferred, 1 void"
    )


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (AWAY, "absent"),
        (Counted(state=SittingState.ABSENT), "absent"),
        (Counted(state=SittingState.ABSENT, admitted=True, marked_absent=True), "absent"),
        (Counted(state=SittingState.ENTERED, withdrawn=True), "withdrawn"),
        (Counted(state=SittingState.ENTERED, withdrawn=True, transferred=True), "transferred"),
        (Counted(state=SittingState.VOID), "void_outside"),
        (Counted(state=SittingState.VOID, admitted=True, started=True), "void"),
        (HANDED_IN, "submitted"),
        (Counted(state=SittingState.TIMED_OUT, admitted=True, started=True), "timed_out"),
        (Counted(state=SittingState.STARTED, started=True, on_paper=True), "on_paper_open"),
        (Counted(state=SittingState.SUBMITTED, started=True, on_paper=True), "keyed_in"),
    ],
)
def test_everybody_is_counted_once_and_adds_up(entry: Counted, name: str) -> None:
    counts = counts_of([entry])

    assert counts.as_facts()[name] == 1
    assert reconcile(counts) == ()


@pytest.mark.parametrize(
    ("counts", "checks"),
    [
        (Counts(), []),
        (Counts(entered=1), [Check.REGISTER]),
        (Counts(entered=1, admitted=1, submitted=1), []),
        (Counts(entered=1, absent=2), [Check.REGISTER]),
        (Counts(entered=1, admitted=1), [Check.TESTS]),
        (Counts(entered=1, admitted=1, submitted=1, timed_out=1), [Check.TESTS]),
        (Counts(entered=1, admitted=1, on_paper_open=1, on_paper=1), []),
        (Counts(entered=1, admitted=1, submitted=1, on_paper=1), [Check.ON_PAPER]),
        (Counts(entered=1, admitted=1, void=1, on_paper=1, on_paper_void=1), []),
        (Counts(acknowledged=5, logged=4), [Check.ANSWERS]),
        (Counts(entered=3, submitted=1, logged=1), [Check.REGISTER, Check.TESTS, Check.ANSWERS]),
    ],
)
def test_counts_that_do_not_agree_are_all_found(counts: Counts, checks: list[Check]) -> None:
    assert [each.check for each in reconcile(counts)] == checks


def test_somebody_let_in_who_never_started_has_to_be_explained() -> None:
    let_in = Counted(state=SittingState.ADMITTED, admitted=True)

    [found] = reconcile(counts_of([let_in, HANDED_IN]))

    assert found.check is Check.TESTS
    assert found.said.startswith("2 candidates were let in, and 1 tests came back")


def test_it_stays_unexplained_when_the_close_and_not_a_person_says_absent() -> None:
    closed = Counted(state=SittingState.ABSENT, admitted=True)

    assert [each.check for each in reconcile(counts_of([closed]))] == [Check.TESTS]
