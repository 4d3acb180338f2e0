"""What a bank holds for each outcome and criterion, against what its specifications ask for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.bank import Outcome
from app.domain.feasibility import Shortage, shortages
from app.domain.pool import PoolItem
from app.domain.specification import Specification

Place = tuple[str, str | None]  # an outcome's id, and one of its criteria or the whole


@dataclass(frozen=True, slots=True)
class Need:
    """What one specification asks of an outcome or criterion; `short` says why it cannot have it."""

    items: int
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """One outcome, or one of its criteria, with its approved and waiting items.

    `needs` follow the order of the specifications; None where one asks for nothing in particular.
    """

    outcome: str
    criterion: str | None
    title: str
    approved: int
    waiting: int
    needs: tuple[Need | None, ...]

    @property
    def short(self) -> bool:
        """Whether a specification cannot have what it asks for here."""
        return any(need is not None and need.short for need in self.needs)


def coverage(
    outcomes: Sequence[Outcome],
    pool: Sequence[PoolItem],
    waiting: Iterable[str],
    specifications: Sequence[Specification],
) -> list[CoverageLine]:
    """Return a line for each outcome, followed by one for each of its criteria.

    `waiting` holds the criterion of every item version that waits for approval.
    """
    count = _Count(
        Counter(item.criterion for item in pool),
        Counter(waiting),
        [(spec.counts, _by_place(shortages(spec, pool))) for spec in specifications],
    )
    return [line for outcome in outcomes for line in count.lines(outcome)]


@dataclass(frozen=True, slots=True)
class _Count:
    """Items by criterion, and what each specification asks and lacks."""

    approved: Mapping[str, int]
    waiting: Mapping[str, int]
    asked: Sequence[tuple[Mapping[str, int], Mapping[Place, str]]]

    def lines(self, outcome: Outcome) -> Iterator[CoverageLine]:
        """Yield the outcome's line and those of its criteria."""
        ids = [criterion.id for criterion in outcome.criteria]
        met = sum(1 for id in ids if self.approved[id])
        counts = [counts.get(outcome.id, 0) for counts, _ in self.asked]
        yield self.line((outcome.id, None), outcome.title, ids, counts)
        # An outcome with more criteria than items leaves some of them out, so none is needed.
        each = [1 if met <= count and count else 0 for count in counts]
        for criterion in outcome.criteria:
            yield self.line((outcome.id, criterion.id), criterion.title, [criterion.id], each)

    def line(
        self, place: Place, title: str, ids: Sequence[str], needed: Sequence[int]
    ) -> CoverageLine:
        """Count the items of an outcome or a criterion and hold them against what is needed."""
        short = [why.get(place, "") for _, why in self.asked]
        needs = (
            Need(count, why) if count or why else None
            for count, why in zip(needed, short, strict=True)
        )
        return CoverageLine(
            outcome=place[0],
            criterion=place[1],
            title=title,
            approved=sum(self.approved[id] for id in ids),
            waiting=sum(self.waiting[id] for id in ids),
            needs=tuple(needs),
        )


def _by_place(found: Iterable[Shortage]) -> dict[Place, str]:
    return {(shortage.outcome, shortage.criterion): shortage.why for shortage in found}
