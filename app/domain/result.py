"""A result: the mark, pass or fail, and the profile by outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.domain.bank import by_number
from app.domain.marking import ItemMark


class ResultStatus(StrEnum):
    """Four values that must never be confused; a mark of nought is `marked`."""

    MARKED = "marked"
    ABSENT = "absent"
    VOID = "void"
    WITHHELD = "withheld"


class Grade(StrEnum):
    """Pass or fail against the frozen pass mark; not graded where none was set."""

    PASS = "pass"  # noqa: S105 - a grade
    FAIL = "fail"
    NOT_GRADED = "not_graded"


@dataclass(frozen=True, slots=True)
class OutcomeMark:
    """One line of the profile: marks of a maximum for an outcome or criterion."""

    id: str
    mark: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a sitting earned. `pass_mark` is in marks, None where the specification had none."""

    status: ResultStatus
    mark: int | None = None
    maximum: int | None = None
    pass_mark: int | None = None
    grade: Grade | None = None
    profile: tuple[OutcomeMark, ...] = ()

    @property
    def percentage(self) -> Fraction | None:
        """The mark as an exact percentage of the maximum."""
        if self.mark is None or not self.maximum:
            return None
        return Fraction(100 * self.mark, self.maximum)


def profile_by(marks: Iterable[ItemMark], part: str = "outcome") -> tuple[OutcomeMark, ...]:
    """Add up marks by `outcome` or `criterion`, in numeric order of their ids."""
    totals: dict[str, list[int]] = {}
    for mark in marks:
        total = totals.setdefault(getattr(mark, part), [0, 0])
        total[0] += mark.mark
        total[1] += mark.maximum
    ordered = sorted(totals.items(), key=lambda pair: by_number(pair[0]))
    return tuple(OutcomeMark(id, earned, most) for id, (earned, most) in ordered)


def grade(marks: Iterable[ItemMark], pass_mark: int | None) -> Result:
    """Return the result of a marked paper; the pass mark itself passes."""
    marks = tuple(marks)
    earned = sum(mark.mark for mark in marks)
    if pass_mark is None:
        verdict = Grade.NOT_GRADED
    else:
        verdict = Grade.PASS if earned >= pass_mark else Grade.FAIL
    return Result(
        status=ResultStatus.MARKED,
        mark=earned,
        maximum=sum(mark.maximum for mark in marks),
        pass_mark=pass_mark,
        grade=verdict,
        profile=profile_by(marks),
    )


def percentage_text(share: Fraction | None) -> str:
    """Write a percentage with one decimal, rounded half up; empty when there is none."""
    if share is None:
        return ""
    tenths = (share * 20 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"
