"""Seats by name, such as A2: who sits where after a move, and that no seat is given twice."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from app.domain.refusals import Reason, Refusal

Who = TypeVar("Who", bound=Hashable)


def plain(seat: str) -> str:
    """Return a seat's name without the blanks around and the doubled ones inside it."""
    return " ".join(seat.split())


def same_seat(one: str, other: str) -> bool:
    """Say whether two names are of one seat; capitals make no difference."""
    return plain(one).casefold() == plain(other).casefold()


def moved(
    before: Mapping[Who, str], wanted: Mapping[Who, str], *, swap: bool = False
) -> dict[Who, str]:
    """Return everybody's seat after the move of some.

    With `swap`, who sits where one of them is to sit takes the seat that one leaves. Refuses a seat
    that two would have (SEAT_TAKEN); to have none is allowed to all.
    """
    after = {**before, **{who: plain(seat) for who, seat in wanted.items()}}
    for who in wanted:
        for other in _also_at(after, who):
            if not swap or other in wanted or not before[who]:
                raise Refusal(Reason.SEAT_TAKEN, seat=after[who])
            after[other] = before[who]
    return after


def _also_at(after: Mapping[Who, str], who: Who) -> list[Who]:
    seat = after[who]
    return [other for other in after if seat and other != who and same_seat(after[other], seat)]
