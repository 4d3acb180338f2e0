"""A practice test keeps the rules of a sitting, and can be written down and read again at any moment."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.answering import Answer, Standing, take_answer
from app.domain.digests import GENESIS
from app.domain.practice import PracticeSitting
from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, fold, verify
from app.domain.sitting import SittingState

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)
ORDERS = ("CADB", "ABCD", "DCBA", "BADC")
SITTING = UUID(int=5)


def practice(**changed: object) -> PracticeSitting:
    """Give a try that began just now."""
    fields: dict[str, object] = {"id": SITTING, "of": "x", "time": TEN_MINUTES, "started_at": START}
    return PracticeSitting(**(fields | changed))  # type: ignore[arg-type]


def answer(position: int = 1, *shown: int, follows: int = 0, **changed: object) -> Answer:
    """Give an answer from the browser that keeps the try."""
    fields: dict[str, object] = {"flagged": False, "client_id": f"write-{follows}"}
    fields |= {"position": position, "shown": frozenset(shown), "follows": follows}
    fields["lease"] = SITTING.hex
    return Answer(**(fields | changed))  # type: ignore[arg-type]


def refused(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.reason


def kept(sitting: PracticeSitting) -> PracticeSitting:
    """Write the try down as a browser keeps it, and read it again."""
    return PracticeSitting.from_mapping(json.loads(json.dumps(sitting.to_mapping())))


ACTS = st.lists(
    st.tuples(
        st.integers(1, 4),  # position
        st.frozensets(st.integers(0, 3)),  # places
        st.booleans(),  # flag
        st.integers(-2, 1),  # how far the page is behind
        st.integers(0, 90),  # seconds that pass
    ),
    max_size=30,
)


@given(ACTS)
def test_every_answer_is_taken_or_refused_as_in_a_sitting(
    acts: list[tuple[int, frozenset[int], bool, int, int]],
) -> None:
    trying, now = practice(), START
    log: list[Response] = []
    for number, (position, shown, flagged, behind, seconds) in enumerate(acts):
        now += timedelta(seconds=seconds)
        sent = answer(
            position,
            *shown,
            flagged=flagged,
            client_id=f"n{number}",
            follows=max(0, len(log) + behind),
        )
        standing = Standing(
            sitting=SITTING.hex,
            state=SittingState.STARTED,
            ledger=trying.ledger,
            lease=SITTING.hex,
            last_sequence=len(log),
            last_digest=log[-1].digest if log else GENESIS,
            orders=ORDERS,
        )
        try:
            log.append(take_answer(standing, sent, now))
        except Refusal as refusal:
            assert refused(lambda: trying.answered(sent, ORDERS, now)) is refusal.reason  # noqa: B023
        else:
            trying = kept(trying.answered(sent, ORDERS, now))

    assert trying.last_digest == (log[-1].digest if log else GENESIS)
    assert fold(trying.log(ORDERS), 4) == fold(log, 4)
    assert verify(log, SITTING.hex, ORDERS) is None


@given(ACTS)
def test_what_a_browser_keeps_is_read_as_it_was(
    acts: list[tuple[int, frozenset[int], bool, int, int]],
) -> None:
    trying = practice()
    for follows, (position, shown, flagged, _, _) in enumerate(acts):
        trying = trying.answered(
            answer(position, *shown, flagged=flagged, follows=follows), ORDERS, START
        )
        assert kept(trying) == trying

    assert kept(trying.handed_in(START + TEN_MINUTES / 2)).state(START) is SittingState.SUBMITTED


def test_what_a_browser_keeps_names_no_letter_and_nothing_older_than_what_stands() -> None:
    trying = practice()
    for follows in range(6):
        trying = trying.answered(answer(1, follows % 4, follows=follows), ORDERS, START)

    [[sequence, position, shown, flagged, name, digest]] = trying.to_mapping()["chosen"]

    assert (sequence, position, shown, flagged, name) == (6, 1, (1,), False, "write-5")
    assert len(digest) == 64


def test_a_stale_writer_is_refused() -> None:
    trying = practice().answered(answer(1, 0, follows=0), ORDERS, START)

    stale = answer(2, 1, follows=0, client_id="other")

    assert refused(lambda: trying.answered(stale, ORDERS, START)) is Reason.STALE_WRITER


def test_a_page_of_another_try_is_refused() -> None:
    other = answer(1, 0, lease=UUID(int=6).hex)

    assert refused(lambda: practice().answered(other, ORDERS, START)) is Reason.LEASE_LOST


def test_a_repeated_write_is_known_while_it_stands() -> None:
    once = practice().answered(answer(1, 0, client_id="same"), ORDERS, START)

    assert once.known("same") == once.chosen[0]
    again = once.answered(answer(1, 2, follows=1, client_id="newer"), ORDERS, START)
    assert again.known("same") is None


@pytest.mark.parametrize(("seconds", "taken"), [(599, True), (600, False), (6_000, False)])
def test_the_deadline_itself_is_too_late(seconds: int, taken: bool) -> None:
    now = START + timedelta(seconds=seconds)

    if taken:
        assert practice().answered(answer(1, 0), ORDERS, now).last_sequence == 1
    else:
        late = refused(lambda: practice().answered(answer(1, 0), ORDERS, now))
        assert late is Reason.TIME_IS_UP


def test_it_is_closed_at_its_deadline_whenever_somebody_looks() -> None:
    later = START + timedelta(days=1)

    assert practice().state(later) is SittingState.TIMED_OUT
    assert practice().finished_at(later) == START + TEN_MINUTES
    assert practice().handed_in(later) == practice()


def test_once_handed_in_it_stays_as_it_is() -> None:
    handed_in = practice().handed_in(START)

    assert handed_in.handed_in(START + timedelta(minutes=1)) == handed_in
    assert handed_in.finished_at(START + timedelta(days=1)) == START
    closed = refused(lambda: handed_in.answered(answer(1, 0), ORDERS, START))
    assert closed is Reason.ALREADY_SUBMITTED


@pytest.mark.parametrize("broken", [{}, {"id": "x"}, {"chosen": None}, {"at": 7}])
def test_what_is_no_practice_test_is_not_read_as_one(broken: dict[str, object]) -> None:
    mapping = practice().to_mapping() | broken if broken else {}

    with pytest.raises((KeyError, TypeError, ValueError)):
        PracticeSitting.from_mapping(mapping)
