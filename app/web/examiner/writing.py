"""What becomes of a written item: shown again with its faults, previewed, or saved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.item import LETTERS, Item
from app.domain.picture import Picture
from app.domain.problems import Problem, ProblemsError, Severity, errors
from app.domain.refusals import Reason, Refusal
from app.domain.writing.check import RULES
from app.extensions import database
from app.files.markup import shown_in
from app.services import authoring
from app.store.content import BankRow, ItemVersionRow
from app.web.access import me
from app.web.examiner.attaching import attach, pictures_kept
from app.web.examiner.forms import Finding, ItemForm


@dataclass(frozen=True, slots=True)
class Draft:
    """A form on its way: the bank it is for and, when an item is edited, what it was before.

    `pictures` are those of the version before, then those that the form has brought, by name.
    """

    form: ItemForm
    bank: BankRow
    before: Item | None = None
    item_id: UUID | None = None
    pictures: dict[str, Picture] = field(default_factory=dict)


def answer(draft: Draft) -> Response | str:
    """Show the form, preview what is in it, or save it as the item's next version."""
    form = draft.form
    if not form.is_submitted():
        return show(draft)
    misread = [] if form.validate() else form.misread()
    draft.pictures.update(pictures_kept(draft.bank, form))
    attached, refused = attach(draft.bank, form)
    draft.pictures.update(attached)
    misread += refused
    if form.attach.data or not form.readable():
        return show(draft, misread)
    item = form.item(draft.before)
    if form.save.data:
        misread += unshown(attached, item)
    if misread or form.preview.data:
        with database().read() as db:
            problems = authoring.check_draft(db, draft.bank.id, item, draft.pictures)
        return show(draft, misread, problems, item)
    return save(draft, item)


def unshown(attached: Iterable[str], item: Item) -> list[Finding]:
    """Say which pictures came with the form and stand nowhere in its text."""
    shown = {each.name for each in shown_in(item)}
    return [
        ("files", f"{name} is attached. Write ![what it shows]({name}) where it shall stand.")
        for name in attached
        if name not in shown
    ]


def save(draft: Draft, item: Item) -> Response | str:
    """Save the item as its next version, or show what stands against it."""
    try:
        with database().begin() as db:
            version_id = authoring.edit_item(
                db, draft.bank.id, item, me().person_id, g.now, draft.pictures
            )
            item_id = db.get_one(ItemVersionRow, version_id).item_id
    except ProblemsError as faulty:
        return show(draft, problems=faulty.problems)
    except Refusal as refusal:
        return show(draft, [overtaken(draft, refusal)])
    flash(f"Item {item.id} version {item.version} is saved. Someone else has to approve it.")
    return redirect(url_for("examiner.item", item_id=item_id))


def overtaken(draft: Draft, refusal: Refusal) -> Finding:
    """Say that somebody was faster; the form then follows their version, and its text is kept."""
    if refusal.reason is not Reason.ITEM_OVERTAKEN:
        raise refusal
    if draft.before is None:
        return "code", f"The id {draft.form.code.data} is taken. Give the item another."
    draft.form.follows.data = draft.before.version
    return "stem", (
        f"Someone saved version {draft.before.version} while you were writing."
        " Your text is still here. Compare the two; saving now makes yours the newest."
    )


def show(
    draft: Draft,
    misread: Iterable[Finding] = (),
    problems: Iterable[Problem] = (),
    item: Item | None = None,
) -> str:
    """Show the form with what was found; with an item, also how a candidate would see it."""
    problems = list(problems)
    faults = draft.form.in_order([*misread, *draft.form.findings(errors(problems))])
    warnings = [p for p in problems if p.severity is Severity.WARNING]
    return render_template(
        "examiner/write.html",
        draft=draft,
        form=draft.form,
        letters=LETTERS,
        faults=faults,
        said=dict(reversed(faults)),
        warnings=draft.form.findings(warnings),
        preview=authoring.preview(item, draft.pictures) if item else None,
        item=item,
        rules=RULES,
    )
