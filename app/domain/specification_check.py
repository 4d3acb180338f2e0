"""What makes a test specification sound, by itself and against its bank."""

from collections.abc import Iterator

from app.domain.apportionment import ApportionmentError, apportion
from app.domain.bank import Bank
from app.domain.item_check import IDENTIFIER
from app.domain.problems import Problem, Severity, Where, did_you_mean
from app.domain.specification import Navigation, Specification

MOST_MINUTES = 600


def check_specification(spec: Specification, bank: Bank | None = None) -> list[Problem]:
    """Return every finding in the specification; with its bank, also whether the two agree."""
    by_itself = (_check_head, _check_support, _check_counts, _check_percentages)
    problems = [problem for check in by_itself for problem in check(spec)]
    return problems + (list(_check_against(spec, bank)) if bank else [])


def _at(*path: str | int) -> Where:
    """Return the place of a field of the specification."""
    return Where(path=path)


def _check_head(spec: Specification) -> Iterator[Problem]:
    """Check id, time and pass mark."""
    if not IDENTIFIER.fullmatch(spec.id) or spec.id != spec.id.lower():
        remedy = "Use small letters, figures and hyphens, as in cg-4417-201."
        what = f'"{spec.id}" cannot be a specification\'s id.'
        yield Problem(_at("id"), "id.form", what, remedy)
    if not 1 <= spec.minutes <= MOST_MINUTES:
        what = f"{spec.minutes} minutes is not between 1 and {MOST_MINUTES}."
        yield Problem(_at("minutes"), "minutes.range", what, "Give the published minutes.")
    if spec.pass_mark is not None and not 1 <= spec.pass_mark <= spec.items:
        what = f"Pass mark {spec.pass_mark} is not between 1 and {spec.items}."
        remedy = "Give it in marks, or leave it out where none is set."
        yield Problem(_at("pass_mark"), "pass_mark.range", what, remedy)


def _check_support(spec: Specification) -> Iterator[Problem]:
    """Refuse what the format knows and no sitting keeps to: a paper must not promise it."""
    if spec.navigation is Navigation.FORWARD:
        what = f'navigation = "{spec.navigation}" is not supported yet.'
        remedy = f'Use navigation = "{Navigation.FREE}".'
        yield Problem(_at("navigation"), "navigation.unsupported", what, remedy)


def _check_counts(spec: Specification) -> Iterator[Problem]:
    """Check that outcomes differ and that their items make up the paper."""
    if spec.items < 1:
        what = f"A paper of {spec.items} items is no paper."
        yield Problem(_at("items"), "items.range", what, "Give the published number.")
    seen: set[str] = set()
    for n, share in enumerate(spec.outcomes):
        if share.items < 0:
            what = f"Outcome {share.id} cannot have {share.items} items."
            yield Problem(_at("outcome", n, "items"), "items.range", what, "Give its number.")
        if share.id in seen:
            what = f"Outcome {share.id} is listed twice."
            yield Problem(_at("outcome", n, "id"), "outcome.repeated", what, "List it once.")
        seen.add(share.id)
    total = sum(share.items for share in spec.outcomes)
    if total != spec.items:
        what = f"The outcomes have {total} items together; the paper has {spec.items}."
        remedy = "Compare both with the published table."
        yield Problem(_at("items"), "items.sum", what, remedy)


def _check_percentages(spec: Specification) -> Iterator[Problem]:
    """Compare the printed percentages with the counts, which alone are binding."""
    if spec.items < 1:
        return
    remedy = "Compare with the published table; the count is what a paper holds."
    for n, share in enumerate(spec.outcomes):
        if share.percent is None:
            continue
        path = ("outcome", n, "percent")
        if not 0 <= share.percent <= 100:
            what = f"{share.percent} is not a percentage."
            yield Problem(_at(*path), "percent.range", what, "Give 0 to 100.")
        elif abs(100 * share.items - share.percent * spec.items) * 2 > spec.items:
            exact = 100 * share.items / spec.items
            printed = f"Outcome {share.id} is printed as {share.percent} %"
            what = f"{printed}; its count makes {exact:.1f} %."
            yield Problem(_at(*path), "percent.count", what, remedy, Severity.WARNING)
    yield from _check_apportionment(spec)


def _check_apportionment(spec: Specification) -> Iterator[Problem]:
    """Compare the counts with those that the percentages would give."""
    weights = {s.id: s.percent for s in spec.outcomes if s.percent is not None and s.percent >= 0}
    if not weights or len(weights) < len(spec.outcomes):
        return
    try:
        derived = apportion(spec.items, weights).counts
    except ApportionmentError as error:
        what = f"The percentages cannot be shared out: {error}."
        remedy = "Compare them with the published table."
        yield Problem(_at("outcome", 0, "percent"), "percent.sum", what, remedy, Severity.WARNING)
        return
    if any(derived[share.id] != share.items for share in spec.outcomes):
        counts = ", ".join(str(derived[share.id]) for share in spec.outcomes)
        what = f"The percentages would give {counts} items."
        remedy = "Compare with the published table; the count is what a paper holds."
        where = _at("outcome", 0, "percent")
        yield Problem(where, "percent.apportion", what, remedy, Severity.WARNING)


def _check_against(spec: Specification, bank: Bank) -> Iterator[Problem]:
    """Check that unit and outcomes are the bank's."""
    if spec.unit != bank.unit:
        what = f"The specification is for unit {spec.unit}, its bank for unit {bank.unit}."
        yield Problem(_at("unit"), "unit.bank", what, "Name the bank of this unit.")
    known = [outcome.id for outcome in bank.outcomes]
    for n, share in enumerate(spec.outcomes):
        if share.id not in known:
            what = f"The bank has no outcome {share.id}."
            remedy = f"Use an outcome of bank.toml.{did_you_mean(share.id, known)}"
            yield Problem(_at("outcome", n, "id"), "outcome.unknown", what, remedy)
    for id in known:
        if id not in spec.counts:
            what = f"Outcome {id} of the bank is missing."
            remedy = "List it, with items = 0 if the paper leaves it out."
            yield Problem(_at("outcome"), "outcome.missing", what, remedy)
