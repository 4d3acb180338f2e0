"""Answers that came too late: none is counted unless somebody decides so, and none is lost."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.domain.late import (
    CountedLate,
    LateResponse,
    awaits_decision,
    fold_with,
    kept_apart,
    late_changes,
)
from app.domain.late_sitting import LateSitting
from app.domain.refusals import Reason
from app.domain.response import Response, fold
from app.domain.sitting import SittingState
from app.domain.timing import TimeLedger

ITEMS = 4
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def answered(*letters: str) -> list[Response]:
    """Give a log with one answer at each position from 1, a second apart."""
    return [
        Response(
            sequence=n,
            position=n,
            chosen=frozenset(chosen),
            client_id=f"log-{n}",
            at=NINE + timedelta(seconds=n),
        )
        for n, chosen in enumerate(letters, start=1)
    ]


def came(*answers: tuple[int, str], at: datetime = TEN) -> list[LateResponse]:
    """Give late responses that arrived one after another in one moment."""
    return [
        LateResponse(
            id=UUID(int=n),
            sequence=n,
            position=position,
            chosen=frozenset(chosen),
            at=at,
            reason=Reason.TIME_IS_UP,
            client_id=f"late-{n}",
        )
        for n, (position, chosen) in enumerate(answers, start=1)
    ]


logs = st.lists(
    st.tuples(st.integers(1, ITEMS), st.sets(st.sampled_from("ABCD"), max_size=2)), max_size=8
).map(
    lambda given: [
        Response(sequence=n, position=p, chosen=frozenset(c), client_id=f"log-{n}", at=NINE)
        for n, (p, c) in enumerate(given, start=1)
    ]
)
lates = st.lists(
    st.tuples(st.integers(1, ITEMS), st.sampled_from(["", "A", "B", "AB"])), max_size=8
).map(lambda given: came(*given))


# What needs a decision


def test_what_says_the_same_as_the_sheet_needs_no_decision() -> None:
    assert awaits_decision(answered("A", "B"), came((1, "A"), (2, "B"), (3, "")), {}) == ()


def test_what_differs_from_the_sheet_needs_one_and_says_whether_an_answer_stood() -> None:
    changes = awaits_decision(answered("A", "B"), came((1, "C"), (3, "D"), (2, "")), {})

    assert [(change.late.position, change.stood) for change in changes] == [
        (1, True),
        (3, False),
        (2, True),
    ]


def test_several_for_one_question_are_each_listed() -> None:
    changes = awaits_decision(answered("A"), came((1, "B"), (1, "C")), {})

    assert [change.late.sequence for change in changes] == [1, 2]


def test_a_way_back_to_what_stands_is_listed_after_what_it_takes_back() -> None:
    changes = awaits_decision(answered("A"), came((1, "B"), (1, "A")), {})

    assert [change.late.sequence for change in changes] == [1, 2]


def test_what_was_sent_again_and_taken_is_no_longer_apart() -> None:
    taken = Response(sequence=1, position=1, chosen=frozenset("B"), client_id="late-1", at=TEN)

    assert kept_apart([taken], came((1, "B"), at=NINE)) == ()


def test_what_the_candidate_answered_anew_afterwards_is_overtaken() -> None:
    log = answered("A", "B")
    before = came((1, "D"), (2, "D"), at=log[0].at)

    assert [late.position for late in kept_apart(log, before)] == [1]


def test_after_a_refusal_the_same_answer_as_the_sheet_changes_nothing() -> None:
    first, again = came((1, "B"), (1, "A"))

    assert awaits_decision(answered("A"), [first, again], {first.id: False}) == ()
    [open_again] = awaits_decision(answered("A"), [first, again], {first.id: True})
    assert open_again.late == again


# What the sheet is


@given(logs, lates)
def test_without_a_decision_the_sheet_is_that_of_the_log(
    log: list[Response], late: list[LateResponse]
) -> None:
    counted = [c.late for c in late_changes(log, late, {}) if c.counted]

    assert fold_with(log, ITEMS, counted) == fold(log, ITEMS)


@given(logs, lates)
def test_refusing_all_leaves_the_sheet_of_the_log_and_nothing_to_decide(
    log: list[Response], late: list[LateResponse]
) -> None:
    refused = {change.late.id: False for change in awaits_decision(log, late, {})}
    counted = [c.late for c in late_changes(log, late, refused) if c.counted]

    assert fold_with(log, ITEMS, counted) == fold(log, ITEMS)
    assert awaits_decision(log, late, refused) == ()


@given(logs, lates)
def test_counting_all_that_is_listed_is_as_if_all_had_been_saved_in_order(
    log: list[Response], late: list[LateResponse]
) -> None:
    listed = [change.late for change in awaits_decision(log, late, {})]
    saved = [
        Response(
            sequence=len(log) + each.sequence, position=each.position, chosen=each.chosen, at=TEN
        )
        for each in late
    ]

    both = fold([*log, *saved], ITEMS)
    assert {n: e.chosen for n, e in fold_with(log, ITEMS, listed).items()} == {
        n: e.chosen for n, e in both.items()
    }
    assert awaits_decision(log, late, {each.id: True for each in listed}) == ()


@given(logs, lates, st.data())
def test_only_what_was_decided_to_count_stands_and_all_else_is_the_logs(
    log: list[Response], late: list[LateResponse], data: st.DataObject
) -> None:
    listed = awaits_decision(log, late, {})
    decisions = {change.late.id: data.draw(st.booleans()) for change in listed}
    counted = [each for each in late if decisions.get(each.id)]

    sheet, before = fold_with(log, ITEMS, counted), fold(log, ITEMS)

    last = {each.position: each.chosen for each in counted}
    assert {n: e.chosen for n, e in sheet.items()} == {
        n: last.get(n, before[n].chosen) for n in sheet
    }
    assert CountedLate(tuple(counted)).sources.keys() == last.keys()


@given(logs, lates, st.randoms())
def test_the_order_they_are_read_in_does_not_matter(
    log: list[Response], late: list[LateResponse], chance: Random
) -> None:
    shuffled = chance.sample(late, len(late))

    assert late_changes(log, shuffled, {}) == late_changes(log, late, {})
    assert fold_with(log, ITEMS, shuffled) == fold_with(log, ITEMS, late)


# What waits for somebody


def sitting(
    state: SittingState, *, live: bool = True, closed: bool = True, released: bool = False
) -> LateSitting:
    """Give a sitting with one late answer that could change its sheet."""
    log, late = answered("A"), came((1, "B"))
    return LateSitting(
        sitting=UUID(int=9),
        candidate_number="0012",
        family_name="Adeyemi",
        given_names="Ada",
        state=state,
        live=live,
        closed=closed,
        ledger=TimeLedger(),
        finished_at=NINE,
        released_at=TEN if released else None,
        kept=kept_apart(log, late),
        changes=late_changes(log, late, {}),
    )


def test_only_a_test_that_has_ended_and_counts_waits_for_a_decision() -> None:
    assert len(sitting(SittingState.SUBMITTED).open) == 1
    assert len(sitting(SittingState.TIMED_OUT).open) == 1
    assert sitting(SittingState.STARTED).open == ()
    assert sitting(SittingState.VOID).open == ()
    assert sitting(SittingState.SUBMITTED, live=False).open == ()
    assert sitting(SittingState.SUBMITTED, closed=False).open == ()


def test_what_is_released_is_no_longer_decided_but_still_listed() -> None:
    out = sitting(SittingState.SUBMITTED, released=True)

    assert out.open == ()
    assert len(out.after_release) == 1
    assert sitting(SittingState.SUBMITTED).after_release == ()
