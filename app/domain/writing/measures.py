"""Options that differ in an amount alone, whose order and overlap can be told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.writing.amounts import NUMBER, Amount, pieces_of
from app.domain.writing.words import stem_of

Piece = str | Amount

_UP_TO = ("up to", "at most", "no more than", "not more than", "a maximum of", "maximum of")
_UNDER = ("under", "below", "less than", "fewer than", "lower than")
_AT_LEAST = ("at least", "no less than", "not less than", "no fewer than", "a minimum of")
_OVER = ("over", "above", "more than", "greater than", "exceeding")
_AND_MORE = ("or more", "and over", "or over", "and above", "or above", "or older", "and more", "+")
_AND_LESS = ("or less", "or fewer", "or under", "and under", "or below", "and below", "or younger")
# Each phrase before an amount, as words, with whether it bounds from above and leaves its bound out.
_BEFORE = {
    tuple(phrase.split()): (upper, open)
    for phrases, upper, open in (
        (_UP_TO, True, False),
        (_UNDER, True, True),
        (_AT_LEAST, False, False),
        (_OVER, False, True),
    )
    for phrase in phrases
}
_AFTER = {
    tuple(phrase.split()): (upper, False)
    for phrases, upper in ((_AND_MORE, False), (_AND_LESS, True))
    for phrase in phrases
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as its amounts, and the words around them with a # where an amount stands."""

    words: tuple[str, ...]
    amounts: tuple[Amount, ...]

    @property
    def frame(self) -> tuple[str, ...]:
        """The words without case and endings, as one ring and two rings share them."""
        small = (word.casefold() for word in self.words)
        return tuple("person" if word == "people" else stem_of(word) for word in small)

    @property
    def says(self) -> tuple[object, ...]:
        """What the text says, however its numbers are written."""
        return self.words, tuple(amount.number for amount in self.amounts)


def measure(text: str) -> Measured:
    """Return the amounts in a text as read, and its words."""
    pieces = _with_ranges(pieces_of(text))
    for place in range(len(pieces) - 1, -1, -1):
        if place < len(pieces):
            _bound(pieces, place)
    return Measured(_said(pieces), tuple(piece for piece in pieces if isinstance(piece, Amount)))


def amounts_of(found: Sequence[Measured]) -> list[Amount]:
    """Return the one amount in which texts differ; nothing where they differ otherwise."""
    if len({one.frame for one in found}) != 1:
        return []
    columns = list(zip(*(one.amounts for one in found), strict=True))
    differing = [column for column in columns if len({amount.number for amount in column}) > 1]
    if len(differing) != 1 or len({amount.measured for amount in differing[0]}) != 1:
        return []
    return list(differing[0])


def in_order(amounts: Sequence[Amount]) -> bool:
    """Whether amounts rise or fall throughout."""
    values = [
        (
            float("-inf") if one.low is None else one.low,
            float("inf") if one.high is None else one.high,
        )
        for one in amounts
    ]
    return values in (sorted(values), sorted(values, reverse=True))


def overlap(one: Amount, other: Amount) -> bool:
    """Whether some number lies in both ranges."""
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Amount, other: Amount) -> bool:
    if one.low is None or other.high is None:
        return True
    return one.low < other.high if one.open or other.open else one.low <= other.high


def _with_ranges(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with "5 to 10" and "between 5 and 10" each as one amount."""
    made: list[Piece] = []
    for piece in pieces:
        joined = _range(made[-3:], piece)
        if joined is None:
            made.append(piece)
            continue
        del made[-2:]
        if _small(made[-1:]) in (("between",), ("from",)):
            del made[-1]
        made.append(joined)
    return made


def _range(before: Sequence[Piece], piece: Piece) -> Amount | None:
    """Return the range that the last pieces make with this one, or None."""
    if len(before) < 2 or not isinstance(piece, Amount) or piece.high is None:
        return None
    first, word = before[-2:]
    if not isinstance(first, Amount) or first.low is None:
        return None
    if word not in ("to", "-", "–", "—") and _small([*before[:-2], word]) != ("between", "and"):
        return None
    alike = first.measured == piece.measured and (not first.bare or piece.bare)
    low = first.low if alike else first.low * piece.size
    fits = alike or first.bare or (piece.bare and first.measured != NUMBER)
    if piece.bare and not alike:
        piece = replace(first, low=None, high=piece.high * first.size)
    return replace(piece, low=low, high=piece.high) if fits and _rises(low, piece.high) else None


def _rises(low: Fraction, high: Fraction | None) -> bool:
    return high is not None and low < high


def _bound(pieces: list[Piece], place: int) -> None:
    """Take "under", "or more" and the like beside an amount into the amount."""
    amount = pieces[place]
    if not isinstance(amount, Amount) or amount.low != amount.high:
        return
    for start in range(max(0, place - 3), place):
        if bound := _BEFORE.get(_small(pieces[start:place])):
            pieces[start : place + 1] = [_without_bound(amount, *bound)]
            return
    for end in range(place + 2, min(place + 4, len(pieces) + 1)):
        if bound := _AFTER.get(_small(pieces[place + 1 : end])):
            pieces[place:end] = [_without_bound(amount, *bound)]
            return


def _said(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the words, with a # where an amount stands."""
    return tuple("#" if isinstance(piece, Amount) else piece for piece in pieces)


def _small(pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(word.lower() for word in _said(pieces))


def _without_bound(amount: Amount, upper: bool, open: bool) -> Amount:
    """Return the range up to the amount, or from it on."""
    if upper:
        return replace(amount, low=None, open=open)
    return replace(amount, high=None, open=open)
