"""Who sits where after a move."""

import pytest

from app.domain.refusals import Reason
from app.domain.seats import MAX_SEAT, moved, plain, same_seat
from tests.stories import refused

ROOM = {"ada": "A1", "ben": "A2", "cole": "", "dunn": ""}


def test_a_free_seat_is_given_without_the_blanks_around_it() -> None:
    assert moved(ROOM, {"ada": "  B  3 "}) == {**ROOM, "ada": "B 3"}


@pytest.mark.parametrize("seat", ["A2", "a2", " A2 "])
def test_a_seat_that_is_taken_is_refused(seat: str) -> None:
    with refused(Reason.SEAT_TAKEN):
        moved(ROOM, {"ada": seat})


def test_a_swap_gives_the_other_one_the_seat_that_is_left() -> None:
    assert moved(ROOM, {"ada": "a2"}, swap=True) == {**ROOM, "ada": "a2", "ben": "A1"}


def test_nobody_is_left_without_a_seat_by_a_swap() -> None:
    with refused(Reason.SEAT_TAKEN):
        moved(ROOM, {"cole": "A1"}, swap=True)


def test_two_may_change_seats_with_one_another() -> None:
    assert moved(ROOM, {"ada": "A2", "ben": "A1"}) == {**ROOM, "ada": "A2", "ben": "A1"}


@pytest.mark.parametrize("swap", [False, True])
def test_two_are_never_given_one_seat(swap: bool) -> None:
    with refused(Reason.SEAT_TAKEN):
        moved(ROOM, {"ada": "C1", "ben": "c1"}, swap=swap)


def test_to_have_no_seat_is_allowed_to_all() -> None:
    assert moved(ROOM, {"ada": "", "ben": " "}) == dict.fromkeys(ROOM, "")


def test_capitals_and_blanks_make_no_other_seat() -> None:
    assert same_seat(" a 1", "A  1")
    assert not same_seat("A1", "A 1")
    assert plain("  Desk   7 ") == "Desk 7"


def test_a_seat_that_is_too_long_is_refused_and_never_cut() -> None:
    longest = "x" * MAX_SEAT
    assert moved(ROOM, {"ada": f" {longest} "})["ada"] == longest

    with refused(Reason.SEAT_TOO_LONG):
        moved(ROOM, {"ada": f"{longest}x"})
