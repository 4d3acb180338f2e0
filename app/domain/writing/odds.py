"""How likely chance alone is to bring something about."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence


def chi_squared_above(value: float, freedom: int) -> float:
    """Return the probability that chi-squared with so many degrees of freedom reaches the value.

    The closed series for whole degrees of freedom: Abramowitz and Stegun, 26.4.4 and 26.4.5.
    """
    if value <= 0:
        return 1.0
    half, even = value / 2, freedom % 2 == 0
    total = math.exp(-half) if even else math.erfc(math.sqrt(half))
    term = math.exp(-half) if even else 0.0
    for n in range(2 if even else 1, freedom, 2):
        term = term * half / (n / 2) if even or n > 1 else _first_odd_term(half)
        total += term
    return min(1.0, total)


def _first_odd_term(half: float) -> float:
    """Return the first term of the series for odd degrees of freedom."""
    return math.exp(-half) * math.sqrt(half) / math.gamma(1.5)


def runs_by_chance(places: Sequence[Hashable]) -> tuple[float, float]:
    """Return how many runs of equal values chance makes of these, and the standard error.

    The test of Wald and Wolfowitz for more than two kinds: Wallis and Roberts (1956), Statistics:
    a new approach, chapter 18, after Mood (1940).
    """
    n, counts = len(places), Counter(places).values()
    squares, cubes = sum(c**2 for c in counts), sum(c**3 for c in counts)
    mean = (n * (n + 1) - squares) / n
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n**2 * (n - 1))
    return mean, math.sqrt(max(0.0, variance))


def beyond(z: float) -> float:
    """Return the probability that a normal value lies as far from its mean, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))
