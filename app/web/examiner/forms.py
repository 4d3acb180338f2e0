"""The form in which an item is written."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FloatField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from app.domain.bank import Bank
from app.domain.item import LETTERS, Item, ItemKind, ItemStatus, Level, Option
from app.domain.problems import Problem
from app.domain.waiver import Waiver, in_order
from app.domain.waivers import WAIVER, can_be_set_aside

KINDS = [
    SelectChoice(ItemKind.SINGLE.value, "One option is right"),
    SelectChoice(ItemKind.MULTIPLE.value, "Several options may be right"),
]
LEVELS = [SelectChoice(level.value, level.capitalize()) for level in Level]

# Where a file's remedy speaks of the file, the form says it in its own words, by rule and field.
_REMEDIES = {
    ("L01", "key"): "Mark the right option, or choose that several options may be right.",
    ("L19", "options"): "Sort them, up or down, and untick “The options may change places”.",
    ("L30", "criterion"): "Choose one of the list.",
    ("L30", "guidance"): "Give the number of the paragraph it rests on.",
    ("review_by.missing", "law_as_at"): "Give the day by which the law is to be checked again.",
    ("waiver.rule", WAIVER): "Write the number of a rule, a colon and the reason on one line.",
}

_WAIVED = re.compile(r"([A-Za-z]\d+)[\s:.–-]*(.*)")

# What is wanted where the browser sent something that is not of the field's kind.
_WANTED = {
    "criterion": "Choose a criterion.",
    "facility": "Give the facility as a number from 0 to 1, such as 0.72.",
    "kind": "Choose how many options are right.",
    "law_as_at": "Give the day the law was checked as day, month and year.",
    "level": "Choose a level.",
    "review_by": "Give the day of the next check as day, month and year.",
}

Finding = tuple[str, str]  # the id of a field, and what is to be said there


def told(problem: Problem) -> str:
    """Return what is wrong and what to do about it, in the words of the pages.

    A finding that may be set aside begins with the number of its rule.
    """
    number = f"{problem.rule}: " if can_be_set_aside(problem) else ""
    field = str(next(iter(problem.where.path), ""))
    return f"{number}{problem.what} {_REMEDIES.get((problem.rule, field), problem.remedy)}"


def _line(text: str | None) -> str:
    """Return what was typed as one line."""
    return " ".join((text or "").split())


def _lines(text: str | None) -> str:
    """Return what was typed with plain line ends and nothing trailing."""
    return "\n".join(line.rstrip() for line in (text or "").strip().splitlines())


def _waivers(text: str | None) -> tuple[Waiver, ...]:
    """Return the rules that are set aside, one on each line; what has no number is kept to be told."""
    typed = [_line(line) for line in (text or "").splitlines() if line.strip()]
    found = [_WAIVED.fullmatch(line) for line in typed]
    read = (
        Waiver(waived[1].upper(), waived[2]) if waived else Waiver(line, "")
        for line, waived in zip(typed, found, strict=True)
    )
    return tuple(in_order(read))


class OptionForm(Form):
    """One option with its rationale."""

    text = StringField()
    key = BooleanField()
    rationale = StringField()


class ItemForm(FlaskForm):
    """An item as its author writes it. `follows` is the version it was opened at, 0 for a new item."""

    code = StringField()
    follows = IntegerField(widget=HiddenInput(), default=0, validators=[NumberRange(min=0)])
    criterion = SelectField()
    kind = RadioField(choices=KINDS, default=ItemKind.SINGLE.value)
    stem = TextAreaField()
    files = MultipleFileField()
    kept = FieldList(HiddenField())
    options = FieldList(FormField(OptionForm), max_entries=len(LETTERS))
    shuffle = BooleanField(default=True)
    level = SelectField(choices=LEVELS)
    facility = FloatField(validators=[Optional()])
    guidance = StringField()
    law_as_at = DateField(validators=[Optional()])
    review_by = DateField(validators=[Optional()])
    enemies = StringField()
    replaces = StringField()
    waivers = TextAreaField()
    attach = SubmitField("Attach")
    preview = SubmitField("Preview")
    save = SubmitField("Save")

    def __init__(self, bank: Bank, **given: Any) -> None:
        super().__init__(**given)
        self.criterion.choices = [
            SelectChoice(criterion.id, f"{criterion.id} {criterion.title}")
            for outcome in bank.outcomes
            for criterion in outcome.criteria
        ]
        while len(self.options) < bank.options:
            self.options.append_entry()

    def item(self, before: Item | None = None) -> Item:
        """Return the item that was written, as the version after the one it was opened at."""
        parts = list(zip(LETTERS, self.options, strict=False))
        return Item(
            id=before.id if before else _line(self.code.data),
            version=(self.follows.data or 0) + 1,
            criterion=self.criterion.data,
            stem=_lines(self.stem.data),
            options=tuple(
                Option(letter, _line(part.form.text.data), _line(part.form.rationale.data))
                for letter, part in parts
            ),
            key=frozenset(letter for letter, part in parts if part.form.key.data),
            kind=ItemKind(self.kind.data),
            level=Level(self.level.data),
            status=ItemStatus.REVIEW,
            facility=self.facility.data,
            guidance=_line(self.guidance.data),
            law_as_at=self.law_as_at.data,
            review_by=self.review_by.data,
            replaces=before.replaces if before else _line(self.replaces.data),
            enemies=tuple(sorted(set(re.findall(r"[^\s,;]+", self.enemies.data or "")))),
            set_id=before.set_id if before else "",
            shuffle=self.shuffle.data,
            waivers=_waivers(self.waivers.data),
        )

    def readable(self) -> bool:
        """Say whether what was sent makes an item, be it a wrong one."""
        return not set(self.errors) - {"facility", "law_as_at", "review_by"}

    def misread(self) -> list[Finding]:
        """Return what was sent that is not of its field's kind."""
        return [(name, _WANTED.get(name, "Check this field.")) for name in self.errors if name]

    def findings(self, problems: Iterable[Problem]) -> list[Finding]:
        """Return problems of the item with the fields they belong to."""
        return [(self._field_of(problem), told(problem)) for problem in problems]

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return findings in the order of the form's fields."""
        names = list(self._fields)
        return sorted(findings, key=lambda found: (names.index(found[0].split("-")[0]), found[0]))

    def _field_of(self, problem: Problem) -> str:
        """Return the id of the field that a problem is about."""
        match problem.where.path:
            case ("options", str(letter)) if letter in LETTERS:
                return f"options-{LETTERS.index(letter)}-text"
            case ("options", *_):
                return next(self._empty("text"), "options-0-text")
            case ("rationale", *_):
                return next(self._empty("rationale"), "options-0-rationale")
            case ("key", *_):
                return "options-0-key"
            case ("id", *_):
                return "code"
            case ("waiver", *_):
                return "waivers"
            case (str(name), *_) if name in self:
                return name
        return "stem"

    def _empty(self, name: str) -> Iterator[str]:
        return (part.form[name].id for part in self.options if not part.form[name].data)


def as_written(item: Item) -> dict[str, Any]:
    """Return an item as the form shows it when it is opened."""
    return {
        "code": item.id,
        "follows": item.version,
        "criterion": item.criterion,
        "kind": item.kind.value,
        "stem": item.stem,
        "options": [
            {"text": o.text, "key": o.letter in item.key, "rationale": o.rationale}
            for o in item.options
        ],
        "shuffle": item.shuffle,
        "level": item.level.value,
        "facility": item.facility,
        "guidance": item.guidance,
        "law_as_at": item.law_as_at,
        "review_by": item.review_by,
        "enemies": ", ".join(item.enemies),
        "replaces": item.replaces,
        "waivers": "\n".join(f"{w.rule}: {_line(w.reason)}" for w in item.waivers),
    }
