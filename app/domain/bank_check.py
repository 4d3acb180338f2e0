"""What makes a bank sound: its outline, its items and what they say about each other."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from app.domain.bank import Bank, Outcome
from app.domain.item import LETTERS, Item, ItemStatus
from app.domain.item_check import IDENTIFIER, check_item, overdue
from app.domain.problems import Problem, Severity, Where, did_you_mean
from app.domain.waivers import SetAside, check_waivers, idle_waivers, set_aside
from app.domain.writing.check import check_writing, check_writing_of_bank
from app.domain.writing.threshold_check import check_thresholds


def check_bank(bank: Bank, today: date | None = None) -> list[Problem]:
    """Return every finding in the bank; only with `today` can a review be overdue."""
    criteria = bank.outcome_by_criterion()
    problems = check_outline(bank) + check_ids(bank.items)
    for item in bank.items:
        problems += check_written(item, bank, criteria)[0]
        problems += overdue(item, today) if today else []
    problems += check_links(bank.items, {item.id for item in bank.items})
    return problems + check_coverage(bank) + check_as_a_whole(bank)[0]


def check_written(
    item: Item, bank: Bank, criteria: Collection[str], *, legible: bool = True
) -> tuple[list[Problem], list[SetAside]]:
    """Return the findings in one item by itself, and those that it sets aside.

    The rules of writing do not hold for a retired item, which nobody will meet again, nor where
    stem, options or key could not be read (`legible`).
    """
    found = check_item(item, criteria, bank.options)
    weighed = legible and item.status is not ItemStatus.RETIRED
    if weighed:
        found += check_writing(item, bank.writing)
    kept, waived = set_aside(found, item.waivers)
    kept += check_waivers(item.waivers, item.id)
    if weighed:
        kept += idle_waivers(item.waivers, waived, item.id)
    return kept, waived


def check_as_a_whole(bank: Bank) -> tuple[list[Problem], list[SetAside]]:
    """Return what the rules of writing find in all items together, and what the bank sets aside."""
    written = [item for item in bank.items if item.status is not ItemStatus.RETIRED]
    kept, waived = set_aside(check_writing_of_bank(written, bank.writing), bank.waivers)
    return [*kept, *idle_waivers(bank.waivers, waived)], waived


def check_outline(bank: Bank) -> list[Problem]:
    """Return what is wrong with the bank's own fields, outcomes and criteria."""
    return [
        *_check_head(bank),
        *_check_outcomes(bank.outcomes),
        *_check_criteria(bank.outcomes),
        *check_thresholds(bank.writing),
        *check_waivers(bank.waivers),
    ]


def check_ids(items: Iterable[Item]) -> list[Problem]:
    """Return a problem for each id that is given more than once."""
    counts = Counter(item.id for item in items)
    remedy = "Give each item an id of its own."
    return [
        Problem(Where(item=id, path=("id",)), "id.repeated", f"{n} items have the id {id}.", remedy)
        for id, n in counts.items()
        if n > 1
    ]


def check_links(items: Iterable[Item], known: Collection[str]) -> list[Problem]:
    """Return what is wrong with the ids by which items name each other."""
    enemies = {item.id: item.enemies for item in items}
    return [problem for item in items for problem in _check_links_of(item, known, enemies)]


def check_coverage(bank: Bank) -> list[Problem]:
    """Warn of criteria without an approved item; a bank without any items is not yet begun."""
    covered = {item.criterion for item in bank.approved()}
    what, remedy = "Criterion {} has no approved item.", "Write one: no paper can meet it now."
    return [
        Problem(
            Where(path=("outcome", n, "criterion", m, "id")),
            "criterion.uncovered",
            what.format(criterion.id),
            remedy,
            Severity.WARNING,
        )
        for n, outcome in enumerate(bank.outcomes)
        for m, criterion in enumerate(outcome.criteria)
        if bank.items and criterion.id not in covered
    ]


def _check_links_of(
    item: Item, known: Collection[str], enemies: dict[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Check one item's enemies and what it replaces."""
    for enemy in item.enemies:
        where = Where(item=item.id, path=("enemies",))
        if enemy == item.id:
            yield Problem(where, "enemies.self", "It is its own enemy.", "Name the other item.")
        elif enemy not in known:
            remedy = f"Name an item of this bank.{did_you_mean(enemy, known)}"
            yield Problem(where, "enemies.unknown", f"There is no item {enemy}.", remedy)
        elif enemy in enemies and item.id not in enemies[enemy]:
            what = f"Item {enemy} does not name it in return."
            remedy = f'Add "{item.id}" to the enemies of {enemy}.'
            yield Problem(where, "enemies.one-sided", what, remedy, Severity.WARNING)
    if item.replaces and (item.replaces == item.id or item.replaces not in known):
        what = f"It replaces {item.replaces}, which is not another item of this bank."
        remedy = f"Keep the old item, retired, in the bank.{did_you_mean(item.replaces, known)}"
        where = Where(item=item.id, path=("replaces",))
        yield Problem(where, "replaces.unknown", what, remedy, Severity.WARNING)


def _check_head(bank: Bank) -> Iterator[Problem]:
    """Check id, title and number of options."""
    if not IDENTIFIER.fullmatch(bank.id) or bank.id != bank.id.lower():
        remedy = "Use small letters, figures and hyphens, as in cg-4417-201."
        yield Problem(
            Where(path=("id",)), "id.form", f'"{bank.id}" cannot be a bank\'s id.', remedy
        )
    if not bank.title.strip():
        yield Problem(
            Where(path=("title",)), "title.empty", "The title is empty.", "Give the unit's title."
        )
    if not 2 <= bank.options <= len(LETTERS):
        what = f"An item cannot have {bank.options} options."
        remedy = f"Give a number from 2 to {len(LETTERS)}."
        yield Problem(Where(path=("options",)), "options.range", what, remedy)
    if not bank.outcomes:
        what = "The bank has no outcomes."
        yield Problem(
            Where(path=("outcome",)), "outcome.missing", what, "List them as [[outcome]]."
        )


def _check_outcomes(outcomes: tuple[Outcome, ...]) -> Iterator[Problem]:
    """Check that outcomes differ and list criteria."""
    seen: set[str] = set()
    for n, outcome in enumerate(outcomes):
        if outcome.id in seen:
            what = f"Outcome {outcome.id} is listed twice."
            path = ("outcome", n, "id")
            yield Problem(
                Where(path=path), "outcome.repeated", what, "Give each outcome its own id."
            )
        if not outcome.criteria:
            what = f"Outcome {outcome.id} lists no criteria."
            remedy = "List them below it as [[outcome.criterion]]."
            yield Problem(Where(path=("outcome", n)), "criterion.missing", what, remedy)
        seen.add(outcome.id)


def _check_criteria(outcomes: tuple[Outcome, ...]) -> Iterator[Problem]:
    """Check that criterion ids are unique within the unit and can name a file."""
    seen: dict[str, str] = {}
    for n, outcome in enumerate(outcomes):
        for m, criterion in enumerate(outcome.criteria):
            where = Where(path=("outcome", n, "criterion", m, "id"))
            if criterion.id in seen:
                before = f"first under outcome {seen[criterion.id]}"
                what = f"Criterion {criterion.id} is listed twice, {before}."
                remedy = "List each criterion once, as the document prints it."
                yield Problem(where, "criterion.repeated", what, remedy)
            if not IDENTIFIER.fullmatch(criterion.id) or criterion.id == "bank":
                what = f'"{criterion.id}" cannot be a criterion\'s id.'
                remedy = 'Use the printed number, such as "1.1.10": it also names a file.'
                yield Problem(where, "criterion.form", what, remedy)
            seen.setdefault(criterion.id, outcome.id)
