"""Keying in what was ticked on paper: letters as printed, two people, the same marks as on screen."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import keying
from app.domain.answering import Answer, Standing, take_answer
from app.domain.digests import GENESIS
from app.domain.keying import Difference, KeyedSheet, LogEnd, Turn
from app.domain.marking import Key, mark_responses
from app.domain.paper import Paper, PaperItem
from app.domain.response import Response, fold, verify
from app.domain.sitting import SittingState
from app.domain.timing import TimeEntry, TimeKind, TimeLedger

IVY, CORA, OTTO = (UUID(int=n) for n in (1, 2, 3))
TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SITTING = "a sitting"

letters = st.permutations("ABCD").map("".join)
orders = st.lists(letters, min_size=1, max_size=8)


def ticks_on(order: str) -> st.SearchStrategy[str]:
    """Give letters ticked on a question, mostly one."""
    printed = keying.PRINTED[: len(order)]
    return st.sets(st.sampled_from(printed), max_size=2).map(lambda s: "".join(sorted(s)))


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], tuple[str, ...], dict[int, str]]:
    """Give a paper's orders, what is ticked on paper, and what was answered on screen before."""
    drawn = draw(orders)
    ticked = tuple(draw(ticks_on(order)) for order in drawn)
    places = st.dictionaries(
        st.integers(1, len(drawn)), st.sampled_from("ABCD"), max_size=len(drawn)
    )
    return drawn, ticked, draw(places)


def sheet(*ticked: str, by: UUID = IVY, at: datetime = TEN) -> KeyedSheet:
    """Give a sheet as somebody keyed it."""
    return KeyedSheet(by=by, ticked=ticked, finished_at=at)


def on_screen(chosen: dict[int, str]) -> list[Response]:
    """Answer on screen, before the paper."""
    return [
        Response(sequence=n, position=place, chosen=frozenset(letter), at=TEN)
        for n, (place, letter) in enumerate(chosen.items(), start=1)
    ]


def end_of(log: list[Response], items: int) -> LogEnd:
    """Say where a log ends."""
    return LogEnd(
        sitting=SITTING, last_sequence=len(log), last_digest=GENESIS, sheet=fold(log, items)
    )


@given(letters, st.data())
def test_letters_as_printed_come_back_from_authored_ones(order: str, data: st.DataObject) -> None:
    ticked = data.draw(ticks_on(order))

    assert keying.printed(keying.authored(ticked, order), order) == ticked


@pytest.mark.parametrize(
    ("typed", "read"),
    [("b", "B"), (" B ", "B"), ("", ""), ("ca", "AC"), ("A, C", "AC"), ("AA", "A")],
)
def test_letters_are_read_as_people_type_them(typed: str, read: str) -> None:
    assert keying.read_ticks(typed, 4) == read


@pytest.mark.parametrize("typed", ["E", "1", "B?", "AX", "-"])
def test_what_is_not_on_the_print_is_not_read(typed: str) -> None:
    assert keying.read_ticks(typed, 4) is None


@given(sheets())
def test_the_log_adds_up_to_the_sheet_keyed_in_over_what_was_saved_on_screen(
    drawn: tuple[list[str], tuple[str, ...], dict[int, str]],
) -> None:
    on, ticked, before = drawn
    log = on_screen(before)

    made = keying.responses_of(sheet(*ticked), on, end_of(log, len(on)), "paper-x", TEN)

    stands = fold([*log, *made], len(on))
    printed = [keying.printed(stands[n].chosen, order) for n, order in enumerate(on, start=1)]
    was = fold(log, len(on))
    saved = [keying.printed(was[n].chosen, order) for n, order in enumerate(on, start=1)]
    assert printed == [tick or kept for tick, kept in zip(ticked, saved, strict=True)]


@given(sheets())
def test_only_what_differs_from_the_screen_is_written_and_the_chain_holds(
    drawn: tuple[list[str], tuple[str, ...], dict[int, str]],
) -> None:
    on, ticked, before = drawn
    log = on_screen(before)
    was = fold(log, len(on))

    made = keying.responses_of(sheet(*ticked), on, end_of(log, len(on)), "paper-x", TEN)
    alone = keying.responses_of(sheet(*ticked), on, end_of([], len(on)), "paper-x", TEN)

    assert all(response.chosen != was[response.position].chosen for response in made)
    assert [r.sequence for r in made] == list(range(len(log) + 1, len(log) + len(made) + 1))
    assert len({r.client_id for r in made}) == len(made)
    assert {r.lease for r in made} <= {"paper"}
    assert verify(alone, SITTING, on) is None


@given(orders, st.data())
def test_a_sheet_earns_what_the_same_answers_earn_on_screen(
    on: list[str], data: st.DataObject
) -> None:
    paper = Paper(
        algorithm=1,
        specification_hash="",
        bank_hash="",
        seed=b"",
        items=tuple(PaperItem(f"i{n}", 1, "1", "1.1", order) for n, order in enumerate(on)),
    )
    keys = {(f"i{n}", 1): Key(1, frozenset(data.draw(ticks_on("ABCD")))) for n in range(len(on))}
    ticked = tuple(data.draw(ticks_on(order)) for order in on)

    keyed = keying.responses_of(sheet(*ticked), on, end_of([], len(on)), "paper-x", TEN)
    clicked = _clicked(on, ticked)

    items = len(on)
    assert mark_responses(paper, keys, fold(keyed, items)) == mark_responses(
        paper, keys, fold(clicked, items)
    )


def _clicked(on: list[str], ticked: tuple[str, ...]) -> list[Response]:
    """Give the same answers through the door every answer on screen goes through."""
    base = TimeEntry(kind=TimeKind.BASE, at=TEN, amount=timedelta(minutes=30))
    begun = TimeLedger((base, TimeEntry(kind=TimeKind.START, at=TEN)))
    log: list[Response] = []
    for position, letters in enumerate(ticked, start=1):
        standing = Standing(
            sitting=SITTING,
            state=SittingState.STARTED,
            ledger=begun,
            lease="here",
            last_sequence=len(log),
            last_digest=GENESIS,
            orders=on,
        )
        shown = frozenset(keying.PRINTED.index(letter) for letter in letters)
        answer = Answer(
            position=position, shown=shown, client_id=str(position), lease="here", follows=len(log)
        )
        log.append(take_answer(standing, answer, TEN))
    return log


def test_two_people_who_key_the_same_agree_and_one_person_twice_does_not() -> None:
    mine, theirs = sheet("A", "", "BC"), sheet("A", "", "BC", by=CORA)

    assert keying.agreed([mine, theirs]) == (mine, theirs)
    assert keying.agreed([mine, mine]) is None
    assert keying.agreed([mine]) is None


def test_only_the_newest_sheet_of_each_person_counts() -> None:
    first, second, theirs = sheet("A", "B"), sheet("A", "C"), sheet("A", "B", by=CORA)

    assert keying.agreed([first, second, theirs]) is None
    assert keying.agreed([second, theirs, first]) == (first, theirs)


def test_a_third_person_may_settle_it_with_either() -> None:
    mine, theirs, third = sheet("A"), sheet("B", by=CORA), sheet("B", by=OTTO)

    assert keying.agreed([mine, theirs, third]) == (theirs, third)


def test_where_two_sheets_differ_both_key_again() -> None:
    later = TEN + timedelta(minutes=1)
    both = [sheet("A", "B", "C", "D"), sheet("A", "C", "C", "", by=CORA, at=later)]

    for person in (IVY, CORA):
        assert keying.to_key_again(both, person) == Difference(frozenset({2, 4}), True)


def test_what_is_keyed_again_takes_the_place_of_what_was() -> None:
    again = keying.keyed_again(sheet("A", "B", "C"), {2: "D"}, None)

    assert again == sheet("A", "D", "C")


def test_whose_turn_it_is() -> None:
    mine, theirs = sheet("A"), sheet("B", by=CORA)

    assert keying.turn_of([], IVY) is Turn.KEY
    assert keying.turn_of([mine], IVY) is Turn.WAIT
    assert keying.turn_of([mine], CORA) is Turn.KEY
    assert keying.turn_of([mine, theirs], IVY) is Turn.AGAIN
    assert keying.turn_of([mine, theirs], OTTO) is Turn.KEY
