"""Chance that can be rebuilt: a stream of numbers that follows from its seed and nothing else.

Python's own `random` promises no stable shuffle across versions, so the stream is our own and
small enough to write again in any language:

1. Block number c (c = 0, 1, 2 …) is SHA-256(seed || c as 8 bytes, big-endian), 32 bytes long.
   The blocks, one after the other, are the stream of bytes.
2. A number below n takes 8 bytes from the stream, or the least multiple of 8 bytes that n - 1
   fits in, read as one big-endian integer r of b bits. If r is at or above the greatest multiple
   of n that is not above 2^b, it is thrown away and the next bytes are taken (rejection, so that
   every number is equally likely). The number is r mod n.
3. A shuffle is Fisher and Yates's from the end: for i = last … 1, swap places i and below(i + 1).
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import TypeVar

WORD = 8
T = TypeVar("T")


class Stream:
    """The numbers that follow from a seed, in order; two streams of one seed run alike."""

    __slots__ = ("_bytes", "_counter", "_seed")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._counter = 0
        self._bytes = b""

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        while len(self._bytes) < size:
            counter = self._counter.to_bytes(8, "big")
            self._bytes += hashlib.sha256(self._seed + counter).digest()
            self._counter += 1
        taken, self._bytes = self._bytes[:size], self._bytes[size:]
        return taken

    def below(self, n: int) -> int:
        """Return a number from 0 to n - 1, each equally likely; n is at least 1."""
        if n < 1:
            raise ValueError(f"no number from 0 to {n - 1}")
        size = WORD * max(1, -(-(n - 1).bit_length() // (8 * WORD)))
        limit = (1 << 8 * size) // n * n
        while (number := int.from_bytes(self.take(size), "big")) >= limit:
            pass
        return number % n

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """Return the values in an order of which each is equally likely."""
        places = list(values)
        for last in range(len(places) - 1, 0, -1):
            other = self.below(last + 1)
            places[last], places[other] = places[other], places[last]
        return places


def paper_seed(secret: bytes, sitting: str, draw: int) -> bytes:
    """Return a paper's seed, 32 bytes: HMAC-SHA256(session secret, "sitting|draw") in UTF-8.

    `draw` counts the draws for a sitting from 1, in decimal: a provisional paper may be redrawn.
    """
    return hmac.digest(secret, f"{sitting}|{draw}".encode(), "sha256")
