"""Taking an answer: who may, when, and what is written."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answering import Answer, Standing, take_answer
from app.domain.digests import GENESIS
from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, fold, verify
from app.domain.sitting import SittingState
from app.domain.timing import TimeEntry, TimeKind, TimeLedger

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RUNNING = TimeLedger(
    (
        TimeEntry(kind=TimeKind.BASE, at=START, amount=timedelta(minutes=75)),
        TimeEntry(kind=TimeKind.START, at=START),
    )
)
ORDERS = ("CADB", "ABCD", "DCBA")


def standing(**changed: object) -> Standing:
    """Give a sitting that is under way on device L."""
    fields: dict[str, object] = {
        "sitting": "s",
        "state": SittingState.STARTED,
        "ledger": RUNNING,
        "lease": "L",
        "last_sequence": 0,
        "last_digest": GENESIS,
        "orders": ORDERS,
    }
    return Standing(**(fields | changed))  # type: ignore[arg-type]


def answer(**changed: object) -> Answer:
    """Give an answer to question 1: the first option shown."""
    fields: dict[str, object] = {
        "position": 1,
        "shown": frozenset({0}),
        "client_id": "c",
        "lease": "L",
        "follows": 0,
    }
    return Answer(**(fields | changed))  # type: ignore[arg-type]


def refused(kept: Standing, given_answer: Answer, now: datetime) -> Reason:
    with pytest.raises(Refusal) as refusal:
        take_answer(kept, given_answer, now)
    return refusal.value.reason


def test_the_place_shown_is_written_as_the_authored_letter() -> None:
    response = take_answer(standing(), answer(), START)

    assert response.chosen == {"C"}
    assert response.sequence == 1


def test_an_answer_can_be_cleared() -> None:
    assert take_answer(standing(), answer(shown=frozenset()), START).chosen == frozenset()


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [(75 * 60 - 1, None), (75 * 60, Reason.TIME_IS_UP), (75 * 60 + 1, Reason.TIME_IS_UP)],
)
def test_the_deadline_is_sharp(seconds: int, reason: Reason | None) -> None:
    now = START + timedelta(seconds=seconds)

    if reason is None:
        assert take_answer(standing(), answer(), now).at == now
    else:
        assert refused(standing(), answer(), now) is reason


@pytest.mark.parametrize(
    ("changed", "given_answer", "reason"),
    [
        ({"state": SittingState.SUBMITTED}, answer(), Reason.ALREADY_SUBMITTED),
        ({"state": SittingState.VOID}, answer(), Reason.SITTING_VOID),
        ({"state": SittingState.ADMITTED}, answer(), Reason.NOT_STARTED),
        ({"state": SittingState.ENTERED}, answer(), Reason.NOT_ADMITTED),
        ({}, answer(lease="other"), Reason.LEASE_LOST),
        ({"lease": ""}, answer(lease=""), Reason.LEASE_LOST),
        ({"last_sequence": 3}, answer(follows=2), Reason.STALE_WRITER),
        ({}, answer(follows=1), Reason.STALE_WRITER),
        ({}, answer(position=0), Reason.NO_SUCH_POSITION),
        ({}, answer(position=4), Reason.NO_SUCH_POSITION),
        ({}, answer(shown=frozenset({4})), Reason.NO_SUCH_OPTION),
        ({}, answer(shown=frozenset({-1})), Reason.NO_SUCH_OPTION),
    ],
)
def test_what_may_not_be_taken_is_refused_with_its_reason(
    changed: dict[str, object], given_answer: Answer, reason: Reason
) -> None:
    assert refused(standing(**changed), given_answer, START) is reason


def test_a_paused_sitting_takes_no_answer() -> None:
    paused = RUNNING.adding(TimeEntry(kind=TimeKind.PAUSE, at=START + timedelta(minutes=1)))

    assert refused(standing(ledger=paused), answer(), START + timedelta(minutes=2)) is Reason.PAUSED


changes = st.lists(
    st.tuples(st.integers(1, 3), st.sets(st.integers(0, 3), max_size=2), st.booleans()), max_size=20
)


@given(changes)
def test_the_sheet_is_always_the_last_answer_taken_at_each_position(
    made: list[tuple[int, set[int], bool]],
) -> None:
    log: list[Response] = []
    expected = dict.fromkeys((1, 2, 3), frozenset[str]())
    kept = standing()
    for number, (position, shown, flagged) in enumerate(made):
        given_answer = answer(
            position=position,
            shown=frozenset(shown),
            flagged=flagged,
            client_id=str(number),
            follows=number,
        )
        response = take_answer(kept, given_answer, START)
        log.append(response)
        kept = standing(last_sequence=response.sequence, last_digest=response.digest)
        expected[position] = frozenset(ORDERS[position - 1][place] for place in shown)

    assert {p: entry.chosen for p, entry in fold(log, 3).items()} == expected
    assert verify(log, "s", ORDERS) is None


def test_a_changed_log_is_found_at_the_changed_response() -> None:
    first = take_answer(standing(), answer(), START)
    second = take_answer(
        standing(last_sequence=1, last_digest=first.digest), answer(position=2, follows=1), START
    )
    forged = Response(
        sequence=2,
        position=2,
        chosen=frozenset({"B"}),
        client_id="c",
        lease="L",
        at=START,
        digest=second.digest,
    )

    assert verify([first, second], "s", ORDERS) is None
    assert verify([first, forged], "s", ORDERS) == 2
    assert verify([second], "s", ORDERS) == 2


def test_the_digest_a_candidate_holds_tells_nothing_of_authored_letters() -> None:
    one = take_answer(standing(orders=("CADB",)), answer(), START)
    other = take_answer(standing(orders=("BDAC",)), answer(), START)

    assert one.chosen != other.chosen
    assert one.digest == other.digest
