"""How commands report: findings as text or JSON, and one JSON document on standard output."""

import json
from collections.abc import Iterable

import click

from app.domain.feasibility import Shortage
from app.domain.problems import Problem, Severity, Where
from app.domain.waivers import SetAside, can_be_set_aside


def as_json(problem: Problem) -> dict[str, object]:
    """Return a finding as programs read it."""
    return {
        **_place_as_json(problem.where),
        "rule": problem.rule,
        "message": problem.what,
        "remedy": problem.remedy,
    }


def as_text(problem: Problem) -> str:
    """Return a finding as people read it, with its rule's number where it may be set aside."""
    rule = f"{problem.rule}: " if can_be_set_aside(problem) else ""
    return f"{problem.where}: {problem.severity}: {rule}{problem.what} {problem.remedy}"


def of_severity(problems: Iterable[Problem], severity: Severity) -> list[dict[str, object]]:
    """Return the findings of one severity as programs read them."""
    return [as_json(problem) for problem in problems if problem.severity is severity]


def waiver_as_json(aside: SetAside) -> dict[str, object]:
    """Return a rule that is set aside as programs read it."""
    return {
        **_place_as_json(aside.where),
        "rule": aside.waiver.rule,
        "reason": aside.waiver.reason,
    }


def _place_as_json(where: Where) -> dict[str, object]:
    return {"file": where.file, "line": where.line, "item": where.item}


def shortage_as_json(shortage: Shortage) -> dict[str, object]:
    """Return a shortage as programs read it."""
    return {
        "outcome": shortage.outcome,
        "criterion": shortage.criterion,
        "needed": shortage.needed,
        "have": shortage.have,
        "why": shortage.why,
    }


def print_document(document: dict[str, object]) -> None:
    """Print the one JSON document of a command on standard output."""
    click.echo(json.dumps(document, indent=2))
