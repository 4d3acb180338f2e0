"""Setting rules of writing aside: what a waiver covers, and whether the waiver itself is sound."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.problems import Problem, Severity, Where, did_you_mean
from app.domain.waiver import Waiver
from app.domain.writing.check import RULES

WAIVER = "waiver"  # the field of an item or a bank in which its waivers are listed


@dataclass(frozen=True, slots=True)
class SetAside:
    """The findings that one waiver sets aside; `where` is the waiver's own place."""

    where: Where
    waiver: Waiver
    problems: tuple[Problem, ...]


def set_aside(
    problems: Iterable[Problem], waivers: Sequence[Waiver]
) -> tuple[list[Problem], list[SetAside]]:
    """Part the findings in one item, or in one bank as a whole, into those kept and those waived.

    A waiver without a reason or of a rule that cannot be set aside covers nothing.
    """
    kept = list(problems)
    waived: list[SetAside] = []
    for n, waiver in enumerate(waivers):
        covered = tuple(problem for problem in kept if _covers(waiver, problem))
        if covered:
            where = Where(item=covered[0].where.item, path=(WAIVER, n))
            waived.append(SetAside(where, waiver, covered))
            kept = [problem for problem in kept if problem not in covered]
    return kept, waived


def check_waivers(waivers: Sequence[Waiver], item: str = "") -> Iterator[Problem]:
    """Yield what is wrong with the waivers of an item, or of a bank when no item is named."""
    for n, waiver in enumerate(waivers):
        if waiver.rule not in RULES:
            what = f'"{waiver.rule}" is not a rule that can be set aside.'
            remedy = f"Give a rule's number, such as L12.{did_you_mean(waiver.rule, RULES)}"
            yield Problem(Where(item=item, path=(WAIVER, n, "rule")), "waiver.rule", what, remedy)
        if not waiver.reason.strip():
            what = f"{waiver.rule or 'A rule'} is set aside without a reason."
            remedy = "Say why the rule does not hold here."
            where = Where(item=item, path=(WAIVER, n, "reason"))
            yield Problem(where, "waiver.reason", what, remedy)


def idle_waivers(
    waivers: Sequence[Waiver], waived: Iterable[SetAside], item: str = ""
) -> Iterator[Problem]:
    """Warn of sound waivers that set nothing aside."""
    busy = {aside.where.path for aside in waived}
    about = "here" if item else "about the bank as a whole"
    for n, waiver in enumerate(waivers):
        if _is_sound(waiver) and (WAIVER, n) not in busy:
            what = f"{waiver.rule} is set aside, and finds nothing {about}."
            where = Where(item=item, path=(WAIVER, n))
            yield Problem(where, "waiver.idle", what, "Take it out.", Severity.WARNING)


def can_be_set_aside(problem: Problem) -> bool:
    """Say whether a finding is one of the rules of writing, and no paper would break over it."""
    return problem.rule in RULES and not _is_needed(problem)


def _covers(waiver: Waiver, problem: Problem) -> bool:
    return waiver.rule == problem.rule and _is_sound(waiver) and can_be_set_aside(problem)


def _is_sound(waiver: Waiver) -> bool:
    return waiver.rule in RULES and bool(waiver.reason.strip())


def _is_needed(problem: Problem) -> bool:
    """Say whether drawing papers rests on it: enough options, and a criterion of the bank."""
    too_few = problem.rule == "L25" and problem.severity is Severity.ERROR
    return too_few or (problem.rule == "L30" and problem.where.path == ("criterion",))
