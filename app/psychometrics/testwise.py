"""How much of a bank can be guessed from its words alone, by candidates who know no answer.

For each strategy: an item with k options of which m are ticked, the key among them, is worth 1/m.
Were every option as likely to be the key (the null), an item would be worth 1/k on average with the
variance 1/(mk) - 1/k². With S the sum over items, z = (S - sum 1/k) / sqrt(sum(1/(mk) - 1/k²)).

The p is two-sided, because a key that is never the longest is as much of a hint as one that always
is, and exact: the distribution of S under the null is worked out in full, so that it holds for a
few items, too. Over the strategies it is adjusted by Holm (1979), A simple sequentially rejective
multiple test procedure, Scandinavian Journal of Statistics 6(2).

The excess is what the best strategy, or the avoiding of one, earns on a paper beyond the mean of
the same best on banks whose keys were drawn by chance: the best of many is above 1/k anyhow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import lcm, sqrt

import numpy as np
import numpy.typing as npt

from app.domain.item import Item, ItemKind, ItemStatus
from app.psychometrics.strategies import STRATEGIES, Question, picks, seen

BAND = 0.01  # probability under the null below which a strategy is outside the band
MARKS = 2.0  # guessable marks on a paper that are still tolerated
PAPER = 45  # items on a paper where no specification says
DRAWS = 1_000  # banks with keys by chance
SEED = 1  # of those keys, so that the same bank is told the same
POSITION = "position"
AS_AUTHORED = "position as authored"

_AT_ONCE = 100  # banks with keys by chance that are held in memory together

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one strategy earned. `items` counts those in which it prefers some options to others.

    Proportions run from 0 to 1 over all items; `judged` is false for what is only worth knowing.
    """

    strategy: str
    items: int
    proportion: float
    chance: float
    z: float
    p: float
    adjusted_p: float = 1.0
    outside: bool = False
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Guessing:
    """How far a bank can be guessed; `best` begins with "avoid" where shunning earns more.

    `expected` is the mean of the best proportion on the same items with keys by chance.
    """

    items: int
    paper: int
    strategies: tuple[Measured, ...]
    best: str = ""
    proportion: float = 0.0
    expected: float = 0.0

    @property
    def excess(self) -> float:
        """Marks on a paper that the best strategy earns beyond chance; below nought if fewer."""
        return self.paper * (self.proportion - self.expected)

    @property
    def outside(self) -> tuple[str, ...]:
        """The strategies that chance does not explain."""
        return tuple(measured.strategy for measured in self.strategies if measured.outside)


def guessable(item: Item) -> bool:
    """Say whether the bot can try the item: one right answer of several, and not retired."""
    single = item.kind is ItemKind.SINGLE and len(item.key) == 1
    choice = len(item.options) > 1 and item.key <= set(item.letters)
    return single and choice and item.status is not ItemStatus.RETIRED


def guess(
    items: Sequence[Item], *, paper: int = PAPER, shuffled: bool = True, band: float = BAND
) -> Guessing:
    """Measure every strategy on the items that it can try, for a paper of so many items.

    `shuffled` says whether papers shuffle the options of items that allow it.
    """
    tried = [item for item in items if guessable(item)]
    if not tried:
        return Guessing(0, paper, ())
    keys = np.array([[item.letters.index(next(iter(item.key))) for item in tried]])
    bot = Bot([seen(item, shuffled) for item in tried])
    names, earned = zip(*bot.answers(keys), strict=True)
    best = max(range(len(names)), key=lambda n: earned[n][0])
    return Guessing(
        len(tried),
        paper,
        bot.measure(keys, band),
        names[best],
        float(earned[best][0]),
        bot.expected_best(),
    )


class Bot:
    """Answers the questions by every strategy; keys are given only to mark what it ticked."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.options: Counts = np.array([len(question.options) for question in questions])
        self.fixed = np.array([question.fixed for question in questions])
        self.there = np.arange(self.options.max()) < self.options[:, np.newaxis]
        self.shares = {
            name: np.array([self._shared(picks(question, appeal)) for question in questions])
            for name, appeal in STRATEGIES.items()
        }

    def _shared(self, ticked: tuple[int, ...]) -> Shares:
        """Return how a guess is shared among the options: 1/m for each of m ticked."""
        share = np.zeros(self.options.max())
        share[list(ticked)] = 1 / len(ticked)
        return share

    def by_position(self, keys: Counts, shown: npt.NDArray[np.bool_]) -> Shares:
        """Tick the position that was the key most often before, in the items shown as authored.

        `keys` is banks by items, and so is the result, by positions. Learning from the items
        before, and not from all others, keeps guesses fair: left out of a bank with evenly spread
        keys, an item's own position is always the rarest. Where the order is shuffled nothing is
        to be learned and all options share.
        """
        banks = np.arange(len(keys))
        shares = np.repeat((self.there / self.options[:, np.newaxis])[np.newaxis], len(keys), 0)
        before = np.zeros((len(keys), self.there.shape[1]))
        for item in np.flatnonzero(shown):
            counted = np.where(self.there[item], before, -1)
            top = counted == counted.max(axis=1, keepdims=True)
            shares[:, item] = top / top.sum(axis=1, keepdims=True)
            before[banks, keys[:, item]] += 1
        return shares

    def answers(self, keys: Counts) -> Iterator[tuple[str, Shares]]:
        """Yield each strategy and its avoidance with the proportion right in each bank of keys."""
        learned = self.by_position(keys, self.fixed)
        for name, shares in (*self.shares.items(), (POSITION, learned)):
            yield name, _marks(shares, keys).mean(axis=1)
            yield f"avoid {name}", _marks(self._avoiding(shares), keys).mean(axis=1)

    def _avoiding(self, shares: Shares) -> Shares:
        """Return the guess turned round: shared among the options that were not ticked, if any."""
        left = self.there & (shares == 0)
        count = left.sum(axis=-1, keepdims=True)
        return np.where(count > 0, left / np.maximum(count, 1), shares)

    def measure(self, keys: Counts, band: float = BAND) -> tuple[Measured, ...]:
        """Return what each strategy earned with one bank's keys (one row), held to the band."""
        everywhere = np.ones_like(self.fixed)
        learned = self.by_position(keys, self.fixed)[0]
        authored = self.by_position(keys, everywhere)[0]
        measured = [self._measured(n, s, keys) for n, s in self.shares.items()]
        measured.append(self._measured(POSITION, learned, keys))
        if not self.fixed.all():
            measured.append(replace(self._measured(AS_AUTHORED, authored, keys), judged=False))
        return tuple(_adjusted(measured, band))

    def _measured(self, name: str, shares: Shares, keys: Counts) -> Measured:
        """Return what one strategy earned, with z and p under the null."""
        ticked: Counts = np.count_nonzero(shares, axis=1)
        right = float(_marks(shares, keys).sum())
        mean = float((1 / self.options).sum())
        variance = float((1 / (ticked * self.options) - 1 / self.options**2).sum())
        chosen = int((ticked < self.options).sum())
        n = len(self.options)
        if not chosen:
            return Measured(name, 0, right / n, mean / n, 0.0, 1.0)
        z = (right - mean) / sqrt(variance)
        p = two_sided_p(right, ticked, self.options)
        return Measured(name, chosen, right / n, mean / n, z, p)

    def expected_best(self, draws: int = DRAWS, seed: int = SEED) -> float:
        """Return the mean of the best strategy's proportion over banks with keys by chance."""
        chance = np.random.Generator(np.random.PCG64(seed))
        best: list[float] = []
        while len(best) < draws:
            size = (min(_AT_ONCE, draws - len(best)), len(self.options))
            keys = (chance.random(size) * self.options).astype(np.int64)
            best += np.max([earned for _, earned in self.answers(keys)], axis=0).tolist()
        return float(np.mean(best))


def _marks(shares: Shares, keys: Counts) -> Shares:
    """Return what each item is worth, banks by items; shares may be those of every bank."""
    full = np.broadcast_to(shares, (*keys.shape, shares.shape[-1]))
    return np.take_along_axis(full, keys[:, :, np.newaxis], axis=2)[:, :, 0]


def two_sided_p(right: float, ticked: Counts, options: Counts) -> float:
    """Return the probability, under the null, of a sum at least as far from its mean.

    Item i is worth 1/m with probability m/k and otherwise nothing; the distribution of the sum is
    built up item by item in steps of one over the least common multiple of the m.
    """
    steps = lcm(*(int(m) for m in set(ticked)))
    chances = np.ones(1)
    for m, k in zip(ticked.tolist(), options.tolist(), strict=True):
        grown = np.zeros(len(chances) + steps // m)
        grown[: len(chances)] += chances * (1 - m / k)
        grown[steps // m :] += chances * (m / k)
        chances = grown
    mean = float((1 / options).sum())
    distance = np.abs(np.arange(len(chances)) / steps - mean)
    # Equal distances on the two sides must count as equal whatever the last bits say.
    return min(1.0, float(chances[distance >= abs(right - mean) - 1e-9].sum()))


def _adjusted(measured: Sequence[Measured], band: float) -> Iterator[Measured]:
    """Adjust p over the strategies that are judged and prefer anything, and hold it to the band."""
    family = sorted((m for m in measured if m.judged and m.items), key=lambda m: m.p)
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, one in enumerate(family):
        highest = max(highest, min(1.0, (len(family) - rank) * one.p))
        adjusted[one.strategy] = highest
    for one in measured:
        p = adjusted.get(one.strategy, one.p)
        yield replace(one, adjusted_p=p, outside=one.strategy in adjusted and p < band)
