"""Specifications as the awarding body sees them: versions, approval, the pass mark."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from werkzeug import Response

from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services import publishing
from app.store.mapping import outcomes_of
from app.store.queries import content
from app.store.queries.approvals import acts_by_subject
from app.store.queries.result_lists import scheduled_with
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.awarding.forms import ApproveForm, PassMarkForm


@bp.get("/specifications")
@for_role(Role.AWARDING_OFFICER)
def specifications() -> str:
    """List the newest version of each specification."""
    with database().read() as db:
        newest = content.specifications_in(db, my_bodies(Role.AWARDING_OFFICER))
    return render_template("awarding/specifications.html", newest=newest)


@bp.get("/specifications/<uuid:specification_id>")
@for_role(Role.AWARDING_OFFICER)
def specification(specification_id: UUID) -> str:
    """Show a specification: what a paper holds, its versions and who stands behind each."""
    versions = _versions(specification_id)
    with database().read() as db:
        acts = acts_by_subject(db, [version.id for version in versions])
        bank = found(content.bank_of_specification(db, versions[0].id))
        scheduled = scheduled_with(db, specification_id)
    return render_template(
        "awarding/specification.html",
        versions=versions,
        acts=acts,
        titles={outcome.id: outcome.title for outcome in outcomes_of(bank.outcomes)},
        scheduled=scheduled,
        form=ApproveForm(),
    )


@bp.route("/specifications/<uuid:specification_id>/pass-mark", methods=["GET", "POST"])
@for_role(Role.AWARDING_OFFICER)
def pass_mark(specification_id: UUID) -> str | Response:
    """Put a pass mark forward, with a note of who set it and how."""
    newest = _versions(specification_id)[0]
    form = PassMarkForm.showing(newest.specification)
    if form.validate_on_submit():
        try:
            flash(_set(specification_id, newest.id, form))
            return redirect(url_for(".specification", specification_id=specification_id))
        except Refusal as refusal:
            form.show(refusal)
    with database().read() as db:
        scheduled = sum(scheduled_with(db, specification_id).values())
    return render_template("awarding/pass_mark.html", newest=newest, form=form, scheduled=scheduled)


@bp.post("/specifications/versions/<uuid:version_id>/approve")
@for_role(Role.AWARDING_OFFICER)
def approve(version_id: UUID) -> Response:
    """Approve the version of a specification that was looked at."""
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().begin() as db:
        version = found(content.specification_version_for(db, version_id, bodies))
        publishing.approve_specification(db, version_id, bodies, me().person_id, g.now)
    flash(f"Version {version.version} is approved. Centres can schedule it from now on.")
    return redirect(url_for(".specification", specification_id=version.specification_id))


def _versions(specification_id: UUID) -> list[content.SpecificationVersion]:
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        return found(content.versions_of_specification(db, specification_id, bodies) or None)


def _set(specification_id: UUID, before: UUID, form: PassMarkForm) -> str:
    """Put the pass mark forward; return what to tell."""
    bodies, by = my_bodies(Role.AWARDING_OFFICER), me().person_id
    with database().begin() as db:
        after = publishing.set_pass_mark(
            db, specification_id, bodies, form.marks, form.note.data or "", by, g.now
        )
    if after == before:
        return "Nothing was changed: pass mark and note are the same as before."
    return "The pass mark is put forward. It holds once someone else has approved it."
