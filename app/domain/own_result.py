"""A result as its own candidate reads it: figures with what they rest on, and what to study."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.domain.bank import Outcome, by_number
from app.domain.marking import ItemMark
from app.domain.result import OutcomeMark

# Below this many items a figure is given as a count only: a percentage would claim too much.
FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFigure:
    """Marks of a maximum for one outcome, and how many items they rest on."""

    id: str
    title: str
    mark: int
    maximum: int
    items: int

    @property
    def percentage(self) -> Fraction | None:
        """The marks as an exact percentage; None where it would rest on too few items."""
        if self.items < FEW or not self.maximum:
            return None
        return Fraction(100 * self.mark, self.maximum)


@dataclass(frozen=True, slots=True)
class Topic:
    """A criterion in which marks were lost, as something to study."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Study:
    """The topics of one outcome."""

    outcome: str
    title: str
    topics: tuple[Topic, ...]


def figures(
    profile: Iterable[OutcomeMark], marks: Iterable[ItemMark], outcomes: Iterable[Outcome]
) -> tuple[OutcomeFigure, ...]:
    """Return the profile with the outcomes' titles and the number of items behind each line."""
    titles = {outcome.id: outcome.title for outcome in outcomes}
    items = Counter(mark.outcome for mark in marks)
    return tuple(
        OutcomeFigure(
            id=line.id,
            title=titles.get(line.id, ""),
            mark=line.mark,
            maximum=line.maximum,
            items=items[line.id],
        )
        for line in profile
    )


def topics_to_study(marks: Iterable[ItemMark], outcomes: Iterable[Outcome]) -> tuple[Study, ...]:
    """Return the criteria in which marks were lost, by outcome, both in order of their numbers."""
    known = {outcome.id: outcome for outcome in outcomes}
    lost: dict[str, set[str]] = {}
    for mark in marks:
        if mark.mark < mark.maximum:
            lost.setdefault(mark.outcome, set()).add(mark.criterion)
    return tuple(
        _study(id, known.get(id), sorted(lost[id], key=by_number))
        for id in sorted(lost, key=by_number)
    )


def _study(id: str, outcome: Outcome | None, criteria: Iterable[str]) -> Study:
    titles = {each.id: each.title for each in outcome.criteria} if outcome else {}
    topics = tuple(Topic(criterion, titles.get(criterion, "")) for criterion in criteria)
    return Study(id, outcome.title if outcome else "", topics)
