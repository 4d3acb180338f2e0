"""Seats by name, such as A2: who sits where after a move, and that no seat is given twice."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from app.domain.refusals import Reason, Refusal

MAX_SEAT = 12  # characters: what a desk of the printed plan has room for

Who = TypeVar("Who", bound=Hashable)


def plain(seat: str) -> str:
    """Return a seat's name without the blanks around and the doubled ones inside it."""
    return " ".join(seat.split())


def seat_named(typed: str) -> str:
    """Return a seat's name as it is kept; refuse one that is too long (SEAT_TOO_LONG)."""
    seat = plain(typed)
    if len(seat) > MAX_SEAT:
        raise Refusal(Reason.SEAT_TOO_LONG, seat=seat, most=MAX_SEAT)
    return seat


def folded(seat: str) -> str:
    """Return what is the same for every way to write one seat: blanks and capitals do not count."""
    return plain(seat).casefold()


def same_seat(one: str, other: str) -> bool:
    """Say whether two names are of one seat."""
    return folded(one) == folded(other)


def moved(
    before: Mapping[Who, str], wanted: Mapping[Who, str], *, swap: bool = False
) -> dict[Who, str]:
    """Return everybody's seat after the move of some.

    With `swap`, who sits where one of them is to sit takes the seat that one leaves. Refuses a seat
    that two would have (SEAT_TAKEN) and one that is too long; to have none is allowed to all.
    """
    after = {**before, **{who: seat_named(seat) for who, seat in wanted.items()}}
    for who in wanted:
        for other in _also_at(after, who):
            if not swap or other in wanted or not before[who]:
                raise Refusal(Reason.SEAT_TAKEN, seat=after[who])
            after[other] = before[who]
    return after


def _also_at(after: Mapping[Who, str], who: Who) -> list[Who]:
    seat = after[who]
    return [other for other in after if seat and other != who and same_seat(after[other], seat)]
