"""What makes an item well formed, whatever file it came from."""

import re
from collections.abc import Collection, Iterator
from datetime import date

from app.domain.item import Item, ItemKind, ItemStatus
from app.domain.problems import Problem, Severity, Where, did_you_mean
from app.domain.writing.sameness import saying

IDENTIFIER = re.compile(r"[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*")


def check_item(item: Item, criteria: Collection[str], options: int) -> list[Problem]:
    """Return what is wrong with one item of a bank with these criteria and options to an item."""
    return [
        *_check_identity(item, criteria),
        *_check_stem_and_options(item, options),
        *_check_key(item),
        *_check_rationales(item),
        *_check_guidance(item),
        *_check_estimates(item),
        *_check_dates(item),
    ]


def overdue(item: Item, today: date) -> list[Problem]:
    """Warn of an item whose law should have been looked at again before today."""
    if item.review_by is None or item.review_by >= today:
        return []
    what = f"The review was due by {item.review_by}."
    remedy = "Check the law, then move law_as_at and review_by on."
    return [_problem(item, "review_by.past", what, remedy, "review_by", severity=Severity.WARNING)]


def _problem(
    item: Item,
    rule: str,
    what: str,
    remedy: str,
    *path: str,
    severity: Severity = Severity.ERROR,
) -> Problem:
    """Return a problem of the item, at the field that the path leads to."""
    return Problem(Where(item=item.id, path=path), rule, what, remedy, severity)


def _check_identity(item: Item, criteria: Collection[str]) -> Iterator[Problem]:
    """Check id, version and criterion."""
    if not IDENTIFIER.fullmatch(item.id):
        yield _problem(
            item,
            "id.form",
            f'"{item.id}" cannot be an id.',
            "Use letters A to Z, figures, and single stops, hyphens or underscores between them.",
            "id",
        )
    if item.version < 1:
        remedy = "Versions count from 1."
        yield _problem(
            item, "version.range", f"Version {item.version} does not exist.", remedy, "version"
        )
    if item.criterion not in criteria:
        remedy = f"Use a criterion of bank.toml.{did_you_mean(item.criterion, criteria)}"
        what = f'The bank has no criterion "{item.criterion}".'
        yield _problem(item, "L30", what, remedy, "criterion")


def _check_stem_and_options(item: Item, options: int) -> Iterator[Problem]:
    """Check that there is a question and that there are enough different answers to it."""
    if not item.stem.strip():
        yield _problem(item, "stem.empty", "The stem is empty.", "Write the question.", "stem")
    if len(item.options) < options:
        what = f"It has {len(item.options)} options; the bank asks for {options}."
        yield _problem(item, "L25", what, "Write the missing options.", "options")
    if item.kind is ItemKind.SINGLE and len(item.options) > options:
        what = f"It has {len(item.options)} options; the bank asks for {options}."
        remedy = "Leave out the weakest distractor, unless you mean it."
        yield _problem(item, "L25", what, remedy, "options", severity=Severity.WARNING)
    yield from _check_option_texts(item)


def _check_option_texts(item: Item) -> Iterator[Problem]:
    """Check that no option is empty and no two say the same."""
    seen: dict[tuple[object, ...], str] = {}
    for option in item.options:
        said = saying(option.text)
        if not option.text.strip():
            what = f"Option {option.letter} is empty."
            yield _problem(item, "options.empty", what, "Write it.", "options", option.letter)
        elif said in seen:
            what = f"Options {seen[said]} and {option.letter} are the same."
            remedy = "Change one of them."
            yield _problem(item, "L02", what, remedy, "options", option.letter)
        else:
            seen[said] = option.letter


def _check_key(item: Item) -> Iterator[Problem]:
    """Check that the key names options, and as many as the kind of item allows."""
    for letter in sorted(item.key - set(item.letters)):
        remedy = (
            f"Name one of {', '.join(item.letters)}.{did_you_mean(letter.upper(), item.letters)}"
        )
        yield _problem(item, "L01", f'Key "{letter}" is not an option.', remedy, "key")
    if not item.key:
        yield _problem(item, "L01", "The key is empty.", "Name the right option.", "key")
    if item.kind is ItemKind.SINGLE and len(item.key) > 1:
        what = "An item with one right answer has several keys."
        yield _problem(item, "L01", what, "Name one, or make it a multiple item.", "key")
    if item.kind is ItemKind.MULTIPLE and item.options and item.key == set(item.letters):
        what = "Every option is keyed, so nothing can be chosen wrongly."
        yield _problem(
            item, "key.all", what, "Write a distractor.", "key", severity=Severity.WARNING
        )


def _check_rationales(item: Item) -> Iterator[Problem]:
    """Check that each option says why it is right or wrong; a draft may still lack it."""
    silent = [option.letter for option in item.options if not option.rationale.strip()]
    if silent:
        severity = Severity.WARNING if item.status is ItemStatus.DRAFT else Severity.ERROR
        what = f"No rationale for {', '.join(silent)}."
        remedy = "Say why the key is right and why each distractor is wrong."
        yield _problem(item, "L30", what, remedy, "rationale", severity=severity)


def _check_guidance(item: Item) -> Iterator[Problem]:
    """Check that the item names what it rests on; only an approved one must."""
    if not item.guidance.strip():
        approved = item.status is ItemStatus.APPROVED
        severity = Severity.ERROR if approved else Severity.WARNING
        what = "It does not say on which paragraph of the guidance it rests."
        remedy = 'Give the number of the paragraph, such as guidance = "1.1.1".'
        yield _problem(item, "L30", what, remedy, "guidance", severity=severity)


def _check_estimates(item: Item) -> Iterator[Problem]:
    """Check that the facility is a proportion."""
    if item.facility is not None and not 0 <= item.facility <= 1:
        what = f"Facility {item.facility} is not between 0 and 1."
        remedy = "Give the expected proportion of right answers, such as 0.72."
        yield _problem(item, "facility.range", what, remedy, "facility")


def _check_dates(item: Item) -> Iterator[Problem]:
    """Check that a statement of law has a day by which it is looked at again."""
    if item.law_as_at is None:
        return
    if item.review_by is None:
        what = "law_as_at stands without review_by."
        remedy = "Add the day by which the law is to be checked again."
        yield _problem(item, "review_by.missing", what, remedy, "law_as_at")
    elif item.review_by <= item.law_as_at:
        what = f"review_by {item.review_by} does not follow law_as_at {item.law_as_at}."
        yield _problem(item, "review_by.order", what, "Give a later day.", "review_by")
